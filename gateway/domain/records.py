"""What registers hold, translated by the connectors. Dates are civil dates in Asia/Shanghai.

Must never hold a cause of death, a diagnosis or the word "sealed": a connector drops them. Must
never show a name or a number of a person or of a paper of hers: records travel through tracebacks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from gateway.domain.person import Person


class Record:
    """What every record derives from; a new department brings records of its own."""

    __slots__ = ()


class CancelledBecause(Enum):
    """Why an entry of the population register was cancelled."""

    DEATH = "death"
    MILITARY = "military"
    SETTLED_ABROAD = "settled_abroad"
    SETTLED_HK_MACAO = "settled_hk_macao"
    DUPLICATE = "duplicate"
    OTHER = "other"


class CancellationBasis(Enum):
    """What a deregistration by death rests on."""

    MEDICAL = "medical"
    DECLARATION = "declaration"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True)
class PopulationEntry(Record):
    """public_security `person`: one entry; two of them under one number are Holding.SHARED.

    `died_on` is the register's own stated date of death; `former_numbers` are 18-character forms.
    `registered_name` is the present name, which is another one if she was asked about under a
    former one.
    """

    in_force: bool
    cancelled_on: date | None = None
    cancelled_because: CancelledBecause | None = None
    cancellation_basis: CancellationBasis | None = None
    died_on: date | None = None
    former_names: tuple[str, ...] = field(default=(), repr=False)
    former_numbers: tuple[str, ...] = field(default=(), repr=False)
    registered_name: str | None = field(default=None, repr=False)
    sex: str | None = None  # GB/T 2261.1: "1" male, "2" female
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class HouseholdMember(Record):
    """public_security `household`: a member of a household the asked person is or was in.

    The asked person herself is among the members, and so is the head (relation "02").
    `relation` is the GB/T 4761 code of the member to the head; it is self-declared.
    """

    # Which household of the reply: members with the same value belong together.
    household: str = field(repr=False)
    member: Person
    relation: str
    sex: str | None = None
    born_on: date | None = None
    historic: bool = False


@dataclass(frozen=True, slots=True)
class BirthRecord(Record):
    """health `birth_by_*` and public_security `birth_registration`.

    `certificate_number` and its fate come from health only. A parent is None where not recorded.
    `child` is None if the register does not know the child's number yet.
    """

    born_on: date | None
    mother: Person | None = None
    father: Person | None = None
    child: Person | None = None
    certificate_number: str | None = field(default=None, repr=False)
    replaced_by: str | None = field(default=None, repr=False)
    voided: bool = False


class DeathKind(Enum):
    """How a department knows of a death."""

    MEDICAL_CERTIFICATE = "medical_certificate"
    UNNATURAL_CERTIFICATE = "unnatural_certificate"
    CREMATION = "cremation"


@dataclass(frozen=True, slots=True)
class DeathRecord(Record):
    """A positive record of death. `on` is the stated date of death, or the day of the cremation."""

    kind: DeathKind
    on: date | None


class SignKind(Enum):
    """What proves that somebody was alive on a day."""

    IN_PERSON_SERVICE = "in_person_service"
    DOCUMENT_ISSUED = "document_issued"
    CUSTODY = "custody"


@dataclass(frozen=True, slots=True)
class SignOfLife(Record):
    """The person was there on that day."""

    kind: SignKind
    on: date


class MaritalKind(Enum):
    """Events of a marriage, in our terms (domain.md, marriage)."""

    REGISTRATION = "registration"
    DIVORCE = "divorce"  # registered
    COURT_DIVORCE = "court_divorce"  # judgment or mediation
    ANNULMENT = "annulment"  # annulled or revoked: void from the beginning
    REISSUE = "reissue"  # a certificate was re-issued: not an event
    NOT_RESUMED = "not_resumed"  # written statement not to resume after a revoked declaration


@dataclass(frozen=True, slots=True)
class MaritalEvent(Record):
    """civil_affairs `marital_events`, courts `family_judgments`.

    `on` is the effective date; None = the effect is not proven, and the event counts as silent.
    `spouses` are the two of the couple; the partner may be unknown to the register (None).
    """

    kind: MaritalKind
    on: date | None
    spouse: Person  # the person asked about, or the first of a two-sided call
    partner: Person | None


@dataclass(frozen=True, slots=True)
class Adoption(Record):
    """civil_affairs `adoptions`. In force unless dissolved.

    `kept_parent`: in a step-parent's adoption the birth parent whose tie stays (domain.md K4).
    """

    adopted: Person
    adopters: tuple[Person, ...]
    registered_on: date
    dissolved_on: date | None = None
    kept_parent: Person | None = None


class DeclarationKind(Enum):
    """What a court declared."""

    DEATH = "death"
    DISAPPEARANCE = "disappearance"


@dataclass(frozen=True, slots=True)
class Declaration(Record):
    """courts `declarations`. `revoked_on` is the day a revocation took effect (CC 50).

    `not_resumed`: after revocation, whether the other spouse declared not to resume the marriage;
    None = the court cannot tell.
    """

    kind: DeclarationKind
    judged_on: date
    revoked_on: date | None = None
    not_resumed: bool | None = None
