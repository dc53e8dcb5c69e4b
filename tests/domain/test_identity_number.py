"""Identity numbers: form, check digit, conversion of old ones, and silence about the number."""

from __future__ import annotations

import traceback
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.identity_number import IdentityNumber, NumberReason, NumberRefused

EXAMPLE = "11010519491231002X"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _complete(body: str) -> str:
    """Append the check digit by the definition of the standard: the sum is 1 modulo 11."""
    rest = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + next(c for c in "0123456789X" if (rest + "0123456789X".index(c)) % 11 == 1)


def _reason(text: str) -> NumberReason:
    with pytest.raises(NumberRefused) as refused:
        IdentityNumber.parse(text)
    return refused.value.reason


bodies = st.builds(
    lambda area, born, serial: f"{area:06}{born:%Y%m%d}{serial:03}",
    st.integers(0, 999_999),
    st.dates(min_value=date(1800, 1, 1)),
    st.integers(0, 999),
)
numbers = bodies.map(_complete)


def test_example_of_the_standard_is_valid() -> None:
    """The standard's own example is read with its birth date, sex and area."""
    number = IdentityNumber.parse(EXAMPLE)
    expected = (EXAMPLE, date(1949, 12, 31), "female", "110105", False)
    assert expected == (
        number.value,
        number.born_on,
        number.sex,
        number.area,
        number.given_as_15,
    )


def test_odd_serial_is_male() -> None:
    """A number with an odd serial states a man."""
    assert "male" == IdentityNumber.parse(_complete("11010519491231003")).sex


def test_lower_case_check_digit_is_accepted() -> None:
    """A lower-case x is read as the capital letter."""
    assert EXAMPLE == IdentityNumber.parse(EXAMPLE.lower()).value


@pytest.mark.parametrize("length", [0, 1, 14, 16, 17, 19, 400])
def test_other_lengths_are_refused(length: int) -> None:
    """Only 15 and 18 characters are a number."""
    assert "number_length" == _reason("1" * length)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: " " + text[1:],
        lambda text: text[:-1] + " ",
        lambda text: text[:-1] + "\n",
        lambda text: "１" + text[1:],
        lambda text: "١" + text[1:],
        lambda text: text[:-1] + "Ｘ",
        lambda text: "X" + text[1:],
        lambda text: text[:3] + "-" + text[4:],
    ],
    ids=["space", "end", "newline", "wide", "arabic", "wide-x", "early-x", "hyphen"],
)
def test_other_characters_are_refused(change: object) -> None:
    """Spaces, full-width and foreign digits and misplaced letters are refused, not repaired."""
    assert callable(change)
    assert "number_characters" == _reason(change(EXAMPLE))


def test_letter_in_an_old_number_is_refused() -> None:
    """A number of 15 characters has digits only."""
    assert "number_characters" == _reason("11010549123100X")


@pytest.mark.parametrize("born", ["19490229", "19001301", "20230431", "00000101", "19490100"])
def test_impossible_birth_dates_are_refused(born: str) -> None:
    """A birth date that no calendar has is refused before the check digit is looked at."""
    assert "number_birth_date" == _reason(_complete(f"110105{born}002"))


def test_impossible_birth_date_of_an_old_number_is_refused() -> None:
    """Two-digit years are judged with their century: 1900 was no leap year."""
    assert "number_birth_date" == _reason("110105000229002")


def test_unknown_area_and_future_birth_are_not_judged() -> None:
    """Area codes vanish, and a future birth date needs a clock: neither is refused here."""
    number = IdentityNumber.parse(_complete("99999929991231002"))
    assert ("999999", date(2999, 12, 31)) == (number.area, number.born_on)


def test_old_number_is_lengthened() -> None:
    """A 15-digit number becomes the 18-character one of the same person, and says so."""
    number = IdentityNumber.parse("110105491231002")
    assert (EXAMPLE, True) == (number.value, number.given_as_15)


def test_old_and_new_form_are_the_same_number() -> None:
    """Equality and hash look at the number, not at how it was given."""
    pair = {IdentityNumber.parse("110105491231002"), IdentityNumber.parse(EXAMPLE)}
    assert 1 == len(pair)


@pytest.mark.parametrize(("serial", "year"), [("995", 1949), ("996", 1849), ("999", 1849)])
def test_centenary_serials_mean_the_century_before(serial: str, year: int) -> None:
    """The last four serials of a 15-digit number mark somebody born in the 1800s."""
    assert year == IdentityNumber.parse(f"110105491231{serial}").born_on.year


def test_centenary_serials_can_be_corrected() -> None:
    """An operator who knows better hands in other serials."""
    number = IdentityNumber.parse("110105491231996", centenary=frozenset())
    assert 1949 == number.born_on.year


def test_number_is_never_shown() -> None:
    """Neither text form of a number, nor one nested in another object, holds it."""
    number = IdentityNumber.parse(EXAMPLE)
    shown = f"{number} {number!r} {[number]}"
    assert "IdentityNumber(…) IdentityNumber(…) [IdentityNumber(…)]" == shown


@pytest.mark.parametrize(
    "text", ["110105194912310021", "110105194902290029", "secret"], ids=range(3)
)
def test_refusal_never_holds_the_number(text: str) -> None:
    """The exception and its whole traceback text name the reason only."""
    with pytest.raises(NumberRefused) as refused:
        IdentityNumber.parse(text)
    assert text not in "".join(traceback.format_exception(refused.value))


def test_ill_formed_number_cannot_be_constructed() -> None:
    """The constructor checks too, so no other code can make an invalid number."""
    with pytest.raises(NumberRefused) as refused:
        IdentityNumber("110105194912310021")
    assert "number_check_digit" == refused.value.reason


@given(numbers)
def test_every_completed_number_is_read_back(text: str) -> None:
    """A number with a real date and the right check digit is valid and keeps its value."""
    number = IdentityNumber.parse(text)
    assert (text, text[6:14]) == (number.value, f"{number.born_on:%Y%m%d}")


@given(numbers, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_single_changed_character_is_refused(text: str, place: int, other: str) -> None:
    """The check digit finds every single wrong character."""
    changed = text[:place] + other + text[place + 1 :]
    if changed == text:
        assert text == IdentityNumber.parse(changed).value
    else:
        assert _reason(changed).startswith("number_")


@given(numbers, st.integers(0, 15))
def test_swapped_neighbours_are_refused(text: str, place: int) -> None:
    """The check digit finds every swap of two different neighbouring digits."""
    changed = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    if changed == text:
        assert text == IdentityNumber.parse(changed).value
    else:
        assert _reason(changed).startswith("number_")


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever comes in, the only exception is the refusal."""
    try:
        assert 18 == len(IdentityNumber.parse(text).value)
    except NumberRefused as refused:
        assert str(refused) == refused.reason
