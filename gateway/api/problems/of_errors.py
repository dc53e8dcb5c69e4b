"""Which problem each error of the house is to a caller."""

from __future__ import annotations

from typing import Final

from gateway.api.problems.documents import ProblemRaised
from gateway.errors import (
    CodeRefused,
    ContentRefused,
    GatewayError,
    InFlight,
    KeyConflict,
    LogBehind,
    NotFound,
    ReplyErased,
    SigningUnavailable,
    TooMany,
    TrailUnavailable,
)

RETRY_SECONDS: Final = 5
RETRY: Final = {"Retry-After": str(RETRY_SECONDS)}


def problem_of(error: GatewayError) -> ProblemRaised:
    """The problem to answer with; what is not meant for callers is `internal_error`."""
    match error:
        case ContentRefused():
            return ProblemRaised("content_invalid", *error.problems)
        case InFlight():
            seconds = str(max(1, error.retry_after))
            return ProblemRaised("idempotency_in_flight", headers={"Retry-After": seconds})
        case KeyConflict():
            return ProblemRaised("idempotency_conflict")
        case ReplyErased():
            return ProblemRaised("reply_erased")
        case LogBehind():
            return ProblemRaised("log_behind", headers=RETRY)
        case TrailUnavailable():
            return ProblemRaised("trail_unavailable", headers=RETRY)
        case SigningUnavailable():
            return ProblemRaised("signing_unavailable", headers=RETRY)
        case NotFound():
            return ProblemRaised("not_found")
        case CodeRefused():
            return ProblemRaised("code_refused")
        case TooMany():
            seconds = str(max(1, error.retry_after))
            return ProblemRaised("too_many_requests", headers={"Retry-After": seconds})
        case _:
            return ProblemRaised("internal_error")
