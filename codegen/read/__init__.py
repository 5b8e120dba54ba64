"""Reading: a file becomes JSON data, or a diagnostic that says why it cannot."""

from codegen.read.document import Document, read_document
from codegen.read.json_value import JsonValue
from codegen.read.limits import DEFAULT, Limits
from codegen.read.location import locate

__all__ = ["DEFAULT", "Document", "JsonValue", "Limits", "locate", "read_document"]
