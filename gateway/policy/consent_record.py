"""The consent record of formats.md §5, its names after ISO/IEC TS 27560.

Must never hold a number or a name: persons stand in it by references that hold within this record
only, so that two records of one person cannot be joined by them. Everything but the state is fixed
when it is made; a change is a new consent.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from gateway.domain.consent import HowGiven
from gateway.domain.matter import BasisKind
from gateway.domain.text import Text
from gateway.policy.new_consent import assurance_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.catalogue import Department
    from gateway.domain.consent import Consent
    from gateway.domain.fact import JsonValue
    from gateway.domain.matter import Matter, Notice
    from gateway.domain.requester import Requester
    from gateway.policy.new_consent import ProposedConsent

SCHEMA_VERSION: Final = "ISO/IEC TS 27560:2023"
JURISDICTION: Final = "CN"
_WITHDRAWAL: Final = Text(
    "凭撤回码随时撤回，不需要经过需求部门；也可以由需求部门办理撤回。撤回不溯及以往。",
    "With the withdrawal code at any time, without the requester; or through the requester."
    " A withdrawal has no effect for the past.",
)


def consent_window(proposed: ProposedConsent, recorded_at: datetime) -> tuple[datetime, datetime]:
    """From when and until when (exclusive) it is valid: never before it was recorded (PIPL 14)."""
    return recorded_at, recorded_at + timedelta(days=proposed.validity_days)


def consent_record(
    proposed: ProposedConsent,
    matter: Matter,
    requester: Requester,
    departments: Mapping[str, Department],
    consent_id: str,
    recorded_at: datetime,
) -> dict[str, JsonValue]:
    """Build the record of a consent that `check_new_consent` found nothing wrong with.

    `departments` are the catalogue's, for their names; `recorded_at` is aware.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "record_id": consent_id,
        "pii_principal_id": f"{consent_id}#principal",
        "privacy_notice": _notice(matter.notice, proposed.language),
        "language": proposed.language,
        "purposes": [_purpose(proposed, matter, requester)],
        "parties": [_requester(requester, matter), *_departments(matter, departments)],
        "events": [_first_event(proposed, consent_id, recorded_at)],
        "extension": _extension(proposed, matter, consent_id, recorded_at),
    }


def record_with_state(record: Mapping[str, JsonValue], consent: Consent) -> dict[str, JsonValue]:
    """The record with what changes: the state and the uses (formats.md §5).

    A use that is only reserved counts as used as long as it is.
    """
    state: dict[str, JsonValue] = {
        "state": consent.state.value,
        "uses_used": consent.uses_allowed - consent.uses_left,
    }
    return {**record, **state}


def _notice(notice: Notice, language: str) -> dict[str, JsonValue]:
    """Version and digest of the words given: SHA-256 over their canonical JSON, in hex."""
    texts = {
        "purpose": notice.purpose,
        "categories": notice.categories,
        "recipient": notice.recipient,
        "retention": notice.retention,
        "rights": notice.rights,
        "effect": notice.effect,
    }
    words = {name: text.en if language == "en" else text.zh for name, text in texts.items()}
    canonical = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    return {"version": notice.version, "language": language, "digest_sha256": digest}


def _purpose(
    proposed: ProposedConsent, matter: Matter, requester: Requester
) -> dict[str, JsonValue]:
    return {
        "purpose": {"code": matter.code, "name": matter.name.form()},
        "purpose_description": matter.notice.purpose.form(),
        "lawful_basis": {
            "kind": BasisKind.CONSENT.value,
            "citation": matter.bases[BasisKind.CONSENT].form(),
        },
        "pii_information": [{"pii_type": fact} for fact in sorted(proposed.facts)],
        "pii_controllers": [requester.code],
        "recipient_third_parties": [*_approved(matter)],
        "storage_locations": ["requester", "gateway"],
        "retention_period": f"P{matter.retention_days}D",
        "jurisdiction": JURISDICTION,
        "withdrawal_method": _WITHDRAWAL.form(),
        "privacy_rights": matter.notice.rights.form(),
        "impact_assessment": matter.impact_assessment,
    }


def _requester(requester: Requester, matter: Matter) -> dict[str, JsonValue]:
    """The requester; how to reach it is what the notice says of the recipient (PIPL 17, 23)."""
    return {
        "party_id": requester.code,
        "party_name": requester.name.form(),
        "party_contact": matter.notice.recipient.form(),
        "party_type": requester.kind.value,
        "party_role": "pii_controller",
    }


def _departments(matter: Matter, departments: Mapping[str, Department]) -> list[JsonValue]:
    """Those that have approved the matter: they hold the records and answer from them."""
    return [
        {
            "party_id": code,
            "party_name": departments[code].name.form() if code in departments else None,
            "party_contact": None,
            "party_type": "department",
            "party_role": "pii_provider",
        }
        for code in _approved(matter)
    ]


def _approved(matter: Matter) -> list[str]:
    """The departments that learn whom it is about, because they are asked."""
    return sorted({approval.department for approval in matter.approvals})


def _first_event(
    proposed: ProposedConsent, consent_id: str, recorded_at: datetime
) -> dict[str, JsonValue]:
    """Given; or, until the one-time code is entered, only requested."""
    requested = proposed.how_given is HowGiven.ONE_TIME_CODE
    by = "principal" if proposed.guardian is None else "guardian"
    return {
        "event_time": _instant(recorded_at),
        "event_type": "explicit",
        "event_state": "requested" if requested else "given",
        "entity_id": f"{consent_id}#{by}",
        "validity_duration": f"P{proposed.validity_days}D",
    }


def _extension(
    proposed: ProposedConsent, matter: Matter, consent_id: str, recorded_at: datetime
) -> dict[str, JsonValue]:
    """What the standard does not name: the bounds within which a question may rest on it."""
    valid_from, valid_until = consent_window(proposed, recorded_at)
    guardian = proposed.guardian
    return {
        "requester": matter.requester,
        "matter": matter.code,
        "facts": [*sorted(proposed.facts)],
        "case": proposed.case,
        "whose": matter.whose.value,
        "others": [f"{consent_id}#other-{n}" for n, _ in enumerate(proposed.others, start=1)],
        "valid_from": _instant(valid_from),
        "valid_until": _instant(valid_until),
        "uses_allowed": proposed.uses,
        "how_given": proposed.how_given.value,
        "assurance": assurance_of(proposed.how_given).value,
        "evidence": _evidence(proposed),
        "taken_by": proposed.taken_by,
        "guardian": None
        if guardian is None
        else {"relation": guardian.relation, "proof_digest": guardian.proof_digest},
    }


def _evidence(proposed: ProposedConsent) -> JsonValue:
    if proposed.evidence_digest is None:
        return None
    return {"digest_sha256": proposed.evidence_digest, "kept_at": proposed.evidence_place}


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
