"""Whatever happens in whatever order, a healthy platform is a quiet one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.evidence import Cause
from gateway.ports.source import LinkFailed, LinkReply
from mocks.platform.door import ENDED
from tests.outbound.platform_at_hand import Setting, set_up

PATHS = ("/openapi/marriage/query", "/openapi/adoption/query")


@dataclass(frozen=True, slots=True)
class Calls:
    """So many calls at once."""

    count: int
    path: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Time passes on both sides."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Void:
    """The platform takes every secret back."""


@dataclass(frozen=True, slots=True)
class Outage:
    """So many refreshes fail from now on."""

    count: int


Step = Calls | Wait | Void | Outage
STEPS = st.lists(
    st.one_of(
        st.builds(Calls, st.integers(1, 6), st.sampled_from(PATHS)),
        st.builds(Wait, st.floats(0.1, 5_000.0)),
        st.just(Void()),
        st.builds(Outage, st.integers(1, 3)),
    ),
    max_size=20,
)


async def _settle() -> None:
    """Let what is under way in the background come to its end."""
    for _ in range(5):
        await asyncio.sleep(0)


async def _play(
    setting: Setting, steps: Sequence[Step], lifetime: float
) -> list[LinkReply | Cause]:
    setting.door.lifetime_seconds = lifetime
    results: list[LinkReply | Cause] = []
    for step in steps:
        match step:
            case Calls(count, path):
                results += await asyncio.gather(*(setting.call(path) for _ in range(count)))
                await _settle()
            case Wait(seconds):
                setting.clock.move(seconds=seconds)
            case Void():
                setting.door.void()
            case Outage(count):
                setting.refreshing.wrong = [LinkFailed(Cause.UNREACHABLE)] * count
    return results


@given(STEPS, st.floats(10.0, 7_200.0))
def test_a_call_is_answered_or_says_that_no_secret_was_to_be_had(
    steps: list[Step], lifetime: float
) -> None:
    """No call ends in anything but the answer or the cause of a failed refresh."""
    setting = set_up()
    results = asyncio.run(_play(setting, steps, lifetime))
    causes = {result for result in results if isinstance(result, Cause)}
    assert causes <= {Cause.UNREACHABLE}
    if not any(isinstance(step, Outage) for step in steps):
        assert set() == causes


@given(STEPS, st.floats(10.0, 7_200.0))
def test_a_secret_that_has_ended_is_never_shown(steps: list[Step], lifetime: float) -> None:
    """With clocks that agree the platform never has to refuse an ended secret."""
    setting = set_up()
    refused: list[object] = []
    refusal = setting.door.refusal

    def note(headers: dict[str, str], department: str, path: str) -> dict[str, object] | None:
        said = refusal(headers, department, path)
        refused.append(None if said is None else said["code"])
        return said

    setting.door.refusal = note  # type: ignore[method-assign,assignment]
    asyncio.run(_play(setting, steps, lifetime))
    assert ENDED not in refused


@given(STEPS)
def test_secrets_are_asked_for_as_rarely_as_they_must(steps: list[Step]) -> None:
    """At most one refresh for each service at first, and after each time that passed or voiding."""
    healthy = [step for step in steps if not isinstance(step, Outage)]
    setting = set_up()
    asyncio.run(_play(setting, healthy, 3_600.0))
    reasons = sum(not isinstance(step, Calls) for step in healthy)
    assert len(setting.refreshing.seen) <= len(PATHS) * (1 + reasons)
