"""Whom `childbirth` asks.

A child who is named is looked up by herself: her certificate names mother and father. Otherwise
the births of the subject as the mother are. Health offers no look-up by the father (domain.md §5),
so a man can be asked about only with a child named: silence by G1, never a no.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from gateway.domain.identity_number import IdentityNumber, NumberRefused
from gateway.domain.person import RESIDENT_IDENTITY
from gateway.domain.question import BIRTH_BY_CHILD, BIRTH_BY_MOTHER, HEALTH, Question
from gateway.facts.childbirth.claim import ChildbirthClaim
from gateway.facts.former_identity import ask_person

if TYPE_CHECKING:
    from gateway.domain.fact import Inquiry
    from gateway.domain.person import Person


def claim_of(inquiry: Inquiry) -> ChildbirthClaim:
    """The claim as this fact read it."""
    return cast("ChildbirthClaim", inquiry.claim)


def required(inquiry: Inquiry) -> tuple[Question, ...]:
    """Health, by the child or by the mother; nothing for a man without a named child."""
    child = claim_of(inquiry).child
    if child is not None:
        return (Question(HEALTH, BIRTH_BY_CHILD, child),)
    if stated_sex(inquiry.subject) == "male":
        return ()
    return (Question(HEALTH, BIRTH_BY_MOTHER, inquiry.subject),)


def consulted(inquiry: Inquiry) -> tuple[Question, ...]:
    """Public security, for the former names and numbers of domain.md G8 only."""
    return (ask_person(inquiry.subject),)


def may_be_the_father(inquiry: Inquiry) -> bool:
    """Whether looking for the subject as the mother would say nothing: not known to be a woman."""
    return claim_of(inquiry).child is None and stated_sex(inquiry.subject) != "female"


def stated_sex(person: Person) -> str | None:
    """The sex that a resident's number states; None for other documents."""
    if person.id_type != RESIDENT_IDENTITY:
        return None
    try:
        return IdentityNumber.parse(person.number).sex
    except NumberRefused:
        return None
