"""Webhooks: verified by their signature or by a function, and decoded by tag or by name."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from codegen.diagnostics import SpecError
from tests.functional.conftest import GeneratedPackage, GeneratePackage

BANK = """
openapi: 3.1.0
info: {title: Bank, version: '1'}
servers: [{url: 'https://bank.example'}]
paths:
  /webhooks:
    get: {responses: {'204': {description: ok}}}
webhooks:
  payment.received:
    post:
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/Payment'}}}
      responses: {'200': {description: thanks}}
  account.closed:
    post:
      description: It is over.
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [type, reason]
              properties: {type: {const: account.closed}, reason: {type: string}}
      responses: {'200': {description: thanks}}
components:
  schemas:
    Payment:
      type: object
      required: [type, cents]
      properties: {type: {const: payment.received}, cents: {type: integer}}
"""
UNTAGGED = """
openapi: 3.0.3
info: {title: Plain, version: '1'}
servers: [{url: 'https://plain.example'}]
paths: {}
x-webhooks:
  opened:
    post:
      requestBody:
        content:
          application/json:
            schema: {type: object, required: [id], properties: {id: {type: integer}}}
      responses: {'200': {description: thanks}}
  closed:
    post:
      requestBody:
        content:
          application/json:
            schema: {type: object, required: [id], properties: {id: {type: integer}}}
      responses: {'200': {description: thanks}}
"""

KEY = b"a key of the bank"
SECRET = "whsec_" + base64.b64encode(KEY).decode()
NOW = 1_700_000_000
PAYMENT = json.dumps({"type": "payment.received", "cents": 5})


@pytest.fixture(scope="module")
def bank(generate_package: GeneratePackage) -> GeneratedPackage:
    return generate_package(openapi=BANK)


def signed(body: str, *, key: bytes = KEY, at: float = NOW, more: str = "") -> dict[str, str]:
    """Sign as a server does, without the runtime's help."""
    text = f"msg_1.{int(at)}.{body}".encode()
    signature = base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
    return {
        "Webhook-Id": "msg_1",
        "WEBHOOK-TIMESTAMP": str(int(at)),
        "webhook-signature": f"{more}v1,{signature}",
    }


@pytest.fixture(params=["Bank", "AsyncBank"])
def webhooks(bank: GeneratedPackage, request: pytest.FixtureRequest) -> Any:
    return getattr(bank.module(), request.param)(webhook_secret=SECRET).webhooks


