"""The rounds of a claim of kinship that is not about a marriage, and its decision.

First what could hold the claim directly; former names and numbers, and the steps of a derivation,
only if nothing there decides. Pure. Must never go on asking once a row decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gateway.domain.outcome import Outcome
from gateway.facts.former_identity import former_identities, needs_former_identity
from gateway.facts.hearing import Hearing
from gateway.facts.kinship.archive import Archive, adoption_question
from gateway.facts.kinship.table import Kin, decide, decide_direct
from gateway.facts.marriage.view import unput

if TYPE_CHECKING:
    from gateway.domain.evidence import Evidence
    from gateway.domain.finding import PartFinding
    from gateway.domain.person import Person
    from gateway.domain.question import Question


@dataclass(frozen=True, slots=True)
class DirectClaim:
    """Every relation but that of spouses: `relative` is the subject's `code`."""

    subject: Person
    relative: Person
    code: str
    today: date
    derive: bool

    def next_questions(self, evidence: Evidence) -> tuple[Question, ...]:
        """The questions of the next round; none once the table can decide."""
        plain = self._kin(Hearing(evidence), derive=False)
        first = unput(plain.direct, plain.archive.hearing)
        if first:
            return first
        hearing = self._hearing_that_counts(evidence)
        kin = self._kin(hearing, derive=self.derive)
        if decide_direct(kin) is not None:
            return unput(kin.direct, hearing)
        return unput((*kin.direct, *kin.derivation().needed), hearing)

    def decide(self, evidence: Evidence) -> PartFinding:
        """K3 to K11."""
        return decide(self._kin(self._hearing_that_counts(evidence), derive=self.derive))

    def _hearing_that_counts(self, evidence: Evidence) -> Hearing:
        """Under former names and numbers too, if nothing is held without them (G8).

        At most three further rounds are put, so they are looked up beside the first step of a
        derivation, not after its last.
        """
        hearing = Hearing(evidence)
        kin = self._kin(hearing, derive=False)
        part = decide(kin)
        if not needs_former_identity(part) and not self._is_veiled(part, hearing):
            return hearing
        known = {
            person: former_identities(evidence, person) for person in (self.subject, self.relative)
        }
        return Hearing(evidence, {person: former for person, former in known.items() if former})

    def _is_veiled(self, part: PartFinding, hearing: Hearing) -> bool:
        """Whether an adoption register that holds somebody under another name left it open."""
        asked = map(adoption_question, (self.subject, self.relative))
        return part.outcome is Outcome.AMBIGUOUS and bool(hearing.unresolved(asked))

    def _kin(self, hearing: Hearing, *, derive: bool) -> Kin:
        archive = Archive.of(hearing, self.today, self.subject, self.relative)
        return Kin(self.code, self.subject, self.relative, archive, derive)
