from __future__ import annotations

from pathlib import Path

import pytest

from codegen.diagnostics import Code, SpecError
from codegen.ir import sdk
from codegen.ir.api import CredentialKind
from codegen.names.sdk import name_sdk
from tests.unit.codegen.specs import api_of, config_of, rest

PATHS = "/a: {get: {responses: {}}}"


def named(folder: Path, config: str = "", schemes: str = "", package: str | None = None) -> sdk.Sdk:
    more = f"  securitySchemes: {schemes}\n" if schemes else ""
    document = rest(paths=PATHS, more=more).replace("Mini", "My Shop API")
    return name_sdk(api_of(folder, openapi=document), config_of(config), package=package)


class TestNames:
    def test_from_the_title(self, tmp_path: Path) -> None:
        found = named(tmp_path)
        assert (found.package, found.client.name) == ("my_shop_api", "MyShopApi")
        assert found.distribution.name.reveal() == "my-shop-api"
        assert found.client.log_variable.reveal() == "MY_SHOP_API_LOG"

    def test_from_the_configuration(self, tmp_path: Path) -> None:
        found = named(
            tmp_path,
            "package: {name: shop-sdk, module: shop, version: 2.0.0}\n"
            "client: {name: Shop, base_url_environment: URL, log_environment: LOG}",
        )
        assert (found.package, found.client.name) == ("shop", "Shop")
        assert found.distribution.version.reveal() == "2.0.0"
        assert found.client.base_url_variable is not None
        assert found.client.base_url_variable.reveal() == "URL"

    def test_from_the_command_line(self, tmp_path: Path) -> None:
        found = named(tmp_path, "package: {name: a, module: b}", package="c-d")
        assert (found.package, found.distribution.name.reveal()) == ("c_d", "c-d")

    @pytest.mark.parametrize("package", ["", "../x", "a b", "-a", 'a"', "a\n", "é"])
    def test_a_package_name_that_is_none(self, tmp_path: Path, package: str) -> None:
        with pytest.raises(SpecError) as caught:
            named(tmp_path, package=package)
        assert caught.value.diagnostics[0].code is Code.INVALID_SETTING


class TestCredentials:
    @pytest.mark.parametrize(
        ("schemes", "options"),
        [
            ("{k: {type: http, scheme: bearer}}", ["token"]),
            ("{k: {type: apiKey, in: header, name: X}}", ["api_key"]),
            (
                "{k: {type: apiKey, in: header, name: X}, l: {type: apiKey, in: query, name: y}}",
                ["k", "l"],
            ),
            (
                "{k: {type: http, scheme: bearer}, l: {type: apiKey, in: query, name: y}}",
                ["token", "api_key"],
            ),
            (
                "{k: {type: oauth2, flows: {clientCredentials: {tokenUrl: /t, scopes: {}}}}}",
                ["token", "client_id", "client_secret", "token_url"],
            ),
            (
                "{k: {type: oauth2, flows: {clientCredentials: {tokenUrl: /t, scopes: {}}}}, "
                "l: {type: http, scheme: bearer}, client_id: {type: apiKey, in: query, name: y}}",
                ["token", "k_client_id", "k_client_secret", "k_token_url", "api_key"],
            ),
            ("{k: {type: oauth2, flows: {implicit: {authorizationUrl: /t}}}}", ["token"]),
        ],
    )
    def test_every_scheme_is_an_option(
        self, tmp_path: Path, schemes: str, options: list[str]
    ) -> None:
        found = named(tmp_path, schemes=schemes).client.options
        assert [option.name for option in found] == options
        # Nothing asks for them: they are sent when they are given.
        assert all(o.secret != o.name.endswith("token_url") for o in found)
        assert not any(option.required for option in found)

    def test_configured(self, tmp_path: Path) -> None:
        found = named(
            tmp_path,
            "client: {options: {key: {security: k, environment: KEY, required: false}, "
            "org: {header: X-O}}}",
            "{k: {type: http, scheme: bearer, description: D}}",
        ).client.options
        assert [(o.name, o.kind, o.required) for o in found] == [
            ("key", CredentialKind.BEARER, False),
            ("org", None, False),
        ]
        assert found[0].description is not None
        assert found[0].description.reveal() == "D"

    @pytest.mark.parametrize("name", ["timeout", "base_url", "http_client", "self", "close"])
    def test_an_option_does_not_hide_the_client_s_own(self, tmp_path: Path, name: str) -> None:
        (option,) = named(tmp_path, f"client: {{options: {{{name}: {{}}}}}}").client.options
        assert option.name == f"{name}_"

    def test_an_option_and_a_resource(self, tmp_path: Path) -> None:
        with pytest.raises(SpecError) as caught:
            named(tmp_path, "client: {options: {a: {}}}")
        assert caught.value.diagnostics[0].code is Code.NAME_COLLISION
