"""specloom: one typed Python SDK from an OpenAPI document and an AsyncAPI document."""

__version__ = "0.1.0"
