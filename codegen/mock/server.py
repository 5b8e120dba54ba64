"""The server: one application for both documents, and how to run it.

with MockServer(openapi=path, asyncapi=path, scenario=path) as server:
    print(server.base_url, server.websocket_url)
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Router
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from codegen.config import Config
from codegen.diagnostics import Code, Diagnostic, Location, SpecError, quote
from codegen.findings import Findings
from codegen.ir.security import SecurityReader
from codegen.mock.channels import Channel, read_channels
from codegen.mock.context import Context
from codegen.mock.errors import ErrorBodies
from codegen.mock.operations import Operation, read_operations
from codegen.mock.rest import RestEndpoint
from codegen.mock.running import MAX_FRAME_BYTES, PortInUseError, RunningServer
from codegen.mock.scenario import load_scenario
from codegen.mock.scenario_check import check_against_documents
from codegen.mock.schemas import Schemas
from codegen.mock.security import Authenticator
from codegen.mock.state import Shared
from codegen.mock.steps import Scenario
from codegen.mock.tokens import TokenEndpoint, paths_of
from codegen.mock.websocket import WebSocketEndpoint
from codegen.overlay import Patches
from codegen.resolve import DocumentStore, document_kind
from codegen.resolve.detect import Family

__all__ = ["MAX_FRAME_BYTES", "CertificateError", "MockServer", "PortInUseError", "create_app"]


class CertificateError(OSError):
    """The certificate for TLS, or its key, cannot be used."""


class MockApplication:
    """The ASGI application of one pair of documents; `create_app` makes it."""

    def __init__(
        self,
        operations: tuple[Operation, ...],
        channels: tuple[Channel, ...],
        scenario: Scenario,
        context: Context,
    ) -> None:
        self.operations = operations
        self.channels = channels
        self._rest = RestEndpoint(operations, scenario.operations, context)
        self._sockets = [
            (
                channel.address,
                WebSocketEndpoint(channel, scenario.channels.get(channel.key), context),
            )
            for channel in channels
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or connection."""
        if scope["type"] == "http":
            response = await self._rest(Request(scope, receive))
            await response(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._connect(WebSocket(scope, receive, send))
        else:
            await Router().lifespan(scope, receive, send)

    async def _connect(self, websocket: WebSocket) -> None:
        path = cast("bytes", websocket.scope["raw_path"]).decode("latin-1")
        # Clients and documents differ in whether they end an address with a slash.
        for address, endpoint in self._sockets:
            for candidate in dict.fromkeys((path, path.rstrip("/"), f"{path}/")):
                parameters = address.match(candidate)
                if parameters is not None:
                    websocket.scope["path_params"] = parameters
                    await endpoint(websocket)
                    return
        await websocket.send_denial_response(
            JSONResponse({"detail": f"there is no channel {quote(path)}"}, 404)
        )


def create_app(
    openapi: Path | None = None,
    asyncapi: Path | None = None,
    scenario: Path | None = None,
    *,
    overlays: Sequence[Path] = (),
    root: Path | None = None,
    config: Config | None = None,
    key: str | None = None,
    speed: float = 1.0,
    verify: bool = False,
    log: Callable[[str], None] | None = None,
    report: Callable[[str], None] | None = None,
) -> MockApplication:
    """The application for an OpenAPI and an AsyncAPI document, or one of them.

    Args:
        openapi: the OpenAPI document.
        asyncapi: the AsyncAPI document.
        scenario: the scenario file.
        overlays: changes to the documents, in the order in which they are applied.
        root: the folder below which references may read files; by default the documents' own.
        config: what sdk.yaml says of the documents: whose side they take, what they leave out.
        key: the one credential to accept, beside those the server issues; any by default.
        speed: how much faster than real time the scenario's pauses are; 0 for none at all.
        verify: also check what the scenario sends; a mistake closes its connection with 1011.
        log: takes one line for each request, connection and invalid message.
        report: takes one line for each mistake of the scenario; `log` by default.

    Raises:
        SpecError: a document or the scenario cannot be used.
        ValueError: neither document is given, or the speed is negative.
    """
    roots = [path for path in (openapi, asyncapi) if path is not None]
    if not roots:
        raise ValueError("an OpenAPI or an AsyncAPI document is needed")
    if not speed >= 0:
        raise ValueError("the speed is 0 or more")
    story = load_scenario(scenario) if scenario is not None else Scenario(Location(roots[0]))
    findings = Findings()
    patches = Patches(findings)
    patches.load(overlays, roots)
    store = DocumentStore(roots, root_folder=root, read=patches.read)
    operations: tuple[Operation, ...] = ()
    channels: tuple[Channel, ...] = ()
    with patches.telling():
        if openapi is not None:
            _expect(store, openapi, Family.OPENAPI)
            operations = read_operations(store, store.node(openapi), findings, config)
        if asyncapi is not None:
            _expect(store, asyncapi, Family.ASYNCAPI)
            channels = read_channels(store, store.node(asyncapi), findings, config)
        readers = [SecurityReader(store, store.node(root), findings) for root in roots]
    token_paths = [path for reader in readers for path in paths_of(reader.schemes.values())]
    findings.refuse()
    mistakes: list[Diagnostic] = check_against_documents(story, operations, channels)
    if mistakes:
        raise SpecError(*mistakes)
    for warning in findings.warnings:
        (report or log or _silent)(str(warning))
    schemas, shared = Schemas(store), Shared()
    context = Context(
        schemas=schemas,
        shared=shared,
        authenticator=Authenticator(shared, key),
        tokens=TokenEndpoint(token_paths, shared),
        errors=ErrorBodies(schemas, story.rest_error, story.constants),
        constants=story.constants,
        speed=speed,
        verify=verify,
        log=log or _silent,
        report=report or log or _silent,
    )
    return MockApplication(operations, channels, story, context)


class MockServer(RunningServer):
    """A mock server in a thread of its own: started on entering, stopped on leaving.

    Args are those of `create_app`, and the address; port 0 takes a free one. `tls` is a pair of PEM
    files, certificate and private key, for clients that connect over TLS only.
    """

    def __init__(
        self,
        openapi: Path | None = None,
        asyncapi: Path | None = None,
        scenario: Path | None = None,
        *,
        overlays: Sequence[Path] = (),
        root: Path | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        config: Config | None = None,
        key: str | None = None,
        speed: float = 1.0,
        verify: bool = False,
        log: Callable[[str], None] | None = None,
        report: Callable[[str], None] | None = None,
        tls: tuple[Path, Path] | None = None,
    ) -> None:
        """Raise what `create_app` raises, and CertificateError."""
        application = create_app(
            openapi,
            asyncapi,
            scenario,
            overlays=overlays,
            root=root,
            config=config,
            key=key,
            speed=speed,
            verify=verify,
            log=log,
            report=report,
        )
        if tls is not None:
            _check_certificate(*tls)
        super().__init__(application, host=host, port=port, tls=tls)
        self.application = application

    @property
    def base_url(self) -> str:
        """Address of the REST half, with the folder of the document's server (`/v1`)."""
        folders = [p for o in self.application.operations for p in o.address.prefixes]
        folders += [p for c in self.application.channels for p in c.address.prefixes]
        return f"{self.origin('http')}{next(iter(folders), '')}"

    @property
    def websocket_url(self) -> str:
        """Address of the first channel, its parameters still in braces."""
        channel = next(iter(self.application.channels), None)
        path = channel.address.usual if channel is not None else ""
        return f"{self.origin('ws')}{path}"


def _check_certificate(certificate: Path, key: Path) -> None:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except OSError as error:
        pair = f"{quote(str(certificate))} and {quote(str(key))}"
        raise CertificateError(f"cannot use the certificate and key {pair}: {error}") from None


def _expect(store: DocumentStore, path: Path, family: Family) -> None:
    found = document_kind(store.document(path)).family
    if found is not family:
        message = f"this is an {found.title} document, and {family.title} is expected"
        remedy = f"pass it as the {found.title} document"
        raise SpecError.of(Code.NOT_A_SPECIFICATION, message, Location(path), remedy)


def _silent(line: str) -> None:
    del line
