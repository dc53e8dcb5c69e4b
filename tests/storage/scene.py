"""A store on a still clock, with the people, entries and commands that its tests need.

Everybody here is invented. Values are built the way the flow builds them; nothing here asserts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from gateway.audit import entry as kinds
from gateway.audit.entry import EntryDraft, NewEntry, PersonalPart
from gateway.domain.consent import Assurance, HowGiven
from gateway.domain.decision import ConsentUse, RefusalReason
from gateway.domain.matter import BasisKind, CertificateRef, Matter, MatterState, Notice
from gateway.domain.person import Person
from gateway.domain.requester import Requester, RequesterKind, RequesterState
from gateway.domain.text import Text
from gateway.ports.commands import (
    Attempt,
    Deferral,
    Disclosure,
    Further,
    Idempotency,
    Quota,
    Reservation,
)
from gateway.ports.machine import civil_date, uuid7
from gateway.ports.registers import NewConsent
from gateway.settings import Settings
from gateway.storage.opening import open_store
from gateway.storage.store import Store
from tests.still import SeededChance, StillClock

REQUESTER = "11500000000000001G"
MATTER = "GJJ-007"
CASE = "2026-000123"
SUBJECT = Person("11010519491231002X", "王秀兰")
RELATIVE = Person("440524198001010013", "欧阳娜娜")
OPERATOR = Person("340524198001010012", "司马光明")
GUARDIAN = Person("E12345678", "诸葛小明", "passport")
PREPARED = (
    RefusalReason.CONSENT_EXHAUSTED,
    RefusalReason.CONSENT_REVOKED,
    RefusalReason.CONSENT_EXPIRED,
    RefusalReason.QUOTA_EXCEEDED,
    RefusalReason.REQUESTER_SUSPENDED,
    RefusalReason.MATTER_INACTIVE,
)
LEASE = timedelta(seconds=18)
NEVER = 1e9
TEXT = Text("文", "text")


@dataclass
class Scene:
    """A data directory, its opened store, and builders of what is put into it."""

    data_dir: Path
    clock: StillClock = field(default_factory=StillClock)
    chance: SeededChance = field(default_factory=SeededChance)
    count: int = 0
    prefix: str = "ver_"

    def open(self, *, serving: bool = True) -> Store:
        """Open the store; the test closes it."""
        # No sequencer is at work here, however far the clock is moved.
        settings = Settings(data_dir=self.data_dir, log_lag_seconds=NEVER)
        return open_store(settings, self.clock, self.chance, serving=serving)

    async def register(self, store: Store, code: str = REQUESTER) -> None:
        """Register a requester and its matter."""
        await store.registry.add_requester(
            requester(code), self.entry(kinds.REQUESTER_REGISTERED, requester=code)
        )
        await store.registry.add_matter(
            matter(requester=code), self.entry(kinds.MATTER_REGISTERED, requester=code)
        )

    def new_id(self) -> str:
        """A fresh UUIDv7."""
        return uuid7(self.clock.now(), self.chance)

    def entry(self, kind: str, persons: tuple[Person, ...] = (), **draft: Any) -> NewEntry:
        """An entry about these persons (the first is the subject), by an operator in a case."""
        values = {"requester": REQUESTER, "matter": MATTER} | draft
        parts = tuple(
            PersonalPart(
                person,
                "relative" if place else "subject",
                {"person": {"id_number": person.number, "name": person.name}},
            )
            for place, person in enumerate(persons)
        )
        case: dict[str, Any] = {}
        if persons:
            operator = {"id_number": OPERATOR.number, "name": OPERATOR.name}
            sealed = {"case": CASE, "operator": operator}
            case = {"requester_part": sealed, "case": CASE, "operator": OPERATOR}
        new_draft = EntryDraft(self.new_id(), kind, self.clock.now(), **values)
        return NewEntry(new_draft, parts, **case)

    def attempt(
        self,
        *consents: str,
        persons: tuple[Person, ...] = (SUBJECT,),
        claim: bytes = b"claim",
        quotas: tuple[Quota, ...] = (),
        key: str | None = None,
        digest: bytes = b"digest",
        refusal: RefusalReason | None = None,
    ) -> Attempt:
        """Step 4's command: an intent under these consents, or a refusal decided before."""
        self.count += 1
        verification_id = f"{self.prefix}{self.count}"
        about = {"verification_id": verification_id, "fact": "kinship"}
        if refusal is None:
            uses = tuple(ConsentUse(name, Assurance.SIGNED_BY_PERSON) for name in consents)
            about_intent = {"decision": "permit", "consents": uses, **about}
            entry = self.entry(kinds.INTENT, persons, **about_intent)
        else:
            entry = self.refusal(refusal, persons, **about)
        return Attempt(
            verification_id=verification_id,
            entry=entry,
            refusal=refusal,
            prepared={reason: self.refusal(reason, persons, **about) for reason in PREPARED},
            reservations=tuple(Reservation(name, claim) for name in consents),
            quotas=quotas,
            idempotency=idempotency(key, digest) if key else None,
            request={"subject": {"id_number": persons[0].number, "name": persons[0].name}},
            lease_until=self.clock.now() + LEASE,
            takeovers=tuple(self.entry(kinds.DROPPED, persons) for _ in consents),
        )

    def refusal(self, reason: RefusalReason, persons: tuple[Person, ...], **draft: Any) -> NewEntry:
        """A refusal's entry."""
        return self.entry(
            kinds.REFUSED, persons, decision="refuse", reasons=(reason.value,), **draft
        )

    def disclosure(
        self, attempt: Attempt, *, spends: bool = True, answer: bytes = b'{"outcome":"x"}'
    ) -> Disclosure:
        """Step 9's command."""
        persons = tuple(part.person for part in attempt.entry.personal)
        about: Mapping[str, Any] = {
            "verification_id": attempt.verification_id,
            "fact": "kinship",
            "parent": attempt.entry.draft.entry_id,
        }
        outcome = "confirmed" if spends else "unavailable"
        return Disclosure(
            verification_id=attempt.verification_id,
            entry=self.entry(kinds.DISCLOSED, persons, outcome=outcome, **about),
            prepared={
                reason: self.entry(kinds.DROPPED, persons, reasons=(reason.value,), **about)
                for reason in (RefusalReason.CONSENT_REVOKED, RefusalReason.REQUESTER_SUSPENDED)
            },
            outcome=outcome,
            spends=spends,
            answer=answer,
        )

    def deferral(self, attempt: Attempt, reply: bytes = b'{"outcome":"pending"}') -> Deferral:
        """A department answers later."""
        persons = tuple(part.person for part in attempt.entry.personal)
        entry = self.entry(
            kinds.DEFERRED, persons, verification_id=attempt.verification_id, outcome="pending"
        )
        return Deferral(
            verification_id=attempt.verification_id,
            entry=entry,
            due_on=date(2026, 12, 8),
            memory={"heard": [persons[0].number], "ticket": "20261124500000000001"},
            reply=reply,
        )

    def further(self, attempt: Attempt, *between: Person) -> Further:
        """A further round about people whom an earlier one revealed."""
        verification_id = attempt.verification_id
        entry = self.entry(kinds.INTENT, (SUBJECT, *between), verification_id=verification_id)
        return Further(verification_id, entry)

    def consent(self, consent_id: str, **changes: Any) -> NewConsent:
        """A consent of the subject, signed, for one use."""
        now = self.clock.now()
        values: dict[str, Any] = {
            "consent_id": consent_id,
            "principal": SUBJECT,
            "others": (),
            "guardian": None,
            "guardian_relation": None,
            "guardian_proof": None,
            "requester": REQUESTER,
            "matter": MATTER,
            "facts": frozenset({"kinship"}),
            "case": CASE,
            "recorded_at": now,
            "valid_from": now,
            "valid_until": now + timedelta(days=90),
            "uses_allowed": 1,
            "assurance": Assurance.SIGNED_BY_PERSON,
            "how_given": HowGiven.IN_PERSON_SIGNATURE,
            "record": {"principal": {"name": SUBJECT.name, "id_number": SUBJECT.number}},
            "withdrawal_code": f"withdraw {consent_id}",
            "confirm_code": None,
            "confirm_until": None,
        }
        return NewConsent(**(values | changes))

    async def give(self, store: Store, consent_id: str, **changes: Any) -> None:
        """Record a consent with its entry."""
        new = self.consent(consent_id, **changes)
        await store.consents.record(new, self.entry(kinds.CONSENT_RECORDED, (new.principal,)))

    def quota(self, limit: int, scope: str = "operator", key: str = OPERATOR.number) -> Quota:
        """A quota of today."""
        return Quota(scope, key, civil_date(self.clock.now()), limit)


def idempotency(
    key: str, digest: bytes = b"digest", path: str = "/v1/verify/kinship"
) -> Idempotency:
    """A key of the one client there is."""
    return Idempotency("client-1", path, key, hashlib.sha256(digest).digest())


def requester(code: str = REQUESTER, state: RequesterState = RequesterState.ACTIVE) -> Requester:
    """A requester with an agreement."""
    name = Text("公积金中心", "Housing fund centre")
    agreements = (("civil_affairs", "2026-1"),)
    return Requester(code, name, RequesterKind.STATE_ORGAN, state, agreements)


def matter(**changes: Any) -> Matter:
    """A matter of the requester."""
    values: dict[str, Any] = {
        "code": MATTER,
        "requester": REQUESTER,
        "name": Text("公积金提取", "Housing fund withdrawal"),
        "facts": frozenset({"kinship"}),
        "bases": {BasisKind.CONSENT: TEXT},
        "notice": Notice("1", TEXT, TEXT, TEXT, TEXT, TEXT, TEXT),
        "approvals": (),
        "impact_assessment": "PIA-1",
        "replaces": CertificateRef("negative", 1),
        "state": MatterState.ACTIVE,
    }
    return Matter(**(values | changes))
