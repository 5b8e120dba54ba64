"""The plan stage: an `Sdk` to the text of every file, before formatting.

expressions  type expressions as Python source
imports      what a module has to import
models       the fields of pydantic models, rendered by datamodel-code-generator
types        the modules below `types/`
render       the Jinja environment and what a template may print
package      everything together: {path: text}
"""
