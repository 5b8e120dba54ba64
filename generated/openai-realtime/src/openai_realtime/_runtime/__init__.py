"""The runtime that every generated SDK carries: ordinary, typed Python without a trace of any API.

Generated code imports the module it needs; importing this package itself loads nothing.
"""
