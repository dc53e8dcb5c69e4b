"""What the decree says about a row of a survey: remarks, none of which keeps it from being filed.

Must never judge a citation by itself: whether a law says what a unit claims is for people. Only
whether it is one that the retained list names is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.domain.catalogue import NEGATIVE, RETAINED, Route
from gateway.domain.survey import Proposal
from gateway.domain.text import Text
from gateway.policy import survey_words as words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.domain.catalogue import Catalogue, Certificate, RetainedCertificate
    from gateway.domain.matter import CertificateRef
    from gateway.domain.survey import SurveyRow

_LAW: Final = re.compile("《([^》]+)》")
_DOCUMENT: Final = re.compile("([\u4e00-\u9fff]{2})[〔（(\\[［]([0-9]{4})[〕）)\\]］]([0-9]+)号")


@dataclass(frozen=True, slots=True)
class Remark:
    """A code with its sentence, and what the decree's lists say about this paper."""

    code: str
    text: Text
    details: tuple[Text, ...] = ()


def remarks_on(row: SurveyRow, catalogue: Catalogue) -> tuple[Remark, ...]:
    """Everything worth saying about a row; the gravest first."""
    return tuple(_remarks(row, catalogue))


def paper_name(listed: CertificateRef | None, name: str | None, catalogue: Catalogue) -> Text:
    """What a paper is called: by the list's own name, else as the unit calls it."""
    if listed is None:
        return Text(name or "?", name or "?")
    if listed.listed == NEGATIVE and listed.number in catalogue.negative:
        return catalogue.negative[listed.number].name
    if listed.listed == RETAINED and listed.number in catalogue.retained:
        return catalogue.retained[listed.number].name
    return Text(f"{listed.listed} {listed.number}", f"{listed.listed} {listed.number}")


def _remarks(row: SurveyRow, catalogue: Catalogue) -> Iterator[Remark]:
    listed = row.certificate
    keeps = row.proposal is Proposal.KEEP
    if listed is None:
        if keeps:
            rule = catalogue.unlisted
            yield _remark(words.UNLISTED_KEPT, rule.proviso, *rule.conditions)
    elif listed.listed == RETAINED:
        yield from _on_retained(row, catalogue.retained.get(listed.number))
    elif listed.number in catalogue.negative:
        yield from _on_negative(row, catalogue.negative[listed.number])
    if row.basis is None:
        yield _remark(words.WITHOUT_BASIS)


def _on_negative(row: SurveyRow, paper: Certificate) -> Iterator[Remark]:
    if row.proposal is Proposal.KEEP:
        yield _remark(words.NEGATIVE_KEPT)
    yield _remark(words.NEGATIVE_DEMANDED, paper.instead)
    is_shared = Route.SHARING in paper.routes or bool(paper.asks)
    if row.proposal is Proposal.SHARING and not (is_shared and paper.available):
        yield _remark(words.NOT_SHARED_YET)


def _on_retained(row: SurveyRow, paper: RetainedCertificate | None) -> Iterator[Remark]:
    if paper is None:
        return
    if row.proposal is Proposal.KEEP and not _cites(row.basis or "", paper):
        yield _remark(words.RETAINED_BASIS, *paper.basis_printed)
    yield _remark(words.RETAINED_ALLOWED, paper.used_for, *paper.limits)


def _cites(basis: str, paper: RetainedCertificate) -> bool:
    """Whether it names one of the laws or documents that the list names for this paper."""
    current = (basis_now.text.zh for basis_now in paper.basis_current)
    named = _named(" ".join((*(printed.zh for printed in paper.basis_printed), *current)))
    return bool(named & _named(basis))


def _named(text: str) -> set[str]:
    """Titles of laws, without the country's name before them, and numbers of documents."""
    titles = {title.removeprefix("中华人民共和国") for title in _LAW.findall(text)}
    numbers = {"/".join(found) for found in _DOCUMENT.findall(text)}
    return titles | numbers


def _remark(code: str, *details: Text) -> Remark:
    return Remark(code, words.REMARKS[code], details)
