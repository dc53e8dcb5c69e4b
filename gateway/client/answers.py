"""What comes back, typed. Unknown members and codes are tolerated: the interface may grow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """An answer of a verification: an outcome, never a record.

    `outcome` is one of confirmed, contradicted, no_record, ambiguous, conflict, unavailable. Only
    `confirmed` confirms; nothing else may be read as a no but `contradicted`.
    """

    verification_id: str
    fact: str
    outcome: str
    reasons: tuple[str, ...]
    parts: Mapping[str, str]
    as_of: str | None
    guidance: Mapping[str, Any] | None
    receipt: str | None
    intent: str
    disclosure: str | None
    replayed: bool
    body: Mapping[str, Any]

    @property
    def is_confirmed(self) -> bool:
        """Whether every claimed part was confirmed."""
        return self.outcome == "confirmed"


@dataclass(frozen=True, slots=True, repr=False)
class Verification:
    """A verification that waits for a department, or is finished.

    `pending` until a department answers, at the latest by `due_on` (a date).
    """

    answer: Answer
    pending: bool
    due_on: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Receipt:
    """A receipt (核验回执) as an SD-JWT."""

    compact: str


@dataclass(frozen=True, slots=True, repr=False)
class Consent:
    """A consent's record. `withdrawal_code` only in the reply to its recording."""

    consent_id: str
    state: str
    withdrawal_code: str | None
    body: Mapping[str, Any]


def answer_from(body: Mapping[str, Any], *, replayed: bool) -> Answer:
    """Read the JSON of design.md §6."""
    audit = body.get("audit") or {}
    return Answer(
        verification_id=body["verification_id"],
        fact=body["fact"],
        outcome=body["outcome"],
        reasons=tuple(body.get("reasons", ())),
        parts=dict(body.get("parts", {})),
        as_of=body.get("as_of"),
        guidance=body.get("guidance"),
        receipt=body.get("receipt"),
        intent=audit.get("intent", ""),
        disclosure=audit.get("disclosure"),
        replayed=replayed,
        body=body,
    )


def consent_from(body: Mapping[str, Any]) -> Consent:
    """Read a consent's JSON."""
    return Consent(
        consent_id=body["consent_id"],
        state=body["state"],
        withdrawal_code=body.get("withdrawal_code"),
        body=body,
    )
