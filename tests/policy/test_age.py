"""Who is under fourteen (PIPL 31)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.policy.age import is_under_fourteen
from tests.policy.builders import a_person


@pytest.mark.parametrize(
    ("born_on", "today", "under"),
    [
        (date(2012, 11, 24), date(2026, 11, 23), True),
        (date(2012, 11, 24), date(2026, 11, 24), False),
        (date(2012, 2, 29), date(2026, 2, 28), True),
        (date(2012, 2, 29), date(2026, 3, 1), False),
        (date(2026, 11, 24), date(2026, 11, 24), True),
        (date(1930, 1, 1), date(2026, 11, 24), False),
    ],
    ids=["eve", "birthday", "leap-eve", "leap-birthday", "newborn", "old"],
)
def test_fourteenth_birthday(born_on: date, today: date, under: bool) -> None:
    """She is under fourteen until her fourteenth birthday has come."""
    assert under == is_under_fourteen(a_person(born_on), today)


def test_other_documents_tell_no_age() -> None:
    """A passport's number states no birth date."""
    passport = a_person(number="E00000000", id_type="passport")
    assert not is_under_fourteen(passport, date(2026, 11, 24))


@given(
    born_on=st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    days=st.integers(0, 20_000),
)
def test_nobody_becomes_younger(born_on: date, days: int) -> None:
    """Who is not under fourteen on a day is not on any later one."""
    today = born_on + timedelta(days=14 * 365 + 3)
    later = today + timedelta(days=days)
    person = a_person(born_on)
    assert is_under_fourteen(person, today) or not is_under_fourteen(person, later)
