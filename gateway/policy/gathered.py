"""What step 2 of the path gathered before it is decided whether a question may be asked.

A value and nothing else: it must never decide, and never show whom it is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from gateway.domain.catalogue import LegalBasis
    from gateway.domain.consent import Consent
    from gateway.domain.matter import BasisKind, Matter
    from gateway.domain.person import Person
    from gateway.domain.requester import Requester
    from gateway.domain.verification import Verification


@dataclass(frozen=True, slots=True, repr=False)
class Gathered:
    """Everything that `decide` looks at (design.md §5 step 2).

    `requester` and `matter` are None if unknown; a foreign matter may be passed, it is refused like
    an unknown one. `law` holds the legal bases of the catalogue. `consents` are those of the named
    ones that exist, whoever recorded them. `subject_ref` and `other_refs` (in the order of
    `claim.others`) are the persons' references, None for people nobody ever asked about.

    `required` and `consulted` are the fact's departments; under the basis `near_relative` they are
    those of death and of kinship together, because the first round asks both. `now` is aware UTC,
    `today` the civil date in Asia/Shanghai, `claim_token` the token under which a use of a consent
    is reserved for this claim. `near_relative` tells whether the first round established death and
    near relation; None before that round.
    """

    verification: Verification
    requester: Requester | None
    matter: Matter | None
    law: Mapping[BasisKind, LegalBasis]
    consents: tuple[Consent, ...]
    subject_ref: str | None
    other_refs: tuple[str | None, ...]
    required: frozenset[str]
    consulted: frozenset[str]
    now: datetime
    today: date
    claim_token: str
    near_relative: bool | None = None

    def __repr__(self) -> str:
        """Name the verification only."""
        return f"Gathered({self.verification.verification_id})"

    @property
    def persons(self) -> tuple[tuple[str | None, Person], ...]:
        """The subject and the others of the claim, each with the reference if there is one."""
        claim = self.verification.claim
        others = zip(self.other_refs, claim.others, strict=True)
        return ((self.subject_ref, self.verification.subject), *others)
