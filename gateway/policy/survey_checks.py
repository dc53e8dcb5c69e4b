"""What must fit together in the rows of a survey: paper, proposal, basis, unit.

Must never refuse a row because of what it demands: an improper demand that is hidden would be the
worst result of a survey. What the decree says about a row is a remark (`survey_remarks`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.domain.catalogue import NEGATIVE, RETAINED
from gateway.domain.survey import Coverage, Proposal
from gateway.errors import Problem
from gateway.policy import survey_words as why
from gateway.policy.catalogue_search import is_listed, listed_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.domain.catalogue import Catalogue
    from gateway.domain.survey import Survey, SurveyRow

UNKNOWN_CERTIFICATE: Final = "unknown_certificate"


def check_rows(survey: Survey, catalogue: Catalogue, problems: list[Problem]) -> None:
    """Note what does not fit, but not for fields that are wrong in themselves already."""
    wrong = {problem.pointer for problem in problems}
    names = listed_names(catalogue)
    seen: set[tuple[object, ...]] = set()
    for place, row in enumerate(survey.rows):
        found = [*_paper(row, catalogue, names), *_proposal(row), *_unit(row, survey)]
        pointers = [(f"/rows/{place}/{field}", reason) for field, reason in found]
        problems.extend(Problem(p, reason) for p, reason in pointers if p not in wrong)
        key = (row.certificate, row.paper, row.matter, row.demanded_at, row.demanded_by)
        if key in seen and not any(p.startswith(f"/rows/{place}/") for p in wrong):
            problems.append(Problem(f"/rows/{place}", why.ROW_REPEATED))
        seen.add(key)


def _paper(
    row: SurveyRow, catalogue: Catalogue, names: frozenset[tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    """A listed paper by its number, so that totals add up; any other by its name."""
    if (row.certificate is None) == (row.paper is None):
        yield ("paper", why.PAPER_OR_NUMBER)
    if row.certificate is not None:
        is_list = row.certificate.listed in (NEGATIVE, RETAINED)
        if is_list and not catalogue.holds(row.certificate.listed, row.certificate.number):
            yield ("number", UNKNOWN_CERTIFICATE)
    elif row.paper is not None and is_listed(names, row.paper):
        yield ("paper", why.IS_LISTED)


def _proposal(row: SurveyRow) -> Iterator[tuple[str, str]]:
    if row.proposal is Proposal.KEEP and row.basis is None:
        yield ("basis", why.KEEP_NEEDS_BASIS)


def _unit(row: SurveyRow, survey: Survey) -> Iterator[tuple[str, str]]:
    """Only who speaks for a system may report of other units."""
    if survey.covers is Coverage.SYSTEM:
        return
    if row.demanded_at is not survey.unit.kind:
        yield ("demanded_at", why.NOT_COVERED)
    if row.demanded_by is not None:
        yield ("demanded_by", why.NOT_COVERED)
