"""The client module: options, credentials and the top of the resource tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from codegen.ir import sdk
from codegen.ir.api import CredentialKind
from codegen.plan.arguments import MODES, Mode, has_scopes, security_literal, tuple_literal
from codegen.plan.docs import argument_lines
from codegen.plan.render import render
from codegen.plan.resources import resource_link
from codegen.text import Code, Identifier, SpecText, docstring, one_line, python_literal

_MODULE: Final = sdk.ModuleName(("_client",))
# What travels under a name of the document's; all else is in `Authorization`.
_NAMED: Final = (CredentialKind.HEADER, CredentialKind.QUERY, CredentialKind.COOKIE)


@dataclass(frozen=True, slots=True)
class OptionView:
    name: Identifier
    is_credential: bool
    choices: tuple[Code, ...]
    value_type: Code
    getter: Code
    doc: Code

    def annotation(self, mode: Mode) -> Code:
        """What may be given: a credential also as a function that returns it."""
        if self.choices:
            return Code(f"Literal[{', '.join(self.choices)}] | None")
        if not self.is_credential:
            return Code("str | None")
        returned = "Awaitable[str]" if mode.is_async else "str"
        return Code(f"str | Callable[[], {returned}] | None")


@dataclass(frozen=True, slots=True)
class ClientView:
    name: Identifier
    doc: Code
    init_doc: Code
    base_url: Code
    base_url_variable: Code
    websocket_url: Code
    log_variable: Code
    request_id_header: Code | None
    idempotency_header: Code | None
    options: tuple[OptionView, ...]
    credentials: tuple[Code, ...]
    header_options: tuple[Code, ...]
    plain_options: tuple[Code, ...]
    server_variables: tuple[Code, ...]
    security: Code | None


def plan_client(package: sdk.Sdk) -> Code:
    """The text of `_client.py`."""
    client = package.client
    view = ClientView(
        name=client.name,
        doc=docstring(package.description or package.title, 4),
        init_doc=_init_doc(client),
        base_url=python_literal(client.base_url or SpecText("")),
        base_url_variable=python_literal(client.base_url_variable),
        websocket_url=python_literal(client.websocket_url),
        log_variable=python_literal(client.log_variable),
        request_id_header=_if_given(client.request_id_header),
        idempotency_header=_if_given(client.idempotency_header),
        options=tuple(_option(o) for o in client.options),
        credentials=tuple(_credential(o, o.kind) for o in client.options if o.kind),
        header_options=tuple(_header(o) for o in client.options if not o.kind and o.header),
        plain_options=tuple(
            _plain(o) for o in client.options if not o.kind and not o.header and not o.server
        ),
        server_variables=tuple(_server_variable(o) for o in client.options if o.server),
        security=security_literal(client.security) if client.security is not None else None,
    )
    used = {
        "ClientCredentials": any(option.grant for option in client.options),
        "Credential": bool(view.credentials),
        "HeaderOption": bool(view.header_options),
        "PlainOption": bool(view.plain_options),
        "Scoped": has_scopes(client.security),
        "SDKSettings": True,
        "ServerVariable": bool(view.server_variables),
    }
    return render(
        "client.py.jinja",
        client=view,
        modes=MODES,
        has_choices=any(option.choices for option in view.options),
        package=package.package,
        title=python_literal(package.distribution.name),
        resources=[resource_link(resource, _MODULE) for resource in package.resources],
        settings_imports=Code(", ".join(name for name, is_used in used.items() if is_used)),
    )


def _if_given(text: SpecText | None) -> Code | None:
    return python_literal(text) if text else None


def _option(option: sdk.ClientOption) -> OptionView:
    prose = option.description or SpecText(f"The option `{option.name}`.")
    is_there = option.required and option.grant is None
    return OptionView(
        option.name,
        option.kind is not None,
        tuple(map(python_literal, option.server.choices)) if option.server else (),
        Code("str" if is_there else "str | None"),
        Code("_credential" if is_there else "_option"),
        docstring(prose, 8),
    )


def _credential(option: sdk.ClientOption, kind: CredentialKind) -> Code:
    parts = [f'option="{option.name}"', f'kind="{kind.value}"']
    if kind in _NAMED and option.header:
        parts.append(f"name={python_literal(option.header)}")
    parts += [f"variable={python_literal(option.variable)}", f"required={option.required}"]
    if option.grant is not None:
        parts.append(f"grant={_grant(option.grant)}")
    return Code(f"Credential({', '.join(parts)})")


def _grant(grant: sdk.ClientCredentials) -> Code:
    parts = [f'client_id="{grant.client_id}"', f'client_secret="{grant.client_secret}"']
    if grant.token_url is not None:
        parts.append(f'token_url="{grant.token_url}"')
    if grant.url is not None:
        parts.append(f"url={python_literal(grant.url)}")
    if grant.refresh_url is not None:
        parts.append(f"refresh_url={python_literal(grant.refresh_url)}")
    if grant.scopes is not None:
        parts.append(f"scopes={tuple_literal(grant.scopes)}")
    if grant.parameters:
        pairs = "".join(f"{tuple_literal(pair)}, " for pair in grant.parameters)
        parts.append(f"parameters=({pairs})")
    if grant.in_body:
        parts.append("in_body=True")
    return Code(f"ClientCredentials({', '.join(parts)})")


def _header(option: sdk.ClientOption) -> Code:
    return Code(
        f'HeaderOption(option="{option.name}", header={python_literal(option.header)}, '
        f"variable={python_literal(option.variable)})"
    )


def _plain(option: sdk.ClientOption) -> Code:
    return Code(
        f'PlainOption(option="{option.name}", variable={python_literal(option.variable)}, '
        f"secret={option.secret})"
    )


def _server_variable(option: sdk.ClientOption) -> Code:
    variable = option.server
    if variable is None:
        raise TypeError("the option is no variable of a server")
    parts = [f'option="{option.name}"', f"default={python_literal(variable.default)}"]
    if variable.choices:
        parts.append(f"choices=({''.join(f'{python_literal(c)}, ' for c in variable.choices)})")
    return Code(f"ServerVariable({', '.join(parts)}, variable={python_literal(option.variable)})")


def _init_doc(client: sdk.Client) -> Code:
    lines = ["Make a client; nothing is connected before the first call.", "", "Args:"]
    for option in client.options:
        prose = one_line(option.description) if option.description else "An option of the API."
        if option.variable:
            prose += f" Read from the environment variable {option.variable.reveal()} if not given."
        lines += argument_lines(option.name, prose)
    schemes = ", ".join(f"`{one_line(key)}`" for key in client.transport)
    needed = f" What {schemes} asks for is its part." if schemes else ""
    variable = client.base_url_variable.reveal() if client.base_url_variable else "none"
    for name, prose in {
        "base_url": f"Where the API is. Read from the environment variable {variable} if not "
        "given.",
        "websocket_base_url": "Where its WebSockets are, if that is somewhere else.",
        "timeout": "Seconds for each phase of a request, or a `Timeout`, which can limit the whole "
        "call as well; None waits for ever.",
        "max_retries": "How often a failed request is sent again.",
        "max_response_bytes": "The largest answer that is read into memory, decompressed; None for "
        "any.",
        "allow_insecure": "Send credentials without TLS to other machines, too.",
        "default_headers": "Sent with every request and handshake.",
        "default_query": "Sent with every request and handshake.",
        "http_client": f"The client to send requests with, for proxies, TLS and the like.{needed}",
    }.items():
        lines += argument_lines(name, prose)
    return docstring(SpecText("\n".join(lines)), 8)
