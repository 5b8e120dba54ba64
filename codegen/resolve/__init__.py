"""Resolving: where a `$ref` leads, and what kind of document a file is."""

from codegen.resolve.detect import DocumentKind, Family, document_kind
from codegen.resolve.node import Node, Resolved
from codegen.resolve.pointer import Pointer, format_pointer, parse_pointer
from codegen.resolve.reference import Reference, parse_reference
from codegen.resolve.store import DocumentStore

__all__ = [
    "DocumentKind",
    "DocumentStore",
    "Family",
    "Node",
    "Pointer",
    "Reference",
    "Resolved",
    "document_kind",
    "format_pointer",
    "parse_pointer",
    "parse_reference",
]
