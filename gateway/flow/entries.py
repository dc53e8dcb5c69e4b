"""The entries of a verification: what each says openly, and what is sealed beside it.

Must never put anything derived from a person into a draft (promise 6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from gateway.audit import entry as kinds
from gateway.audit.entry import EntryDraft, NewEntry, PersonalPart
from gateway.domain.decision import Permit, Refusal
from gateway.domain.evidence import Evidence
from gateway.domain.fact import JsonValue
from gateway.domain.finding import Told
from gateway.domain.matter import CertificateRef
from gateway.domain.question import Round
from gateway.domain.requester import Caller
from gateway.domain.verification import Verification
from gateway.facts.claim_reading import canonical_person
from gateway.flow.heard_from import statuses
from gateway.flow.parts import Parts
from gateway.flow.request_form import operator_form
from gateway.ports.machine import uuid7

NOTHING_HEARD = Evidence()


@dataclass(frozen=True, slots=True, repr=False)
class Scribe:
    """Writes the entries of one verification, all with the same policy and catalogue.

    `certificate` is the listed paper that was asked for by its number, else the one that the matter
    replaces; None for unknown matters.
    `request_digest` is blinded. `judged_at_death` is noted on every entry: it is another question
    than whether somebody is kin today.
    """

    parts: Parts
    verification: Verification
    policy_digest: str | None
    certificate: CertificateRef | None
    request_digest: str
    blind: str
    judged_at_death: bool = False

    def intent(self, permit: Permit, first: Round) -> NewEntry:
        """It may be asked, and will be (step 4); `first` is the round it covers."""
        draft = self._draft(
            kinds.INTENT,
            decision="permit",
            rule=permit.rule,
            consents=permit.consents,
            departments=self._asked(permit, first),
            digests={"request": self.request_digest},
        )
        return self._sealed(draft, {"blind": self.blind}, {})

    def refusal(
        self, refusal: Refusal, parent: str | None = None, heard: Evidence = NOTHING_HEARD
    ) -> NewEntry:
        """It may not be asked, or nothing more of it; written all the same (promise 1)."""
        draft = self._draft(
            kinds.REFUSED,
            parent=parent,
            departments=statuses(heard),
            decision="refuse",
            rule=refusal.rule,
            reasons=(refusal.reason.value,),
            digests={"request": self.request_digest},
        )
        return self._sealed(draft, {"blind": self.blind}, {"refused_because": refusal.detail})

    def further(self, parent: str, permit: Permit, asked: Round) -> NewEntry:
        """A further round about people whom an earlier one revealed (design.md §5 step 5)."""
        draft = self._draft(
            kinds.INTENT,
            parent=parent,
            decision="permit",
            rule=permit.rule,
            consents=permit.consents,
            departments=self._asked(permit, asked),
        )
        between = tuple(
            PersonalPart(person, "between", {"person": canonical_person(person)})
            for person in asked.persons
            if not any(person.is_same_as(known) for known in self.verification.persons)
        )
        entry = self._sealed(draft, {}, {})
        return replace(entry, personal=entry.personal + between)

    def deferred(self, parent: str, evidence: Evidence) -> NewEntry:
        """A department promised to answer later."""
        draft = self._draft(
            kinds.DEFERRED, parent=parent, departments=statuses(evidence), outcome="pending"
        )
        return self._sealed(draft, {}, {})

    def reminded(self, parent: str, evidence: Evidence) -> NewEntry:
        """The due date has passed, and a department was asked once more."""
        draft = self._draft(
            kinds.REMINDED, parent=parent, departments=statuses(evidence), outcome="pending"
        )
        return self._sealed(draft, {}, {})

    def late_dropped(self, parent: str, department: str) -> NewEntry:
        """A department called back about a verification that was over; it was not looked at."""
        draft = self._draft(kinds.LATE_DROPPED, parent=parent, departments=((department, "late"),))
        return self._sealed(draft, {}, {})

    def disclosed(
        self,
        entry_id: str,
        parent: str,
        evidence: Evidence,
        told: Told,
        digests: Mapping[str, str],
        found: Mapping[str, JsonValue],
        key_id: str,
    ) -> NewEntry:
        """An answer is about to be released (step 9). `found` is the untrimmed finding.

        `entry_id` was made before, because the answer that is digested names this entry.
        """
        draft = self._draft(
            kinds.DISCLOSED,
            parent=parent,
            outcome=told.outcome.value,
            reasons=told.reasons,
            departments=statuses(evidence),
            digests=digests,
            key_ids=(key_id,),
        )
        return self._sealed(replace(draft, entry_id=entry_id), found, {})

    def dropped(self, parent: str, refusal: Refusal, evidence: Evidence) -> NewEntry:
        """An answer was ready but may no longer be released."""
        draft = self._draft(
            kinds.DROPPED,
            parent=parent,
            decision="refuse",
            rule=refusal.rule,
            reasons=(refusal.reason.value,),
            departments=statuses(evidence),
        )
        return self._sealed(draft, {}, {"dropped_because": refusal.detail})

    def taken_over(self) -> NewEntry:
        """An abandoned attempt at the same claim ends, because this one takes its reservation.

        The store adds which verification and which intent that was: it alone finds them.
        """
        draft = self._draft(kinds.DROPPED, because="taken_over")
        return self._sealed(draft, {}, {})

    def read(self, parent: str, reader: Caller) -> NewEntry:
        """A stored answer is handed out again to whom it was disclosed."""
        draft = self._draft(kinds.READ, parent=parent)
        by: dict[str, JsonValue] = {"client_id": reader.client_id, "token_id": reader.token_id}
        return self._sealed(draft, {}, {"read_by": by})

    def _asked(self, permit: Permit, asked: Round) -> tuple[tuple[str, str], ...]:
        """Those of the round's departments that will really be asked."""
        named = {question.department for question in asked.questions}
        open_to_us = named & permit.departments & self.parts.sources.keys()
        return tuple((department, "asked") for department in sorted(open_to_us))

    def replayed(self, verification_id: str, reasons: tuple[str, ...]) -> NewEntry:
        """The stored reply of an earlier verification was handed out again, or refused to be."""
        draft = replace(
            self._draft(kinds.REPLAYED, reasons=reasons), verification_id=verification_id
        )
        return self._sealed(draft, {}, {})

    def _draft(self, kind: str, because: str | None = None, **values: object) -> EntryDraft:
        now = self.parts.clock.now()
        about = {"because": because} if because else {}
        if self.judged_at_death:
            about["judged_at"] = "death"
        return EntryDraft(
            entry_id=uuid7(now, self.parts.chance),
            kind=kind,
            at=now,
            verification_id=self.verification.verification_id,
            requester=self.verification.caller.requester,
            matter=self.verification.matter if self.policy_digest else None,
            fact=self.verification.fact,
            basis=self.verification.basis.kind.value,
            certificate=self.certificate,
            catalogue_digest=self.parts.catalogue_digest,
            policy_digest=self.policy_digest,
            about=about,
            **values,  # type: ignore[arg-type]
        )

    def _sealed(
        self,
        draft: EntryDraft,
        subject: Mapping[str, JsonValue],
        requester: Mapping[str, JsonValue],
    ) -> NewEntry:
        verification = self.verification
        return NewEntry(
            draft=draft,
            personal=personal_parts(verification, subject),
            requester_part={
                "case": verification.case,
                "operator": operator_form(verification.operator),
                "token_id": verification.caller.token_id,
                "matter": verification.matter,
                **requester,
            },
            case=verification.case,
            operator=verification.operator.person,
        )


def personal_parts(
    verification: Verification, subject: Mapping[str, JsonValue]
) -> tuple[PersonalPart, ...]:
    """The subject's part, and one for everybody else whom claim or basis names."""
    first, *others = verification.persons
    near = verification.basis.near_relative
    if near is not None and not any(near.person.is_same_as(p) for p in verification.persons):
        others.append(near.person)
    return (
        PersonalPart(first, "subject", {"person": canonical_person(first), **subject}),
        *(PersonalPart(p, "relative", {"person": canonical_person(p)}) for p in others),
    )
