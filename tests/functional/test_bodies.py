"""Request bodies, as they arrive at a server."""

from __future__ import annotations

import email
import email.policy
import inspect
import io
import json
from email.message import EmailMessage
from operator import attrgetter
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Reply, Seen, http_server

POST = """
openapi: 3.1.0
info: {title: Post, version: '1'}
components:
  schemas:
    Upload: {type: string, format: binary}
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        tags: {type: array, items: {type: string}}
        owner: {type: object, properties: {id: {type: integer}}}
paths:
  /files:
    post:
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [file]
              properties:
                file: {$ref: '#/components/schemas/Upload'}
                extras: {type: array, items: {type: string, format: binary}}
                either:
                  oneOf:
                    - {type: string, format: binary}
                    - {type: array, items: {type: string, format: binary}}
                picture: {type: string}
                meta: {$ref: '#/components/schemas/Pet'}
                filter: {type: object, properties: {a: {type: integer}}}
                note: {type: string}
                kind: {type: string}
            encoding:
              picture: {contentType: 'image/png, image/jpeg'}
              filter: {style: deepObject}
              kind: {contentType: text/x-kind, headers: {X-Kind: {schema: {const: k}}}}
      responses: {'204': {description: ok}}
  /scans:
    post:
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [scan]
              properties:
                scan: {type: string, contentMediaType: image/png}
                anything: {contentMediaType: application/octet-stream}
                pages: {type: array, items: {contentMediaType: image/tiff}}
                table: {type: string, contentMediaType: text/csv}
                coded: {type: string, contentMediaType: image/png, contentEncoding: base64}
                other: {type: string, contentMediaType: image/png}
            encoding: {other: {contentType: image/webp}}
      responses: {'204': {description: ok}}
    put:
      requestBody:
        required: true
        content: {'*/*': {schema: {contentMediaType: application/octet-stream}}}
      responses: {'204': {description: ok}}
  /mixed:
    post:
      requestBody:
        content:
          multipart/mixed:
            schema: {type: object, properties: {a: {type: string}, b: {type: object}}}
      responses: {'204': {description: ok}}
  /forms:
    post:
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              properties:
                plain: {type: array, items: {type: string}}
                comma: {type: array, items: {type: string}}
                deep: {$ref: '#/components/schemas/Pet'}
                object: {type: object, properties: {id: {type: integer}}}
            encoding:
              comma: {explode: false}
              deep: {style: deepObject, explode: true}
      responses: {'204': {description: ok}}
  /free:
    post:
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded: {schema: {type: object}}
      responses: {'204': {description: ok}}
  /pets:
    post:
      requestBody:
        required: true
        content:
          application/xml: {schema: {$ref: '#/components/schemas/Pet'}}
          application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Pet'}}
          application/json: {schema: {$ref: '#/components/schemas/Pet'}}
      responses: {'204': {description: ok}}
    patch:
      requestBody:
        required: true
        content:
          application/json-patch+json: {schema: {type: array, items: {type: object}}}
          application/merge-patch+json: {schema: {type: object}}
      responses: {'204': {description: ok}}
    put:
      requestBody:
        content: {application/vnd.pet+json: {schema: {$ref: '#/components/schemas/Pet'}}}
      responses: {'204': {description: ok}}
    delete:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'204': {description: ok}}
  /speech:
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: [url], properties: {url: {type: string}}}
          audio/*: {schema: {type: string, format: binary}}
      responses: {'204': {description: ok}}
  /images:
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [prompt, url]
              properties: {prompt: {type: string}, url: {type: string}}
          multipart/form-data:
            schema:
              type: object
              required: [prompt, image]
              properties: {prompt: {type: string}, image: {type: string, format: binary}}
      responses: {'204': {description: ok}}
  /raw:
    put:
      requestBody:
        required: true
        content: {image/png: {schema: {type: string, format: binary}}}
      responses: {'204': {description: ok}}
    post:
      requestBody:
        required: true
        content: {application/xml: {schema: {type: object, properties: {a: {type: string}}}}}
      responses: {'204': {description: ok}}
  /lookup:
    get:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {q: {type: string}}}
      responses: {'204': {description: ok}}
"""


@pytest.fixture(scope="module")
def post(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=POST)


def sent(package: GeneratedPackage, method: str, **arguments: Any) -> Seen:
    with (
        http_server(Reply(204, b"")) as server,
        package.module().Post(base_url=server.url) as client,
    ):
        attrgetter(method)(client)(**arguments)
    return server.seen[0]


def parts_of(seen: Seen) -> list[tuple[str, str | None, str, bytes]]:
    """The parts: name, file name, content type, content."""
    data = b"Content-Type: " + seen.headers["content-type"].encode() + b"\r\n\r\n" + seen.body
    message = email.message_from_bytes(data, policy=email.policy.HTTP)
    parts = [part for part in message.iter_parts() if isinstance(part, EmailMessage)]
    return [
        (
            str(part.get_param("name", header="Content-Disposition")),
            part.get_filename(),
            part.get_content_type(),
            bytes(part.get_payload(decode=True)),  # type: ignore[arg-type]
        )
        for part in parts
    ]


