"""Paths of operations as words: what of them names the resource, and what the method.

Nothing here knows of other evidence than paths, verbs and answers; `codegen.names.tree` weighs it
against tags and settings, and `codegen.names.collisions` settles what this cannot tell apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from codegen.ir.api import Operation, ResultKind
from codegen.ir.types import ArrayType, ObjectType, TypeTable
from codegen.names import identifiers, words

_VERSION: Final = re.compile(
    r"v\d+([._-]?\d+)*([._-]?(alpha|beta|rc|preview)[._-]?\d*)?|\d{4}-\d{2}(-\d{2})?|\d+(\.\d+)+",
    re.IGNORECASE | re.ASCII,
)
# `models/{model}:generate` and `jobs:cancel` (Google AIP-136, custom methods).
_CUSTOM_METHOD: Final = re.compile(r"(\{[^{}]*\}|[^{}:]+):([A-Za-z][\w-]*)", re.ASCII)
_FORMAT: Final = re.compile(r"\.json\Z", re.IGNORECASE)
_PARAMETER: Final = "{}"

# Words that are hardly ever a thing: at the end of a path they are what is done to what stands
# before. `order`, `report`, `transfer` and the like are left out: as often they are things.
VERBS: Final = frozenset(
    {
        "abort", "accept", "acknowledge", "activate", "add", "analyze", "apply", "approve",
        "archive", "assign", "attach", "authenticate", "authorize", "borrow", "bulk", "buy",
        "calculate", "cancel", "capture", "check", "classify", "clear", "clone", "close", "commit",
        "complete", "compute", "confirm", "connect", "contains", "convert", "copy", "count",
        "create", "deactivate", "decline", "decode", "decrypt", "delete", "deploy", "detach",
        "detokenize", "disable", "disconnect", "dismiss", "dispatch", "download", "duplicate",
        "edit", "enable", "encode", "encrypt", "enqueue", "estimate", "evaluate", "execute",
        "expire", "export", "extract", "fetch", "finalize", "find", "flush", "follow", "forward",
        "generate", "geolocate", "get", "grant", "hangup", "hide", "import", "insert", "install",
        "invalidate", "invite", "invoke", "join", "kick", "leave", "list", "lock", "login",
        "logout", "lookup", "mark", "merge", "migrate", "modify", "move", "mute", "notify", "open",
        "parse", "pause", "ping", "play", "predict", "process", "promote", "provision", "publish",
        "purge", "query", "read", "reboot", "recover", "redeem", "refer", "refresh", "refund",
        "register", "reject", "release", "reload", "remove", "rename", "render", "renew", "reopen",
        "reorder", "repay", "replace", "replay", "reply", "reprocess", "resend", "reset", "resolve",
        "restart", "restore", "resume", "retrieve", "retry", "revert", "revoke", "rollback",
        "rotate", "run", "save", "search", "seek", "select", "send", "set", "share", "signin",
        "signout", "signup", "simulate", "skip", "start", "stop", "submit", "subscribe",
        "summarize", "suspend", "swap", "sync", "synthesize", "terminate", "test", "toggle",
        "tokenize", "transcribe", "translate", "trigger", "unarchive", "unassign", "unban",
        "unblock", "undelete", "unfollow", "uninstall", "unlink", "unlock", "unmute", "unpin",
        "unpublish", "unregister", "unstar", "unsubscribe", "unwrap", "update", "upgrade", "upload",
        "upsert", "validate", "verify", "void", "whoami", "withdraw", "wrap",
    }
)  # fmt: skip

# Read with GET these are things or say which (`openOrders`, `history/withdraw`): GET does nothing.
_NOT_GOT: Final = frozenset(
    {
        "borrow", "buy", "open", "process", "release", "repay", "run", "set", "share", "test",
        "unwrap", "withdraw", "wrap",
    }
)  # fmt: skip
# At the front of a last segment these say how something is done: `imports/from-file`.
_HOW: Final = frozenset({"by", "for", "from", "to", "with"})

_VERB_METHODS: Final = {
    "GET": "retrieve", "POST": "create", "PUT": "update", "PATCH": "update", "DELETE": "delete",
    "HEAD": "head", "OPTIONS": "options", "TRACE": "trace", "QUERY": "query",
}  # fmt: skip


def split(path: str) -> tuple[str, ...]:
    """The segments of a path; a custom method behind a colon is one of its own.

    A `.json` or a `json` at the end says how the answer is written, not what it is. A fragment is
    no part of what is asked for: it tells operations of one path apart (`fragment`).
    """
    segments = [s for s in path.partition("#")[0].split("/") if s]
    if len(segments) > 1 and segments[-1].lower() == "json":
        segments.pop()
    if segments:
        segments[-1] = _FORMAT.sub("", segments[-1]) or segments[-1]
    found: list[str] = []
    for segment in segments:
        custom = _CUSTOM_METHOD.fullmatch(segment)
        found.extend(custom.groups() if custom else (segment,))
    return tuple(found)


def fragment(path: str) -> str:
    """What stands behind a `#`, in snake case: `stream` of `/conversations#stream`."""
    return words.snake(path.partition("#")[2])


def is_parameter(segment: str) -> bool:
    return "{" in segment


def fixed(segments: Iterable[str]) -> tuple[str, ...]:
    """What names something, whatever the arguments are."""
    return tuple(s for s in segments if not is_parameter(s))


class Mount:
    """What stands before the words that tell one path of an API from another.

    - What all paths share, as far as the last `api` or version in it: where the API is mounted.
      A shared word without a version behind it (`/realtime/calls`) is what the API is about.
    - An `api` at the front, before a version, or where no other segment stands in its place.
    - A version where no other stands in the same place; two versions are two resources.
    """

    def __init__(self, paths: Iterable[Sequence[str]]) -> None:
        known = list(dict.fromkeys(tuple(path) for path in paths))
        self._shared = _shared_mount(known)
        self._versions: dict[tuple[str, ...], set[str]] = {}
        self._beside: dict[tuple[str, ...], set[str]] = {}
        for path in known:
            for index, segment in enumerate(path):
                self._beside.setdefault(path[:index], set()).add(segment)
                if _VERSION.fullmatch(segment):
                    self._versions.setdefault(path[:index], set()).add(segment)

    def strip(self, path: Sequence[str]) -> tuple[str, ...]:
        """The path without it; a path that is nothing else keeps what it has."""
        kept = [
            segment
            for index, segment in enumerate(path)
            if not (
                index < self._shared
                or (segment.lower() == "api" and self._is_mount(tuple(path), index))
                or (_is_version(path[index:]) and len(self._versions[tuple(path[:index])]) == 1)
            )
        ]
        return tuple(kept) if fixed(kept) else tuple(path)

    def _is_mount(self, path: tuple[str, ...], index: int) -> bool:
        is_alone = index + 1 < len(path) and self._beside[path[:index]] == {path[index]}
        return index == 0 or is_alone or _is_version(path[index + 1 :])


def _is_version(segments: Sequence[str]) -> bool:
    return bool(segments) and _VERSION.fullmatch(segments[0]) is not None


def _shared_mount(paths: list[tuple[str, ...]]) -> int:
    """How many segments of every path are its mount."""
    if not paths:
        return 0
    length = 0
    for index in range(min(map(len, paths))):
        segments = {path[index] for path in paths}
        if len(segments) > 1 or is_parameter(paths[0][index]):
            break
        if paths[0][index].lower() == "api" or _VERSION.fullmatch(paths[0][index]):
            length = index + 1
    return length if all(fixed(path[length:]) for path in paths) else 0


class PathTable:
    """All paths of an API, and what they say about each other."""

    def __init__(self, operations: Sequence[Operation], types: TypeTable) -> None:
        self._types = types
        self._verbs: dict[tuple[str, ...], list[str]] = {}
        self._uses = Counter(_without_fragment(operation) for operation in operations)
        for method, path in self._uses:
            self._verbs.setdefault(_shape(split(path)), []).append(method)
        self._parents = {s[:n] for s in self._verbs for n in range(len(s))}
        self.mount = Mount(split(operation.path.reveal()) for operation in operations)

    def is_action(self, operation: Operation) -> bool:
        """Whether the last segment is what is done, and no thing of its own.

        That is a custom method, a verb, how it is done (`from-file`), or what is posted to one
        thing, or put or posted without a body beside what there is, unless its plural says that it
        is many. What other operations share or go below is a thing.
        """
        path = operation.path.reveal().partition("#")[0]
        segments = split(path)
        shape = _shape(segments)
        if len(fixed(segments)) < 2 or is_parameter(segments[-1]):
            return False
        if _CUSTOM_METHOD.fullmatch(path.rpartition("/")[2]):
            return True
        if shape in self._parents or len(self._verbs[shape]) > 1:
            return False
        last = words.snake(segments[-1])
        first = last.partition("_")[0]
        if first in _HOW or (
            first in VERBS and (operation.method != "GET" or first not in _NOT_GOT)
        ):
            return True
        if words.singular(last) != last:
            return False
        if operation.method == "POST" and is_parameter(segments[-2]):
            return True
        is_bare = operation.method in ("POST", "PUT") and not operation.bodies
        return is_bare and shape[:-1] in self._verbs

    def method(self, operation: Operation, name: str) -> str:
        """The name of a method, with the fragment of its path where that tells it apart."""
        told = fragment(operation.path.reveal())
        is_shared = self._uses[_without_fragment(operation)] > 1
        return f"{name}_{told}" if told and is_shared else name

    def verb(self, operation: Operation) -> str:
        """The method for what HTTP calls its verb."""
        segments = split(operation.path.reveal())
        shape = _shape(segments)
        is_item = shape[-1:] == (_PARAMETER,)
        items = self._verbs.get((*shape, _PARAMETER), [])
        match operation.method:
            case "GET" if not is_item and (items or self._gives_many(operation, segments)):
                return "list"
            case "PUT" if "PATCH" in self._verbs[shape]:
                return "replace"
            # What can be listed, read or made elsewhere is there already.
            case "POST" if is_item and (shape[:-1] in self._verbs or "GET" in self._verbs[shape]):
                return "update"
            # The short name must not be the one that deletes everything.
            case "DELETE" if not is_item and "DELETE" in items:
                return "delete_all"
            case method:
                return _VERB_METHODS.get(method) or identifiers.method_name(method.lower())

    def _gives_many(self, operation: Operation, segments: Sequence[str]) -> bool:
        """Whether the answer is an array, or an object around one."""
        result = operation.responses.result
        if result.kind is not ResultKind.JSON or result.type is None:
            return False
        body = self._types.not_null(result.type)
        if not isinstance(body, ObjectType):
            return isinstance(body, ArrayType)
        arrays = [p for p in body.properties if isinstance(self._types.not_null(p.type), ArrayType)]
        last = words.snake(segments[-1]) if segments else ""
        # One thing can have one array among its properties: then the path has to say the plural.
        return len(arrays) == 1 and (len(body.properties) == 1 or words.singular(last) != last)


def _without_fragment(operation: Operation) -> tuple[str, str]:
    return operation.method, operation.path.reveal().partition("#")[0]


def _shape(segments: Iterable[str]) -> tuple[str, ...]:
    return tuple(_PARAMETER if is_parameter(s) else s for s in segments)
