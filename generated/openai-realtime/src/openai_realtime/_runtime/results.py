"""What becomes of an answer: a model, bytes, text or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from .decode import DecodeError, Decoder
from .errors import APIResponseValidationError
from .models import BaseModel, set_request_id

if TYPE_CHECKING:
    from .http import Response
    from .response import HttpxBinaryResponseContent

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Result(Protocol[T_co]):
    """Turns the answer of a call into what the method returns."""

    @property
    def accept(self) -> str:
        """The value of the `Accept` header."""
        ...

    def read(self, response: Response, *, strict: bool) -> T_co:
        """Make the result of an answer that is already in memory.

        Raises:
            APIResponseValidationError: the answer cannot be that.
        """
        ...


class JsonResult(Generic[T]):
    """A JSON document of a type: a model, a union, a list, `object`."""

    accept = "application/json"

    def __init__(self, type_: object) -> None:
        self.decoder: Decoder[T] = Decoder(type_)

    def read(self, response: Response, *, strict: bool) -> T:
        """Decode the body; see `Decoder` for what lenient means."""
        decode = self.decoder.decode_strict if strict else self.decoder.decode_leniently
        try:
            value = decode(response.content)
        except DecodeError as error:
            kind = response.headers.get("content-type", "none")
            raise APIResponseValidationError(
                response,
                error.body,
                message=(f"{error} (status {response.status_code}, content type {kind[:100]!a})"),
            ) from None
        if isinstance(value, BaseModel):
            set_request_id(value, response.headers.get("x-request-id"))
        return value


class _Nothing:
    accept = "*/*"

    def read(self, response: Response, *, strict: bool) -> None:
        return None


class _Text:
    accept = "text/plain"

    def read(self, response: Response, *, strict: bool) -> str:
        from .response import decoded_text

        return decoded_text(response)


class _Binary:
    accept = "*/*"

    def read(self, response: Response, *, strict: bool) -> HttpxBinaryResponseContent:
        from .response import HttpxBinaryResponseContent

        return HttpxBinaryResponseContent(response)


NOTHING: Final[Result[None]] = _Nothing()
"""The body of the answer is ignored."""
TEXT: Final[Result[str]] = _Text()
BINARY: Final[Result[HttpxBinaryResponseContent]] = _Binary()
