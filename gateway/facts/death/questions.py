"""Whom the facts `death` and `alive` ask about a person, and what for.

One question answers for itself: a department whose question about deaths was answered and whose
other question failed is silent on the other only. What it did tell counts as evidence at once;
whatever needs everybody (domain.md D5, D10, A3 to A5) needs every required question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.domain.question import (
    CIVIL_AFFAIRS,
    COURTS,
    CREMATION,
    CUSTODY,
    DEATH,
    DECLARATIONS,
    HEALTH,
    LAST_SERVICE,
    PUBLIC_SECURITY,
    UNNATURAL_DEATH,
    Question,
)
from gateway.facts.former_identity import ask_person

if TYPE_CHECKING:
    from gateway.domain.person import Person


def ask_health(person: Person) -> tuple[Question, ...]:
    """Certificates of death, and the last service in person as a sign of life."""
    return (Question(HEALTH, DEATH, person), Question(HEALTH, LAST_SERVICE, person))


def ask_public_security(person: Person) -> tuple[Question, ...]:
    """The register's entry (with the last document issued), and unnatural deaths."""
    return (ask_person(person), Question(PUBLIC_SECURITY, UNNATURAL_DEATH, person))


def ask_declarations(person: Person) -> Question:
    """Declarations of death and their revocations."""
    return Question(COURTS, DECLARATIONS, person)


def ask_custody(person: Person) -> Question:
    """The last day in custody: a sign of life and nothing else, so it never blocks."""
    return Question(COURTS, CUSTODY, person)


def ask_cremation(person: Person) -> Question:
    """Cremations."""
    return Question(CIVIL_AFFAIRS, CREMATION, person)


def ask_all(person: Person) -> tuple[Question, ...]:
    """Every question that can tell of a death or of a sign of life."""
    return (
        *ask_health(person),
        *ask_public_security(person),
        ask_declarations(person),
        ask_custody(person),
        ask_cremation(person),
    )
