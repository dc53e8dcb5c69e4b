"""Names: what is refused, which spellings are one name, and silence about the name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.names import (
    NameMatch,
    NameReason,
    NameRefused,
    PersonName,
    compare_names,
    fold_name,
)

MINORITY = "买买提·吐尔逊"


def _reason(text: str) -> NameReason:
    with pytest.raises(NameRefused) as refused:
        PersonName.parse(text)
    return refused.value.reason


def test_equal_names_match_exactly() -> None:
    """The same characters are the same name, without further ado."""
    assert NameMatch.EXACT is compare_names("王小明", "王小明")


@pytest.mark.parametrize(
    "separator",
    ["\u00b7", "\u2022", "\u30fb", "\u2027", "\uff0e", "\uff65", ".", " · ", "\u3000•"],
    ids=lambda separator: "-".join(f"{ord(character):04x}" for character in separator),
)
def test_every_interpunct_separates_alike(separator: str) -> None:
    """A minority name is the same name, whichever interpunct the register writes."""
    held = MINORITY.replace("·", separator)
    expected = NameMatch.EXACT if held == MINORITY else NameMatch.VARIANT
    assert expected is compare_names(MINORITY, held)


@pytest.mark.parametrize(
    ("given_name", "held"),
    [("ＡＢｃ", "ABc"), ("王 小 明", "王小明"), ("王\u3000小明", "王\u00a0小明")],
    ids=["full-width", "spaces", "wide-space"],
)
def test_width_and_spacing_are_variants(given_name: str, held: str) -> None:
    """Full-width letters and spaces do not make another name."""
    assert NameMatch.VARIANT is compare_names(given_name, held)


@pytest.mark.parametrize(
    ("given_name", "held"),
    [
        ("張三", "张三"),
        ("李昇", "李升"),
        ("\uf900", "豈"),
        ("吕\U00020bb7", "吕吉"),
        ("\ue000三", "\ue001三"),
        ("\U000f0000三", "\U000f0001三"),
        ("王小明", "王小明明"),
        ("Anna", "ANNA"),
        (MINORITY, MINORITY.replace("·", "")),
    ],
    ids=[
        "traditional",
        "variant",
        "compatibility",
        "supplementary",
        "private",
        "private-plane",
        "longer",
        "case",
        "joined",
    ],
)
def test_other_characters_make_another_name(given_name: str, held: str) -> None:
    """No character is folded into another: not traditional, compatibility or private-use ones."""
    assert NameMatch.DIFFERENT is compare_names(given_name, held)


@pytest.mark.parametrize("name", ["𠮷田", "\ue000", "\U000f0000", "葛\U000e0100"], ids=range(4))
def test_rare_characters_are_names(name: str) -> None:
    """Supplementary, private-use and variant-selected characters are kept as they are."""
    assert (name, name) == (PersonName.parse(name).value, fold_name(name))


def test_empty_fields_match_nothing() -> None:
    """A department that leaves the name empty has not confirmed it."""
    found = {compare_names("", ""), compare_names("·", "·"), compare_names("王", "")}
    assert {NameMatch.DIFFERENT} == found


@pytest.mark.parametrize("text", ["", " ", "\u3000", "·", " • "], ids=range(5))
def test_nothing_but_separators_is_refused(text: str) -> None:
    """A name needs at least one character that is not a separator."""
    assert "name_empty" == _reason(text)


def test_length_counts_characters() -> None:
    """A hundred characters are a name, outside the basic plane too; one more is not."""
    assert 100 == len(PersonName.parse("𠮷" * 100).value)
    assert "name_length" == _reason("𠮷" * 101)


@pytest.mark.parametrize(
    "character",
    ["\x00", "\t", "\n", "\x7f", "\x9f", "\ud842", "\u2028", "\u2029", "\u202e"],
    ids=lambda character: f"{ord(character):04x}",
)
def test_controls_and_surrogates_are_refused(character: str) -> None:
    """What cannot be stored as UTF-8 or would change how a page prints is no name."""
    assert "name_characters" == _reason(f"王{character}明")


def test_name_is_never_shown() -> None:
    """Neither text form of a name, nor one nested in another object, holds it."""
    name = PersonName.parse("王小明")
    assert "PersonName(…) PersonName(…) [PersonName(…)]" == f"{name} {name!r} {[name]}"


def test_refusal_never_holds_the_name() -> None:
    """The exception names the reason only."""
    with pytest.raises(NameRefused) as refused:
        PersonName.parse("王小明\n")
    assert "name_characters" == str(refused.value)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    """Folding is idempotent, so folded names can be compared with folded names."""
    assert fold_name(text) == fold_name(fold_name(text))


@given(st.text(), st.text())
def test_comparison_does_not_depend_on_who_gives(left: str, right: str) -> None:
    """Given and held can be exchanged."""
    assert compare_names(left, right) is compare_names(right, left)


@given(st.text(st.characters(min_codepoint=0x3400, max_codepoint=0xFAFF), min_size=1))
def test_ideographs_are_never_folded(text: str) -> None:
    """Han, Hangul, private-use and compatibility characters pass through unchanged."""
    assert text == fold_name(text)
