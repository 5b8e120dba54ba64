"""From the bytes of a message or an answer to a typed value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from .constants import BYTE_ORDER_MARK, MAX_EXCERPT
from .json_types import json_type
from .lazy_types import LazyType
from .models import UnknownVariant, make_unknown
from .text import printable

if TYPE_CHECKING:
    from .plans import Plan

T = TypeVar("T")


class DecodeError(ValueError):
    """Data that cannot become a value of the type.

    body: the decoded JSON where there is any, else the data itself.
    """

    def __init__(self, message: str, body: object) -> None:
        super().__init__(message)
        self.body = body


class NotJSONError(DecodeError):
    """Data that is not JSON at all."""


class Decoder(Generic[T]):
    """Decodes JSON into one type, usually a union with a discriminator.

    Nothing is built before the first message. A message that fits the type costs one call of
    pydantic's validator on the bytes. One that does not is decoded again, leniently: the class
    that its tag names, with the raw value where a field is not what it should be, and
    `UnknownVariant` for a tag that no class has, at any depth.

    Args:
        type_: the type, or what stands for it until it is imported; annotations such as a
            discriminator are honoured.
        unknown: the class for a whole message that is not of the type.
        binary: give what is not JSON as it is, in bytes: the type has binary messages.
    """

    def __init__(
        self,
        type_: object,
        *,
        unknown: type[UnknownVariant] = UnknownVariant,
        binary: bool = False,
    ) -> None:
        self._type: Any = type_
        self._unknown = unknown
        self._binary = binary

    @cached_property
    def _loaded(self) -> Any:
        return self._type.load() if isinstance(self._type, LazyType) else self._type

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self._loaded)

    @cached_property
    def _validate_json(self) -> Callable[[bytes | str], Any]:
        # The validator itself: the adapter's method is one more Python call per message. Strict,
        # because what was sent is not to be changed: "1" stays "1" where a number is declared.
        self._adapter.rebuild(raise_errors=True)
        validate = cast("Callable[..., Any]", self._adapter.validator.validate_json)
        return partial(validate, strict=True)

    @cached_property
    def _plan(self) -> Plan:
        from .lenient import plan_of

        return plan_of(self._loaded)

    @property
    def unknown(self) -> type[UnknownVariant]:
        """The class of the messages that are not known."""
        return self._unknown

    def names(self) -> Sequence[str]:
        """Give the names of messages: none, for nothing but the type tells them apart."""
        return ()

    def tagged(self, name: str) -> Mapping[type, str | None]:
        """Give the classes of the messages of a name: none."""
        return {}

    @property
    def expected(self) -> str:
        """What the type is in JSON, in words."""
        return self._plan.expected

    def decode(self, data: bytes | str) -> T:
        """Decode a message; whatever cannot be read becomes the unknown class, never an error.

        NaN and infinities are accepted where the type has a number; of two equal keys the last
        one counts.
        """
        try:
            # Not a `cast`: that would be one more call per message.
            value: T = self._validate_json(data)
        except ValueError:
            pass
        else:
            return value
        try:
            return self._build(data)
        except DecodeError as error:
            if self._binary and isinstance(error, NotJSONError):
                return cast("T", as_bytes(data))
            return cast("T", make_unknown(self._unknown, error.body, str(error)))

    def decode_leniently(self, data: bytes | str) -> T:
        """Decode an answer; fields that are not of their type keep the raw value.

        Raises:
            DecodeError: it is not JSON, or of another shape altogether.
        """
        try:
            return cast("T", self._validate_json(data))
        except ValueError:
            return self._build(data)

    def decode_strict(self, data: bytes | str) -> T:
        """Decode data that has to be exactly of the type.

        Raises:
            DecodeError: it is not; the message names the places.
        """
        try:
            return cast("T", self._validate_json(data))
        except ValidationError as error:
            if self._binary and not is_json(data):
                return cast("T", as_bytes(data))
            raise DecodeError(summary(error), json_or_raw(data)) from None
        except ValueError:
            raise DecodeError("not valid Unicode", data) from None

    def _build(self, data: bytes | str) -> T:
        value = parse_json(data)
        try:
            built = self._plan.build(value, 0)
        except RecursionError:
            raise DecodeError("the JSON is nested too deeply", value) from None
        if built is value and not self._plan.accepts(value):
            raise DecodeError(f"expected {self._plan.expected}, received {json_type(value)}", value)
        if type(built) is UnknownVariant and self._unknown is not UnknownVariant:
            return cast("T", make_unknown(self._unknown, built.raw, built.error))
        return cast("T", built)


class LazyDecoders:
    """Decoders of types that are imported when the first value of one comes; each is made once.

    Args:
        package: what the modules are relative to.
        unknown: the class for a message that is not of its type.
    """

    def __init__(
        self, package: str | None, *, unknown: type[UnknownVariant] = UnknownVariant
    ) -> None:
        self._package = package
        self._unknown = unknown
        self._made: dict[tuple[str, str], Decoder[Any]] = {}

    def of(self, module: str, name: str) -> Decoder[Any]:
        """Give the decoder of a type."""
        key = (module, name)
        if key not in self._made:
            self._made[key] = Decoder(LazyType(*key, self._package), unknown=self._unknown)
        return self._made[key]


def parse_json(data: bytes | str) -> object:
    """Parse JSON; a byte order mark is tolerated.

    Raises:
        NotJSONError: it is not JSON, is nested more than about 200 levels deep, has a number of
            thousands of digits or half of a surrogate pair. The message quotes the beginning.
    """
    try:
        return _parse(data)
    except ValueError as error:
        reason = str(error)
    except RecursionError:
        reason = "nested too deeply"
    raise NotJSONError(f"not readable as JSON ({reason}): {excerpt(data)}", _as_text(data))


def excerpt(data: bytes | str) -> str:
    """Quote the beginning of data for a message, escaped."""
    start = data[:MAX_EXCERPT]
    text = start if isinstance(start, str) else start.decode("utf-8", "backslashreplace")
    return f"'{printable(text)}'"


def _parse(data: bytes | str) -> object:
    if isinstance(data, str):
        data = data.encode("utf-8")
    return from_json(data.removeprefix(BYTE_ORDER_MARK))


def is_json(data: bytes | str) -> bool:
    """Say whether data can be read as JSON."""
    try:
        parse_json(data)
    except NotJSONError:
        return False
    return True


def as_bytes(data: bytes | str) -> bytes:
    """Give the bytes that travelled."""
    return data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")


def json_or_raw(data: bytes | str) -> object:
    """Give the decoded JSON, or the data itself when it is not JSON."""
    try:
        return parse_json(data)
    except DecodeError as error:
        return error.body


def _as_text(data: bytes | str) -> str | bytes:
    if isinstance(data, str):
        return data
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data


def summary(error: ValidationError) -> str:
    """Name the first few places that are wrong; the values stay out of the message."""
    details = error.errors(include_url=False, include_context=False, include_input=False)
    places = [
        f"{'.'.join(str(part) for part in item['loc']) or 'the value'}: {item['msg']}"
        for item in details[:5]
    ]
    more = f" and {len(details) - 5} more" if len(details) > 5 else ""
    return printable("; ".join(places) + more)
