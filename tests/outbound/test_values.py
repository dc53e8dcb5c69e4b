"""What departments write, as the house writes it: strict, and never guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.evidence import Cause
from gateway.domain.person import Person
from gateway.outbound.values import (
    COMPACT_DAY,
    HYPHENATED_DAY,
    known,
    read_day,
    read_name,
    read_number,
    read_person,
    utc_now,
)
from gateway.ports.source import LinkFailed
from tests.outbound.test_documents import cause_of

NUMBER = "500112195803120017"


@given(st.dates())
def test_days(day: date) -> None:
    """A day is read back from either form."""
    written = f"{day.year:04}{day.month:02}{day.day:02}"
    assert day == read_day(written, COMPACT_DAY)
    assert day == read_day(day.isoformat(), HYPHENATED_DAY)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("20260229", COMPACT_DAY),
        ("00000101", COMPACT_DAY),
        ("2026-02-28", COMPACT_DAY),
        ("20260228 ", COMPACT_DAY),
        ("20260228\n", COMPACT_DAY),
        ("２０２６０２２８", COMPACT_DAY),
        ("20260228", HYPHENATED_DAY),
        ("2026-2-28", HYPHENATED_DAY),
        ("2026-13-01", HYPHENATED_DAY),
        ("", HYPHENATED_DAY),
    ],
)
def test_what_is_no_day(text: str, form: re.Pattern[str]) -> None:
    """Impossible days, other forms, and digits of other scripts are malformed."""
    assert Cause.MALFORMED == cause_of(lambda: read_day(text, form))


def test_numbers() -> None:
    """Both forms of a number are one number."""
    assert [NUMBER, NUMBER] == [read_number(NUMBER), read_number("500112580312001")]


@pytest.mark.parametrize("index", range(5))
def test_what_is_no_number(index: int) -> None:
    """A wrong check digit, a wrong length, no digits: malformed."""
    texts = ("", NUMBER[:-1] + "8", NUMBER[:-1], " " + NUMBER, "E00000000")
    assert Cause.MALFORMED == cause_of(lambda: read_number(texts[index]))


@pytest.mark.parametrize("text", ["", " ", "·", "a\tb", "x" * 101])
def test_what_is_no_name(text: str) -> None:
    """What the house does not take for a name is malformed."""
    assert Cause.MALFORMED == cause_of(lambda: read_name(text))


def test_persons() -> None:
    """Without a number nobody; without a name, a name that matches none."""
    assert Person(NUMBER, "陈建国") == read_person(NUMBER, "陈建国")
    assert Person(NUMBER, "") == read_person(NUMBER, None)
    assert [None, None] == [read_person("", "陈建国"), read_person(None, None)]
    assert Cause.MALFORMED == cause_of(lambda: read_person("", "\t"))
    assert Cause.MALFORMED == cause_of(lambda: read_person("1", ""))


def test_codes() -> None:
    """A code in the table means what the table says; any other is unknown."""
    assert 1 == known({"a": 1}, "a")
    assert Cause.UNKNOWN_CODE == cause_of(lambda: known({"a": 1}, "A"))


@given(st.text(max_size=20))
def test_any_text(text: str) -> None:
    """Any text is a number, or malformed, and nothing else."""
    try:
        assert 18 == len(read_number(text))
    except LinkFailed as failed:
        assert Cause.MALFORMED == failed.cause


def test_the_wall_clock_is_aware() -> None:
    """Calls are stamped in a known zone."""
    assert timedelta(0) == UTC.utcoffset(utc_now()) == utc_now().utcoffset()
