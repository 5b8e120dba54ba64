"""The names stage: every rule by which something in a document gets its name in Python.

words        strings cut into words, and put together again in a case
identifiers  fields, arguments, methods: what may stand where, and what to do about the rest
resources    operations and channels placed in the resource tree
types        classes and modules for every schema
"""
