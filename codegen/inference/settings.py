"""The settings that say what was inferred, section by section."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from codegen.config import Config
from codegen.findings import Findings
from codegen.inference.yaml_text import LONGEST_KEY
from codegen.ir import sdk
from codegen.ir.api import Api, Operation
from codegen.names.channels import name_apart
from codegen.names.client import name_client
from codegen.names.tree import Tree, place
from codegen.settings import keys_of

_PATH: Final = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*")

Section = dict[str, Any]


def package_section(package: sdk.Sdk) -> Section:
    """What the project is called."""
    distribution = package.distribution
    return {
        "name": distribution.name.reveal(),
        "version": distribution.version.reveal(),
        "summary": distribution.summary.reveal(),
        "license": distribution.license.reveal(),
    }


def client_section(package: sdk.Sdk, api: Api, config: Config) -> Section:
    """What the client is called, and where its options come from."""
    # What there is to say of the documents has been said when the package was named.
    client, credentials, _ = name_client(
        api, config, package.package, _tree(api, config), Findings()
    )
    found: Section = {"name": str(client.name)}
    if client.base_url_variable is not None:
        found["base_url_environment"] = client.base_url_variable.reveal()
    found["log_environment"] = client.log_variable.reveal()
    if client.request_id_header is not None:
        found["request_id_header"] = client.request_id_header.reveal()
    options = {
        name: section.model_dump(exclude_defaults=True)
        for name, section in credentials.sections.items()
    }
    if options:
        found["options"] = options
    if config.client.oauth:
        found["oauth"] = config.client.model_dump(exclude_defaults=True)["oauth"]
    return found


def resources_section(package: sdk.Sdk) -> Section:
    """Every resource in its order; what each is for is left to be said."""
    paths = (".".join(resource.path) for resource in package.all_resources())
    return {path: "" for path in paths if _PATH.fullmatch(path)}


def operations_section(package: sdk.Sdk, api: Api) -> Section:
    """The method of every operation, resource by resource."""
    paths = (
        (key, ".".join((*resource.path, method.name)))
        for key, resource, method in _methods(package, api)
    )
    return {key: path for key, path in paths if _PATH.fullmatch(path) and len(key) <= LONGEST_KEY}


def streams_section(package: sdk.Sdk, api: Api) -> Section:
    """The operations whose streams of events are asked for again after a break."""
    resumed = [key for key, _, method in _methods(package, api) if method.resumes]
    return {"resume": resumed} if resumed else {}


def channels_section(api: Api, config: Config) -> Section:
    """The resource whose `connect` opens a channel, for each of them."""
    tree = _tree(api, config)
    paths = ((channel.key.reveal(), ".".join(path)) for channel, path in tree.channels)
    return {
        key: {"resource": path}
        for key, path in paths
        if _PATH.fullmatch(path) and len(key) <= LONGEST_KEY
    }


def _methods(package: sdk.Sdk, api: Api) -> Iterator[tuple[str, sdk.Resource, sdk.Method]]:
    """Every method, with what its operation is called in sdk.yaml."""
    by_origin = {operation.location: operation for operation in api.operations}
    counts = Counter(operation.identifier for operation in api.operations)
    for resource in package.all_resources():
        for method in resource.methods:
            operation = by_origin[method.origin]
            key = _operation_key(operation, is_unique=counts[operation.identifier] == 1)
            yield key, resource, method


def _tree(api: Api, config: Config) -> Tree:
    tree = place(api, config)
    settled = name_apart(tree, config)
    return tree if settled is config else place(api, settled)


def _operation_key(operation: Operation, *, is_unique: bool) -> str:
    own, *names = keys_of(operation)
    return names[0] if names and is_unique else own
