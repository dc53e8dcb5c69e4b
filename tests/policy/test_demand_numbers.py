"""Numbers to follow: read as written, however they are typed; slips are told from numbers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.policy.demand_numbers import ALPHABET, SECRET_BYTES, read_number, write_number

SECRETS = st.binary(min_size=SECRET_BYTES, max_size=32)


@given(SECRETS)
def test_form(secret: bytes) -> None:
    """Five groups of four readable characters."""
    assert re.fullmatch(f"[{ALPHABET}]{{4}}(-[{ALPHABET}]{{4}}){{4}}", write_number(secret))


@given(SECRETS, st.sampled_from(["", " ", "－", "—", "\t"]), st.booleans())
def test_reading(secret: bytes, between: str, lower: bool) -> None:
    """Dashes, spaces and case make no difference; neither do letters that look like digits."""
    number = write_number(secret)
    typed = number.replace("-", between).replace("1", "l").replace("0", "O")
    assert number == read_number(typed.lower() if lower else typed)


@given(SECRETS, st.integers(0, 19), st.sampled_from(ALPHABET))
def test_a_wrong_character(secret: bytes, place: int, character: str) -> None:
    """No single wrong character makes another number."""
    plain = write_number(secret).replace("-", "")
    wrong = plain[:place] + character + plain[place + 1 :]
    expected = None if wrong != plain else write_number(secret)
    assert expected == read_number(wrong)


@given(SECRETS, SECRETS)
def test_different_secrets(one: bytes, other: bytes) -> None:
    """All but the last bit of twelve bytes is in the number: 95 bits."""
    values = [int.from_bytes(secret[:SECRET_BYTES], "big") >> 1 for secret in (one, other)]
    assert (values[0] == values[1]) == (write_number(one) == write_number(other))


@pytest.mark.parametrize("text", ["", "-", "K7QF", "K" * 21, "É" * 20, "K7QF-3M2X-9TRD-B05W-H8V!"])
def test_no_number(text: str) -> None:
    """What cannot be a number is none."""
    assert read_number(text) is None
