"""What comes back, typed. Unknown members and codes are tolerated: the interface may grow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.client.problems import NotUnderstood


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """An answer of a verification: an outcome, never a record.

    `outcome` is one of confirmed, contradicted, no_record, ambiguous, conflict, pending,
    unavailable. Only `confirmed` confirms; nothing else may be read as a no but `contradicted`.
    `body` is the whole JSON, `receipt` an SD-JWT, `replayed` says whether an earlier reply to the
    same idempotency key came back.
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

    `pending` until a department answers, at the latest by `due_on` (a date); `due_provisional` if
    holidays on the way to it are not announced yet.
    """

    answer: Answer
    pending: bool
    due_on: str | None
    due_provisional: bool = False


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
    """Read the JSON of design.md §6. Raises NotUnderstood."""
    audit = _table(body, "audit")
    return Answer(
        verification_id=_text(body, "verification_id"),
        fact=_text(body, "fact"),
        outcome=_text(body, "outcome"),
        reasons=tuple(_list(body, "reasons")),
        parts=_table(body, "parts"),
        as_of=body.get("as_of"),
        guidance=_table(body, "guidance") or None,
        receipt=body.get("receipt"),
        intent=audit.get("intent", ""),
        disclosure=audit.get("disclosure"),
        replayed=replayed,
        body=body,
    )


def consent_from(body: Mapping[str, Any]) -> Consent:
    """Read a consent's JSON. Raises NotUnderstood."""
    return Consent(
        consent_id=_text(body, "consent_id"),
        state=_text(body, "state"),
        withdrawal_code=body.get("withdrawal_code"),
        body=body,
    )


def list_from(body: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Read a list of objects. Raises NotUnderstood."""
    if name not in body:
        raise NotUnderstood(f"the reply lacks {name}")
    return _list(body, name)


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise NotUnderstood(f"the reply lacks a proper {name}")
    return value


def _table(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise NotUnderstood(f"the reply lacks a proper {name}")
    return value


def _list(body: Mapping[str, Any], name: str) -> list[Any]:
    value = body.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise NotUnderstood(f"the reply lacks a proper {name}")
    return value