class TestUnwrap:
    def test_by_the_tag(self, webhooks: Any) -> None:
        event = webhooks.unwrap(PAYMENT, signed(PAYMENT, at=time.time()))
        assert (type(event).__name__, event.cents) == ("Payment", 5)

    def test_one_with_an_inline_schema(self, webhooks: Any) -> None:
        body = json.dumps({"type": "account.closed", "reason": "r"}).encode()
        event = webhooks.unwrap(body, signed(body.decode(), at=time.time()))
        assert (type(event).__name__, event.reason) == ("AccountClosedWebhookEvent", "r")

    def test_of_an_unknown_kind(self, webhooks: Any, bank: GeneratedPackage) -> None:
        event = webhooks.unwrap_unverified('{"type": "new", "x": 1}')
        assert bank.module().is_unknown(event)
        assert event.raw == {"type": "new", "x": 1}

    def test_by_its_name(self, webhooks: Any) -> None:
        event = webhooks.unwrap_unverified('{"cents": 3}', name="payment.received")
        assert (type(event).__name__, event.cents) == ("Payment", 3)
        again = webhooks.unwrap_unverified('{"cents": 4}', name="payment.received")
        assert (type(again), again.cents) == (type(event), 4)
        with pytest.raises(ValueError, match="no webhook 'else'"):
            webhooks.unwrap_unverified("{}", name="else")

    def test_with_a_function_of_the_user_s(self, webhooks: Any) -> None:
        seen: list[object] = []

        def verify(payload: bytes, headers: object) -> None:
            seen.append((payload, headers))

        assert webhooks.unwrap(PAYMENT, {"X-Sig": "1"}, verify=verify).cents == 5
        assert seen == [(PAYMENT.encode(), {"X-Sig": "1"})]

        def refuse(payload: bytes, headers: object) -> None:
            raise PermissionError

        with pytest.raises(PermissionError):
            webhooks.unwrap(PAYMENT, {}, verify=refuse)

    def test_without_any_secret_nothing_is_trusted(
        self, bank: GeneratedPackage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv(f"{bank.name.upper()}_WEBHOOK_SECRET", raising=False)
        client = bank.module().Bank()
        with pytest.raises(bank.module().BankError, match="needs a secret"):
            client.webhooks.unwrap(PAYMENT, signed(PAYMENT))

    def test_strictly(self, bank: GeneratedPackage) -> None:
        client = bank.module().Bank(_strict_response_validation=True)
        with pytest.raises(ValueError, match="no message of this channel has the tag"):
            client.webhooks.unwrap_unverified('{"type": "new"}')

    def test_operations_of_the_same_resource_stay(self, webhooks: Any) -> None:
        assert callable(webhooks.retrieve)

    def test_the_union_is_a_type(self, bank: GeneratedPackage) -> None:
        text = bank.text("types/unwrap_webhook_event.py")
        assert "Payment | AccountClosedWebhookEvent" in text


class TestSignature:
    @pytest.fixture
    def verify(self, webhooks: Any) -> Callable[..., None]:
        def check(headers: dict[str, str], body: str = PAYMENT, **options: Any) -> None:
            webhooks.verify_signature(body, headers, **{"now": lambda: float(NOW), **options})

        return check

    @pytest.mark.parametrize(
        "headers",
        [
            signed(PAYMENT),
            signed(PAYMENT, more="v1,bm90IGl0 v2,x "),
            signed(PAYMENT, at=NOW - 300),
            signed(PAYMENT, at=NOW + 300),
        ],
    )
    def test_good(self, verify: Any, headers: dict[str, str]) -> None:
        verify(headers)

    def test_secrets_that_replace_each_other(self, verify: Any) -> None:
        verify(signed(PAYMENT, key=b"new"), secret=[SECRET, "new"])
        verify(signed(PAYMENT), secret=["new", SECRET])

    @pytest.mark.parametrize(
        ("headers", "message"),
        [
            (signed(PAYMENT, key=b"other"), "no signature"),
            (signed(PAYMENT + " "), "no signature"),
            ({**signed(PAYMENT), "Webhook-Id": "msg_2"}, "no signature"),
            ({**signed(PAYMENT), "webhook-signature": "ä v1, v1 ,"}, "no signature"),
            ({**signed(PAYMENT), "webhook-signature": ""}, "webhook-signature is missing"),
            ({**signed(PAYMENT), "Webhook-Id": ""}, "webhook-id is missing"),
            ({**signed(PAYMENT), "WEBHOOK-TIMESTAMP": "1e9"}, "not a time"),
            (signed(PAYMENT, at=NOW - 301), "more than 300 seconds"),
            (signed(PAYMENT, at=NOW + 301), "more than 300 seconds"),
        ],
    )
    def test_bad(
        self, verify: Any, bank: GeneratedPackage, headers: dict[str, str], message: str
    ) -> None:
        with pytest.raises(bank.module().InvalidWebhookSignatureError, match=message) as caught:
            verify(headers)
        assert SECRET not in str(caught.value)
        assert isinstance(caught.value, bank.module().BankError)

    def test_every_signature_is_compared_with_every_secret(
        self, verify: Any, bank: GeneratedPackage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The time that it takes does not tell which of them fits, nor how much of it."""
        compared: list[bool] = []
        real = hmac.compare_digest

        def compare(one: bytes, other: bytes) -> bool:
            compared.append(real(one, other))
            return compared[-1]

        module = bank.module("_runtime.webhooks")
        monkeypatch.setattr(module.hmac, "compare_digest", compare)
        own = signed(PAYMENT)["webhook-signature"]
        headers = {**signed(PAYMENT), "webhook-signature": f"{own} v1,bm90IGl0 {own}"}
        verify(headers, secret=[SECRET, "whsec_b3RoZXI="])
        assert compared == [True, False, False, False, True, False]

    def test_v2_is_no_v1(self, verify: Any, bank: GeneratedPackage) -> None:
        headers = signed(PAYMENT)
        headers["webhook-signature"] = headers["webhook-signature"].replace("v1,", "v1a,")
        with pytest.raises(bank.module().InvalidWebhookSignatureError):
            verify(headers)

    def test_tolerance(self, verify: Any) -> None:
        verify(signed(PAYMENT, at=NOW - 900), tolerance=900)

    @pytest.mark.parametrize("secret", ["", "whsec_!"])
    def test_a_secret_that_is_none(self, verify: Any, bank: GeneratedPackage, secret: str) -> None:
        with pytest.raises(bank.module().BankError, match="webhook secret is"):
            verify(signed(PAYMENT), secret=secret)


class TestDocuments:
    def test_without_a_tag_the_name_says_which(self, generate_package: GeneratePackage) -> None:
        package = generate_package(openapi=UNTAGGED)
        webhooks = package.module().Plain().webhooks
        for name in ("opened", "closed"):
            event = webhooks.unwrap_unverified('{"id": 1}', name=name)
            assert (type(event).__name__, event.id) == (f"{name.title()}WebhookEvent", 1)
        assert webhooks.unwrap_unverified('{"id": 2}').id == 2

    def test_the_secret_is_an_option_of_the_client(
        self, bank: GeneratedPackage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(f"{bank.name.upper()}_WEBHOOK_SECRET", SECRET)
        client = bank.module().Bank()
        assert client.webhook_secret == SECRET
        assert SECRET not in repr(client)
        assert client.webhooks.unwrap(PAYMENT, signed(PAYMENT, at=time.time())).cents == 5

    def test_a_method_of_that_name(self, generate_package: GeneratePackage) -> None:
        document = BANK.replace(
            "  /webhooks:\n", "  /webhooks/{id}/unwrap:\n    post: {responses: {}}\n  /webhooks:\n"
        )
        with pytest.raises(SpecError, match=r"`webhooks\.unwrap` is an operation's"):
            generate_package(openapi=document)
