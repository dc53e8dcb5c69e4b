"""The mocks' own reading of GB 11643."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mocks.population.numbers import (
    Issuer,
    NumberError,
    birth_date,
    canonical,
    complete,
    sex_of,
    shorten,
)

BIRTHS = st.dates(date(1900, 1, 1), date(1999, 12, 31))
SEXES = st.sampled_from(["1", "2"])


def test_the_example_of_the_standard() -> None:
    """The check character of the standard's example is X."""
    assert "11010519491231002X" == complete("11010519491231002")


@given(BIRTHS, SEXES)
def test_an_issued_number_says_birth_date_and_sex(born_on: date, sex: str) -> None:
    """Whatever is issued is valid, in both forms."""
    number = Issuer().issue("500112", born_on, sex)
    assert (born_on, sex) == (birth_date(number), sex_of(number))
    assert number == canonical(shorten(number))


def test_no_number_is_issued_twice() -> None:
    """A day's serials of one sex run out rather than repeat."""
    issuer, born_on = Issuer(), date(1990, 1, 1)
    numbers = [issuer.issue("500112", born_on, "1") for _ in range(498)]
    assert 498 == len(set(numbers))
    with pytest.raises(NumberError):
        issuer.issue("500112", born_on, "1")


def test_centenarians() -> None:
    """Serials 996 to 999 of a 15-digit number belong to people born 18yy."""
    assert ["1899", "1999"] == [
        canonical(f"500112990101{serial}")[6:10] for serial in ("996", "995")
    ]


@pytest.mark.parametrize(
    "number",
    ["", "5001121958", "11010519491231002x", "110105194912310021", "500112195802300018", "１" * 18],
    ids=["empty", "short", "lower case", "check", "30 February", "full-width"],
)
def test_what_is_no_number(number: str) -> None:
    """It is refused, and the message does not repeat it."""
    with pytest.raises(NumberError) as caught:
        birth_date(number)
    assert number == "" or number not in str(caught.value)


def test_what_was_never_short() -> None:
    """Nobody born in this century had 15 digits."""
    with pytest.raises(NumberError):
        shorten(Issuer().issue("500112", date(2001, 1, 1), "2"))
