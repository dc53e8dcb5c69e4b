"""What a failed exchange is called."""

from __future__ import annotations

import httpx
import pytest

from gateway.domain.evidence import Cause
from gateway.outbound.failures import Failure, failure_of_error, failure_of_status


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (TimeoutError(), Failure(Cause.TIMEOUT)),
        (httpx.ReadTimeout(""), Failure(Cause.TIMEOUT)),
        (httpx.PoolTimeout(""), Failure(Cause.TIMEOUT)),
        (httpx.ConnectError(""), Failure(Cause.UNREACHABLE, passing=True)),
        (httpx.ReadError(""), Failure(Cause.UNREACHABLE, passing=True)),
        (httpx.ProxyError(""), Failure(Cause.UNREACHABLE)),
        (OSError(), Failure(Cause.UNREACHABLE)),
        (httpx.RemoteProtocolError(""), Failure(Cause.MALFORMED)),
        (httpx.DecodingError(""), Failure(Cause.MALFORMED)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_errors_of_the_transport(error: Exception, failure: Failure) -> None:
    """Too slow, not reached, or not HTTP: different silences; only the network recovers."""
    assert failure == failure_of_error(error)


def test_statuses() -> None:
    """Every status outside 2xx is a failure, and none of them an answer."""
    causes = {status: failure_of_status(status) for status in range(100, 600)}
    assert set(range(200, 300)) == {status for status, failure in causes.items() if not failure}
    refused = {s for s, f in causes.items() if f and f.cause is Cause.REFUSED}
    unsupported = {s for s, f in causes.items() if f and f.cause is Cause.UNSUPPORTED}
    passing = {s for s, f in causes.items() if f and f.passing}
    assert ({401, 403, 407, 451}, {501}, {502, 503, 504}) == (refused, unsupported, passing)
