"""What the path gives back to the front desk: values for whatever may be expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gateway.domain.decision import RefusalReason
from gateway.domain.fact import JsonValue


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """200: the answer of design.md §6. Its disclosure is durable."""

    verification_id: str
    body: Mapping[str, JsonValue]
    replayed: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Pending:
    """202: a department answers later. `due_on` is a civil date in Asia/Shanghai.

    `reminded`: this very look found the answer overdue, and wrote so.
    """

    verification_id: str
    body: Mapping[str, JsonValue]
    due_on: date
    replayed: bool = False
    reminded: bool = False


@dataclass(frozen=True, slots=True)
class NotPermitted:
    """403 (429 for a quota): it may not be asked, or no longer be told. On the trail."""

    verification_id: str
    reason: RefusalReason
    retry_after: int | None = None
    replayed: bool = False


Reply = Answer | Pending | NotPermitted
