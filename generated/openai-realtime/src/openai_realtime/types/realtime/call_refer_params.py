from __future__ import annotations

from typing_extensions import Required, TypedDict

__all__ = ["CallReferParams"]


class CallReferParams(TypedDict, total=False):
    target_uri: Required[str]
    """Address put in the SIP `Refer-To` header, such as `tel:+14155550123` or
    `sip:agent@example.com`.
    """
