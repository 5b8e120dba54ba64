"""What a client decides about an exchange: to try again, to follow, to refuse; no I/O."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from . import retry
from .answer_notes import hide_credentials, note, request_id_of
from .body_reader import refused_answer
from .constants import MAX_REDIRECTS
from .deadline import Deadline, total_of
from .decode import DecodeError, parse_json
from .errors import (
    APIConnectionError,
    APIStatusError,
    SDKError,
    kept_headers,
    status_error,
)
from .http import Response, Timeout, connection_error, failure_of, stand_in_request
from .redirects import REDIRECTS, RedirectRefusedError, redirected
from .transport import guard

if TYPE_CHECKING:
    from logging import Logger

    from .request import PreparedRequest
    from .settings import SDKSettings

_SPENT = "its body can be read only once"


class ExchangeDecisions:
    """Every decision about a request that has been sent; a part of the client."""

    _settings: SDKSettings
    _logger: Logger
    _max_retries: int
    _max_response_bytes: int | None

    def _pause_after_failure(
        self, error: Exception, prepared: PreparedRequest, attempt: int, deadline: Deadline
    ) -> float | None:
        """Give the seconds to wait after an exchange that failed, or None to give up."""
        failure = failure_of(error)
        self._logger.debug("%s failed: %s", prepared.route, type(error).__name__)
        if attempt >= self._max_retries or not retry.retries_failure(
            failure, prepared.method, repeatable=prepared.repeatable
        ):
            return None
        return self._pause(attempt, None, prepared, deadline)

    def _pause_after_answer(
        self, response: Response, prepared: PreparedRequest, attempt: int, deadline: Deadline
    ) -> float | None:
        """Give the seconds to wait after an answer with a failure status, or None to give up."""
        if attempt >= self._max_retries:
            return None
        if not retry.retries_answer(response.status_code, response.headers):
            return None
        return self._pause(attempt, response.headers, prepared, deadline)

    def _pause(
        self,
        attempt: int,
        headers: Mapping[str, str] | None,
        prepared: PreparedRequest,
        deadline: Deadline,
    ) -> float | None:
        if prepared.is_spent:
            return None
        jitter = random.random()  # noqa: S311 - spreads clients out, protects nothing
        pause = retry.retry_delay(attempt, headers, now=datetime.now(UTC), random=jitter)
        if pause is not None and not deadline.allows(pause):
            return None
        if pause is not None:
            self._logger.info("%s: retrying in %.2f seconds", prepared.route, pause)
        return pause

    def _log_answer(self, prepared: PreparedRequest, response: Response) -> None:
        self._logger.debug(
            "%s: %d, request id %s",
            prepared.route,
            response.status_code,
            ascii((request_id_of(response) or "-")[:200]),
        )

    def _next_hop(
        self, response: Response, prepared: PreparedRequest, hops: int
    ) -> PreparedRequest | None:
        """Take the head of an answer; give the request that it redirects to, if it does.

        Args:
            response: the answer.
            prepared: what it answers.
            hops: how many redirects have been followed.

        Raises:
            APIStatusError: the redirect leads to another origin, where no credential may go, or
                is one too many.
        """
        guard(response)
        note(response, self._settings.request_id_header, prepared.secrets)
        if prepared.alone or response.status_code not in REDIRECTS:
            return None
        try:
            following = redirected(prepared, response.status_code, response.headers.get("location"))
            if following is not None and following.is_spent:
                raise RedirectRefusedError(f"redirect refused: {_SPENT}")
            if following is not None and hops >= MAX_REDIRECTS:
                raise RedirectRefusedError("too many redirects")
        except RedirectRefusedError as refused:
            raise self._status_error(response, b"", prepared, detail=str(refused)) from None
        return following

    def _check_head(
        self, response: Response, timeout: float | Timeout | None, *, stream: bool
    ) -> None:
        """Refuse a successful answer that its head alone disqualifies.

        The user reads a stream later: the total of the call does not count from here on.

        Raises:
            APIResponseValidationError: it is too large, or in a coding that was not asked for.
        """
        refusal = refused_answer(response, self._max_response_bytes, stream=stream)
        if refusal is not None:
            raise refusal
        if stream and total_of(timeout) is not None:
            response.request.extensions["timeout"] = Timeout(timeout).as_dict()

    def _status_error(
        self,
        response: Response,
        content: bytes,
        prepared: PreparedRequest,
        *,
        detail: str | None = None,
    ) -> APIStatusError:
        """Make the exception for an answer of which `content` was read."""
        error = failed_answer(response, content, self._settings, prepared.secrets, detail=detail)
        if prepared.errors is not None:
            error.parsed = prepared.errors.parse(response.status_code, content)
        if retry.retries_answer(response.status_code, response.headers):
            self._note_spent_body(error, prepared)
        return error

    def _connection_error(self, error: Exception, prepared: PreparedRequest) -> APIConnectionError:
        """Make the exception for an exchange that failed."""
        found = connection_error(error, stand_in_request(prepared.url, prepared.method))
        if failure_of(error) is not retry.Failure.FINAL:
            self._note_spent_body(found, prepared)
        return found

    def _note_spent_body(self, error: SDKError, prepared: PreparedRequest) -> None:
        """Say why a request was not sent again, where that is the reason."""
        if prepared.is_spent and self._max_retries:
            error.add_note(f"The request was not tried again: {_SPENT}.")


def failed_answer(
    response: Response,
    content: bytes,
    settings: SDKSettings,
    secrets: tuple[str, ...],
    *,
    detail: str | None = None,
) -> APIStatusError:
    """Make the exception for an answer with a failure status.

    The exception gets a copy of the answer that holds `content`, the part that was read.
    """
    # As bytes: a server may send what no text of a header can be written as.
    kept = kept_headers(response.headers.raw)
    hide_credentials(response)
    read = Response(response.status_code, headers=kept, content=content, request=response.request)
    body: object
    try:
        body = parse_json(content)
    except DecodeError:
        body = content.decode("utf-8", "replace") or None
    return status_error(
        read,
        body,
        secrets=secrets,
        request_id_header=settings.request_id_header,
        detail=detail,
    )
