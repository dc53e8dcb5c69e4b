"""What a department is asked, and how a fact's plan names the questions of one round."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gateway.domain.person import Person

PUBLIC_SECURITY = "public_security"
CIVIL_AFFAIRS = "civil_affairs"
HEALTH = "health"
COURTS = "courts"

# Operations of domain.md §5. An operation is a registered string, so that a new department can
# bring its own; these are the ones that the bundled facts ask for.
PERSON = "person"  # public_security: PopulationEntry records, SignOfLife
HOUSEHOLD = "household"  # public_security: HouseholdMember records, now and historic
BIRTH_REGISTRATION = "birth_registration"  # public_security: one BirthRecord about the person born
UNNATURAL_DEATH = "unnatural_death"  # public_security: DeathRecord
MARITAL_EVENTS = "marital_events"  # civil_affairs: MaritalEvent of `about`, or of the two
ADOPTIONS = "adoptions"  # civil_affairs: Adoption in which `about` adopted or was adopted
CREMATION = "cremation"  # civil_affairs: DeathRecord
BIRTH_BY_CERTIFICATE = "birth_by_certificate"  # health: BirthRecord
BIRTH_BY_CHILD = "birth_by_child"  # health: BirthRecord about `about` as the child
BIRTH_BY_MOTHER = "birth_by_mother"  # health: BirthRecord about `about` as the mother
DEATH = "death"  # health: DeathRecord
LAST_SERVICE = "last_service"  # health: SignOfLife
FAMILY_JUDGMENTS = "family_judgments"  # courts: MaritalEvent
DECLARATIONS = "declarations"  # courts: Declaration
CUSTODY = "custody"  # courts: SignOfLife


@dataclass(frozen=True, slots=True)
class Question:
    """One operation of one department about one person.

    `other` is the second person of a two-sided call; `certificate_number` only for look-ups by it.
    """

    department: str
    operation: str
    about: Person
    other: Person | None = None
    certificate_number: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Round:
    """Questions that are put side by side.

    `persons` are people whom an earlier round revealed and about whom this one asks (the person in
    between of a derivation, the other party of a marriage): they get entries of their own.
    """

    questions: tuple[Question, ...]
    persons: tuple[Person, ...] = ()
