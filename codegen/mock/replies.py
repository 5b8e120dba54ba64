"""The id by which a client knows that a message answers its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from codegen.mock.channels import Reply


def with_request_id(answer: Any, reply: Reply, request: Any, fits: Callable[[Any], bool]) -> Any:
    """An answer with the id of its request, in the first place where `fits` accepts it.

    It is the same answer where the request has no id, or no place is right. `answer` itself is not
    changed.
    """
    value = _found(request, reply.request_id) if reply.request_id is not None else None
    if value is not None:
        for path in reply.reply_ids:
            changed = _put(answer, path, value)
            if fits(changed):
                return changed
    return answer


def _found(value: Any, path: Sequence[str]) -> Any:
    for name in path:
        value = cast("dict[str, Any]", value).get(name) if isinstance(value, dict) else None
    return value


def _put(holder: Any, path: Sequence[str], value: Any) -> Any:
    """A copy with a member at a path; objects on the way are made where they are missing."""
    if not path:
        return value
    members = cast("dict[str, Any]", holder) if isinstance(holder, dict) else {}
    return {**members, path[0]: _put(members.get(path[0]), path[1:], value)}
