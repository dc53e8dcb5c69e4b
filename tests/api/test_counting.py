"""A sliding window of counts: never more than may be, the wait is true, and nothing is kept."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.api.counting import SlidingCounts

KEY = b"somebody"
PAUSES = st.lists(st.floats(0.0, 150.0, allow_nan=False), max_size=60)


def _came(counts: SlidingCounts, moments: list[float]) -> list[float]:
    """The moments at which one more could come, and was counted."""
    admitted = []
    for at in moments:
        if counts.wait(KEY, at) == 0:
            counts.count(KEY, at)
            admitted.append(at)
    return admitted


def test_a_window_slides() -> None:
    """Two a minute: not four around the turn of a minute."""
    moments = [58.0, 59.0, 60.0, 61.0, 62.0, 91.0, 92.0, 121.0]
    assert [58.0, 59.0, 91.0, 121.0] == _came(SlidingCounts(60, 2), moments)


@settings(max_examples=100)
@given(pauses=PAUSES, most=st.integers(1, 5))
def test_never_more_than_twice_and_the_wait_is_true(pauses: list[float], most: int) -> None:
    """No span holds more than its share; whoever waits as told is let in, and not much sooner."""
    counts, at = SlidingCounts(60, most), 1000.0
    admitted: list[float] = []
    for pause in pauses:
        at += pause
        admitted += _came(counts, [at])
    for begun in admitted:
        assert 2 * most >= sum(begun <= one < begun + 60 for one in admitted)
    wait = counts.wait(KEY, at)
    assert 0 <= wait <= 120
    assert wait == 0 or counts.wait(KEY, at + max(0, wait - 2)) > 0
    assert 0 == counts.wait(KEY, at + wait + 0.001)


def test_one_key_is_nothing_to_another() -> None:
    """Each has its own count."""
    counts = SlidingCounts(60, 1)
    counts.count(KEY, 0.0)
    assert (True, 0) == (counts.wait(KEY, 0.0) > 0, counts.wait(b"other", 0.0))


def test_nothing_is_held_for_long() -> None:
    """Two spans later nothing is left of however many came, and nothing has to be gone through."""
    counts = SlidingCounts(60, 1)
    for number in range(1000):
        counts.count(number.to_bytes(2, "big"), 0.0)
    counts.count(KEY, 60.0)
    assert 1001 == len(counts.keys())
    counts.count(KEY, 120.0)
    assert frozenset({KEY}) == counts.keys()
    counts.count(b"other", 600.0)
    assert frozenset({b"other"}) == counts.keys()
