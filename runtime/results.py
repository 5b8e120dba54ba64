"""What becomes of an answer: a model, bytes, text, nothing, or one of them by its status."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from .answer_notes import request_id_of
from .decode import DecodeError, Decoder, NotJSONError
from .errors import APIResponseValidationError
from .models import BaseModel, set_request_id
from .status import declared_for

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

    @property
    def is_stream(self) -> bool:
        """Whether the result reads the body itself, piece by piece."""
        ...

    def read(self, response: Response, *, strict: bool) -> T_co:
        """Make the result of an answer that is in memory, unless the result is a stream.

        Raises:
            APIResponseValidationError: the answer cannot be that.
        """
        ...


class JsonResult(Generic[T]):
    """A JSON document of a type: a model, a union, a list, `object`."""

    accept = "application/json"
    is_stream = False

    def __init__(self, type_: object) -> None:
        self.decoder: Decoder[T] = Decoder(type_)

    def read(self, response: Response, *, strict: bool) -> T:
        """Decode the body; see `Decoder` for what lenient means."""
        decode = self.decoder.decode_strict if strict else self.decoder.decode_leniently
        try:
            value = decode(response.content)
        except DecodeError as error:
            kind = response.headers.get("content-type", "none")
            wanted = f"wanted {self.decoder.expected}, " if isinstance(error, NotJSONError) else ""
            raise APIResponseValidationError(
                response,
                error.body,
                message=(
                    f"{error} ({wanted}status {response.status_code}, content type {kind[:100]!a})"
                ),
            ) from None
        if isinstance(value, BaseModel):
            set_request_id(value, request_id_of(response))
        return value


class _Nothing:
    is_stream = False
    accept = "*/*"

    def read(self, response: Response, *, strict: bool) -> None:
        return None


class _Text:
    is_stream = False
    accept = "text/plain"

    def read(self, response: Response, *, strict: bool) -> str:
        from .response import decoded_text

        return decoded_text(response)


class _Binary:
    is_stream = False
    accept = "*/*"

    def read(self, response: Response, *, strict: bool) -> HttpxBinaryResponseContent:
        from .response import HttpxBinaryResponseContent

        return HttpxBinaryResponseContent(response)


NOTHING: Final[Result[None]] = _Nothing()
"""The body of the answer is ignored."""
TEXT: Final[Result[str]] = _Text()
BINARY: Final[Result[HttpxBinaryResponseContent]] = _Binary()


class ByStatus(Generic[T]):
    """What the document declares for the status of the answer.

    An answer without a body is None where some answer has none; a status that is not declared is
    read like the first one that is.

    Args:
        results: the result by `200`, `2XX` or `default`, in the document's order.
    """

    is_stream = False

    def __init__(self, results: Mapping[str, Result[T]]) -> None:
        self._results = results

    @property
    def accept(self) -> str:
        """Everything that one of the results understands."""
        listed = dict.fromkeys(result.accept for result in self._results.values())
        return ", ".join(kind for kind in listed if kind != NOTHING.accept) or NOTHING.accept

    def read(self, response: Response, *, strict: bool) -> T:
        """Read the answer as its status says."""
        results = list(self._results.values())
        nothing = next((result for result in results if result is NOTHING), None)
        declared = declared_for(self._results, response.status_code)
        chosen = nothing if nothing is not None and not response.content else declared
        return (chosen or results[0]).read(response, strict=strict)
