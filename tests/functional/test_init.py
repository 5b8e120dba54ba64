"""`specloom init`: the file says what is inferred, and the SDK is the same with it and without."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from codegen.cache import Cache
from codegen.cli import app
from codegen.pipeline import Request, make_plan
from codegen.read import read_document

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared/corpus"

OPENAPI = """
openapi: 3.1.0
info: {title: 'Corner Shop: "all" of it', version: '1'}
servers: [{url: https://shop.example/v1}]
security: [{key: []}]
paths:
  /items/{id}:
    get: {operationId: get-item, parameters: [{$ref: '#/components/parameters/Id'}],
          responses: {'200': {$ref: '#/components/responses/Item'}}}
  /items:
    get: {operationId: same, responses: {'200': {$ref: '#/components/responses/Item'}}}
    post: {operationId: same, responses: {'204': {description: ok}}}
  /yes: {get: {operationId: 'no', responses: {'204': {description: ok}}}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
  parameters: {Id: {name: id, in: path, required: true, schema: {type: string}}}
  responses:
    Item: {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
  schemas: {Item: {type: object, properties: {name: {type: string}}}}
"""  # noqa: E501
ASYNCAPI = """
asyncapi: 3.0.0
info: {title: Feed, version: '1'}
servers: {main: {host: shop.example, protocol: wss}}
channels:
  "odd: key":
    address: /feed/prices
    messages: {Price: {payload: {type: object, required: [t], properties: {t: {const: p}}}}}
operations:
  push: {action: send, channel: {$ref: '#/channels/odd: key'}}
"""
BROKEN = OPENAPI.replace(
    "  /yes:",
    "  /broken: {get: {operationId: broken, responses: {'200': {description: ok, content: "
    "{application/json: {schema: {type: nonsense}}}}}}}\n  /yes:",
).replace("schemas: {Item:", "schemas: {Odd: {properties: 5}, Item:")


def write(folder: Path, **documents: str) -> list[str]:
    options: list[str] = []
    for kind, text in documents.items():
        (folder / f"{kind}.yaml").write_text(text, encoding="utf-8")
        options += [f"--{kind}", str(folder / f"{kind}.yaml")]
    return options


def init(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["init", "--out", str(folder / "sdk.yaml"), *options])


def settings(folder: Path) -> dict[str, Any]:
    data = read_document(folder / "sdk.yaml").data
    assert isinstance(data, dict)
    return data


def plan(request: Request) -> dict[str, str]:
    return make_plan(request, cache=Cache(None), progress=lambda stage: None).files


def same_with_and_without(folder: Path, openapi: Path | None, asyncapi: Path | None) -> bool:
    with_file = plan(Request(folder / "sdk.yaml"))
    return with_file == plan(Request(openapi=openapi, asyncapi=asyncapi))


class TestOverlays:
    OVERLAY = (
        "overlay: 1.1.0\ninfo: {title: Ours, version: '1'}\nactions:\n"
        "  - {target: \"$.paths['/yes'].get\", update: {operationId: say-so}}\n"
        "  - {target: $.info, update: {title: Ours}}\n"
    )

    def test_the_document_is_read_as_they_leave_it(self, tmp_path: Path) -> None:
        (tmp_path / "fixes").mkdir()
        overlay = tmp_path / "fixes" / "ours.yaml"
        overlay.write_text(self.OVERLAY, encoding="utf-8")
        options = write(tmp_path, openapi=OPENAPI)
        assert init(tmp_path, *options, "--overlay", str(overlay)).exit_code == 0
        found = settings(tmp_path)
        assert found["overlays"] == ["fixes/ours.yaml"]
        assert found["package"]["name"] == "ours"
        assert found["operations"]["say-so"] == "yes.retrieve"
        alone = Request(openapi=tmp_path / "openapi.yaml", overlays=(overlay,))
        assert plan(Request(tmp_path / "sdk.yaml")) == plan(alone)

    def test_what_is_wrong_with_an_overlay_is_not_skipped(self, tmp_path: Path) -> None:
        overlay = tmp_path / "ours.yaml"
        wrong = "{application/json: {schema: {type: nonsense}}}"
        put = f"{{put: {{responses: {{'200': {{description: ok, content: {wrong}}}}}}}}}"
        action = f"  - {{target: \"$.paths['/yes']\", update: {put}}}\n"
        overlay.write_text(self.OVERLAY + action, encoding="utf-8")
        options = write(tmp_path, openapi=OPENAPI)
        result = init(tmp_path, *options, "--overlay", str(overlay))
        assert result.exit_code == 2, result.output
        assert "ours.yaml:6:123: error SL201 invalid-schema" in result.stderr
        assert not (tmp_path / "sdk.yaml").exists()

    def test_an_overlay_that_is_not_there(self, tmp_path: Path) -> None:
        options = write(tmp_path, openapi=OPENAPI)
        assert init(tmp_path, *options, "--overlay", str(tmp_path / "no.yaml")).exit_code == 2
        assert not (tmp_path / "sdk.yaml").exists()


class TestTheFile:
    def test_everything_that_is_inferred(self, tmp_path: Path) -> None:
        result = init(tmp_path, *write(tmp_path, openapi=OPENAPI, asyncapi=ASYNCAPI))
        assert result.exit_code == 0, result.output
        assert "sdk.yaml: 4 resources, 4 methods, 1 channels" in result.stdout
        assert settings(tmp_path) == {
            "openapi": "openapi.yaml",
            "asyncapi": "asyncapi.yaml",
            "describes": "server",
            "output": "sdk",
            "package": {
                "name": "corner-shop-all-of-it",
                "version": "0.1.0",
                "summary": 'Corner Shop: "all" of it',
                "license": "MIT",
            },
            "client": {
                "name": "CornerShopAllOfIt",
                "base_url_environment": "CORNER_SHOP_ALL_OF_IT_BASE_URL",
                "log_environment": "CORNER_SHOP_ALL_OF_IT_LOG",
                "options": {
                    "api_key": {
                        "environment": "CORNER_SHOP_ALL_OF_IT_API_KEY",
                        "security": "key",
                    }
                },
            },
            "resources": {"feed": "", "feed.prices": "", "items": "", "yes": ""},
            "operations": {
                "get-item": "items.retrieve",
                "get /items": "items.list",
                "post /items": "items.create",
                "no": "yes.retrieve",
            },
            "channels": {"odd: key": {"resource": "feed.prices"}},
        }

    def test_the_sdk_is_the_same(self, tmp_path: Path) -> None:
        assert init(tmp_path, *write(tmp_path, openapi=OPENAPI, asyncapi=ASYNCAPI)).exit_code == 0
        documents = (tmp_path / "openapi.yaml", tmp_path / "asyncapi.yaml")
        assert same_with_and_without(tmp_path, *documents)

    def test_every_part_of_a_credential(self, tmp_path: Path) -> None:
        schemes = (
            "Login: {type: http, scheme: basic}, OAuth: {type: oauth2, flows: "
            "{clientCredentials: {tokenUrl: /token, scopes: {}}}}"
        )
        document = OPENAPI.replace("security: [{key: []}]", "security: [{Login: []}, {OAuth: []}]")
        document = document.replace("securitySchemes: {", f"securitySchemes: {{{schemes}, ")
        assert init(tmp_path, *write(tmp_path, openapi=document)).exit_code == 0
        options = settings(tmp_path)["client"]["options"]
        assert {name: option.get("part") for name, option in options.items()} == {
            "username": "username",
            "password": "password",
            "token": None,
            "client_id": "client_id",
            "client_secret": "client_secret",
            "token_url": "token_url",
        }
        assert same_with_and_without(tmp_path, tmp_path / "openapi.yaml", None)

    def test_streams_that_are_resumed(self, tmp_path: Path) -> None:
        watch = (
            "  /watch: {get: {parameters: [{name: Last-Event-ID, in: header, "
            "schema: {type: string}}], responses: {'200': {description: ok, content: "
            "{text/event-stream: {schema: {type: string}}}}}}}\n  /yes:"
        )
        document = OPENAPI.replace("  /yes:", watch)
        assert init(tmp_path, *write(tmp_path, openapi=document)).exit_code == 0
        assert settings(tmp_path)["streams"] == {"resume": ["get /watch"]}
        assert same_with_and_without(tmp_path, tmp_path / "openapi.yaml", None)

    def test_minimal(self, tmp_path: Path) -> None:
        options = write(tmp_path, openapi=OPENAPI)
        assert init(tmp_path, *options, "--minimal").exit_code == 0
        assert settings(tmp_path) == {
            "openapi": "openapi.yaml",
            "package": {"name": "corner-shop-all-of-it"},
        }
        assert same_with_and_without(tmp_path, tmp_path / "openapi.yaml", None)

    def test_a_name_for_the_package(self, tmp_path: Path) -> None:
        options = write(tmp_path, openapi=OPENAPI)
        assert init(tmp_path, *options, "--package", "acme").exit_code == 0
        found = settings(tmp_path)
        assert found["package"]["name"] == "acme"
        assert found["client"]["base_url_environment"] == "ACME_BASE_URL"
        document = tmp_path / "openapi.yaml"
        assert plan(Request(tmp_path / "sdk.yaml")) == plan(
            Request(openapi=document, package="acme")
        )

    def test_paths_are_relative_to_it(self, tmp_path: Path) -> None:
        options = write(tmp_path, openapi=OPENAPI)
        out = tmp_path / "a" / "b.yaml"
        result = CliRunner().invoke(app, ["init", *options, "--out", str(out)])
        assert result.exit_code == 0, result.output
        assert "openapi: ../openapi.yaml\n" in out.read_text(encoding="utf-8")
        assert plan(Request(out))

    def test_it_is_not_replaced_unasked(self, tmp_path: Path) -> None:
        options = write(tmp_path, openapi=OPENAPI)
        (tmp_path / "sdk.yaml").write_text("mine: 1\n", encoding="utf-8")
        result = init(tmp_path, *options)
        assert result.exit_code == 2
        assert "error SL626 config-exists" in result.stderr
        assert (tmp_path / "sdk.yaml").read_text(encoding="utf-8") == "mine: 1\n"
        assert init(tmp_path, *options, "--force").exit_code == 0
        assert settings(tmp_path)["openapi"] == "openapi.yaml"
        assert sorted(p.name for p in tmp_path.iterdir()) == ["openapi.yaml", "sdk.yaml"]


def listing(path: str, parameter: str, answer: str) -> str:
    """An operation that lists things with an `id`."""
    item = "{type: object, properties: {id: {type: string}}}"
    schema = answer.replace("ITEMS", f"{{type: array, items: {item}}}")
    return (
        f"  {path}: {{get: {{parameters: [{{name: {parameter}, in: query}}], responses: "
        f"{{'200': {{description: ok, content: {{application/json: {{schema: {schema}}}}}}}}}}}}}\n"
    )


TEXT, NUMBER = "schema: {type: string}", "schema: {type: integer}"


class TestPagination:
    """What looks paged is suggested in a comment, and works once it is taken out of it."""

    @pytest.mark.parametrize(
        ("parameter", "answer", "scheme"),
        [
            (
                f"pageToken, {TEXT}",
                "{properties: {things: ITEMS, nextPageToken: {type: [string, 'null']}}}",
                {
                    "style": "cursor",
                    "parameter": "pageToken",
                    "items": "things",
                    "cursor": "nextPageToken",
                },
            ),
            (
                f"starting_after, {TEXT}",
                "{properties: {data: ITEMS, has_more: {type: boolean}}}",
                {
                    "style": "cursor",
                    "parameter": "starting_after",
                    "items": "data",
                    "last_item": "id",
                    "more": "has_more",
                },
            ),
            (
                f"offset, {NUMBER}",
                "{properties: {list: {properties: {items: ITEMS, total: {type: integer}}}}}",
                {
                    "style": "offset",
                    "parameter": "offset",
                    "items": "list.items",
                    "total": "list.total",
                },
            ),
            (
                f"page, {NUMBER}",
                "{properties: {data: ITEMS, meta: {properties: {totalPages: {type: integer}}}}}",
                {
                    "style": "page",
                    "parameter": "page",
                    "items": "data",
                    "pages": "meta.totalPages",
                },
            ),
            (f"page, {NUMBER}", "ITEMS", {"style": "page", "parameter": "page"}),
            (
                f"filter, {TEXT}",
                "{properties: {results: ITEMS, links: {properties: {next: {type: string}}}}}",
                {"style": "link", "items": "results", "link": "links.next"},
            ),
        ],
    )
    def test_styles(
        self, tmp_path: Path, parameter: str, answer: str, scheme: dict[str, object]
    ) -> None:
        document = OPENAPI.replace("  /yes:", listing("/things", parameter, answer) + "  /yes:")
        assert init(tmp_path, *write(tmp_path, openapi=document)).exit_code == 0
        assert same_with_and_without(tmp_path, tmp_path / "openapi.yaml", None)
        suggested = uncommented(tmp_path)
        assert settings(tmp_path)["pagination"] == {f"{suggested}s": scheme}
        files = plan(Request(tmp_path / "sdk.yaml"))
        assert "Page[" in files["src/corner_shop_all_of_it/resources/things.py"]

    @pytest.mark.parametrize(
        ("parameter", "answer"),
        [
            (f"page, {NUMBER}", "{properties: {names: {type: array, items: {type: string}}}}"),
            (f"filter, {TEXT}", "{properties: {things: ITEMS}}"),
            (f"page, {TEXT}", "{properties: {things: ITEMS}}"),
            (
                f"filter, {TEXT}",
                "{properties: {things: ITEMS, others: {properties: {list: ITEMS, next: "
                "{type: string}}}}}",
            ),
        ],
    )
    def test_what_is_none(self, tmp_path: Path, parameter: str, answer: str) -> None:
        document = OPENAPI.replace("  /yes:", listing("/things", parameter, answer) + "  /yes:")
        assert init(tmp_path, *write(tmp_path, openapi=document)).exit_code == 0
        assert "pagination" not in (tmp_path / "sdk.yaml").read_text()

    def test_what_asks_for_more_is_first_and_counted(self, tmp_path: Path) -> None:
        exact = "{properties: {data: ITEMS, next: {type: string}}}"
        loose = "{properties: {data: ITEMS}}"
        paths = [
            listing("/a", f"after, {TEXT}", loose),
            listing("/b", f"after, {TEXT}", loose),
            listing("/c", f"after, {TEXT}", exact),
        ]
        document = OPENAPI.replace("  /yes:", "".join(paths) + "  /yes:")
        assert init(tmp_path, *write(tmp_path, openapi=document)).exit_code == 0
        text = (tmp_path / "sdk.yaml").read_text()
        assert "#   # 1 method\n#   cursors:\n" in text
        assert "#   # 2 methods\n#   cursors_2:\n" in text
        uncommented(tmp_path)
        schemes = settings(tmp_path)["pagination"]
        assert [*schemes["cursors"]][-1] == "cursor"
        assert [*schemes["cursors_2"]][-1] == "last_item"

    def test_names_of_properties_stay_in_their_line(self, tmp_path: Path) -> None:
        odd = '{properties: {\'x"#{[:\': ITEMS, "a\\n: #b": ITEMS, next: {type: string}}}'
        document = OPENAPI.replace("  /yes:", listing("/x", f"cursor, {TEXT}", odd) + "  /yes:")
        assert init(tmp_path, *write(tmp_path, openapi=document)).exit_code == 0
        assert same_with_and_without(tmp_path, tmp_path / "openapi.yaml", None)
        uncommented(tmp_path)
        assert settings(tmp_path)["pagination"]["cursors"]["items"] == 'x"#{[:'


def uncommented(folder: Path) -> str:
    """Take the number signs of the suggestion away; give the style of the first scheme."""
    before, heading, suggestion = (folder / "sdk.yaml").read_text().partition("# pagination:")
    lines = [line.removeprefix("# ") for line in f"{heading}{suggestion}".splitlines()]
    (folder / "sdk.yaml").write_text(before + "\n".join(lines) + "\n")
    return next(line.split()[-1] for line in lines if "style:" in line)


CONTROL = "{type: object, required: [type], properties: {type: {const: %s}}}"


class TestKeepAlives:
    """How often is in no document, so that they are suggested in a comment."""

    def suggested(self, folder: Path) -> Any:
        """The messages of the suggestion, taken out of its comment."""
        before, heading, suggestion = (folder / "sdk.yaml").read_text().partition("# messages:")
        lines = [line.removeprefix("# ") for line in f"{heading}{suggestion}".splitlines()]
        (folder / "sdk.yaml").write_text(before + "\n".join(lines) + "\n")
        return settings(folder).get("messages")

    @pytest.mark.parametrize(
        ("key", "type_", "expected"),
        [
            (
                "KeepAlive",
                "enum: [CloseStream, KeepAlive]",
                {"KeepAlive": {"keep_alive": {"interval": 5, "fields": {"type": "KeepAlive"}}}},
            ),
            ("KeepAlive", "const: a", {"KeepAlive": {"keep_alive": 5}}),
            ("agentV1-keep_alive", "enum: [a]", {"agentV1-keep_alive": {"keep_alive": 5}}),
            ("ClientHeartbeat", "const: a", {"ClientHeartbeat": {"keep_alive": 5}}),
            ("a", "const: ping", {"a": {"keep_alive": 5}}),
            (
                "Control",
                "enum: [Finalize, KeepAlive]",
                {"Control": {"keep_alive": {"interval": 5, "fields": {"type": "KeepAlive"}}}},
            ),
            ("Shopping", "const: shopping", None),
            ("Ping", "type: string", None),
            ("Heartbeat", "enum: [ping, heartbeat]", None),
        ],
    )
    def test_by_their_names(
        self, tmp_path: Path, key: str, type_: str, expected: dict[str, Any] | None
    ) -> None:
        # Of two with the same values, the one that is called so.
        first = type_ if "CloseStream" in type_ else "const: say"
        document = f"""
asyncapi: 3.0.0
info: {{title: Talk, version: '1'}}
channels:
  talk:
    address: /talk
    messages:
      Say: {{payload: {{type: object, required: [type], properties: {{type: {{{first}}}}}}}}}
      {key}: {{payload: {{type: object, required: [type], properties: {{type: {{{type_}}}}}}}}}
      Said: {{payload: {{type: object, required: [type], properties: {{type: {{const: said}}}}}}}}
operations:
  hear: {{action: receive, channel: {{$ref: '#/channels/talk'}}, messages: [
      {{$ref: '#/channels/talk/messages/Say'}}, {{$ref: '#/channels/talk/messages/{key}'}}]}}
  tell: {{action: send, channel: {{$ref: '#/channels/talk'}}, messages: [
      {{$ref: '#/channels/talk/messages/Said'}}]}}
"""
        result = init(tmp_path, *write(tmp_path, asyncapi=document))
        assert result.exit_code == 0, result.output
        assert same_with_and_without(tmp_path, None, tmp_path / "asyncapi.yaml")
        assert self.suggested(tmp_path) == expected
        files = plan(Request(tmp_path / "sdk.yaml"))
        assert any("keep_alive: float | None = 5.0" in t for t in files.values()) == bool(expected)

    def test_two_channels_with_a_message_of_one_key(self, tmp_path: Path) -> None:
        """As in real documents: each controls its own connection with what it has."""
        channels = "".join(
            f"  {name}: {{address: /{name}, messages: {{Control: {{payload: {{oneOf: [{each}]"
            "}}}}\n"
            for name, each in (
                ("listen", f"{CONTROL % 'Close'}, {CONTROL % 'KeepAlive'}"),
                ("speak", f"{CONTROL % 'Close'}, {CONTROL % 'Flush'}"),
            )
        )
        document = (
            "asyncapi: 3.0.0\ninfo: {title: Talk, version: '1'}\n"
            f"channels:\n{channels}"
            "operations:\n"
            "  listen: {action: receive, channel: {$ref: '#/channels/listen'}}\n"
            "  speak: {action: receive, channel: {$ref: '#/channels/speak'}}\n"
        )
        result = init(tmp_path, *write(tmp_path, asyncapi=document))
        assert result.exit_code == 0, result.output
        assert self.suggested(tmp_path) == {
            "listen.Control": {"keep_alive": {"interval": 5, "fields": {"type": "KeepAlive"}}}
        }
        assert any(
            '{"type":"KeepAlive"}' in t for t in plan(Request(tmp_path / "sdk.yaml")).values()
        )

    def test_there_is_none(self, tmp_path: Path) -> None:
        assert init(tmp_path, *write(tmp_path, asyncapi=ASYNCAPI)).exit_code == 0
        assert "keep_alive" not in (tmp_path / "sdk.yaml").read_text()


class TestWhatCannotBeGenerated:
    def test_is_skipped_with_the_reason(self, tmp_path: Path) -> None:
        result = init(tmp_path, *write(tmp_path, openapi=BROKEN))
        assert result.exit_code == 1, result.output
        assert "look at `skip` in it" in result.stdout
        skip = settings(tmp_path)["skip"]
        assert skip["operations"]["broken"].startswith("SL201: no JSON type is called 'nonsense'")
        assert skip["types"]["Odd"].startswith("SL201: ")
        assert str(tmp_path) not in (tmp_path / "sdk.yaml").read_text(encoding="utf-8")
        assert "SL201 invalid-schema" in result.stderr
        files = plan(Request(tmp_path / "sdk.yaml"))
        assert not any("broken" in path for path in files)
        assert any(path.endswith("resources/yes.py") for path in files)

    def test_what_is_wrong_in_another_file_is_named_from_here(self, tmp_path: Path) -> None:
        (tmp_path / "parts").mkdir()
        odd = "Odd: {type: nonsense}\nLost: {type: object, properties: {a: {$ref: '#/Gone'}}}\n"
        (tmp_path / "parts/odd.yaml").write_text(odd, encoding="utf-8")
        document = OPENAPI.replace(
            "schemas: {Item: {type: object, properties: {name:",
            "schemas: {Item: {type: object, properties: {odd: {$ref: 'parts/odd.yaml#/Odd'}, "
            "lost: {$ref: 'parts/odd.yaml#/Lost'}, name:",
        )
        result = init(tmp_path, *write(tmp_path, openapi=document))
        assert result.exit_code == 1, result.output
        assert settings(tmp_path)["skip"]["types"].keys() == {
            "parts/odd.yaml#/Odd",
            "parts/odd.yaml#/Lost/properties/a",
        }
        assert plan(Request(tmp_path / "sdk.yaml"))

    def test_what_cannot_be_skipped_is_refused(self, tmp_path: Path) -> None:
        result = init(tmp_path, *write(tmp_path, openapi="swagger: '2.0'\n"))
        assert result.exit_code == 2
        assert "SL031" in result.stderr
        assert not (tmp_path / "sdk.yaml").exists()

    def test_nothing_is_named(self, tmp_path: Path) -> None:
        assert init(tmp_path).exit_code == 2


class TestUntrusted:
    def test_texts_of_documents_stay_texts(self, tmp_path: Path) -> None:
        nasty = 'x"\\n\\u2028\\u0085: [1] # a \\ud83d\\ude00'
        document = (
            '{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/a": {"get": '
            f'{{"operationId": "{nasty}", "responses": {{"204": {{"description": "d"}}}}}}}}}}}}'
        ).replace('x"', 'x\\"')
        (tmp_path / "openapi.json").write_text(document, encoding="utf-8")
        result = init(tmp_path, "--openapi", str(tmp_path / "openapi.json"))
        assert result.exit_code == 0, result.output
        wanted = 'x"\n\u2028\x85: [1] # a \U0001f600'
        assert settings(tmp_path)["operations"] == {wanted: "a.retrieve"}
        assert same_with_and_without(tmp_path, tmp_path / "openapi.json", None)

    def test_warnings_are_comments_in_ascii(self, tmp_path: Path) -> None:
        options = write(tmp_path, openapi=OPENAPI)
        result = init(tmp_path, *options)
        assert "duplicate-operation-id" in result.stderr
        text = (tmp_path / "sdk.yaml").read_text(encoding="utf-8")
        assert "# Look at this:" in text
        comments = [line for line in text.splitlines() if line.startswith("#")]
        assert any(line.startswith("# - openapi.yaml:") for line in comments)
        assert str(tmp_path) not in text
        assert all(line.isascii() and len(line) <= 120 for line in comments)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="real documents are not part of the project")
@pytest.mark.parametrize(
    ("openapi", "asyncapi"),
    [
        ("petstore-3.0.4/openapi.yaml", None),
        ("assemblyai/openapi.yml", "assemblyai/asyncapi.yml"),
        ("deepgram/openapi.yml", "deepgram/asyncapi.yml"),
        ("ably/chat.yaml", None),
        ("twilio/json/twilio_messaging_v1.json", None),
        (None, "gladia/asyncapi.yaml"),
        (None, "deriv/asyncapi.json"),
    ],
)
def test_real_documents(tmp_path: Path, openapi: str | None, asyncapi: str | None) -> None:
    paths = [CORPUS / name if name else None for name in (openapi, asyncapi)]
    options = [
        option
        for name, path in zip(("--openapi", "--asyncapi"), paths, strict=True)
        if path
        for option in (name, str(path))
    ]
    result = init(tmp_path, *options)
    assert result.exit_code == 0, result.output
    assert same_with_and_without(tmp_path, paths[0], paths[1])
