"""What a failed exchange is called: statuses and transport errors as causes of silence.

Must never pass an error of the transport on: it carries the request.
"""

from __future__ import annotations

from dataclasses import dataclass

import httpx

from gateway.domain.evidence import Cause

_REFUSALS = frozenset({401, 403, 407, 451})
_PASSING = frozenset({502, 503, 504})


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an exchange failed, and whether the same request may succeed in a moment."""

    cause: Cause
    passing: bool = False


def failure_of_status(status: int) -> Failure | None:
    """None for 2xx; a redirect is a failure like any other (domain.md §6: 403 is not "no")."""
    if 200 <= status < 300:
        return None
    if status in _REFUSALS:
        return Failure(Cause.REFUSED)
    if status == 501:
        return Failure(Cause.UNSUPPORTED)
    return Failure(Cause.BROKEN, passing=status in _PASSING)


def failure_of_error(error: Exception) -> Failure:
    """What an error of the transport means. Protocol errors are theirs, not the network's."""
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return Failure(Cause.TIMEOUT)
    if isinstance(error, httpx.ProtocolError | httpx.DecodingError):
        return Failure(Cause.MALFORMED)
    return Failure(Cause.UNREACHABLE, passing=isinstance(error, httpx.NetworkError))
