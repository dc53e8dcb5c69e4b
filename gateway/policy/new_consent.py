"""What a new consent may be: within its matter, sure enough, and a guardian's for a child.

Must never let a consent be recorded that no question could ever rest on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.domain.consent import Assurance, HowGiven
from gateway.domain.decision import RefusalReason
from gateway.domain.matter import BasisKind, MatterState
from gateway.errors import Problem
from gateway.policy.age import is_under_fourteen
from gateway.policy.form import EMPTY, MISSING, OUT_OF_RANGE, UNKNOWN_VALUE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from gateway.domain.catalogue import LegalBasis
    from gateway.domain.matter import Matter
    from gateway.domain.person import Person
    from gateway.domain.requester import Requester

LANGUAGES: Final = ("zh", "en")  # those that every notice is written in
SAME_PERSON: Final = "same_person"
ILL_FORMED: Final = "ill_formed"

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_RELATION: Final = re.compile(r"[0-9]{2}")


@dataclass(frozen=True, slots=True, repr=False)
class ProposedGuardian:
    """Who consents for another: what she is to the principal (GB/T 4761), and SHA-256 (hex) of the
    proof that the requester keeps.
    """

    person: Person
    relation: str
    proof_digest: str


@dataclass(frozen=True, slots=True, repr=False)
class ProposedConsent:
    """A consent as it is handed in, under a matter that is already known.

    `others` are the further persons of the claim that it is for. `language` is that of the notice
    the person was given ("zh" or "en"). `evidence_digest` is SHA-256 (hex) of the signed form, and
    `evidence_place` where the requester keeps it; both None for a one-time code. `taken_by` is the
    staff id of the operator.
    """

    principal: Person
    others: tuple[Person, ...]
    facts: frozenset[str]
    case: str
    uses: int
    validity_days: int
    how_given: HowGiven
    language: str
    taken_by: str
    evidence_digest: str | None = None
    evidence_place: str | None = None
    guardian: ProposedGuardian | None = None


def assurance_of(how_given: HowGiven) -> Assurance:
    """How sure a way of consenting makes it that the person herself agreed (domain.md §2).

    A signature on paper is seen by the requester alone, and counts as its word.
    """
    match how_given:
        case HowGiven.ONE_TIME_CODE:
            return Assurance.CONFIRMED_BY_CODE
        case HowGiven.ELECTRONIC_SIGNATURE:
            return Assurance.SIGNED_BY_PERSON
        case HowGiven.IN_PERSON_SIGNATURE:
            return Assurance.ATTESTED_BY_REQUESTER


def check_new_consent(
    proposed: ProposedConsent, matter: Matter, requester: Requester, law: LegalBasis, today: date
) -> tuple[Problem, ...]:
    """Find everything that is wrong with a consent; empty if it may be recorded.

    `matter` must be the requester's own, `law` the catalogue's entry for `consent`. Reasons that
    are also refusals carry the refusal's code.
    """
    return (
        *_of_matter(matter, requester, law),
        *_of_facts(proposed, matter, law),
        *_of_limits(proposed, matter),
        *_of_assurance(proposed, matter),
        *_of_persons(proposed, today),
    )


def _of_matter(matter: Matter, requester: Requester, law: LegalBasis) -> Iterator[Problem]:
    if matter.state is not MatterState.ACTIVE:
        yield Problem("/matter", RefusalReason.MATTER_INACTIVE.value)
    if BasisKind.CONSENT not in matter.bases or not law.is_open_to(requester.kind):
        yield Problem("/matter", RefusalReason.BASIS_NOT_ALLOWED.value)


def _of_facts(proposed: ProposedConsent, matter: Matter, law: LegalBasis) -> Iterator[Problem]:
    """Within the matter, and never a death: the dead cannot consent (domain.md §2)."""
    if not proposed.facts:
        yield Problem("/facts", EMPTY)
    if not proposed.facts <= matter.facts:
        yield Problem("/facts", RefusalReason.FACT_NOT_IN_MATTER.value)
    if not all(law.serves(fact) for fact in proposed.facts):
        yield Problem("/facts", RefusalReason.BASIS_NOT_ALLOWED.value)


def _of_limits(proposed: ProposedConsent, matter: Matter) -> Iterator[Problem]:
    if not 1 <= proposed.uses <= matter.uses:
        yield Problem("/uses", OUT_OF_RANGE)
    if not 1 <= proposed.validity_days <= matter.validity_days:
        yield Problem("/validity_days", OUT_OF_RANGE)
    if proposed.language not in LANGUAGES:
        yield Problem("/language", UNKNOWN_VALUE)


def _of_assurance(proposed: ProposedConsent, matter: Matter) -> Iterator[Problem]:
    """What is too weak for the matter is not recorded; what was signed leaves evidence."""
    if not assurance_of(proposed.how_given).reaches(matter.minimum_assurance):
        yield Problem("/how_given", RefusalReason.CONSENT_ASSURANCE.value)
    digest, place = proposed.evidence_digest, proposed.evidence_place
    if proposed.how_given is not HowGiven.ONE_TIME_CODE and (digest is None or place is None):
        yield Problem("/evidence", MISSING)
    if digest is not None and not _DIGEST.fullmatch(digest):
        yield Problem("/evidence/digest", ILL_FORMED)


def _of_persons(proposed: ProposedConsent, today: date) -> Iterator[Problem]:
    named = (proposed.principal, *proposed.others)
    for number, other in enumerate(proposed.others):
        if any(other.is_same_as(earlier) for earlier in named[: number + 1]):
            yield Problem(f"/others/{number}", SAME_PERSON)
    guardian = proposed.guardian
    if guardian is None:
        if is_under_fourteen(proposed.principal, today):
            yield Problem("/guardian", RefusalReason.GUARDIAN_REQUIRED.value)
        return
    if guardian.person.is_same_as(proposed.principal):
        yield Problem("/guardian/person", SAME_PERSON)
    if is_under_fourteen(guardian.person, today):
        yield Problem("/guardian/person", "is_a_child")
    if not _RELATION.fullmatch(guardian.relation):
        yield Problem("/guardian/relation", ILL_FORMED)
    if not _DIGEST.fullmatch(guardian.proof_digest):
        yield Problem("/guardian/proof_digest", ILL_FORMED)
