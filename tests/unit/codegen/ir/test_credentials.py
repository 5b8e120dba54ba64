from __future__ import annotations

import pytest

from codegen.ir.api import CredentialKind, SchemeUse, Security, SecurityScheme
from codegen.ir.credentials import same_credentials
from codegen.text import SpecText


def scheme(key: str, kind: CredentialKind | None = CredentialKind.BEARER) -> SecurityScheme:
    return SecurityScheme(SpecText(key), kind, SpecText("Authorization"))


A, B, C = scheme("a"), scheme("b"), scheme("c")
BASIC = scheme("basic", CredentialKind.BASIC)
TRANSPORT, OTHER_TRANSPORT = scheme("tls", None), scheme("x509", None)


def asked(*alternatives: tuple[SecurityScheme, ...]) -> Security:
    return tuple(tuple(map(SchemeUse, alternative)) for alternative in alternatives)


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        ([asked((A,), (B,))], {B: A}),
        ([asked((A,), (B,), (C,)), None, asked((C,), (A,), (B,))], {B: A, C: A}),
        ([asked((A,)), asked((B,), (C,))], {C: B}),
        ([asked((A,), (B,)), asked((A,))], {}),
        ([asked((A,), (B,)), asked((A, BASIC))], {}),
        ([asked((A, B))], {}),
        ([], {B: A, C: A}),
    ],
)
def test_one_between_which_every_operation_leaves_the_choice(
    operations: list[Security | None], expected: dict[SecurityScheme, SecurityScheme]
) -> None:
    found = same_credentials([A, B, C, BASIC, TRANSPORT, OTHER_TRANSPORT], [], operations)
    assert found == expected


def test_of_two_documents_those_that_travel_alike() -> None:
    twin = SecurityScheme(B.key, B.kind, B.name, SpecText("of the other document"))
    alone = scheme("alone", CredentialKind.BASIC)
    # Neither is asked for in the same way, so both are kept, and the key decides.
    asks = [asked((A,)), asked((B,))]
    found = same_credentials([A, B, TRANSPORT], [twin, C, alone, scheme("more", alone.kind),
                                                 OTHER_TRANSPORT], asks)  # fmt: skip
    assert found == {twin: B, C: A, scheme("more", alone.kind): alone}
