"""What a fact's decision table concludes, and what of it may be told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gateway.domain.outcome import Outcome
    from gateway.domain.text import Text


class RecordKind(Enum):
    """Neutral kinds of record that the bundled facts rest on (domain.md §1)."""

    CIVIL_REGISTER = "civil_register"
    HOUSEHOLD_REGISTER = "household_register"
    BIRTH_RECORD = "birth_record"
    DEATH_RECORD = "death_record"
    MARITAL_RECORD = "marital_record"
    KINSHIP_RECORD = "kinship_record"
    SIGN_OF_LIFE = "sign_of_life"


@dataclass(frozen=True, slots=True)
class OwnRecordKind:
    """A neutral kind of record that a fact of another distribution rests on.

    As neutral as the bundled ones: it must not tell a cause. The fact's `words` say what people
    call it (`gateway.domain.fact.BringsWords`).
    """

    value: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason code of an outcome with its sentences.

    `told_as`: the neutral code that the requester gets instead unless her matter lists this one in
    `reveals` (the ⓘ of domain.md); None if the code itself may be told.
    """

    code: str
    text: Text
    told_as: str | None = None


@dataclass(frozen=True, slots=True)
class RestsOn:
    """A neutral kind of record and the data date of the department that holds it."""

    record: RecordKind | OwnRecordKind
    as_of: date


@dataclass(frozen=True, slots=True)
class PartFinding:
    """One claimed part: its outcome, its reason codes, what it rests on, and the row that decided.

    `row` is the decision table's row ("D3", "K7"); it goes into the trail's detail only.
    `neutral` is False where naming the record would tell a cause (a court told us -> divorce) and
    for derived outcomes: then nothing of `rests_on` and no date leaves the gateway.
    """

    outcome: Outcome
    row: str
    reasons: tuple[str, ...] = ()
    rests_on: tuple[RestsOn, ...] = ()
    neutral: bool = True
    silent: tuple[str, ...] = ()  # departments named by an `unavailable` (G3)


@dataclass(frozen=True, slots=True)
class Finding:
    """The decision of a fact's table over all claimed parts, in the order of the claim.

    `outcome` is the least favourable of the parts (G7). `as_of` is the oldest data date it rests
    on, or the day of checking for `alive` (G6); None if it rests on nothing.
    """

    parts: Mapping[str, PartFinding]
    outcome: Outcome
    reasons: tuple[str, ...]
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Told:
    """What the requester is told: the trimmed finding (design.md §5 step 7)."""

    outcome: Outcome
    reasons: tuple[str, ...]
    parts: Mapping[str, Outcome]
    as_of: date | None
    rests_on: tuple[RestsOn, ...]
    silent: tuple[str, ...] = ()
