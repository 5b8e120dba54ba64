"""A bad input and the exact line it gets, from reading and resolving alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from codegen.diagnostics import SpecError
from codegen.resolve import DocumentStore, document_kind
from codegen.resolve.store import reference_text


@dataclass(frozen=True)
class Case:
    """A root document, the folder around it, and the line that is printed."""

    name: str
    content: str | bytes | None
    line: str
    file: str = "api.yaml"
    prepare: Callable[[Path], None] | None = None


def _laughs() -> str:
    lines = ["openapi: 3.1.0", "x0: &x0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]" for n in range(1, 12)]
    return "\n".join(lines)


def _outside(folder: Path) -> None:
    (folder.parent / "secret.yaml").write_text("a: 1\n", encoding="utf-8")


def _link_outside(folder: Path) -> None:
    _outside(folder)
    (folder / "link.yaml").symlink_to(folder.parent / "secret.yaml")


def _folder(folder: Path) -> None:
    (folder / "api.yaml").mkdir()


def _ref(target: str) -> str:
    return (
        "openapi: 3.1.0\n"
        "components:\n"
        "  schemas:\n"
        "    Pet: {type: object}\n"
        f"    Order: {{$ref: '{target}'}}\n"
    )


_ORDER = "(at #/components/schemas/Order/$ref)"

CASES = [
    Case(
        "missing file",
        None,
        "api.yaml: error SL001 file-missing: there is no such file or folder; check the path",
    ),
    Case(
        "folder",
        None,
        "api.yaml: error SL002 not-a-file: this is not a regular file; name the document itself",
        prepare=_folder,
    ),
    Case(
        "empty file",
        "",
        "api.yaml: error SL005 file-empty: the file is empty; "
        "check that the file was written completely",
    ),
    Case(
        "comments only",
        "# nothing yet\n",
        "api.yaml:1:1: error SL005 file-empty: the file holds no value; "
        "check that the file was written completely",
    ),
    Case(
        "UTF-16",
        "openapi: 3.1.0\n".encode("utf-16"),
        "api.yaml:1:1: error SL006 not-utf8: the file is UTF-16 text; save the file as UTF-8",
    ),
    Case(
        "broken UTF-8",
        b"openapi: 3.1.0\ninfo: {title: caf\xe9}\n",
        "api.yaml:2:18: error SL006 not-utf8: byte 0xe9 is not UTF-8; save the file as UTF-8",
    ),
    Case(
        "NUL character",
        "openapi: 3.1.0\ninfo: \0\n",
        "api.yaml:2:7: error SL007 control-character: the file holds a NUL character; "
        "remove the character, or write it as an escape in a quoted string",
    ),
    Case(
        "escape character",
        "openapi: 3.1.0\ninfo: x\x1b[31m\n",
        r"api.yaml:2:8: error SL007 control-character: the file holds the character '\x1b'; "
        "remove the character, or write it as an escape in a quoted string",
    ),
    Case(
        "not JSON",
        '{\n  "openapi": "3.1.0"\n  "paths": {}\n}\n',
        "api.json:3:3: error SL008 invalid-json: this is not JSON: Expecting ',' delimiter; "
        "correct the JSON here",
        file="api.json",
    ),
    Case(
        "not YAML",
        "openapi: 3.1.0\ninfo: title: x\n",
        "api.yaml:2:12: error SL009 invalid-yaml: this is not YAML: "
        "mapping values are not allowed in this context; correct the YAML here",
    ),
    Case(
        "duplicate key",
        "openapi: 3.1.0\npaths:\n  /a: {}\n  /b: {}\n  /a: {}\n",
        "api.yaml:5:3: error SL010 duplicate-key: key '/a' stands here and on line 3 "
        "(at #/paths/~1a); rename or remove one of the two",
    ),
    Case(
        "deep YAML",
        "openapi: 3.1.0\nx: " + "[" * 100_000,
        "api.yaml:2:203: error SL011 nesting-too-deep: values are nested more than 200 deep; "
        "move the inner part to a component and refer to it with $ref",
    ),
    Case(
        "deep JSON",
        '{"x": ' + "[" * 100_000 + "]" * 100_000 + "}",
        "api.json:1:206: error SL011 nesting-too-deep: values are nested more than 200 deep; "
        "move the inner part to a component and refer to it with $ref",
        file="api.json",
    ),
    Case(
        "long integer in YAML",
        "openapi: 3.1.0\nx: {maximum: " + "9" * 10_000 + "}\n",
        "api.yaml:2:14: error SL012 number-too-long: an integer has more than 309 digits "
        "(at #/x/maximum); write it as a quoted string",
    ),
    Case(
        "long integer in JSON",
        '{"openapi": "3.1.0",\n "x": [' + "9" * 10_000 + "]}",
        "api.json:2:8: error SL012 number-too-long: an integer has more than 309 digits "
        "(at #/x/0); write it as a quoted string",
        file="api.json",
    ),
    Case(
        "billion laughs",
        _laughs(),
        "api.yaml:8:45: error SL013 too-many-values: the document holds more than 8000000 values "
        "(at #/x6/7); use $ref in place of YAML aliases",
    ),
    Case(
        "infinite number",
        "openapi: 3.1.0\nx: {maximum: .inf}\n",
        "api.yaml:2:14: error SL014 number-not-finite: '.inf' is not a finite number "
        "(at #/x/maximum); write a finite number, or quote the text",
    ),
    Case(
        "tag",
        "openapi: 3.1.0\nx: !!python/object/apply:os.system [ls]\n",
        "api.yaml:2:4: error SL016 unknown-tag: tag "
        "'tag:yaml.org,2002:python/object/apply:os.system' is unknown (at #/x); remove the tag",
    ),
    Case(
        "two YAML documents",
        "openapi: 3.1.0\n---\nasyncapi: 3.0.0\n",
        "api.yaml:2:1: error SL017 several-documents: a second document starts here; "
        "keep one document in each file",
    ),
    Case(
        "text",
        "<html></html>\n",
        "api.yaml:1:1: error SL018 scalar-document: the file holds a text, not a mapping; "
        "check that this is the right file",
    ),
    Case(
        "alias of itself",
        "openapi: 3.1.0\nx: &x {y: *x}\n",
        "api.yaml:2:11: error SL019 invalid-alias: alias 'x' stands inside the value it names "
        "(at #/x/y); use $ref in place of the alias",
    ),
    Case(
        "half a surrogate pair",
        '{"openapi": "3.1.0", "x": "\\ud800"}',
        "api.json:1:27: error SL020 lone-surrogate: this string holds half of a surrogate pair "
        "(at #/x); write both halves of the pair, or the character itself",
        file="api.json",
    ),
    Case(
        "list",
        "- openapi: 3.1.0\n",
        "api.yaml:1:1: error SL030 not-a-specification: "
        "the top of the document is a list, not a mapping; "
        "name the root document of the specification",
    ),
    Case(
        "neither specification",
        "# A fragment\ntype: object\n",
        "api.yaml:2:1: error SL030 not-a-specification: "
        "the document has neither 'openapi' nor 'asyncapi' at its top; "
        "name the root document of the specification",
    ),
    Case(
        "Swagger",
        "info: {}\nswagger: '2.0'\n",
        "api.yaml:2:1: error SL031 unsupported-version: Swagger 2.0 is not supported "
        "(at #/swagger); convert it to OpenAPI 3 with swagger2openapi",
    ),
    Case(
        "AsyncAPI 1",
        "asyncapi: 1.2.0\n",
        "api.yaml:1:1: error SL031 unsupported-version: AsyncAPI 1.2.0 is not supported "
        "(at #/asyncapi); convert it to AsyncAPI 3 with `asyncapi convert`, the AsyncAPI CLI",
    ),
    Case(
        "OpenAPI of the future",
        "openapi: 4.0.0\n",
        "api.yaml:1:1: error SL031 unsupported-version: OpenAPI 4.0.0 is not supported "
        "(at #/openapi); use OpenAPI 3.0 to 3.2 or AsyncAPI 2.0 to 3.1",
    ),
    Case(
        "dangling reference",
        _ref("#/components/schemas/Pett"),
        "api.yaml:5:13: error SL101 unresolved-ref: '#/components/schemas/Pett' leads nowhere: "
        f"'#/components/schemas' of api.yaml has no 'Pett' {_ORDER}; "
        "did you mean '#/components/schemas/Pet'?",
    ),
    Case(
        "dangling reference like nothing else",
        _ref("#/components/parameters/limit"),
        "api.yaml:5:13: error SL101 unresolved-ref: '#/components/parameters/limit' "
        f"leads nowhere: '#/components' of api.yaml has no 'parameters' {_ORDER}; "
        "add it, or correct the $ref",
    ),
    Case(
        "reference outside the folder",
        _ref("../secret.yaml#/a"),
        "api.yaml:5:13: error SL102 ref-outside-folder: '../secret.yaml#/a' "
        f"leads outside the specification's folder {_ORDER}; move the file into ., "
        "or name a folder that holds both with --root",
        prepare=_outside,
    ),
    Case(
        "link to the outside",
        _ref("link.yaml#/a"),
        "api.yaml:5:13: error SL102 ref-outside-folder: 'link.yaml#/a' "
        f"leads outside the specification's folder {_ORDER}; move the file into ., "
        "or name a folder that holds both with --root",
        prepare=_link_outside,
    ),
    Case(
        "reference to a URL",
        _ref("https://example.com/pet.yaml#/Pet"),
        "api.yaml:5:13: error SL103 ref-to-url: 'https://example.com/pet.yaml#/Pet' is a URL "
        f"{_ORDER}; "
        "download the file beside the specification and refer to it by its path",
    ),
    Case(
        "cyclic reference",
        _ref("#/components/schemas/Order"),
        "api.yaml:5:13: error SL104 ref-cycle: the chain of $ref comes back to "
        f"'#/components/schemas/Order' {_ORDER}; "
        "replace one of them by the value it stands for",
    ),
    Case(
        "reference to a missing file",
        _ref("pets/pet.yaml"),
        "api.yaml:5:13: error SL105 ref-file: 'pets/pet.yaml' names a file that does not exist "
        f"{_ORDER}; "
        "check the path, which is relative to the file that holds the $ref",
    ),
    Case(
        "reference without a slash",
        _ref("#components/schemas/Pet"),
        "api.yaml:5:13: error SL106 malformed-ref: the fragment of '#components/schemas/Pet' "
        f"is not a JSON pointer {_ORDER}; write it as path#/pointer or #/pointer",
    ),
    Case(
        "reference to an anchor",
        _ref("#Pet"),
        "api.yaml:5:13: error SL107 anchor-ref: '#Pet' names an anchor that no schema has "
        f"{_ORDER}; correct the name, or write the JSON pointer of the schema",
    ),
    Case(
        "terminal escapes in a reference",
        'openapi: 3.1.0\nx: {$ref: "#/\\e[31m\\u202Ex"}\n',
        r"api.yaml:2:5: error SL101 unresolved-ref: '#/\x1b[31m\u202ex' leads nowhere: "
        r"'#' of api.yaml has no '\x1b[31m\u202ex' (at #/x/$ref); add it, or correct the $ref",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_line(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(tmp_path.resolve()) / "spec"
    folder.mkdir()
    monkeypatch.chdir(folder)
    if case.content is not None:
        content = case.content
        (folder / case.file).write_bytes(
            content if isinstance(content, bytes) else content.encode()
        )
    if case.prepare is not None:
        case.prepare(folder)
    with pytest.raises(SpecError) as caught:
        _read_everything(folder / case.file)
    assert str(caught.value) == case.line
    assert caught.value.__cause__ is None


def _read_everything(path: Path) -> None:
    """Read a root document and follow every reference in it."""
    store = DocumentStore([path])
    document_kind(store.document(path))
    pending = [store.node(path)]
    while pending:
        node = pending.pop()
        if reference_text(node) is not None:
            store.follow(node)
        pending.extend(member for _, member in node.members())
        pending.extend(node.elements())
