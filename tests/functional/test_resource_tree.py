"""The tree of resources that a document gets without any configuration, over a real server."""

from __future__ import annotations

import functools
from typing import Any, ClassVar

import pytest

from tests.functional.conftest import GeneratedPackage, GeneratePackage
from tests.unit.runtime.servers import Reply, http_server

NO_CONTENT = {"responses": {"204": {"description": ""}}}
_ARRAY = {"application/json": {"schema": {"type": "array"}}}
A_LIST: dict[str, Any] = {
    "responses": {"200": {"description": "", "content": _ARRAY}, **NO_CONTENT["responses"]}
}


def operation(tag: str = "", identifier: str = "", **more: Any) -> dict[str, Any]:
    return {
        **({"tags": [tag]} if tag else {}),
        **({"operationId": identifier} if identifier else {}),
        **NO_CONTENT,
        **more,
    }


def document(paths: dict[str, Any]) -> dict[str, Any]:
    return {"openapi": "3.1.0", "info": {"title": "Tree", "version": "1"}, "paths": paths}


def targets(package: GeneratedPackage, *calls: str) -> list[str]:
    """What arrives when methods are called by their paths, with `a`, `b` ... for path parameters.

    A call is `resource.method`, or `resource.method(2)` for one that has two such parameters.
    """
    with (
        http_server(Reply(204, b"")) as server,
        package.module().Tree(base_url=server.url, max_retries=0) as client,
    ):
        for call in calls:
            path, _, count = call.rstrip(")").partition("(")
            method = functools.reduce(getattr, path.split("."), client)
            method(*"abc"[: int(count or 0)])
        return [f"{seen.method} {seen.target}" for seen in server.seen]


def public_names(owner: Any) -> set[str]:
    """The methods and resources of a client or resource, by name."""
    usual = {"with_raw_response", "with_streaming_response"}
    return {name for name in vars(type(owner)) if not name.startswith("_")} - usual


class TestTagPaths:
    """Tags that are paths: operationIds are unique only within one of them."""

    @pytest.fixture
    def package(self, generate_package: GeneratePackage) -> GeneratedPackage:
        keys, members = "manage > v1 > projects > keys", "manage > v1 > projects > members"
        return generate_package(
            openapi=document(
                {
                    "/v1/projects": {"get": operation("manage > v1 > projects", "list")},
                    "/v1/projects/{id}/keys": {
                        "get": operation(keys, "list"),
                        "post": operation(keys, "create"),
                    },
                    "/v1/projects/{id}/keys/{key}": {"get": operation(keys, "get")},
                    "/v1/projects/{id}/members": {"get": operation(members, "list")},
                    "/v1/listen": {"post": operation("listen > v1 > media", "transcribe")},
                }
            )
        )

    def test_methods_are_where_their_tag_says(self, package: GeneratedPackage) -> None:
        assert targets(
            package,
            "manage.v1.projects.list",
            "manage.v1.projects.keys.list(1)",
            "manage.v1.projects.keys.create(1)",
            "manage.v1.projects.keys.get(2)",
            "manage.v1.projects.members.list(1)",
            "listen.v1.media.transcribe",
        ) == [
            "GET /v1/projects",
            "GET /v1/projects/a/keys",
            "POST /v1/projects/a/keys",
            "GET /v1/projects/a/keys/b",
            "GET /v1/projects/a/members",
            "POST /v1/listen",
        ]

    def test_there_is_nothing_else(self, package: GeneratedPackage) -> None:
        with package.module().Tree(base_url="http://a.example") as client:
            keys = client.manage.v1.projects.keys
            assert public_names(keys) == {"list", "create", "get"}
            assert public_names(client.manage.v1) == {"projects"}


