"""The client: its name, and its options, credentials first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from codegen.config import Config
from codegen.diagnostics import Code, SpecError
from codegen.findings import Findings
from codegen.ir import sdk
from codegen.ir.api import Api
from codegen.ir.responses import REQUEST_ID_HEADERS
from codegen.names import identifiers, words
from codegen.names.addresses import Addresses
from codegen.names.credentials import Credentials
from codegen.names.tree import Tree
from codegen.text import Identifier, SpecText


def name_client(
    api: Api, config: Config, module: Identifier, tree: Tree, findings: Findings
) -> tuple[sdk.Client, Credentials, Addresses]:
    """The client, its credentials by what operations ask for, and what its addresses are.

    What it has to say of the documents goes to the findings.

    Raises:
        SpecError: an option names a scheme that the documents do not have, or has the name of a
            resource.
    """
    section = config.client
    name = section.name or identifiers.class_name(api.title.reveal() or "Client")
    prefix = words.snake(section.name or module).upper()
    credentials = Credentials(api, config, tree, prefix, findings)
    taken = {path[0] for path in tree.top_level()} | {o.name for o in credentials.options}
    addresses = Addresses(api, taken, prefix)
    client = sdk.Client(
        name=Identifier(name),
        options=(*(_at(addresses, api, o) for o in credentials.options), *addresses.options),
        base_url=addresses.url(api.server) or _http_twin(addresses.url(api.websocket_server)),
        base_url_variable=SpecText(section.base_url_environment or f"{prefix}_BASE_URL"),
        websocket_url=addresses.url(api.websocket_server),
        log_variable=SpecText(section.log_environment or f"{prefix}_LOG"),
        request_id_header=_request_id_header(api, section.request_id_header),
        security=credentials.default,
        idempotency_header=SpecText(key) if (key := section.idempotency_header) else None,
        transport=tuple(_transport(api)),
    )
    _check_client(client, tree)
    return client, credentials, addresses


def _at(addresses: Addresses, api: Api, option: sdk.ClientOption) -> sdk.ClientOption:
    """An option whose token endpoint has the names of the client's options in its braces."""
    grant = option.grant
    if grant is None or grant.url is None or api.server is None:
        return option
    url = addresses.url(replace(api.server, url=grant.url))
    return replace(option, grant=replace(grant, url=url))


def _request_id_header(api: Api, chosen: str | None) -> SpecText | None:
    """The header of answers that has the id of a request; None for the usual one."""
    if chosen is not None:
        return SpecText(chosen)
    documented: set[str] = set()
    for operation in api.operations:
        documented.update(operation.responses.request_id_headers)
    usual, *others = REQUEST_ID_HEADERS
    if usual in documented:
        return None
    return next((SpecText(name) for name in others if name in documented), None)


def _transport(api: Api) -> Iterator[SpecText]:
    """Yield the schemes that the connection itself has to fulfil."""
    yield from (scheme.key for scheme in api.security if scheme.kind is None)


def _http_twin(url: SpecText | None) -> SpecText | None:
    """The address by which an API that is sockets alone is known: `https` for `wss`."""
    return SpecText(f"http{url.reveal().removeprefix('ws')}") if url is not None else None


def _check_client(client: sdk.Client, tree: Tree) -> None:
    taken = {path[0] for path in tree.top_level()}
    for option in client.options:
        if option.name in taken:
            raise SpecError.of(
                Code.NAME_COLLISION,
                f"the client's option `{option.name}` has the name of another option or a resource",
                None,
                "rename the option under `client.options`, or move the resource's methods under "
                "`operations`, in sdk.yaml",
            )
        taken.add(option.name)
