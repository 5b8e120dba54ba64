"""Lines of sdk.yaml, as a remedy tells them: they can be copied as they are."""

from __future__ import annotations

from codegen.yaml_scalar import scalar


def line(section: str, key: str, value: str) -> str:
    """The remedy that adds a setting."""
    return f"add `{section}: {{{scalar(key, in_ascii=True)}: {value}}}` to sdk.yaml"
