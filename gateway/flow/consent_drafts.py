"""What recording a consent writes: the consent, its codes, its entry, and the message."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import timedelta

from gateway.audit import entry as kinds
from gateway.audit.entry import EntryDraft, NewEntry, PersonalPart
from gateway.domain.consent import HowGiven
from gateway.domain.decision import ConsentUse
from gateway.domain.matter import BasisKind, Matter
from gateway.domain.requester import Caller, Requester
from gateway.domain.verification import Operator
from gateway.facts.claim_reading import canonical_person
from gateway.flow.parts import Parts
from gateway.flow.request_form import operator_form
from gateway.policy.consent_record import consent_record, consent_window
from gateway.policy.new_consent import ProposedConsent, assurance_of
from gateway.ports.machine import Chance, uuid7
from gateway.ports.registers import ConfirmationMessage, NewConsent

CODE_DIGITS = 8
WITHDRAWAL_BYTES = 15  # 120 bits: found by nobody who was not given it


@dataclass(frozen=True, slots=True, repr=False)
class ConsentRequest:
    """A consent to be recorded. `contact` is where the resident is reached with her codes.

    What is None takes the matter's own limit.
    """

    proposed: ProposedConsent
    matter: str
    operator: Operator
    contact: str | None


def new_consent(
    parts: Parts, request: ConsentRequest, matter: Matter, requester: Requester
) -> NewConsent:
    """The consent as the store keeps it, with fresh codes."""
    proposed, now = request.proposed, parts.clock.now()
    consent_id = "cns_" + uuid7(now, parts.chance).replace("-", "")
    valid_from, valid_until = consent_window(proposed, now)
    by_code = proposed.how_given is HowGiven.ONE_TIME_CODE
    guardian = proposed.guardian
    departments = parts.catalogue.departments
    settings = parts.settings
    return NewConsent(
        consent_id=consent_id,
        principal=proposed.principal,
        others=proposed.others,
        guardian=guardian.person if guardian else None,
        guardian_relation=guardian.relation if guardian else None,
        guardian_proof=guardian.proof_digest if guardian else None,
        requester=requester.code,
        matter=matter.code,
        facts=proposed.facts,
        case=proposed.case,
        recorded_at=now,
        valid_from=valid_from,
        valid_until=valid_until,
        uses_allowed=proposed.uses,
        assurance=assurance_of(proposed.how_given),
        how_given=proposed.how_given,
        record=consent_record(proposed, matter, requester, departments, consent_id, now),
        withdrawal_code=_withdrawal_code(parts.chance),
        confirm_code=_one_time_code(parts.chance) if by_code else None,
        confirm_until=now + timedelta(minutes=settings.confirm_minutes) if by_code else None,
        confirm_tries=settings.confirm_tries,
    )


def _one_time_code(chance: Chance) -> str:
    number = int.from_bytes(chance.take(16), "big") % 10**CODE_DIGITS
    return f"{number:0{CODE_DIGITS}d}"


def _withdrawal_code(chance: Chance) -> str:
    return base64.b32encode(chance.take(WITHDRAWAL_BYTES)).decode("ascii")


def message(
    new: NewConsent, contact: str, requester: Requester, matter: Matter
) -> ConfirmationMessage:
    """What the resident is sent."""
    return ConfirmationMessage(
        consent_id=new.consent_id,
        contact=contact,
        code=new.confirm_code,
        withdrawal_code=new.withdrawal_code,
        requester_name=requester.name.zh,
        matter_name=matter.name.zh,
    )


def recorded_entry(
    parts: Parts, caller: Caller, request: ConsentRequest, new: NewConsent
) -> NewEntry:
    """The entry of its recording."""
    return _entry(parts, caller, request, kinds.CONSENT_RECORDED, new.consent_id)


def replayed_entry(
    parts: Parts, caller: Caller, request: ConsentRequest, consent_id: str
) -> NewEntry:
    """The entry of handing out the reply to its recording again."""
    return _entry(parts, caller, request, kinds.CONSENT_REPLAYED, consent_id)


def _entry(
    parts: Parts, caller: Caller, request: ConsentRequest, kind: str, consent_id: str
) -> NewEntry:
    proposed, now = request.proposed, parts.clock.now()
    draft = EntryDraft(
        entry_id=uuid7(now, parts.chance),
        kind=kind,
        at=now,
        requester=caller.requester,
        matter=request.matter,
        basis=BasisKind.CONSENT.value,
        consents=(ConsentUse(consent_id, assurance_of(proposed.how_given)),),
        catalogue_digest=parts.catalogue_digest,
        about={"how_given": proposed.how_given.value, "facts": " ".join(sorted(proposed.facts))},
    )
    return NewEntry(
        draft=draft,
        personal=_personal(proposed),
        requester_part={
            "case": proposed.case,
            "operator": operator_form(request.operator),
            "token_id": caller.token_id,
        },
        case=proposed.case,
        operator=request.operator.person,
    )


def _personal(proposed: ProposedConsent) -> tuple[PersonalPart, ...]:
    principal, guardian = proposed.principal, proposed.guardian
    subject = PersonalPart(principal, "subject", {"person": canonical_person(principal)})
    if guardian is None:
        return (subject,)
    person = guardian.person
    return (subject, PersonalPart(person, "guardian", {"person": canonical_person(person)}))


def bare_entry(parts: Parts, kind: str, *, by: str) -> NewEntry:
    """An entry that the store completes once it has found the consent."""
    now = parts.clock.now()
    draft = EntryDraft(
        entry_id=uuid7(now, parts.chance),
        kind=kind,
        at=now,
        catalogue_digest=parts.catalogue_digest,
        about={"by": by},
    )
    return NewEntry(draft)
