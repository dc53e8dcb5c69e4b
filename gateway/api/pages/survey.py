"""The form that a head signs: a survey on paper, with its totals, its digest, and room to sign.

Shows what was filed and what the decree says about it. Must never show another content than the one
that the digest is of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from fastapi import Response

from gateway.api.pages.rendering import render
from gateway.api.pages.survey_words import WORDS
from gateway.domain.catalogue import Catalogue
from gateway.domain.matter import CertificateRef
from gateway.domain.survey import FiledSurvey, SurveyRow, UnitKind
from gateway.domain.text import Text
from gateway.policy.survey_remarks import Remark, paper_name, remarks_on
from gateway.policy.survey_totals import Counts, Reported, count, rows_of
from gateway.policy.survey_words import COVERAGES, PROPOSALS, STATES, UNIT_KINDS
from gateway.ports.machine import civil_date

GROUP: Final = 8
HALF: Final = 4  # groups
_SHEET: Final = "survey.css"
_NOT_PLAIN: Final = re.compile("[^0-9a-z_ ]")


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row in words."""

    place: int
    name: Text
    listed: Text
    demanded_at: Text
    demanded_by: str | None
    row: SurveyRow
    proposal: Text
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class ShownSurvey:
    """What the template shows. `due_on` is that of the round, if one was called."""

    filed: FiledSurvey
    kind: Text
    covers: Text
    state: Text
    drafted_on: date
    submitted_on: date | None
    due_on: date | None
    totals: tuple[tuple[Text, Counts], ...]
    total: Counts
    rows: tuple[ShownRow, ...]
    digest: tuple[str, ...]


def survey_form(
    filed: FiledSurvey,
    catalogue: Catalogue,
    catalogue_digest: str,
    due_on: date | None,
    lang: str,
    *,
    is_file: bool = False,
) -> Response:
    """The page. `is_file`: it is saved rather than served, so it carries its policy in itself and
    has no switch of language, which would lead nowhere.
    """
    shown = show_survey(filed, catalogue, due_on)
    return render(
        "survey_form.html",
        lang,
        sheet=_SHEET,
        style=_page_foot(shown),
        shown=shown,
        words=WORDS,
        version=catalogue_digest[:12],
        is_file=is_file,
    )


def show_survey(filed: FiledSurvey, catalogue: Catalogue, due_on: date | None) -> ShownSurvey:
    """A survey as the template shows it."""
    reported = rows_of((filed,))
    return ShownSurvey(
        filed=filed,
        kind=UNIT_KINDS[filed.survey.unit.kind],
        covers=COVERAGES[filed.survey.covers],
        state=STATES[filed.state],
        drafted_on=civil_date(filed.changed_at),
        submitted_on=_day(filed.submitted_at),
        due_on=due_on,
        totals=tuple((UNIT_KINDS[kind], _at(kind, reported)) for kind in UnitKind),
        total=count(reported),
        rows=tuple(_row(n, row, catalogue) for n, row in enumerate(filed.survey.rows, start=1)),
        digest=tuple(filed.digest[i : i + GROUP] for i in range(0, len(filed.digest), GROUP)),
    )


def _page_foot(shown: ShownSurvey) -> str:
    """The style that puts the survey's id and half of its digest at the foot of every page.

    A page that holds no row has it as well, so that no page can be exchanged unseen.
    """
    half = " ".join(shown.digest[:HALF])
    text = _NOT_PLAIN.sub("", f"{shown.filed.survey_id}   {half}")
    return f'@page {{ @bottom-left {{ content: "{text}"; }} }}\n'


def _at(kind: UnitKind, reported: Iterable[Reported]) -> Counts:
    return count(one for one in reported if one.row.demanded_at is kind)


def _row(place: int, row: SurveyRow, catalogue: Catalogue) -> ShownRow:
    return ShownRow(
        place=place,
        name=paper_name(row.certificate, row.paper, catalogue),
        listed=_listed(row.certificate),
        demanded_at=UNIT_KINDS[row.demanded_at],
        demanded_by=row.demanded_by,
        row=row,
        proposal=PROPOSALS[row.proposal],
        remarks=remarks_on(row, catalogue),
    )


def _listed(certificate: CertificateRef | None) -> Text:
    if certificate is None:
        return WORDS["unlisted"]
    words = WORDS[certificate.listed]
    return Text(words.zh.format(certificate.number), words.en.format(certificate.number))


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else civil_date(moment)
