"""Examples of what comes back of verifications, consents and tokens."""

from __future__ import annotations

from typing import Final

from gateway.api.interface import examples as sent
from gateway.domain.fact import Fact, JsonValue

RECEIPT: Final = "eyJhbGciOiJFZDI1NTE5In0.eyJqdGkiOiJ2ZXJfMDE5YWI1In0.c2lnbmF0dXJl~WyJzYWx0Il0~"


def say(zh: str, en: str) -> dict[str, JsonValue]:
    """A text in both languages."""
    return {"zh": zh, "en": en}


_NOT_LEFT_ALONE: Final[dict[str, JsonValue]] = {
    "meaning": say(
        "暂无法核验。这不是对当事人的任何认定，也不等于查无记录。",
        "It could not be verified for now. That says nothing about the person, nor is it the same"
        " as no record.",
    ),
    "steps": [
        say(
            "稍后以相同内容重新核验；凭同意核验的，本次不计次数，不必重新取得同意。",
            "Ask again later for the same thing; a consent is not spent by this, and no new one is"
            " needed.",
        )
    ],
    "papers": [],
    "papers_open": False,
    "accepted": None,
    "lost": None,
    "certificate": None,
    "issuers": [],
    "retained": [],
    "transition": None,
}


def answers(fact: Fact) -> dict[str, JsonValue]:
    """A confirmed answer and one that could not be had."""
    return {
        "confirmed": {
            **_answer(fact, "confirmed"),
            "as_of": "2026-11-20",
            "rests_on": [{"record": "civil_register", "as_of": "2026-11-20"}],
            "guidance": None,
        },
        "unavailable": {
            **_answer(fact, "unavailable"),
            "reasons": ["department_silent"],
            "departments": [*fact.required[:1]],
        },
    }


def pending(fact: Fact) -> dict[str, JsonValue]:
    """An answer that is still to come."""
    return {
        "pending": {
            **_answer(fact, "pending"),
            "reasons": ["department_late"],
            "receipt": None,
            "audit": {"intent": sent.INTENT, "disclosure": None},
            "due_on": "2026-12-08",
            "due_provisional": False,
        }
    }


def _answer(fact: Fact, outcome: str) -> dict[str, JsonValue]:
    return {
        "verification_id": sent.VERIFICATION_ID,
        "fact": fact.name,
        "outcome": outcome,
        "reasons": [],
        "parts": {_PART_OF.get(fact.name, fact.name): outcome},
        "as_of": None,
        "rests_on": [],
        "guidance": {**_NOT_LEFT_ALONE},
        "receipt": RECEIPT,
        "audit": {"intent": sent.INTENT, "disclosure": sent.DISCLOSURE},
    }


_PART_OF: Final = {"kinship": "relation", "marriage": "status", "birth": "born_on"}

_CONSENT: Final[dict[str, JsonValue]] = {
    "consent_id": sent.CONSENT_ID,
    "state": "awaiting",
    "record": {
        "schema_version": "ISO/IEC TS 27560:2023",
        "record_id": sent.CONSENT_ID,
        "pii_principal_id": f"{sent.CONSENT_ID}#principal",
        "language": "zh",
    },
    "receipt": "eyJhbGciOiJFZDI1NTE5In0.eyJyZWNvcmQiOnt9fQ.c2lnbmF0dXJl",
}
RECORDED_CONSENT: Final[dict[str, JsonValue]] = {
    **_CONSENT,
    "withdrawal_code": "MFRGGZDFMZTWQ2LKNNWG23TP",
}
ACTIVE_CONSENT: Final[dict[str, JsonValue]] = {**_CONSENT, "state": "active"}
REVOKED_CONSENT: Final[dict[str, JsonValue]] = {**_CONSENT, "state": "revoked"}
CONFIRMED: Final[dict[str, JsonValue]] = {"consent_id": sent.CONSENT_ID, "state": "active"}
WITHDRAWN: Final[dict[str, JsonValue]] = {"consent_id": sent.CONSENT_ID, "state": "revoked"}

TOKEN: Final[dict[str, JsonValue]] = {
    "access_token": "eyJhbGciOiJFZDI1NTE5IiwidHlwIjoiYXQrand0In0.eyJzdWIiOiJnampfMSJ9.c2ln",
    "token_type": "Bearer",
    "expires_in": 300,
    "scope": "consent:write verify:kinship",
}
