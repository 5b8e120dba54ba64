"""The variables in the address of a server, which both kinds of document have alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from codegen.ir.api import ServerVariable
from codegen.ir.nodes import NodeReader, mapping
from codegen.resolve import Node
from codegen.text import SpecText

PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")
_MOST_EXAMPLES: Final = 3


class ServerVariableReader(NodeReader):
    """Reads Server Variable Objects (OpenAPI 3.1, section 4.8.6; AsyncAPI 3.0)."""

    def read(self, server: Node, url: str) -> Iterator[ServerVariable]:
        """Yield the variables of an address; one that nothing describes has its name alone."""
        variables = self.child(server, "variables")
        for name in dict.fromkeys(PLACEHOLDER.findall(url)):
            yield self._variable(name, self.child(variables, name))

    def _variable(self, name: str, node: Node) -> ServerVariable:
        value = mapping(node)
        listed = value.get("enum")
        choices = [str(choice) for choice in listed] if isinstance(listed, list) else []
        default = value.get("default")
        if default is None:
            default = choices[0] if choices else None
        elif choices and str(default) not in choices:
            # What stands for a variable that is not given can be given, too.
            choices.insert(0, str(default))
        return ServerVariable(
            SpecText(name),
            None if default is None else SpecText(str(default)),
            tuple(map(SpecText, dict.fromkeys(choices))),
            described(node),
        )


def described(node: Node, *, shows_default: bool = False) -> SpecText | None:
    """What a document says of a variable or parameter, with examples where it lists no values."""
    value = mapping(node)
    sentences = [str(value["description"])] if value.get("description") else []
    if shows_default and "default" in value:
        sentences.append(f"The default is `{value['default']}`.")
    examples = value.get("examples")
    if isinstance(examples, list) and examples and "enum" not in value:
        listed = ", ".join(f"`{example}`" for example in examples[:_MOST_EXAMPLES])
        sentences.append(f"For example {listed}.")
    return SpecText("\n\n".join(sentences)) if sentences else None
