"""数源反馈: what departments said, in our terms. Internal; none of it is ever returned."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from gateway.domain.question import Question
    from gateway.domain.records import Record


class Holding(Enum):
    """Whether the department holds the number that was asked, and under which name."""

    NOT_HELD = "not_held"
    HELD = "held"
    NAME_MISMATCH = "name_mismatch"  # held under another name, or only a "similar" one (G2)
    FORMER_NAME = "former_name"  # held; the name asked is a former name of this person
    SHARED = "shared"  # one number, two people (I2)


class Cause(Enum):
    """Why a department is silent (domain.md G1). Never read as a no."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    BROKEN = "broken"  # an error of theirs: 5xx, a fault in their envelope
    NOT_UNDERSTOOD = "not_understood"  # they could not read this question; others they may
    MALFORMED = "malformed"
    OVERSIZED = "oversized"
    UNKNOWN_CODE = "unknown_code"
    WRONG_PERSON = "wrong_person"
    UNSUPPORTED = "unsupported"  # the department lacks the operation, or cannot use the id_type
    NOT_ASKED = "not_asked"  # no source, or the matter holds no approval of this department
    CIRCUIT_OPEN = "circuit_open"  # kept back: it could not be heard of late and is given a rest


@dataclass(frozen=True, slots=True)
class Answered:
    """The department answered in full and every code was known.

    `as_of` is the department's data date. `variant`: the name matched but for separator, width or
    spacing. A sealed record arrives as NOT_HELD without records, from the connector already.
    With NAME_MISMATCH there are no records.
    """

    holding: Holding
    records: tuple[Record, ...]
    as_of: date
    variant: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Late:
    """The department promised to answer later; `ticket` is its query number (personal detail)."""

    ticket: str

    def __repr__(self) -> str:
        """Keep the ticket out of logs."""
        return "Late()"


@dataclass(frozen=True, slots=True)
class Failed:
    """Silence, with its cause for the trail and for operations."""

    cause: Cause


Reply = Answered | Late | Failed


@dataclass(frozen=True, slots=True)
class Item:
    """One question and what came of it."""

    question: Question
    reply: Reply


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything heard so far, in no meaningful order: a table must not depend on it."""

    items: tuple[Item, ...] = ()

    def plus(self, items: tuple[Item, ...]) -> Evidence:
        """This evidence and more; a later reply to the same question replaces the earlier one."""
        fresh = {item.question for item in items}
        kept = tuple(item for item in self.items if item.question not in fresh)
        return Evidence(kept + items)

    def reply_to(self, question: Question) -> Reply | None:
        """What came of exactly this question; None if it was never put."""
        for item in self.items:
            if item.question == question:
                return item.reply
        return None