class TestFiles:
    def test_in_every_shape(self, post: GeneratedPackage, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(b"1")
        seen = sent(
            post,
            "files.create",
            file=path,
            extras=[b"2", ("b.bin", io.BytesIO(b"3"))],
            either=("c.csv", b"4", "text/csv"),
        )
        assert sorted(parts_of(seen)) == [
            ("either", "c.csv", "text/csv", b"4"),
            ("extras", "b.bin", "application/octet-stream", b"3"),
            ("extras", "extras", "application/octet-stream", b"2"),
            ("file", "a.txt", "text/plain", b"1"),
        ]

    def test_several_where_one_will_do(self, post: GeneratedPackage) -> None:
        seen = sent(post, "files.create", file=b"", either=[b"1", b"2"])
        assert [p[3] for p in parts_of(seen) if p[0] == "either"] == [b"1", b"2"]

    @pytest.mark.parametrize(
        ("name", "kind"), [("a.jpg", "image/jpeg"), ("a.gif", "image/png"), ("a", "image/png")]
    )
    def test_the_media_types_that_the_document_allows(
        self, post: GeneratedPackage, name: str, kind: str
    ) -> None:
        seen = sent(post, "files.create", file=b"", picture=(name, b"x"))
        assert ("picture", name, kind, b"x") in parts_of(seen)

    def test_other_parts(self, post: GeneratedPackage) -> None:
        seen = sent(
            post,
            "files.create",
            file=("f", b"", None, {"X-Own": "1"}),
            meta={"name": "n"},
            filter={"a": 1},
            note="text",
            kind="k",
        )
        parts = parts_of(seen)
        assert ("meta", None, "application/json", b'{"name":"n"}') in parts
        assert ("filter[a]", None, "text/plain", b"1") in parts
        assert ("note", None, "text/plain", b"text") in parts
        assert ("kind", None, "text/x-kind", b"k") in parts
        assert b"X-Kind: k\r\n" in seen.body
        assert b"X-Own: 1\r\n" in seen.body

    def test_types(self, post: GeneratedPackage) -> None:
        text = " ".join(post.text("resources/files.py").split())
        assert "file: FileTypes," in text
        assert "extras: Sequence[FileTypes] | Omit" in text
        assert "either: FileTypes | Sequence[FileTypes] | Omit" in text
        assert "picture: FileTypes | Omit" in text

    def test_what_a_schema_says_of_its_content(self, post: GeneratedPackage) -> None:
        seen = sent(
            post,
            "scans.create",
            scan=b"1",
            anything=("a.bin", b"2"),
            pages=[b"3"],
            table="a,b",
            coded="eA==",
            other=b"4",
        )
        assert sorted(parts_of(seen)) == [
            ("anything", "a.bin", "application/octet-stream", b"2"),
            ("coded", None, "text/plain", b"eA=="),
            ("other", "other", "image/webp", b"4"),
            ("pages", "pages", "image/tiff", b"3"),
            ("scan", "scan", "image/png", b"1"),
            ("table", None, "text/csv", b"a,b"),
        ]
        text = post.text("resources/scans.py")
        assert "scan: FileTypes," in text
        assert "pages: Sequence[FileTypes] | Omit" in text
        assert "table: str | Omit" in text
        assert "body: BinaryContent," in text

    def test_text_is_no_file(self, post: GeneratedPackage) -> None:
        client = post.module().Post(base_url="http://127.0.0.1:1")
        with pytest.raises(TypeError, match="`file` must be"):
            client.files.create(file="path.txt")

    def test_other_multipart_types(self, post: GeneratedPackage) -> None:
        seen = sent(post, "mixed.create", a="x", b={"c": 1})
        assert seen.headers["content-type"].startswith("multipart/mixed; boundary=")
        assert [(p[0], p[3]) for p in parts_of(seen)] == [("a", b"x"), ("b", b'{"c":1}')]

    def test_a_retry_sends_the_same_bytes(self, post: GeneratedPackage) -> None:
        again = Reply(503, b"", {"Retry-After": "0"})
        with (
            http_server(again, Reply(204, b"")) as server,
            post.module().Post(base_url=server.url) as client,
        ):
            client.files.create(file=io.BytesIO(b"once"))
            client.raw.update(body=io.BytesIO(b"once"))
        first, second, raw = server.seen
        assert first.body == second.body
        assert b"once" in second.body
        assert raw.body == b"once"


class TestForms:
    @pytest.mark.parametrize(
        ("arguments", "form"),
        [
            ({"plain": ["a", "b c"]}, "plain=a&plain=b c"),
            ({"comma": ["a", "b"]}, "comma=a,b"),
            ({"deep": {"name": "n", "tags": ["x"], "owner": {"id": 1}}},
             "deep[name]=n&deep[tags][]=x&deep[owner][id]=1"),
            ({"object": {"id": 1}}, 'object={"id":1}'),
        ],
    )  # fmt: skip
    def test_members(self, post: GeneratedPackage, arguments: Any, form: str) -> None:
        seen = sent(post, "forms.create", **arguments)
        assert unquote(seen.body.decode()) == form
        assert seen.headers["content-type"] == "application/x-www-form-urlencoded"

    def test_members_that_the_document_does_not_name(self, post: GeneratedPackage) -> None:
        assert sent(post, "free.create", body={"a": 1, "b": [2, 3]}).body == b"a=1&b=2&b=3"

    def test_no_body_where_nothing_is_given(self, post: GeneratedPackage) -> None:
        seen = sent(post, "lookup.retrieve")
        assert (seen.body, seen.headers.get("content-type")) == (b"", None)
        assert sent(post, "lookup.retrieve", q="x").body == b"q=x"


class TestSeveralBodies:
    def test_json_is_preferred(self, post: GeneratedPackage) -> None:
        seen = sent(post, "pets.create", name="n")
        assert (seen.headers["content-type"], seen.body) == ("application/json", b'{"name":"n"}')

    def test_another_by_its_content_type(self, post: GeneratedPackage) -> None:
        kind = "application/x-www-form-urlencoded"
        seen = sent(post, "pets.create", name="n", extra_headers={"content-type": kind})
        assert (seen.headers["content-type"], seen.body) == (kind, b"name=n")

    def test_another_format(self, post: GeneratedPackage) -> None:
        seen = sent(
            post,
            "pets.create",
            name="n",
            extra_headers={"Content-Type": "application/xml"},
            extra_body="<pet/>",
        )
        assert (seen.headers["content-type"], seen.body) == ("application/xml", b"<pet/>")

    def test_by_the_arguments(self, post: GeneratedPackage) -> None:
        by_url = sent(post, "images.create", prompt="p", url="u")
        assert json.loads(by_url.body) == {"prompt": "p", "url": "u"}
        by_file = sent(post, "images.create", prompt="p", image=("i.png", b"x"))
        assert ("image", "i.png", "image/png", b"x") in parts_of(by_file)
        client = post.module().Post(base_url="http://127.0.0.1:1")
        signature = inspect.signature(client.images.create).parameters
        assert signature["prompt"].default is inspect.Parameter.empty
        assert signature["url"].default is not inspect.Parameter.empty
        with pytest.raises(ValueError, match="No request body of this method carries"):
            client.images.create(prompt="p", url="u", image=b"")

    def test_fields_or_bytes(self, post: GeneratedPackage) -> None:
        assert sent(post, "speech.create", url="u").body == b'{"url":"u"}'
        seen = sent(
            post, "speech.create", body=b"RIFF", extra_headers={"Content-Type": "audio/wav"}
        )
        assert (seen.headers["content-type"], seen.body) == ("audio/wav", b"RIFF")

    def test_kinds_of_json(self, post: GeneratedPackage) -> None:
        seen = sent(post, "pets.update", body=[{"op": "add"}])
        assert seen.headers["content-type"] == "application/json-patch+json"
        kind = "application/merge-patch+json"
        seen = sent(post, "pets.update", body={"a": 1}, extra_headers={"Content-Type": kind})
        assert (seen.headers["content-type"], seen.body) == (kind, b'{"a":1}')
        seen = sent(post, "pets.replace", name="n")
        assert seen.headers["content-type"] == "application/vnd.pet+json"


class TestRaw:
    def test_bytes_files_and_paths(self, post: GeneratedPackage, tmp_path: Path) -> None:
        path = tmp_path / "a.png"
        path.write_bytes(b"PNG")
        for value in (b"PNG", io.BytesIO(b"PNG"), path):
            seen = sent(post, "raw.update", body=value)
            assert (seen.headers["content-type"], seen.body) == ("image/png", b"PNG")
        text = post.text("resources/raw.py")
        assert text.count("body: BinaryContent,") == text.count("body: AsyncBinaryContent,") == 1

    def test_markup(self, post: GeneratedPackage) -> None:
        for value in ("<a>é</a>", "<a>é</a>".encode()):
            seen = sent(post, "raw.create", body=value)
            assert (seen.headers["content-type"], seen.body.decode()) == (
                "application/xml",
                "<a>é</a>",
            )

    def test_a_delete_with_a_body(self, post: GeneratedPackage) -> None:
        assert sent(post, "pets.delete", name="n").body == b'{"name":"n"}'
        assert sent(post, "pets.delete").body == b""
