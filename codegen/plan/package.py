"""The whole package as `{path: text}`: the last step before formatting and writing."""

from __future__ import annotations

import re
from pathlib import Path

from codegen.data import data_folder
from codegen.ir import sdk
from codegen.ir.api import ParameterIn
from codegen.ir.types import Format, PrimitiveKind
from codegen.names.packages import PROJECT_NAME
from codegen.plan.api_reference import plan_api_reference
from codegen.plan.client import plan_client
from codegen.plan.render import render
from codegen.plan.resources import plan_resources
from codegen.plan.types import plan_types
from codegen.text import (
    Code,
    Identifier,
    SpecText,
    docstring,
    markdown,
    markdown_code,
    python_literal,
)

_ERRORS = (
    "APIConnectionError", "APIError", "APIResponseValidationError", "APIStatusError",
    "APITimeoutError", "AuthenticationError", "BadRequestError", "ConflictError",
    "InternalServerError", "NotFoundError", "PermissionDeniedError", "RateLimitError",
    "UnprocessableEntityError", "WebSocketConnectionClosedError",
)  # fmt: skip

# What the package itself exports, besides the clients and the exceptions, and from where.
_EXPORTS = {
    "DEFAULT_MAX_RETRIES": "._runtime.constants",
    "DEFAULT_TIMEOUT": "._runtime.http",
    "Timeout": "._runtime.deadline",
    "DefaultAsyncHttpxClient": "._runtime.http_clients",
    "DefaultHttpxClient": "._runtime.http_clients",
    "BaseModel": "._runtime.models",
    "UnknownVariant": "._runtime.models",
    "is_unknown": "._runtime.models",
    "APIResponse": "._runtime.response",
    "AsyncAPIResponse": "._runtime.response",
    "HttpxBinaryResponseContent": "._runtime.response",
    "NotGiven": "._runtime.sentinels",
    "Omit": "._runtime.sentinels",
    "not_given": "._runtime.sentinels",
    "omit": "._runtime.sentinels",
    "__version__": "._version",
}

# The same for an SDK with answers that come piece by piece.
_STREAM_EXPORTS = {
    "AsyncStream": "._runtime.stream",
    "ServerSentEvent": "._runtime.event_stream",
    "Stream": "._runtime.stream",
}

# The same for an SDK with sockets.
_SOCKET_EXPORTS = {
    "RECONNECTED_CODES": "._runtime.reconnecting",
    "ReconnectPolicy": "._runtime.reconnecting",
    "ReconnectingEvent": "._runtime.reconnecting",
    "ReconnectingOverrides": "._runtime.reconnecting",
    "UnknownEvent": ".types.unknown_event",
}

# What `audio` has, for an SDK with sockets that carry bytes.
_AUDIO = (
    "AsyncPCMSource", "AudioFormatError", "PCMFormat", "PCMSource", "Pacer", "WavWriter",
    "async_pcm_chunks", "async_send_pcm", "pcm_chunks", "send_pcm",
)  # fmt: skip

_HTTP_IMPORT = "\nfrom httpx import (\n"
_HTTP_REQUIREMENTS = {
    sdk.HTTPLibrary.HTTPX: Code("httpx>=0.28,<1"),
    sdk.HTTPLibrary.HTTPX2: Code("httpx2>=2,<3"),
}


def plan_package(package: sdk.Sdk) -> dict[str, Code]:
    """Every file of the generated project, by path relative to its folder."""
    source = f"src/{package.package}"
    inside = {
        "__init__.py": _package_init(package),
        "_client.py": plan_client(package),
        "_exceptions.py": _exceptions(package),
        "_version.py": render(
            "version.py.jinja", version=python_literal(package.distribution.version)
        ),
        "py.typed": Code(""),
        **plan_resources(package),
        **plan_types(package),
    }
    if _has_audio(package):
        inside["audio.py"] = render("audio.py.jinja", names=[Code(name) for name in _AUDIO])
    project = {
        "pyproject.toml": render(
            "pyproject.toml.jinja",
            distribution=package.distribution,
            package=package.package,
            http_requirement=_HTTP_REQUIREMENTS[package.distribution.http_library],
        ),
        "README.md": _readme(package),
        "api.md": plan_api_reference(package),
    }
    return {
        **project,
        **{f"{source}/{path}": text for path, text in inside.items()},
        **{
            f"{source}/_runtime/{path}": text
            for path, text in runtime_files(package.distribution.http_library).items()
        },
    }


