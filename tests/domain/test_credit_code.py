"""Unified social credit codes: form, check character and the kind a prefix hints at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.credit_code import CodeReason, CreditCode, CreditCodeRefused, check_character

EXAMPLE = "91350100M000100Y43"
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

bodies = st.text(ALPHABET, min_size=17, max_size=17)


def _reason(text: str) -> CodeReason:
    with pytest.raises(CreditCodeRefused) as refused:
        CreditCode.parse(text)
    return refused.value.reason


def test_example_of_the_standard_is_valid() -> None:
    """The standard's own example is read, and a public code may be shown."""
    assert EXAMPLE == str(CreditCode.parse(EXAMPLE))


@pytest.mark.parametrize("text", ["", EXAMPLE[:-1], EXAMPLE + "0"], ids=["none", "17", "19"])
def test_other_lengths_are_refused(text: str) -> None:
    """Only 18 characters are a code."""
    assert "code_length" == _reason(text)


@pytest.mark.parametrize("letter", ["I", "O", "Z", "S", "V", "y", " ", "\n", "１", "-"])
def test_letters_outside_the_alphabet_are_refused(letter: str) -> None:
    """The letters that look like digits, small letters, spaces and wide forms are refused."""
    assert "code_characters" == _reason(letter + EXAMPLE[1:])


def test_wrong_check_character_is_refused() -> None:
    """A code whose last character does not follow from the others is refused."""
    assert "code_check_character" == _reason(EXAMPLE[:-1] + "4")


def test_kind_comes_from_the_table_handed_in() -> None:
    """The prefix is looked up in data; what the data does not list is another kind."""
    code = CreditCode.parse("11" + "0" * 15 + check_character("11" + "0" * 15))
    kinds = (code.kind({"11": "state_organ"}), code.kind({"12": "public_institution"}))
    assert ("state_organ", "other") == kinds


@given(bodies)
def test_completed_code_satisfies_the_definition(body: str) -> None:
    """The weighted sum of a valid code, check character included with weight 1, is 0 mod 31."""
    code = CreditCode.parse(body + check_character(body)).value
    total = sum(ALPHABET.index(c) * pow(3, place, 31) for place, c in enumerate(code[:17]))
    assert 0 == (total + ALPHABET.index(code[17])) % 31


@given(bodies, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_single_changed_character_is_refused(body: str, place: int, other: str) -> None:
    """The check character finds every single wrong character."""
    code = body + check_character(body)
    changed = code[:place] + other + code[place + 1 :]
    if changed == code:
        assert code == CreditCode.parse(changed).value
    else:
        assert "code_check_character" == _reason(changed)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever comes in, the only exception is the refusal."""
    try:
        assert 18 == len(CreditCode.parse(text).value)
    except CreditCodeRefused as refused:
        assert str(refused) == refused.reason
