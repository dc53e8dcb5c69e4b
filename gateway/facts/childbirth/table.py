"""The decision table of `childbirth` (domain.md, childbirth).

    C1  health holds a valid certificate that names the subject as a parent    confirmed
    C2  health holds none                                                      no_record

Must never contradict: the register lacks births before 1996 and outside institutions, and no
record is never proof of childlessness. Must never tell a man that there is no record because he
was looked for as a mother.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.domain.finding import PartFinding, RecordKind
from gateway.domain.names import NameMatch, compare_names
from gateway.domain.outcome import Outcome
from gateway.domain.question import HEALTH
from gateway.domain.records import BirthRecord
from gateway.facts.birth.reasons import NO_BIRTH_RECORD
from gateway.facts.childbirth.questions import consulted, may_be_the_father, required
from gateway.facts.childbirth.reasons import NOT_SEARCHABLE_BY_FATHER
from gateway.facts.concluding import conclude_unheard, rest_on, unique
from gateway.facts.former_identity import Procedure, former_identities
from gateway.facts.hearing import Silence
from gateway.facts.shared_reasons import (
    DOCUMENT_NOT_COMPARABLE,
    FORMER_IDENTITY,
    NAME_MISMATCH,
    NAME_VARIANT,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gateway.domain.fact import Inquiry
    from gateway.domain.person import Person
    from gateway.facts.hearing import Found, Hearing

CHILDBIRTH: Final = "childbirth"


@dataclass(frozen=True, slots=True)
class _Naming:
    """How one certificate names the subject as a parent."""

    parent: NameMatch
    former: bool
    as_of: date


def decide_parts(inquiry: Inquiry, hearing: Hearing) -> dict[str, PartFinding]:
    """The one part."""
    return {CHILDBIRTH: _decide(inquiry, hearing)}


def _decide(inquiry: Inquiry, hearing: Hearing) -> PartFinding:
    asked = required(inquiry)
    births = [b for q in asked for b in hearing.records(q, BirthRecord) if _is_valid(b.record)]
    identities = (inquiry.subject, *former_identities(hearing.evidence, inquiry.subject))
    named = [naming for birth in births for naming in _namings(birth, identities)]
    matched = [n for n in named if n.parent is not NameMatch.DIFFERENT]
    noted = hearing.match_reasons((*asked, *consulted(inquiry)))
    if matched:
        return _confirm(matched, noted)
    silence = hearing.silence(asked)
    if silence:
        return conclude_unheard("G3", silence, noted)
    if hearing.unresolved(asked) or named:
        mismatch = (NAME_MISMATCH.code,) if named else ()
        return PartFinding(Outcome.AMBIGUOUS, "G2", unique((*mismatch, *noted)))
    if any(_has_other_document(birth, inquiry.subject) for birth in births):
        not_comparable = unique((DOCUMENT_NOT_COMPARABLE.code, *noted))
        return PartFinding(Outcome.AMBIGUOUS, "G2", not_comparable)
    if may_be_the_father(inquiry):
        return conclude_unheard("G1", Silence((HEALTH,)), (NOT_SEARCHABLE_BY_FATHER.code, *noted))
    nothing = unique((NO_BIRTH_RECORD.code, *noted))
    rests = rest_on(RecordKind.BIRTH_RECORD, hearing.data_dates(asked))
    return PartFinding(Outcome.NO_RECORD, "C2", nothing, rests)


def _confirm(matched: list[_Naming], noted: tuple[str, ...]) -> PartFinding:
    """C1, with how the parent was matched."""
    reasons = list(noted)
    if all(naming.former for naming in matched):
        reasons.append(FORMER_IDENTITY.code)
    if all(naming.parent is NameMatch.VARIANT for naming in matched):
        reasons.append(NAME_VARIANT.code)
    rests = rest_on(RecordKind.BIRTH_RECORD, (naming.as_of for naming in matched))
    return PartFinding(Outcome.CONFIRMED, "C1", unique(reasons), rests)


def _namings(birth: Found[BirthRecord], identities: tuple[Person, ...]) -> Iterable[_Naming]:
    """Where the certificate carries the subject's number, under whichever of her names fits best.

    Both parents are looked at: whether somebody is mother or father is not asked.
    """
    for parent in (birth.record.mother, birth.record.father):
        if parent is None:
            continue
        matches = {
            compare_names(identity.name, parent.name): identity != identities[0]
            for identity in reversed(identities)
            if identity.is_same_as(parent)
        }
        best = next((match for match in _BEST_FIRST if match in matches), None)
        if best is not None:
            yield _Naming(best, matches[best], birth.as_of)


_BEST_FIRST: Final = (NameMatch.EXACT, NameMatch.VARIANT, NameMatch.DIFFERENT)


def _has_other_document(birth: Found[BirthRecord], subject: Person) -> bool:
    parents = (birth.record.mother, birth.record.father)
    return any(parent is not None and parent.id_type != subject.id_type for parent in parents)


def _is_valid(record: BirthRecord) -> bool:
    return record.replaced_by is None and not record.voided


PROCEDURE: Final = Procedure(required, consulted, decide_parts)
