"""Finding a paper in the catalogue by what a clerk or resident calls it, in either language.

Pure. Must never decide whether a paper may be demanded, and never guess: what is found carries the
words by which it was found. Folding is for names of papers only; names of persons are never folded
like this (domain.md §3).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from gateway.domain.catalogue import (
    NEGATIVE,
    RETAINED,
    Catalogue,
    Certificate,
    RetainedCertificate,
)
from gateway.domain.text import Text

LONGEST_QUERY: Final = 40
"""Characters that a search may have: the longest name in brackets has half of it."""

_NUMBER: Final = re.compile(r"(?:第|no|number)?0*([1-9]\d{0,2})(?:项|号)?")
_LATIN: Final = re.compile(r"[a-z0-9]+")
_PAPER: Final = "证明"
# What says no more than that it is a paper; "of" and its like join the words that do.
_EMPTY_WORDS: Final = frozenset({"certificate", "of", "a", "an", "the", "for", "to", "that", "s"})
_SHORTEST_PART: Final = 2


class Source(IntEnum):
    """Where the words were found; the official name counts most."""

    NUMBER = 0
    NAME = 1
    OTHER_NAME = 2
    OLDER_NAME = 3
    DEMANDED_BY = 4


class Fit(IntEnum):
    """How closely the words fit: all of the name, a part of it, or more than it."""

    WHOLE = 0
    PART = 1
    INSIDE = 2


@dataclass(frozen=True, slots=True)
class Found:
    """An entry of a list, the text by which it was found, and where that stands."""

    listed: str
    number: int
    source: Source
    fit: Fit
    by: Text

    @property
    def rank(self) -> tuple[Fit, Source, str, int]:
        """Closest first; the negative list before the retained one; then by number."""
        return (self.fit, self.source, self.listed, self.number)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query, folded: all its letters, its Chinese stem, its English words.

    ``says_english`` holds also where those words say no more than "certificate".
    """

    letters: str
    stem: str
    words: tuple[str, ...]
    says_english: bool


def is_searchable(query: str) -> bool:
    """Tell whether a query is short enough and has at least one letter or digit."""
    return len(query) <= LONGEST_QUERY and bool(_letters(query))


def search(catalogue: Catalogue, query: str) -> tuple[Found, ...]:
    """Find entries by number, name, part of a name, older name or demanding unit, closest first.

    Width, case, spaces and punctuation make no difference. An entry is found once, by what fits
    best. Empty if nothing fits: the paper is then on neither list, as far as its name tells.
    """
    letters = _letters(query)
    if not letters:
        return ()
    number = _NUMBER.fullmatch(letters)
    asked = _Asked(letters, _stem(letters), _words(query), bool(_LATIN.findall(_folded(query))))
    wanted = int(number[1]) if number else None
    best = (_best(listed, paper, asked, wanted) for listed, paper in _papers(catalogue))
    return tuple(sorted((one for one in best if one), key=lambda one: one.rank))


def listed_names(catalogue: Catalogue) -> frozenset[tuple[str, ...]]:
    """Every name of a paper, other and older ones too, in the forms that fit as a whole.

    For whoever asks of many names whether a list has them: `is_listed` then looks nothing up.
    """
    return frozenset(
        form
        for _, paper in _papers(catalogue)
        for source, text in _texts(paper)
        if source is not Source.DEMANDED_BY
        for form in (*_forms(text.zh), *_forms(text.en))
    )


def is_listed(names: frozenset[tuple[str, ...]], name: str) -> bool:
    """Tell whether a paper of this name is on a list, as `search` would find it whole."""
    return not names.isdisjoint(_forms(name))


def _forms(name: str) -> tuple[tuple[str, ...], ...]:
    """The forms of a name that are compared: its letters, its stem, its telling words."""
    letters, words = _letters(name), _words(name)
    forms = (("letters", letters), ("stem", _stem(letters)), ("words", *words))
    return tuple(form for form in forms if any(form[1:]))


def _papers(catalogue: Catalogue) -> Iterator[tuple[str, Certificate | RetainedCertificate]]:
    yield from ((NEGATIVE, paper) for paper in catalogue.negative.values())
    yield from ((RETAINED, paper) for paper in catalogue.retained.values())


def _best(
    listed: str, paper: Certificate | RetainedCertificate, asked: _Asked, number: int | None
) -> Found | None:
    if number is not None:
        same = number == paper.number
        return Found(listed, number, Source.NUMBER, Fit.WHOLE, paper.name) if same else None
    fits = [
        Found(listed, paper.number, source, fit, text)
        for source, text in _texts(paper)
        if (fit := _fit(asked, text, source)) is not None
    ]
    return min(fits, key=lambda one: one.rank, default=None)


def _texts(paper: Certificate | RetainedCertificate) -> Iterator[tuple[Source, Text]]:
    """Everything that an entry can be found by."""
    yield Source.NAME, paper.name
    if isinstance(paper, RetainedCertificate):
        yield from _of(Source.DEMANDED_BY, paper.demanded_by)
        return
    yield from _of(Source.OTHER_NAME, paper.also_called)
    for older in paper.older:
        yield from _of(Source.OLDER_NAME, (older.name, *older.also_called))


def _of(source: Source, texts: Iterable[Text]) -> Iterator[tuple[Source, Text]]:
    return ((source, text) for text in texts)


def _fit(asked: _Asked, text: Text, source: Source) -> Fit | None:
    if _is_whole(asked, text):
        return Fit.WHOLE
    fits = (_fit_zh(asked, text.zh, source), _fit_en(asked, text.en))
    return min((fit for fit in fits if fit is not None), default=None)


def _is_whole(asked: _Asked, text: Text) -> bool:
    letters = _letters(text.zh)
    return (
        asked.letters in (letters, _letters(text.en))
        or (bool(asked.stem) and asked.stem == _stem(letters))
        or (bool(asked.words) and asked.words == _words(text.en))
    )


def _fit_zh(asked: _Asked, name: str, source: Source) -> Fit | None:
    letters = _letters(name)
    if asked.letters in letters or (asked.stem and asked.stem in letters):
        return Fit.PART
    # Somebody may write a whole sentence around the name. A unit's name is too common for that.
    stem = _stem(letters)
    is_inside = len(stem) >= _SHORTEST_PART and stem in asked.letters
    return Fit.INSIDE if is_inside and source is not Source.DEMANDED_BY else None


def _fit_en(asked: _Asked, name: str) -> Fit | None:
    """All words of the query begin words of the name, in whatever order."""
    words = _words(name)
    begun = all(any(word.startswith(part) for word in words) for part in asked.words)
    return Fit.PART if asked.says_english and begun else None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _letters(text: str) -> str:
    """Letters and digits only, in one width and case."""
    return "".join(letter for letter in _folded(text) if letter.isalnum())


def _stem(letters: str) -> str:
    return letters.removesuffix(_PAPER)


def _words(text: str) -> tuple[str, ...]:
    """The telling words of an English text; none of a text without Latin letters or digits."""
    return tuple(word for word in _LATIN.findall(_folded(text)) if word not in _EMPTY_WORDS)
