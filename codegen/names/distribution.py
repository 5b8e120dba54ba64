"""What the generated project is called, by pip and by Python."""

from __future__ import annotations

import re

from codegen.config import Config
from codegen.diagnostics import Code, SpecError, quote
from codegen.ir import sdk
from codegen.ir.api import Api
from codegen.names import identifiers, packages, words
from codegen.text import Identifier, SpecText


def name_distribution(
    api: Api, config: Config, package: str | None
) -> tuple[sdk.Distribution, Identifier]:
    """The project, and the package in it that is imported.

    Args:
        api: both documents, whose title names what nothing else does.
        config: the configuration.
        package: the name given on the command line.

    Raises:
        SpecError: the name is none, or a module that the SDK needs has it.
    """
    section = config.package
    if package is not None and not re.fullmatch(packages.PROJECT_NAME, package):
        raise SpecError.of(
            Code.INVALID_SETTING,
            f"{quote(package)} is no name of a package",
            None,
            "use letters, digits, `-` and `_`",
        )
    title = identifiers.shortened(words.snake(api.title.reveal()) or "sdk")
    chosen = package or section.module
    module = identifiers.identifier((chosen or section.name or title).replace("-", "_"))
    if packages.is_taken(module):
        if chosen:
            raise SpecError.of(
                Code.UNUSABLE_NAME,
                f"a package called `{module}` would hide the module of that name",
                None if package else config.location("package", "module"),
                f"choose another, `{module}_sdk` for one",
            )
        module, title = Identifier(f"{module}_sdk"), f"{title}_sdk"
    name = package or section.name or title.replace("_", "-")
    summary = SpecText(section.summary) if section.summary else api.title
    distribution = sdk.Distribution(
        name=SpecText(name),
        version=SpecText(section.version),
        summary=summary,
        license=SpecText(section.license),
        http_library=sdk.HTTPLibrary(config.http),
        repository=SpecText(section.repository) if section.repository else None,
    )
    return distribution, module
