"""An audit entry (审计记录) before it is sealed: what goes into the log, and what goes beside it.

The draft must never hold anything derived from a person: no number, name, hash of one, case number
or operator (formats.md §1). Those belong into the parts, which become ciphertext.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from gateway.domain.decision import ConsentUse
    from gateway.domain.fact import JsonValue
    from gateway.domain.matter import CertificateRef
    from gateway.domain.person import Person

# Kinds in use. The list is open and dotted: new kinds never change old bytes (design.md §8).
INTENT = "verification.intent"
REFUSED = "verification.refused"
DEFERRED = "verification.deferred"
DISCLOSED = "verification.disclosed"
REMINDED = "verification.reminded"  # a department is overdue and was asked once more
LATE_DROPPED = "verification.late_answer_dropped"  # an answer came when it was all over
DROPPED = "verification.dropped"  # answered, but no longer allowed out when it was ready
REPLAYED = "verification.replayed"
READ = "verification.read"  # a stored answer was handed out again by GET
CERTIFICATE_NOT_ASKABLE = "certificate.not_askable"  # a paper that nobody can be asked about
CERTIFICATE_REFUSED = "certificate.refused"  # a retained paper itself was asked for
DEMAND_READ = "demand.read"  # compliance read reported demands
DEMAND_DISPOSED = "demand.disposed"
DEMAND_ERASED = "demand.erased"  # somebody's words were taken out of a report
CONSENT_RECORDED = "consent.recorded"
CONSENT_REPLAYED = "consent.replayed"  # the reply to its recording was handed out again
CONSENT_CONFIRMED = "consent.confirmed"
CONSENT_REVOKED = "consent.revoked"
REQUESTER_REGISTERED = "requester.registered"
REQUESTER_STATE = "requester.state"
CLIENT_REGISTERED = "client.registered"
MATTER_REGISTERED = "matter.registered"
WEBHOOK_REGISTERED = "webhook.registered"
WEBHOOK_ROTATED = "webhook.rotated"  # it was given another secret
WEBHOOK_STATE = "webhook.state"  # enabled, disabled, or removed
WEBHOOK_GIVEN_UP = "webhook.given_up"  # a message could not be delivered for a day
SURVEY_CALLED = "survey.called"
SURVEY_SUBMITTED = "survey.submitted"
SURVEY_READ = "survey.read"  # by compliance, or exported on the operator's machine


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """The leaf's content but for the digests of its ciphertexts.

    `entry_id` is a UUIDv7, `at` aware UTC. `departments` pairs each department asked with
    "answered", "late" or "silent", or in an intent with "asked". `digests` are hex
    SHA-256(blind || content) by name ("request", "answer", "receipt"). `outcome` and `reasons` are
    as told, never as found. `about` holds further non-personal content of kinds that need it (a
    credit code, a matter code, a state).
    """

    entry_id: str
    kind: str
    at: datetime
    parent: str | None = None
    verification_id: str | None = None
    requester: str | None = None
    matter: str | None = None
    fact: str | None = None
    certificate: CertificateRef | None = None
    basis: str | None = None
    consents: tuple[ConsentUse, ...] = ()
    decision: str | None = None  # "permit" | "refuse"
    rule: str | None = None
    outcome: str | None = None
    reasons: tuple[str, ...] = ()
    departments: tuple[tuple[str, str], ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    catalogue_digest: str | None = None
    policy_digest: str | None = None
    key_ids: tuple[str, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, repr=False)
class PersonalPart:
    """What is sealed under one person's data key, and links the entry to her.

    `role`: "subject", "relative", "between" (the person in between of a derivation), "guardian".
    """

    person: Person
    role: str
    content: Mapping[str, JsonValue]

    def __repr__(self) -> str:
        """Show the role only."""
        return f"PersonalPart({self.role})"


@dataclass(frozen=True, slots=True, repr=False)
class NewEntry:
    """A draft with everything that is sealed beside it.

    `requester_part` is sealed under the requester's key (case, operator, signature evidence, rule
    detail). `case` and `operator` also go into the look-up tables, as HMACs.
    """

    draft: EntryDraft
    personal: tuple[PersonalPart, ...] = ()
    requester_part: Mapping[str, JsonValue] | None = None
    case: str | None = None
    operator: Person | None = None

    def __repr__(self) -> str:
        """Show the kind only."""
        return f"NewEntry({self.draft.kind})"
