"""Searching the catalogue as clerks and residents would: both languages, older names, numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.catalogue import NEGATIVE
from gateway.policy.catalogue_search import LONGEST_QUERY, Source, is_searchable, search
from gateway.storage.catalogue_files import load_catalogue

CATALOGUE = load_catalogue(Path(__file__).parents[2] / "contracts")


def _places(query: str) -> list[str]:
    """What was found, as n8 or r5."""
    return [f"{one.listed[0]}{one.number}" for one in search(CATALOGUE, query)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("健在", "n10"),
        ("健在证明", "n10"),
        ("being alive", "n10"),
        ("同一人证明", "n3"),
        ("曾用名", "n3"),
        ("老年人健在证明", "n10"),
        ("夫妻关系", "n1"),
        ("户籍证明", "n2"),
        ("marriage", "n8 n14 r6 n20"),
        ("Marriage certificate", "n8 n14 r6 n20"),
        ("婚姻证明", "n8 r6"),
        ("收入证明", "n17 n15"),
        ("公租房申请人就业和收入证明", "n15 n17"),
        ("民政部门", "r1 r6"),
        ("Conscription", "r4"),
        ("征兵", "r4"),
        ("老人要开健在证明怎么办", "n10"),
    ],
)
def test_by_what_it_is_called(query: str, expected: str) -> None:
    """Names, parts, bracketed and older names, demanding units; the closest comes first."""
    assert expected.split() == _places(query)


@pytest.mark.parametrize(
    ("query", "expected"),
    [("8", "n8"), ("5", "n5 r5"), ("第５项", "n5 r5"), ("No. 30", "n30"), ("31", ""), ("0", "")],
)
def test_by_number(query: str, expected: str) -> None:
    """A number means the entries of that number on both lists, and nothing else."""
    assert expected.split() == _places(query)


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("ＭＡＲＲＩＡＧＥ", "marriage"),
        ("  婚 姻　状况证明 ", "婚姻状况证明"),
        ("《出生》证明", "出生证明"),
        ("８", "8"),
        ("household   REGISTRATION", "household registration"),
    ],
)
def test_writing_makes_no_difference(query: str, same: str) -> None:
    """Width, case, spaces and punctuation are folded."""
    assert _places(same) == _places(query)
    assert [] != _places(query)


@pytest.mark.parametrize("query", ["单身证明", "passport", "单身", "！？", ""])
def test_on_neither_list(query: str) -> None:
    """What no text of the lists says is not found: the decree's third answer then holds."""
    assert [] == _places(query)


@pytest.mark.parametrize("query", ["证明", "certificate"])
def test_a_word_of_nearly_all_finds_nearly_all(query: str) -> None:
    """A word that says nothing narrows nothing."""
    assert 30 <= len(_places(query))


def test_every_name_finds_its_entry_first() -> None:
    """An official name leads to its own entry before any other, in both languages."""
    names = [paper.name for paper in CATALOGUE.negative.values()]
    names += [paper.name for paper in CATALOGUE.retained.values()]
    firsts = [
        (text, search(CATALOGUE, text)[0].by) for name in names for text in (name.zh, name.en)
    ]
    assert [] == [text for text, by in firsts if text not in (by.zh, by.en)]


def test_every_other_and_older_name_is_found() -> None:
    """The names in brackets and of older items lead to their entry."""
    missed = [
        name.zh
        for number, paper in CATALOGUE.negative.items()
        for name in (
            *paper.also_called,
            *(older.name for older in paper.older),
            *(also for older in paper.older for also in older.also_called),
        )
        if f"n{number}" not in _places(name.zh) or f"n{number}" not in _places(name.en)
    ]
    assert [] == missed


def test_found_tells_by_which_name() -> None:
    """The name that fitted comes along, so that nobody wonders why."""
    (found,) = search(CATALOGUE, "同一人证明")
    assert (NEGATIVE, 3, Source.OLDER_NAME, "同一人证明") == (
        found.listed,
        found.number,
        found.source,
        found.by.zh,
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("健" * LONGEST_QUERY, True),
        ("健" * (LONGEST_QUERY + 1), False),
        ("", False),
        (" 　", False),
        ("。！", False),
    ],
    ids=["longest", "too long", "empty", "spaces", "punctuation"],
)
def test_what_can_be_searched_for(query: str, expected: bool) -> None:
    """A search has a letter or digit, and an end."""
    assert expected == is_searchable(query)


@given(st.text(max_size=LONGEST_QUERY))
def test_any_text_is_searched_the_same_way_twice(query: str) -> None:
    """Whatever is typed, each entry is found once at most, and in the same order again."""
    places = _places(query)
    assert (len(places), places) == (len(set(places)), _places(query))
