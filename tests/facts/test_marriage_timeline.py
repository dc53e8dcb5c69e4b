"""The timeline of a couple: order, ends that reach back, pauses."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.facts.marriage.timeline import Event, Happening, Marriage, Pause, marriages_of

A, B, C = ("resident_identity", "a"), ("resident_identity", "b"), ("resident_identity", "c")
PAIR, OTHER = frozenset((A, B)), frozenset((A, C))
DAY = date(2010, 5, 20)
LATER, LAST = DAY + timedelta(days=1000), DAY + timedelta(days=2000)


def registered(on: date) -> Event:
    """A registration of the pair."""
    return Event(PAIR, Happening.REGISTRATION, on)


def ended(kind: Happening, on: date, deceased: tuple[str, str] | None = None) -> Event:
    """An end of the pair's marriage."""
    return Event(PAIR, kind, on, deceased)


def test_a_marriage_begins_on_its_day_and_has_ended_on_its_last() -> None:
    """The day of the registration counts, the day of the end does not."""
    (marriage,) = marriages_of(PAIR, (registered(DAY), ended(Happening.DIVORCE, LATER)))
    before = [DAY - timedelta(days=1), DAY, LATER - timedelta(days=1), LATER]
    assert [False, True, True, False] == [marriage.is_in_force_on(day) for day in before]


def test_on_one_day_an_end_comes_before_a_registration() -> None:
    """Divorced and married again on one day: in force."""
    events = (registered(DAY), registered(LATER), ended(Happening.DIVORCE, LATER))
    first, second = marriages_of(PAIR, events)
    assert (LATER, LATER, None) == (first.ended, second.begun, second.ending)


def test_on_one_day_a_death_comes_after_a_registration() -> None:
    """Nobody registers after her death: who dies on the day of her wedding was married."""
    events = (ended(Happening.DEATH, DAY, A), registered(DAY))
    assert (Marriage(PAIR, DAY, DAY, Happening.DEATH, A),) == marriages_of(PAIR, events)


def test_a_second_divorce_without_a_registration_is_the_same_one() -> None:
    """The register's later note of the court's divorce adds no marriage."""
    events = (
        registered(DAY),
        ended(Happening.DIVORCE, LATER),
        ended(Happening.DIVORCE, LAST),
    )
    assert (Marriage(PAIR, DAY, LATER, Happening.DIVORCE),) == marriages_of(PAIR, events)


def test_a_divorce_without_a_registration_proves_a_marriage() -> None:
    """It had begun on a day that nobody knows."""
    (marriage,) = marriages_of(PAIR, (ended(Happening.DIVORCE, LATER),))
    assert Marriage(PAIR, None, LATER, Happening.DIVORCE) == marriage
    assert [True, False] == [marriage.is_unsettled_on(DAY), marriage.is_unsettled_on(LATER)]
    assert [False, True] == [marriage.had_begun_by(DAY), marriage.had_begun_by(LATER)]


@pytest.mark.parametrize("since_divorced", [False, True])
def test_an_annulment_voids_from_the_beginning(since_divorced: bool) -> None:
    """It reaches back, even past a divorce."""
    divorce = (ended(Happening.DIVORCE, LATER),) if since_divorced else ()
    (marriage,) = marriages_of(PAIR, (registered(DAY), *divorce, ended(Happening.ANNULMENT, LAST)))
    assert [False, False] == [marriage.is_valid, marriage.is_in_force_on(DAY)]


def test_an_annulment_voids_the_last_marriage_only() -> None:
    """An earlier marriage of the same two that a divorce ended stays what it was."""
    events = (
        registered(DAY),
        ended(Happening.DIVORCE, LATER),
        registered(LAST),
        ended(Happening.ANNULMENT, LAST + timedelta(days=9)),
    )
    assert [True, False] == [marriage.is_valid for marriage in marriages_of(PAIR, events)]


def test_an_annulment_alone_leaves_nothing_valid() -> None:
    """Reported without its registration, it is a marriage that never was."""
    (marriage,) = marriages_of(PAIR, (ended(Happening.ANNULMENT, LATER),))
    assert [False, False] == [marriage.is_valid, marriage.is_unsettled_on(DAY)]


def test_a_second_registration_adds_nothing() -> None:
    """Registered twice without an end: one marriage since the first day."""
    assert (Marriage(PAIR, DAY),) == marriages_of(PAIR, (registered(LATER), registered(DAY)))


def test_a_death_or_a_statement_alone_proves_no_marriage() -> None:
    """That somebody died, or did not want to resume, does not make her a spouse."""
    events = (ended(Happening.DEATH, DAY, A), ended(Happening.NOT_RESUMED, DAY))
    assert () == marriages_of(PAIR, events)


def test_a_pause_interrupts_the_marriage_it_met() -> None:
    """From the declaration until its revocation nobody was married (CC 51)."""
    pause = Pause(PAIR, LATER, LAST)
    (marriage,) = marriages_of(PAIR, (registered(DAY),), (pause,))
    days = [LATER - timedelta(days=1), LATER, LAST - timedelta(days=1), LAST]
    assert [True, False, False, True] == [marriage.is_in_force_on(day) for day in days]


def test_a_pause_leaves_a_later_marriage_alone() -> None:
    """Who married again before the revocation is married since then."""
    (marriage,) = marriages_of(PAIR, (registered(LATER),), (Pause(PAIR, DAY, LAST),))
    assert () == marriage.pauses


def test_other_couples_do_not_matter() -> None:
    """Events of another couple are not the couple's."""
    assert () == marriages_of(PAIR, (Event(OTHER, Happening.REGISTRATION, DAY),))


HAPPENINGS = st.builds(
    Event,
    st.just(PAIR),
    st.sampled_from([h for h in Happening if h is not Happening.NOT_RESUMED]),
    st.integers(0, 6).map(lambda n: DAY + timedelta(days=n)),
)


@given(st.lists(HAPPENINGS, max_size=7), st.randoms(use_true_random=False))
def test_order_and_repetition_make_no_difference(
    events: list[Event], shuffled: random.Random
) -> None:
    """The same events in any order, some told twice, give the same marriages."""
    again = [*events, *events[:2]]
    shuffled.shuffle(again)
    assert marriages_of(PAIR, tuple(events)) == marriages_of(PAIR, tuple(again))


@given(st.lists(HAPPENINGS, max_size=7))
def test_at_most_the_last_marriage_lasts(events: list[Event]) -> None:
    """A couple is in at most one marriage, and every earlier one has ended."""
    found = marriages_of(PAIR, tuple(events))
    assert [m for m in found[:-1] if m.ending is None] == []
    assert 1 >= sum(marriage.is_in_force_on(DAY + timedelta(days=9)) for marriage in found)
