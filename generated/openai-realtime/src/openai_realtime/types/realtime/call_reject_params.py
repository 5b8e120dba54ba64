from __future__ import annotations

from typing_extensions import TypedDict

__all__ = ["CallRejectParams"]


class CallRejectParams(TypedDict, total=False):
    status_code: int
    """SIP status code sent to the caller, such as 486 for busy. The service sends 603 (decline)
    when this is left out.
    """
