"""The WebSocket half: handshake, validation of frames, and the scenario of each connection."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from collections.abc import Mapping
from typing import Any, Final, cast

from starlette.responses import JSONResponse
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.mock.channels import Channel, Message
from codegen.mock.context import Context
from codegen.mock.data import InvalidDataError, coerced, parse_json
from codegen.mock.errors import with_problem
from codegen.mock.interpreter import Interpreter
from codegen.mock.replies import with_request_id
from codegen.mock.schemas import Violation
from codegen.mock.security import MISSING_CREDENTIAL, Credentials
from codegen.mock.steps import ChannelScenario

POLICY_VIOLATION: Final = 1008
INTERNAL_ERROR: Final = 1011
# RFC 6455 section 5.5.1: a close frame holds 125 bytes, two of them for the code.
_REASON_BYTES: Final = 123


class WebSocketEndpoint:
    """Serves one channel."""

    def __init__(
        self, channel: Channel, scenario: ChannelScenario | None, context: Context
    ) -> None:
        self._channel = channel
        self._scenario = scenario
        self._context = context

    async def __call__(self, websocket: WebSocket) -> None:
        """Play the channel on one connection until either side closes it."""
        request = _request(websocket, self._scenario)
        refusal = self._refusal(request)
        if refusal is not None:
            status, problem = refusal
            message = problem["message"]
            body = self._context.errors.body(status, problem)
            await websocket.send_denial_response(JSONResponse(body, status))
            self._context.log(f"WS {self._channel.address.path.text} refused: {status} {message}")
            return
        await websocket.accept(subprotocol=request["subprotocol"])
        connection = Connection(websocket, self._channel, self._scenario, self._context, request)
        self._context.log(f"WS {self._channel.address.path.text} open")
        await connection.run()
        self._context.log(f"WS {self._channel.address.path.text} closed")

    def _refusal(self, request: dict[str, Any]) -> tuple[int, dict[str, Any]] | None:
        """Status and problem for not opening the connection."""
        credentials = Credentials(
            request["headers"], request["query"], request["cookies"], request.pop("offered_key")
        )
        key = self._context.authenticator.key(credentials, self._channel.security)
        if key is None:
            return 401, InvalidDataError("unauthorized", MISSING_CREDENTIAL).problem
        request["key"] = key
        for schema, values, place in (
            (self._channel.query, request["query"], "query"),
            (self._channel.headers, request["headers"], "header"),
        ):
            if schema is None:
                continue
            # Header names are case-insensitive; a schema spells them as it likes.
            declared = cast("dict[str, Any]", schema.value).get("properties", {})
            named = {n: values[n.lower()] for n in declared if n.lower() in values}
            named = {**values, **named} if place == "header" else dict(values)
            violation = self._context.schemas.check(schema, coerced(named, declared))
            if violation is not None:
                text = f"{place} {violation.path}: {violation.message}"
                return 400, InvalidDataError("invalid", text, **violation.place).problem
        return None


class Connection:
    """One open connection: reads, validates, hands to the scenario, one message after another."""

    def __init__(
        self,
        websocket: WebSocket,
        channel: Channel,
        scenario: ChannelScenario | None,
        context: Context,
        request: Mapping[str, Any],
    ) -> None:
        self._websocket = websocket
        self._channel = channel
        self._scenario = scenario
        self._context = context
        self._request = request
        self._interpreter = Interpreter(
            self,
            context.shared,
            {**context.constants, "request": request},
            procedures=scenario.procedures if scenario is not None else None,
            on_error=scenario.on_error if scenario is not None else None,
            speed=context.speed,
        )

    async def run(self) -> None:
        """Serve the connection to its end; whatever goes wrong stays within it."""
        reading = asyncio.create_task(self._read())
        failing = self._interpreter.failure
        try:
            await asyncio.wait({reading, failing}, return_when=asyncio.FIRST_COMPLETED)
            for finished in (reading, failing):
                if finished.done():
                    finished.result()
        except (WebSocketDisconnect, ConnectionError):
            pass
        except SpecError as error:
            self._context.report(str(error))
            await self.close(INTERNAL_ERROR, f"scenario: {error.diagnostics[0].message}")
        except Exception as error:  # noqa: BLE001 (one connection's failure is not another's)
            self._context.report(f"{type(error).__name__}: {error}")
            await self.close(INTERNAL_ERROR, "the mock server failed")
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
            await self._interpreter.stop()
            await self.close(1000, "")

    async def send(self, message: Any, location: Location) -> None:
        """Send a message of the scenario: bytes as they are, all else as JSON.

        A text is itself where the channel has messages that are no JSON.
        """
        if isinstance(message, (bytes, bytearray)):
            await self._websocket.send_bytes(bytes(message))
            return
        try:
            text = json.dumps(message, ensure_ascii=False, allow_nan=False, default=_as_base64)
        except (TypeError, ValueError, RecursionError) as error:
            reason = f"the message is not JSON: {error}"
            raise SpecError.of(Code.INVALID_SCENARIO, reason, location) from None
        if self._context.verify:
            self._verify(json.loads(text), location)
        is_text = isinstance(message, str) and any(m.is_text for m in self._channel.sent)
        await self._websocket.send_text(message if is_text else text)

    async def close(self, code: int, reason: str) -> None:
        """Close the connection, if it still is open; a long reason is cut."""
        if self._websocket.application_state is WebSocketState.DISCONNECTED:
            return
        short = reason.encode()[:_REASON_BYTES].decode(errors="ignore")
        with contextlib.suppress(RuntimeError, ConnectionError, WebSocketDisconnect):
            await self._websocket.close(code, short)

    async def _read(self) -> None:
        scenario = self._scenario
        if scenario is not None:
            self._interpreter.initialise(scenario.state, scenario.location)
            await self._interpreter.run(scenario.on_connect, {})
        while self._websocket.application_state is not WebSocketState.DISCONNECTED:
            frame = await self._websocket.receive()
            if frame["type"] == "websocket.disconnect":
                return
            self._interpreter.message_begins()
            data = frame.get("text")
            try:
                message, event = self._parse(data if data is not None else frame["bytes"])
            except InvalidDataError as invalid:
                await self._refuse(invalid.problem)
            else:
                await self._handle(message, event)
            self._interpreter.message_handled()

    def _parse(self, data: str | bytes) -> tuple[Message, Any]:
        """The message that a frame is, and its content.

        Raises:
            InvalidDataError: the frame is none of the channel's messages.
        """
        if isinstance(data, bytes):
            binary = next((m for m in self._channel.received if m.is_binary), None)
            if binary is None:
                raise InvalidDataError("binary", "this channel takes text frames only")
            return binary, data
        try:
            return self._parse_json(data)
        except InvalidDataError:
            texts = (m for m in self._channel.received if m.is_text)
            text = next((m for m in texts if self._violation(m, data) is None), None)
            if text is None:
                raise
            return text, data

    def _parse_json(self, data: str) -> tuple[Message, Any]:
        event = parse_json(data)
        candidates = [m for m in self._channel.received if not m.is_binary and not m.is_text]
        if self._channel.received_tag is not None and any(m.tag for m in candidates):
            candidates = self._by_tag(event, candidates)
        first: Violation | None = None
        for message in candidates:
            accepted, violation = self._accepted(message, event)
            if violation is None:
                return message, accepted
            first = first or violation
        if first is None:
            raise InvalidDataError("unknown", "this channel takes no such message", event)
        raise InvalidDataError("invalid", first.message, event, **first.place)

    def _by_tag(self, event: Any, candidates: list[Message]) -> list[Message]:
        """The messages with the event's tag, or else those that have no tag."""
        name = cast("str", self._channel.received_tag)
        tag = cast("dict[str, Any]", event).get(name) if isinstance(event, dict) else None
        tagged = [m for m in candidates if m.tag is not None and m.tag == tag]
        untagged = [m for m in candidates if m.tag is None]
        if tagged or untagged:
            return tagged or untagged
        known = ", ".join(sorted(quote(m.tag) for m in candidates if m.tag is not None))
        if isinstance(event, dict) and name not in event:
            kind, message = "missing_tag", f"{quote(name)} is missing"
        elif not isinstance(event, dict):
            raise InvalidDataError("invalid", "the message is not an object", event, keyword="type")
        else:
            kind, message = "unknown", f"{quote(tag)} is none of {known}"
        raise InvalidDataError(kind, message, event, pointer=f"/{name}", path=name)

    def _accepted(self, message: Message, event: Any) -> tuple[Any, Violation | None]:
        """A client's message as the scenario gets it, and what is wrong with it."""
        lenient = self._scenario is not None and self._scenario.null_is_absent
        if lenient and message.payload is not None:
            return self._context.schemas.check_without_nulls(message.payload, event)
        return event, self._violation(message, event)

    def _violation(self, message: Message, event: Any) -> Violation | None:
        if message.payload is None:
            return None
        return self._context.schemas.check(message.payload, event)

    async def _handle(self, message: Message, event: Any) -> None:
        scenario = self._scenario
        block = None
        if scenario is not None:
            block = next((scenario.on[n] for n in message.called if n in scenario.on), None)
        if block is not None:
            await self._interpreter.run(block, {"event": event})
            return
        reply = message.reply
        answer = next((m for m in self._channel.sent if reply and m.location in reply.to), None)
        if reply is None or answer is None:
            return
        body = with_request_id(
            self._sample(answer), reply, event, lambda body: self._violation(answer, body) is None
        )
        await self.send(body, self._channel.location)

    async def _refuse(self, problem: dict[str, Any]) -> None:
        """Tell the client what is wrong with its message: as the scenario says, or the schema."""
        self._context.log(
            f"WS {self._channel.address.path.text} invalid message: {problem['message']}"
        )
        if self._scenario is not None and self._scenario.on_error is not None:
            await self._interpreter.run(self._scenario.on_error, {"problem": problem})
            return
        message = self._channel.error_message()
        if message is None:
            await self.close(POLICY_VIOLATION, problem["message"])
            return
        body = with_problem(self._sample(message), problem["message"], problem["pointer"])
        await self.send(body, self._channel.location)

    def _sample(self, message: Message) -> Any:
        if message.examples:
            return message.examples[0]
        if message.is_binary:
            return b""
        return self._context.schemas.sample(message.payload) if message.payload else {}

    def _verify(self, message: Any, location: Location) -> None:
        """Refuse a message of the scenario that the document does not have."""
        name = self._channel.sent_tag
        tag = message.get(name) if isinstance(message, dict) and name is not None else None
        tagged = [m for m in self._channel.sent if m.tag is not None and m.tag == tag]
        candidates = tagged or [m for m in self._channel.sent if m.tag is None and not m.is_binary]
        violations = [self._violation(candidate, message) for candidate in candidates]
        if None in violations:
            return
        violation = violations[0] if violations else None
        reason = f"{violation.path}: {violation.message}" if violation else "no such message"
        text = f"the message {quote(tag)} is not what the document says: {reason}"
        raise SpecError.of(Code.INVALID_SCENARIO, text, location, "correct the scenario here")


def _request(websocket: WebSocket, scenario: ChannelScenario | None) -> dict[str, Any]:
    """What the client asked for while connecting, as expressions see it (`request`)."""
    offered = [str(name) for name in websocket.scope.get("subprotocols", [])]
    chosen: str | None = offered[0] if offered else None
    key: str | None = None
    if scenario is not None:
        handshake = scenario.handshake
        chosen = next((name for name in offered if name in handshake.subprotocols), None)
        for prefix in handshake.key_subprotocols:
            named = (name.removeprefix(prefix) for name in offered if name.startswith(prefix))
            key = key or next(named, None)
    return {
        "path": dict(websocket.path_params),
        "query": dict(websocket.query_params),
        "headers": dict(websocket.headers),
        "cookies": dict(websocket.cookies),
        "subprotocol": chosen,
        "offered_key": key,
    }


def _as_base64(value: Any) -> str:
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode("ascii")
    raise TypeError(f"{type(value).__name__} is not JSON")