class TestWithoutOperationIds:
    @pytest.fixture
    def package(self, generate_package: GeneratePackage) -> GeneratedPackage:
        return generate_package(
            openapi=document(
                {
                    "/api/v3/account": {"get": operation("Account")},
                    "/api/v3/order": {
                        "get": operation("Trade"),
                        "post": operation("Trade"),
                        "delete": operation("Trade"),
                    },
                    "/api/v3/order/test": {"post": operation("Trade")},
                    "/api/v3/openOrders": {"get": operation("Trade", **A_LIST)},
                    "/sapi/v1/capital/withdraw/apply": {"post": operation("Wallet")},
                    "/api/v3/trades/{symbol}": {"get": operation("Market")},
                }
            )
        )

    def test_the_path_and_the_verb_name_a_method(self, package: GeneratedPackage) -> None:
        found = targets(
            package,
            "account.retrieve",
            "order.retrieve",
            "order.create",
            "order.delete",
            "order.test",
            "open_orders.list",
            "sapi.capital.withdraw.apply",
            "trades.retrieve(1)",
        )
        assert found == [
            "GET /api/v3/account",
            "GET /api/v3/order",
            "POST /api/v3/order",
            "DELETE /api/v3/order",
            "POST /api/v3/order/test",
            "GET /api/v3/openOrders",
            "POST /sapi/v1/capital/withdraw/apply",
            "GET /api/v3/trades/a",
        ]


class TestOneOperationIdTwice:
    def test_each_of_them_is_a_method(self, generate_package: GeneratePackage) -> None:
        package = generate_package(
            openapi=document(
                {
                    "/cats": {"get": operation("pets", "same")},
                    "/dogs": {"get": operation("pets", "same")},
                    "/birds/{id}": {"get": operation("pets", "same")},
                    "/birds/{name}": {"put": operation("pets", "same")},
                }
            )
        )
        assert targets(
            package, "cats.retrieve", "dogs.retrieve", "birds.retrieve(1)", "birds.update(1)"
        ) == ["GET /cats", "GET /dogs", "GET /birds/a", "PUT /birds/a"]


class TestWords:
    """Words of paths, tags and operationIds that are no names in Python."""

    @pytest.mark.parametrize(
        ("path", "call"),
        [
            ("/class", "class_.retrieve"),
            ("/import/async", "import_.async_.retrieve"),
            ("/None", "none.retrieve"),
            ("/list", "list.retrieve"),
            ("/object/type", "object.type.retrieve"),
            ("/_runtime", "runtime.retrieve"),
            ("/заказы", "zakazy.retrieve"),
            ("/größe", "grosse.retrieve"),
            ("/注文", "u6ce8_u6587.retrieve"),
            ("/+1", "plus_1.retrieve"),
            ("/2fa", "two_fa.retrieve"),
            ("/ticker/24hr", "ticker.n24hr.retrieve"),
        ],
        ids=ascii,
    )
    def test_paths(self, generate_package: GeneratePackage, path: str, call: str) -> None:
        package = generate_package(openapi=document({path: {"get": operation()}}))
        assert len(targets(package, call)) == 1

    @pytest.mark.parametrize(
        ("tag", "call"),
        [
            ("manage > 2fa", "manage.two_fa.list"),
            ("manage > +1", "manage.plus_1.list"),
            ("manage > v1.2 (beta) > keys", "manage.v1_2_beta.keys.list"),
            ("manage > > keys", "manage.keys.list"),
            ("manage > 注文", "manage.u6ce8_u6587.list"),
            ("manage/keys", "manage.keys.list"),
            ("Keys / 2. Users", "a.retrieve"),
        ],
        ids=ascii,
    )
    def test_a_tag_that_draws_a_tree(
        self, generate_package: GeneratePackage, tag: str, call: str
    ) -> None:
        package = generate_package(openapi=document({"/a": {"get": operation(tag, "list")}}))
        assert targets(package, call) == ["GET /a"]

    @pytest.mark.parametrize("word", ["class", "import", "None", "list", "заказ", "x" * 300])
    def test_tags_and_operation_ids(self, generate_package: GeneratePackage, word: str) -> None:
        """Whatever it is called, it is a method that can be called."""
        package = generate_package(
            openapi=document(
                {
                    "/a": {"get": operation(f"beta > {word}", "get")},
                    "/b": {"get": operation(f"beta > {word}", word)},
                }
            )
        )
        with package.module().Tree(base_url="http://a.example") as client:
            (name,) = public_names(client.beta)
            methods = public_names(getattr(client.beta, name))
        assert all(map(str.isidentifier, methods))
        calls = sorted(f"beta.{name}.{method}" for method in methods)
        assert sorted(targets(package, *calls)) == ["GET /a", "GET /b"]


