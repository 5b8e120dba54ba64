"""The REST half: finds the operation, checks the request, answers from scenario or schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, cast

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse
from starlette.responses import Response as HTTPResponse

from codegen.diagnostics import Code, Location, SpecError, quote
from codegen.ir.media_types import essence
from codegen.mock.bodies import BodyTooLargeError, find_media, parse_body, read_body
from codegen.mock.context import Context
from codegen.mock.data import InvalidDataError
from codegen.mock.expressions import ExpressionError
from codegen.mock.functions import new_id
from codegen.mock.interpreter import Answer, Interpreter
from codegen.mock.operations import Media, Operation, Parameter, Response
from codegen.mock.parameters import ParameterData
from codegen.mock.security import MISSING_CREDENTIAL, Credentials
from codegen.mock.steps import OperationScenario

_JSON: Final = "application/json"
# Their names are in a request whether or not the document lists them.
_UNCHECKED_HEADERS: Final = frozenset({"accept", "content-type", "authorization"})


class _Refused(Exception):  # noqa: N818 (control flow within this module)
    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.problem = problem


class RestEndpoint:
    """Serves the operations of an OpenAPI document."""

    def __init__(
        self,
        operations: tuple[Operation, ...],
        scenarios: Mapping[str, OperationScenario],
        context: Context,
    ) -> None:
        self._operations = operations
        self._scenarios = scenarios
        self._context = context
        self._parameters = ParameterData(context.schemas)

    async def __call__(self, request: Request) -> HTTPResponse:
        """Answer one request; whatever goes wrong is an answer too."""
        path = cast("bytes", request.scope["raw_path"]).decode("latin-1")
        operation, parameters, allowed = self._find(request.method, path)
        try:
            if operation is None and self._context.tokens.serves(request.method, path):
                response = await self._token(request)
            elif operation is None:
                status = 405 if allowed else 404
                message = f"there is no {request.method} {quote(path)}"
                raise _Refused(status, InvalidDataError("unknown", message).problem)
            else:
                response = await self._answer(request, operation, parameters)
        except _Refused as refused:
            response = self._error(refused.status, refused.problem, operation)
            if allowed:
                response.headers["allow"] = ", ".join(sorted(allowed))
        except (SpecError, ExpressionError) as error:
            self._context.report(str(error))
            response = JSONResponse({"detail": f"the scenario failed: {error}"}, 500)
        except ClientDisconnect:
            response = HTTPResponse(status_code=400)
        except Exception as error:  # noqa: BLE001 (one request's failure is not another's)
            self._context.report(f"{type(error).__name__}: {error}")
            response = JSONResponse({"detail": "the mock server failed"}, 500)
        response.headers["x-request-id"] = new_id("req_", 24)
        self._context.log(f"{request.method} {quote(path)} {response.status_code}")
        return response

    async def _token(self, request: Request) -> HTTPResponse:
        try:
            body = await read_body(request)
        except BodyTooLargeError:
            problem = InvalidDataError("too_large", "the body is too large").problem
            raise _Refused(413, problem) from None
        return self._context.tokens.answer(dict(request.headers), body)

    def _find(
        self, method: str, path: str
    ) -> tuple[Operation | None, dict[str, str], frozenset[str]]:
        """The operation, its path parameters, and the methods that the path has otherwise."""
        others: set[str] = set()
        for operation in self._operations:
            parameters = operation.address.match(path)
            if parameters is not None and operation.method == method:
                return operation, parameters, frozenset()
            others |= {operation.method} if parameters is not None else set()
        return None, {}, frozenset(others)

    async def _answer(
        self, request: Request, operation: Operation, path: dict[str, str]
    ) -> HTTPResponse:
        credentials = Credentials(
            dict(request.headers), dict(request.query_params), dict(request.cookies)
        )
        key = self._context.authenticator.key(credentials, operation.security)
        if key is None:
            raise _Refused(401, InvalidDataError("unauthorized", MISSING_CREDENTIAL).problem)
        values = {
            "path": path,
            "query": dict(request.query_params),
            "header": dict(request.headers),
            "cookie": dict(request.cookies),
        }
        try:
            for parameter in operation.parameters:
                self._check_parameter(parameter, request, values)
            body = await self._body(request, operation)
        except InvalidDataError as error:
            raise _Refused(400, error.problem) from None
        seen = {
            "path": path,
            "query": values["query"],
            "headers": values["header"],
            "body": body,
            "content_type": essence(request.headers.get("content-type", "")),
            "key": key,
        }
        answer = await self._play(operation, seen)
        if answer is not None:
            return self._scripted(answer, operation)
        return self._sampled(operation, request.headers.get("accept", "*/*"))

    def _check_parameter(
        self, parameter: Parameter, request: Request, values: Mapping[str, Mapping[str, str]]
    ) -> None:
        if parameter.place not in values:
            return
        if parameter.place == "header" and parameter.name.lower() in _UNCHECKED_HEADERS:
            return
        texts = self._parameters.texts(parameter, values, request.query_params.multi_items())
        label = f"{parameter.place} parameter {quote(parameter.name)}"
        if not texts:
            if parameter.required:
                problem = InvalidDataError("invalid", f"{label} is missing", keyword="required")
                problem.problem["path"] = parameter.name
                raise problem
            return
        if parameter.schema is None or parameter.style == "deepObject":
            return
        data = self._parameters.data(parameter, texts)
        if data == "" and parameter.allows_empty:
            return
        violation = self._context.schemas.check(parameter.schema, data)
        if violation is not None:
            place = {**violation.place, "path": parameter.name + violation.path}
            raise InvalidDataError("invalid", f"{label}: {violation.message}", **place)

    async def _body(self, request: Request, operation: Operation) -> Any:
        try:
            body = await read_body(request)
        except BodyTooLargeError:
            problem = InvalidDataError("too_large", "the body is too large").problem
            raise _Refused(413, problem) from None
        if not operation.body:
            return None
        if not body:
            if operation.body_required:
                raise InvalidDataError("invalid", "the body is missing", keyword="required")
            return None
        content_type = essence(request.headers.get("content-type", ""))
        media = find_media(operation.body, content_type)
        if media is None:
            wanted = " or ".join(operation.body)
            message = f"the body is {quote(content_type)}, and not {wanted}"
            raise _Refused(415, InvalidDataError("media_type", message).problem)
        data = await parse_body(request, body, media, self._context.schemas)
        if media.schema is not None and not isinstance(data, bytes):
            violation = self._context.schemas.check(media.schema, data)
            if violation is not None:
                raise InvalidDataError("invalid", violation.message, data, **violation.place)
        return data

    async def _play(self, operation: Operation, request: dict[str, Any]) -> Answer | None:
        names = (name for name in operation.names if name in self._scenarios)
        scenario = next((self._scenarios[name] for name in names), None)
        if scenario is None:
            return None
        interpreter = Interpreter(
            None,
            self._context.shared,
            {**self._context.constants, "request": request},
            speed=self._context.speed,
        )
        try:
            return await interpreter.answer(scenario.body, {})
        finally:
            await interpreter.stop()

    def _scripted(self, answer: Answer, operation: Operation) -> HTTPResponse:
        headers = dict(answer.headers)
        named = next((n for n in headers if n.lower() == "content-type"), None)
        response = _response_for(operation, answer.status)
        offered = list(response.content) if response is not None else []
        kind = headers.pop(named) if named else next(iter(offered), _JSON)
        if not answer.has_body:
            return HTTPResponse(status_code=answer.status, headers=headers)
        if self._context.verify:
            self._verify(answer, response, kind, operation.location)
        return _http_response(answer.body, answer.status, kind, headers)

    def _verify(
        self, answer: Answer, response: Response | None, kind: str, location: Location
    ) -> None:
        """Refuse an answer of the scenario that the document does not have."""
        media = find_media(response.content, essence(kind)) if response is not None else None
        reason = None
        if media is None:
            reason = f"no {essence(kind)} body"
        elif media.schema is not None and not isinstance(answer.body, bytes):
            violation = self._context.schemas.check(media.schema, answer.body)
            reason = f"{violation.path}: {violation.message}" if violation is not None else None
        if reason is not None:
            text = f"the {answer.status} answer is not what the document says: {reason}"
            raise SpecError.of(Code.INVALID_SCENARIO, text, location, "correct the scenario")

    def _sampled(self, operation: Operation, accept: str) -> HTTPResponse:
        """The operation's first success, made from its examples or schemas."""
        successes = [r for r in operation.responses if r.status.startswith("2")]
        response = next(iter(successes or operation.responses), None)
        if response is None:
            return HTTPResponse(status_code=200)
        status = int(response.status) if response.status.isdigit() else 200
        if status == 101:
            # Some documents have a socket's handshake as an operation; this was none.
            return HTTPResponse(status_code=426, headers={"upgrade": "websocket"})
        headers = {
            name: str(self._context.schemas.sample(schema))
            for name, node in response.headers.items()
            if (schema := node.get("schema")) is not None
            and cast("dict[str, Any]", node.value).get("required") is True
        }
        if not response.content:
            return HTTPResponse(status_code=status, headers=headers)
        wanted = [essence(part) for part in accept.split(",")]
        kind = next((name for name in wanted if name in response.content), None)
        kind = kind or (_JSON if _JSON in response.content else next(iter(response.content)))
        return _http_response(self._example(response.content[kind]), status, kind, headers)

    def _example(self, media: Media) -> Any:
        if media.examples:
            return media.examples[0]
        return self._context.schemas.sample(media.schema) if media.schema is not None else {}

    def _error(
        self, status: int, problem: dict[str, Any], operation: Operation | None
    ) -> HTTPResponse:
        response = _response_for(operation, status) if operation is not None else None
        media = response.content.get(_JSON) if response is not None else None
        body = self._context.errors.body(status, problem, media.schema if media else None)
        headers = {"www-authenticate": "Bearer"} if status == 401 else {}
        return JSONResponse(body, status, headers)


def _response_for(operation: Operation, status: int) -> Response | None:
    """The response that the document gives for a status: exact, a range, or the default."""
    for name in (str(status), f"{status // 100}XX", "DEFAULT"):
        for response in operation.responses:
            if response.status == name:
                return response
    return None


def _http_response(body: Any, status: int, kind: str, headers: Mapping[str, str]) -> HTTPResponse:
    plain = essence(kind)
    kind = _JSON if "*" in kind else kind
    if isinstance(body, (bytes, bytearray)):
        content = bytes(body)
    elif plain == "text/event-stream":
        content = f"data: {json.dumps(body)}\n\n".encode()
    elif isinstance(body, str) and not plain.endswith("json"):
        content = body.encode()
    else:
        content = json.dumps(body, ensure_ascii=False).encode()
    return HTTPResponse(content, status, dict(headers), kind)
