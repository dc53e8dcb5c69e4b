"""Links to departments: one exchange with its time limit, bounded retries and size limit.

Must never raise anything but LinkFailed (and cancellation), and never log an exchange.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import httpx
from tenacity import AsyncRetrying, retry_if_result, wait_random_exponential

from gateway.domain.evidence import Cause
from gateway.outbound.bodies import read_body
from gateway.outbound.clients import make_client
from gateway.outbound.failures import Failure, failure_of_error, failure_of_status
from gateway.ports.source import LinkFailed, LinkReply

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from tenacity import RetryCallState

    from gateway.ports.machine import Deadline
    from gateway.settings import SourceSettings


_JITTER: Final = wait_random_exponential(multiplier=0.1, max=1.0)


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how a passing failure is tried again.

    `wait` gives the seconds before the next attempt, with jitter so that callers that failed
    together do not come back together; `sleep` waits. Tests pass their own.
    """

    attempts: int = 3
    wait: Callable[[RetryCallState], float] = _JITTER
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Outbound:
    """Makes the links; the only maker of HTTP clients in the house."""

    def __init__(
        self,
        patience: Patience | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`transport` takes every exchange instead of the network (see `make_client`)."""
        self._patience = patience or Patience()
        self._transport = transport

    def link(self, settings: SourceSettings) -> HttpLink:
        """A link to one department. Raises SettingsRefused for a wrong address or option.

        Whoever gets it closes it. Must be called on the event loop that will use it.
        """
        client, options = make_client(settings, self._transport)
        return HttpLink(client, settings, options.concurrency, self._patience)


class HttpLink:
    """One department's link (`gateway.ports.source.Link`)."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        settings: SourceSettings,
        concurrency: int,
        patience: Patience,
    ) -> None:
        self._client = client
        self._base = settings.url.rstrip("/")
        self._timeout = settings.timeout_seconds
        self._limit = settings.max_reply_bytes
        self._places = asyncio.Semaphore(concurrency)
        self._patience = patience

    async def exchange(
        self,
        method: str,
        path: str,
        *,
        content: bytes,
        headers: Mapping[str, str],
        deadline: Deadline,
        idempotent: bool,
    ) -> LinkReply:
        """Send one request below the department's address. Raises LinkFailed.

        Waiting for a place, all attempts and reading the reply share one time limit: the smaller
        of the department's timeout and what the deadline leaves.
        """
        request = self._client.build_request(
            method, self._base + path, content=content, headers=dict(headers)
        )
        seconds = min(self._timeout, deadline.remaining())
        result = await self._within(seconds, request, idempotent=idempotent)
        # Raised here, outside every handler, so that no error of the transport (which carries
        # the request) hangs on it as its context.
        if isinstance(result, Failure):
            raise LinkFailed(result.cause)
        return result

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _within(
        self, seconds: float, request: httpx.Request, *, idempotent: bool
    ) -> LinkReply | Failure:
        if seconds <= 0:
            return Failure(Cause.TIMEOUT)
        until = asyncio.get_running_loop().time() + seconds
        try:
            async with asyncio.timeout_at(until), self._places:
                if not idempotent:
                    return await self._once(request)
                return await self._patiently(request, until)
        except TimeoutError:
            return Failure(Cause.TIMEOUT)

    async def _patiently(self, request: httpx.Request, until: float) -> LinkReply | Failure:
        now = asyncio.get_running_loop().time
        patience = self._patience

        def is_enough(state: RetryCallState) -> bool:
            late = now() + state.upcoming_sleep >= until
            return state.attempt_number >= patience.attempts or late

        retrying = AsyncRetrying(
            sleep=patience.sleep,
            stop=is_enough,
            wait=patience.wait,
            retry=retry_if_result(lambda result: isinstance(result, Failure) and result.passing),
            retry_error_callback=_last_result,
        )
        return cast("LinkReply | Failure", await retrying(self._once, request))

    async def _once(self, request: httpx.Request) -> LinkReply | Failure:
        try:
            response = await self._client.send(request, stream=True)
            try:
                return await self._read(response)
            finally:
                await response.aclose()
        except LinkFailed as failed:
            return Failure(failed.cause)
        except (httpx.HTTPError, OSError) as error:
            return failure_of_error(error)

    async def _read(self, response: httpx.Response) -> LinkReply | Failure:
        failure = failure_of_status(response.status_code)
        if failure is not None:
            return failure
        body = await read_body(response, self._limit)
        content_type: str = response.headers.get("content-type", "")
        media_type = content_type.partition(";")[0].strip().lower()
        return LinkReply(response.status_code, media_type, body)


def _last_result(state: RetryCallState) -> LinkReply | Failure:
    if state.outcome is None:  # pragma: no cover - there is an outcome after every attempt
        return Failure(Cause.BROKEN)
    return cast("LinkReply | Failure", state.outcome.result())