def _has_audio(package: sdk.Sdk) -> bool:
    """Whether a socket carries bytes, in messages of their own or as base64."""
    connections = [r.connection for r in package.all_resources() if r.connection]
    unions = {c.sent for c in connections} | {c.received for c in connections}
    bytes_ = sdk.Scalar(PrimitiveKind.BYTES)
    sends = (a for c in connections for helper in c.all_helpers() for a in helper.arguments)
    return any(a.format is Format.BASE64 for a in sends) or any(
        bytes_ in (definition.type, *sdk.inner(definition.type))
        for definition in package.models
        if isinstance(definition, sdk.Alias) and definition.name in unions
    )


def runtime_files(http_library: sdk.HTTPLibrary) -> dict[str, Code]:
    """The runtime, byte for byte but for the one import of the HTTP library."""
    folder = data_folder("runtime")
    files = {
        path.relative_to(folder).as_posix(): Code(path.read_bytes().decode("utf-8"))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in (".py", ".typed") and not _is_cache(path)
    }
    named = Code(f"\nfrom {http_library.value} import (\n")
    return files | {"http.py": Code(files["http.py"].replace(_HTTP_IMPORT, named))}


def _is_cache(path: Path) -> bool:
    return "__pycache__" in path.parts


def _root_error(package: sdk.Sdk) -> Identifier:
    name = f"{package.client.name}Error"
    # A client called `API` has the name of an exception that every package has.
    return Identifier(f"{package.client.name}ClientError" if name in _errors(package) else name)


def _errors(package: sdk.Sdk) -> tuple[str, ...]:
    """The exceptions that a package can raise."""
    connections = [r.connection for r in package.all_resources() if r.connection]
    errors = list(_ERRORS)
    if connections:
        errors.append("WebSocketQueueFullError")
    if any(c.has_requests for c in connections):
        errors.append("WebSocketReplyError")
    names = (name for c in connections for name, _ in c.named_messages())
    if any(name.reveal().lower() == "error" for name in names):
        errors.append("WebSocketEventError")
    return tuple(errors)


def _exceptions(package: sdk.Sdk) -> Code:
    return render(
        "exceptions.py.jinja",
        root=_root_error(package),
        errors=[Identifier(name) for name in _errors(package)],
    )


def _package_init(package: sdk.Sdk) -> Code:
    client = package.client.name
    names = {
        client: "._client",
        f"Async{client}": "._client",
        _root_error(package): "._exceptions",
        **dict.fromkeys(_errors(package), "._exceptions"),
        **_EXPORTS,
    }
    if package.has_streams:
        names |= _STREAM_EXPORTS
    if package.has_webhooks:
        names["InvalidWebhookSignatureError"] = "._runtime.webhooks"
    if package.has_connections:
        names |= _SOCKET_EXPORTS
    prose = package.description or package.title
    return render(
        "lazy_init.py.jinja",
        doc=docstring(prose),
        names=[(Code(name), Code(names[name])) for name in sorted(names)],
    )


def _in_command(name: SpecText) -> Code:
    """A distribution's name in a shell command, where nothing can be escaped and nothing need be.

    Raises:
        ValueError: it is no name (Python packaging specification, names and normalization).
    """
    if not re.fullmatch(PROJECT_NAME, name.reveal()):
        raise ValueError("the distribution's name was not checked")
    return Code(name.reveal())


def _code_span(text: SpecText | None) -> Code:
    return markdown_code(text) if text else Code("")


def _readme(package: sdk.Sdk) -> Code:
    connected = [r for r in package.all_resources() if r.connection]
    first = connected[0] if connected else None
    arguments = first.connection.arguments if first and first.connection else ()
    required = [a for a in arguments if a.required or a.place is ParameterIn.QUERY]
    return render(
        "README.md.jinja",
        title=markdown(package.title),
        summary=markdown(package.distribution.summary),
        distribution=_in_command(package.distribution.name),
        package=package.package,
        client=package.client.name,
        connection=Code(".".join(first.path)) if first else None,
        connect_arguments=Code(", ".join(f'{a.name}="..."' for a in required if a.required)),
        root_error=_root_error(package),
        base_url_variable=_code_span(package.client.base_url_variable),
        http_library=Code(package.distribution.http_library.value),
        options=[
            {
                "name": option.name,
                "variable": _code_span(option.variable),
                "doc": markdown(option.description) if option.description else Code(""),
            }
            for option in package.client.options
        ],
    )
