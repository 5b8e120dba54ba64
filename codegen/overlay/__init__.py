"""Overlays: changes to a document that must not be edited (OpenAPI Overlay 1.0 and 1.1).

They are applied as a document is read, before any reference in it is followed: every later stage
sees the patched document, and nothing of how it came about but the places in diagnostics.
"""

from codegen.overlay.patches import Patches

__all__ = ["Patches"]