class TestActions:
    """The last segment of a path: a thing, or what is done."""

    PATHS: ClassVar[dict[str, Any]] = {
        "/maps/api/directions/json": {"get": operation()},
        "/maps/api/place/details/json": {"get": operation()},
        "/me/albums": {"get": A_LIST, "put": operation()},
        "/me/albums/contains": {"get": A_LIST},
        "/me/player": {"get": operation()},
        "/me/player/next": {"post": operation()},
        "/me/player/volume": {"put": operation()},
        "/me/player/queue": {"get": operation(), "post": operation()},
        "/me/player/devices": {"put": operation()},
        "/me/player/settings/volume": {"put": operation()},
        "/imports/from-file": {"post": operation()},
        "/futures/openOrders": {"get": A_LIST},
        "/futures/open": {"post": operation()},
        "/history/withdraw": {"get": operation()},
        "/talks": {"get": A_LIST, "post": operation()},
        "/talks#stream": {"post": operation()},
        "/talks/{id}/restart": {"post": operation()},
        "/talks/{id}/restart#stream": {"post": operation()},
        "/talks/{id}#id": {"delete": operation()},
    }
    CALLS: ClassVar[dict[str, str]] = {
        "maps.directions.retrieve": "GET /maps/api/directions/json",
        "maps.place.details.retrieve": "GET /maps/api/place/details/json",
        "me.albums.contains": "GET /me/albums/contains",
        "me.player.next": "POST /me/player/next",
        "me.player.volume": "PUT /me/player/volume",
        "me.player.queue.create": "POST /me/player/queue",
        "me.player.devices.update": "PUT /me/player/devices",
        "me.player.settings.volume.update": "PUT /me/player/settings/volume",
        "imports.from_file": "POST /imports/from-file",
        "futures.open_orders.list": "GET /futures/openOrders",
        "futures.open": "POST /futures/open",
        "history.withdraw.retrieve": "GET /history/withdraw",
        "talks.create": "POST /talks",
        "talks.create_stream": "POST /talks",
        "talks.restart(1)": "POST /talks/a/restart",
        "talks.restart_stream(1)": "POST /talks/a/restart",
        "talks.delete(1)": "DELETE /talks/a",
    }

    def test_each_is_where_a_person_would_look(self, generate_package: GeneratePackage) -> None:
        package = generate_package(openapi=document(self.PATHS))
        assert targets(package, *self.CALLS) == list(self.CALLS.values())

    def test_a_put_with_a_body_changes_a_thing(self, generate_package: GeneratePackage) -> None:
        body = {"content": {"application/json": {"schema": {"type": "object"}}}}
        put = operation(requestBody=body)
        paths = {"/player": {"get": operation()}, "/player/volume": {"put": put}}
        package = generate_package(openapi=document(paths))
        assert targets(package, "player.volume.update") == ["PUT /player/volume"]

    def test_what_stands_before_a_version_is_no_name(
        self, generate_package: GeneratePackage
    ) -> None:
        paths = {
            f"/talks/{{{name}}}": {"get": operation(identifier=f"agents_api_v1_talks_{verb}")}
            for name, verb in (("id", "skim"), ("key", "peek"))
        }
        package = generate_package(openapi=document(paths))
        assert targets(package, "talks.skim(1)", "talks.peek(1)") == ["GET /talks/a"] * 2
