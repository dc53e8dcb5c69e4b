"""Time that jumps, and exchanges without a socket."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from mocks import faults
from mocks.delivery import BrokenReply
from mocks.faults import Fault
from tests.oracle.virtual_time import run_virtually
from tests.oracle.wires import Wires

DAY_SECONDS = 86_400.0
ADDRESS = "127.0.0.1:8001"


def test_a_day_passes_at_once() -> None:
    """Timers go off in their order, at their time, without any waiting."""

    async def work() -> tuple[list[str], float]:
        seen: list[str] = []

        async def wake(after: float, name: str) -> None:
            await asyncio.wait_for(asyncio.Event().wait(), after)
            seen.append(name)

        waits = (wake(DAY_SECONDS, "last"), wake(1.0, "first"))
        await asyncio.gather(*waits, return_exceptions=True)
        return seen, asyncio.get_running_loop().time()

    seen, now = run_virtually(work())
    assert [] == seen  # both ran into their time-outs
    assert pytest.approx(DAY_SECONDS) == now


def test_what_never_comes_is_said() -> None:
    """Waiting for what nobody will do is an error, not a hang."""
    with pytest.raises(RuntimeError, match="never comes"):
        run_virtually(_wait_for_nothing())


def test_threads_are_refused() -> None:
    """Time would jump over a thread's work."""
    with pytest.raises(RuntimeError, match="no threads"):
        run_virtually(asyncio.to_thread(len, ""))


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (faults.CONNECTION_RESET, httpx.ReadError),
        (faults.TRUNCATED_BODY, httpx.RemoteProtocolError),
    ],
)
def test_a_broken_exchange_ends_like_a_broken_connection(
    kind: str, error: type[httpx.HTTPError]
) -> None:
    """A reset and an end in the middle are the errors that a real transport raises."""
    with pytest.raises(error):
        run_virtually(_exchange(kind))


def test_a_slow_drip_takes_its_virtual_time() -> None:
    """A byte each half second, and the whole body in the end."""
    body, seconds = run_virtually(_exchange(faults.SLOW_DRIP))
    assert b"reply" == body
    assert pytest.approx(2.5) == seconds


def test_a_caller_that_goes_ends_what_hangs() -> None:
    """A department that says nothing hangs until the caller's patience ends, and no longer."""

    async def work() -> float:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(5):
                await _exchange(faults.TIMEOUT)
        assert {asyncio.current_task()} == asyncio.all_tasks()
        return asyncio.get_running_loop().time()

    assert pytest.approx(5.0) == run_virtually(work())


async def _wait_for_nothing() -> None:
    await asyncio.Event().wait()


async def _exchange(kind: str) -> tuple[bytes, float]:
    """One exchange with an application that misbehaves so."""
    fault, stop = Fault(kind, seconds=0.5), asyncio.Event()

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await BrokenReply(fault, b"reply", "text/plain", stop)(scope, receive, send)

    wires = Wires({ADDRESS: application})
    async with httpx.AsyncClient(transport=wires, timeout=None) as client:  # noqa: S113
        reply = await client.post(f"http://{ADDRESS}/")
    assert [] == wires.crashes
    return reply.content, asyncio.get_running_loop().time()
