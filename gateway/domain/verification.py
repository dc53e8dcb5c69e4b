"""A verification (核验): one claim about one subject, asked once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from gateway.domain.fact import Claim
    from gateway.domain.matter import BasisKind, CertificateRef
    from gateway.domain.person import Person
    from gateway.domain.requester import Caller


@dataclass(frozen=True, slots=True, repr=False)
class Operator:
    """经办人: the requester's signed statement of who acts. Personal data."""

    person: Person
    staff_id: str

    def __repr__(self) -> str:
        """Show nothing of her."""
        return "Operator()"


@dataclass(frozen=True, slots=True)
class NoticeGiven:
    """The notice the resident was given, by version and time (PIPL 35)."""

    version: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class NearRelative:
    """On whose behalf a question about a deceased person is asked (PIPL 49).

    `relation` is what `person` is to the deceased subject, in GB/T 4761 codes. `interest` is the
    lawful interest in the requester's words: personal detail.
    """

    person: Person
    relation: str
    interest: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Basis:
    """The basis the requester names. Exactly what belongs to its kind is set."""

    kind: BasisKind
    consents: tuple[str, ...] = ()
    notice: NoticeGiven | None = None
    near_relative: NearRelative | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """What was asked, by whom, about whom, why (design.md §5 step 1).

    `certificate` is the listed paper that was asked for by its number, None for a bare fact;
    `at_death` has kinship by marriage judged at the death whatever the matter says (domain.md,
    Certificates, no. 18).
    """

    verification_id: str
    caller: Caller
    fact: str
    subject: Person
    claim: Claim
    matter: str
    case: str = field(repr=False)
    operator: Operator
    basis: Basis
    asked_at: datetime
    max_age_days: int | None = None  # alive only; None = the matter's default
    certificate: CertificateRef | None = None
    at_death: bool = False

    @property
    def persons(self) -> tuple[Person, ...]:
        """The subject and everybody the claim names, each once."""
        found: list[Person] = [self.subject]
        for other in self.claim.others:
            if not any(other.is_same_as(seen) for seen in found):
                found.append(other)
        return tuple(found)
