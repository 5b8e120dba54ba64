"""The plan stage: an `Sdk` to the text of every file, before formatting.

expressions    type expressions as Python source
imports        what a module has to import
models         the fields of pydantic models, rendered by datamodel-code-generator
cycles         modules of types that need each other
types          the modules below `types/`
arguments      arguments of methods, and the blocking and the asyncio form of a class
bodies         request bodies and styles of parameters
answers        what methods give
methods        methods of resources
connections    sockets and what is sent over them
webhooks       what verifies and decodes webhooks
resources      the modules below `resources/`
client         the module of the clients
api_reference  `api.md`
docs           docstrings
render         the Jinja environment and what a template may print
package        everything together: {path: text}
"""
