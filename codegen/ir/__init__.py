"""The intermediate representation: all that the later stages know of the two documents.

Frozen dataclasses only. OpenAPI and AsyncAPI, whatever their version, arrive in the same shapes.
"""
