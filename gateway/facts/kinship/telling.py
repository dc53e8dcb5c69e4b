"""How what is held is told: neutral kinds of record, no adoption, nobody in between.

A relation by adoption must look like one that a household book holds: a kind, a date or an empty
list of its own would tell the adoption (promise 4, CC 1110).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.domain.finding import PartFinding, RecordKind
from gateway.domain.outcome import Outcome
from gateway.domain.question import ADOPTIONS, HOUSEHOLD
from gateway.facts.concluding import rest_on, unique
from gateway.facts.kinship import reasons as why
from gateway.facts.kinship.holdings import Source
from gateway.facts.kinship.relations import BIRTH_LINE, meets
from gateway.facts.shared_reasons import RELATION_NOT_SPECIFIC

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gateway.domain.finding import RestsOn
    from gateway.domain.question import Question
    from gateway.facts.hearing import Hearing
    from gateway.facts.kinship.archive import Archive
    from gateway.facts.kinship.derivations import Path
    from gateway.facts.kinship.holdings import Held

__all__ = ["adopted", "derived", "held", "meets"]


def held(
    row: str,
    code: str,
    archive: Archive,
    met: tuple[Held, ...],
    asked: tuple[Question, ...],
) -> PartFinding:
    """K5 and K3: confirmed by what a department holds."""
    return PartFinding(
        Outcome.CONFIRMED,
        row,
        unique(sorted(reason for entry in met for reason in entry.reasons)),
        _rests_on(code, archive, met, asked),
    )


def adopted(hearing: Hearing, asked: Iterable[Question]) -> PartFinding:
    """K4. An adoption under another name is not known for certain; both are told alike."""
    adoptions = [question for question in asked if question.operation == ADOPTIONS]
    reason = RELATION_NOT_SPECIFIC if hearing.unresolved(adoptions) else why.ADOPTED
    return PartFinding(Outcome.AMBIGUOUS, "K4", (reason.code,))


def derived(archive: Archive, paths: Iterable[Path]) -> PartFinding:
    """K7. How somebody in between was matched is not told."""
    ties = [tie for path in paths for tie in path.ties]
    named = archive.people.named
    return PartFinding(
        Outcome.CONFIRMED,
        "K7",
        unique((why.DERIVED.code, *sorted({r for t in ties if t.key in named for r in t.reasons}))),
        rest_on(RecordKind.KINSHIP_RECORD, (tie.as_of for tie in ties)),
        neutral=False,
    )


def _rests_on(
    code: str, archive: Archive, met: tuple[Held, ...], asked: tuple[Question, ...]
) -> tuple[RestsOn, ...]:
    births: list[date] = [entry.as_of for entry in met if entry.source is Source.BIRTH]
    if births:
        return rest_on(RecordKind.BIRTH_RECORD, births)
    if code not in BIRTH_LINE:
        adoptions = any(entry.source is Source.ADOPTION for entry in met)
        kind = RecordKind.KINSHIP_RECORD if adoptions else RecordKind.HOUSEHOLD_REGISTER
        return rest_on(kind, (entry.as_of for entry in met))
    both = (question for question in asked if question.operation in (HOUSEHOLD, ADOPTIONS))
    return rest_on(RecordKind.KINSHIP_RECORD, archive.hearing.data_dates(both))
