"""The base of all generated models, and the stand-in for what this version does not know."""

from __future__ import annotations

import json
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar

import pydantic
from pydantic import ConfigDict, model_serializer
from typing_extensions import TypeIs

from .json_types import is_object

UnknownT = TypeVar("UnknownT", bound="UnknownVariant")


class BaseModel(pydantic.BaseModel):
    """A value of the API.

    Fields that the SDK does not know are kept in `model_extra` and read as attributes, except
    where the class itself has that name: no key of a message can replace a method.
    """

    # One slot beside pydantic's own: a private attribute would slow down every validation.
    __slots__ = ("__sdk_request_id__",)

    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="allow",
        defer_build=True,
        protected_namespaces=(),
        validate_by_name=True,
        validate_by_alias=True,
    )

    @property
    def _request_id(self) -> str | None:
        """The server's id of the request whose answer this is, for support; None elsewhere."""
        return getattr(self, "__sdk_request_id__", None)

    def to_dict(
        self,
        *,
        mode: Literal["json", "python"] = "python",
        use_api_names: bool = True,
        exclude_unset: bool = True,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        warnings: bool = False,
    ) -> dict[str, object]:
        """Give what the wire said: the fields that were sent, by their names in the API.

        Args:
            mode: `json` gives JSON values only; `python` keeps dates and such.
            use_api_names: use the wire's names rather than Python's.
            exclude_unset: leave out fields that were not sent.
            exclude_defaults: leave out fields that equal their default.
            exclude_none: leave out fields that are null.
            warnings: report values that are not of the declared type.
        """
        return self.model_dump(
            mode=mode,
            by_alias=use_api_names,
            exclude_unset=exclude_unset,
            exclude_defaults=exclude_defaults,
            exclude_none=exclude_none,
            warnings=warnings,
        )

    def to_json(
        self,
        *,
        indent: int | None = 2,
        use_api_names: bool = True,
        exclude_unset: bool = True,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        warnings: bool = False,
    ) -> str:
        """Give what the wire said, as JSON text; the arguments are those of `to_dict`."""
        return self.model_dump_json(
            indent=indent,
            by_alias=use_api_names,
            exclude_unset=exclude_unset,
            exclude_defaults=exclude_defaults,
            exclude_none=exclude_none,
            warnings=warnings,
        )

    if not TYPE_CHECKING:
        # Lenient decoding keeps values that are not of the declared type, on purpose. Pydantic
        # would warn at every dump of one; users did nothing that deserves a warning. Type
        # checkers see the methods of the base class, with their full signatures.
        def model_dump(self, **options: Any) -> Any:
            options.setdefault("warnings", False)
            return super().model_dump(**options)

        def model_dump_json(self, **options: Any) -> str:
            options.setdefault("warnings", False)
            return super().model_dump_json(**options)

        @classmethod
        def model_rebuild(cls, **options: Any) -> bool | None:
            # The caller's namespace is one call further away.
            options["_parent_namespace_depth"] = options.get("_parent_namespace_depth", 2) + 1
            try:
                return super().model_rebuild(**options)
            except RecursionError:
                # Classes that need each other in a circle are built inside one another, ten calls
                # deep each; some APIs have circles of hundreds.
                from .deep import with_room

                return with_room(lambda: super(BaseModel, cls).model_rebuild(**options))


class UnknownVariant(BaseModel):
    """A message, or a member of a union, that this version of the SDK does not know.

    The fields of a JSON object can be read as attributes too; `raw` and the names of methods
    are reached through `raw[...]`.
    """

    __slots__ = ("__sdk_error__", "__sdk_raw__")

    @property
    def raw(self) -> Any:
        """The decoded JSON, or the text or bytes of a message that is not JSON."""
        return getattr(self, "__sdk_raw__", None)

    @property
    def error(self) -> str | None:
        """Why the message could not be read; None for a well-formed one of an unknown kind."""
        return getattr(self, "__sdk_error__", None)

    @model_serializer(mode="plain")
    def _dump_raw(self) -> Any:
        return self.raw

    def __repr__(self) -> str:
        return f"{type(self).__name__}(raw={self.raw!r}, error={self.error!r})"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, UnknownVariant):
            return NotImplemented
        return (type(self), self.raw, self.error) == (type(other), other.raw, other.error)

    __hash__ = None  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]

    def __getstate__(self) -> dict[Any, Any]:
        return {**super().__getstate__(), "__sdk_wire__": (self.raw, self.error)}

    def __setstate__(self, state: dict[Any, Any]) -> None:
        raw, error = state.pop("__sdk_wire__")
        super().__setstate__(state)
        _set_slots(self, raw, error)

    def __copy__(self: UnknownT) -> UnknownT:
        return make_unknown(type(self), self.raw, self.error)

    def __deepcopy__(self: UnknownT, memo: dict[int, Any] | None = None) -> UnknownT:
        from copy import deepcopy

        return make_unknown(type(self), deepcopy(self.raw, memo), self.error)


def is_unknown(value: object) -> TypeIs[UnknownVariant]:
    """Say whether a decoded value is of a kind that this version of the SDK does not know."""
    return isinstance(value, UnknownVariant)


def make_unknown(
    kind: type[UnknownT],
    raw: object,
    error: str | None,
    *,
    tags: AbstractSet[str] = frozenset(),
) -> UnknownT:
    """Wrap what could not be given a class.

    Args:
        kind: the class of the result; its fields keep their defaults whatever the wire says.
        raw: the decoded JSON, or the text or bytes.
        error: why it could not be read, or None.
        tags: the properties that tell the members of the union apart. Pydantic looks them up
            when the union is dumped, and fails on one that is a list or an object: such a one
            can be read in `raw` only.
    """
    extra = dict(raw) if is_object(raw) else {}
    for tag in tags:
        if isinstance(extra.get(tag), (list, dict)):
            del extra[tag]
    defaults = {
        name: field.get_default(call_default_factory=True)
        for name, field in kind.model_fields.items()
    }
    unknown = assemble(kind, defaults, set(), extra)
    _set_slots(unknown, raw, error)
    return unknown


ModelT = TypeVar("ModelT", bound=pydantic.BaseModel)


def assemble(
    kind: type[ModelT],
    fields: dict[str, object],
    fields_set: set[str],
    extra: dict[str, object] | None,
) -> ModelT:
    """Make a model of values without validating them.

    Unlike `model_construct`, no value is passed as a keyword argument: a wire key such as
    `_fields_set` cannot collide with a parameter.
    """
    model = kind.__new__(kind)
    object.__setattr__(model, "__dict__", fields)
    object.__setattr__(model, "__pydantic_fields_set__", fields_set)
    object.__setattr__(model, "__pydantic_extra__", extra)
    object.__setattr__(model, "__pydantic_private__", None)
    return model


def set_request_id(model: BaseModel, request_id: str | None) -> None:
    """Note on a result which request it answers."""
    object.__setattr__(model, "__sdk_request_id__", request_id)


def wire_text(value: object) -> str:
    """Write a value for an error message, as JSON where it has such a form."""
    try:
        return json.dumps(value, ensure_ascii=True)
    except (TypeError, ValueError, RecursionError):
        return ascii(value)


def _set_slots(unknown: UnknownVariant, raw: object, error: str | None) -> None:
    object.__setattr__(unknown, "__sdk_raw__", raw)
    object.__setattr__(unknown, "__sdk_error__", error)
