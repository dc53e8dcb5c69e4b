"""Whom `birth` asks, and which of the answers are about the subject.

A question answers for itself: a certificate that could not be looked up leaves health silent on
that certificate, not on what the look-up by the child told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from gateway.domain.identity_number import IdentityNumber, NumberRefused
from gateway.domain.person import RESIDENT_IDENTITY
from gateway.domain.question import (
    ADOPTIONS,
    BIRTH_BY_CERTIFICATE,
    BIRTH_BY_CHILD,
    BIRTH_REGISTRATION,
    CIVIL_AFFAIRS,
    HEALTH,
    PUBLIC_SECURITY,
    Question,
)
from gateway.domain.records import Adoption, BirthRecord
from gateway.facts.birth.claim import BirthClaim
from gateway.facts.former_identity import ask_person

if TYPE_CHECKING:
    from datetime import date

    from gateway.domain.fact import Inquiry
    from gateway.domain.person import Person
    from gateway.facts.hearing import Found, Hearing


def claim_of(inquiry: Inquiry) -> BirthClaim:
    """The claim as this fact read it."""
    return cast("BirthClaim", inquiry.claim)


def ask_by_child(inquiry: Inquiry) -> Question:
    """All certificates ever made out for the subject."""
    return Question(HEALTH, BIRTH_BY_CHILD, inquiry.subject)


def ask_by_certificate(inquiry: Inquiry) -> tuple[Question, ...]:
    """The certificate that is claimed, if one is."""
    number = claim_of(inquiry).certificate_number
    if number is None:
        return ()
    subject = inquiry.subject
    return (Question(HEALTH, BIRTH_BY_CERTIFICATE, subject, certificate_number=number),)


def ask_registration(inquiry: Inquiry) -> Question:
    """The registration of the subject's birth in the household register."""
    return Question(PUBLIC_SECURITY, BIRTH_REGISTRATION, inquiry.subject)


def ask_public_security(inquiry: Inquiry) -> tuple[Question, ...]:
    """The registration of the birth, and the former names and numbers of domain.md G8."""
    return (ask_registration(inquiry), ask_person(inquiry.subject))


def ask_adoptions(inquiry: Inquiry) -> tuple[Question, ...]:
    """Adoptions, only if a parent is claimed: nobody else's claim needs to know of one."""
    if not claim_of(inquiry).others:
        return ()
    return (Question(CIVIL_AFFAIRS, ADOPTIONS, inquiry.subject),)


def required(inquiry: Inquiry) -> tuple[Question, ...]:
    """Health."""
    return (ask_by_child(inquiry), *ask_by_certificate(inquiry))


def consulted(inquiry: Inquiry) -> tuple[Question, ...]:
    """Public security, and civil affairs for its adoptions."""
    return (*ask_public_security(inquiry), *ask_adoptions(inquiry))


def births_at_health(inquiry: Inquiry, hearing: Hearing) -> tuple[Found[BirthRecord], ...]:
    """Health's records of the subject's birth, replaced and voided certificates included.

    A certificate that was found by its number may be another child's.
    """
    by_certificate = [
        found
        for question in ask_by_certificate(inquiry)
        for found in hearing.records(question, BirthRecord)
        if _is_about(found.record, hearing.identities(inquiry.subject))
    ]
    return (*hearing.records(ask_by_child(inquiry), BirthRecord), *by_certificate)


def may_be_adopted(inquiry: Inquiry, hearing: Hearing) -> bool:
    """Whether civil affairs holds an adoption of the subject, be it dissolved (CC 1110).

    Adopted children are renamed: an adoption under this number and another name counts, because
    the secret must not depend on how well the archive was kept.
    """
    identities = hearing.identities(inquiry.subject)
    for question in ask_adoptions(inquiry):
        if hearing.unresolved([question]):
            return True
        for found in hearing.records(question, Adoption):
            if any(found.record.adopted.is_same_as(identity) for identity in identities):
                return True
    return False


def _is_about(record: BirthRecord, identities: tuple[Person, ...]) -> bool:
    """Whether a certificate is the subject's.

    Health learns a child's number late. Until then the day of birth must be the one that the
    subject's number states; anybody could claim any certificate otherwise.
    """
    if record.child is not None:
        return any(record.child.is_same_as(identity) for identity in identities)
    stated = {_stated_birth(identity) for identity in identities} - {None}
    return record.born_on in stated


def _stated_birth(person: Person) -> date | None:
    if person.id_type != RESIDENT_IDENTITY:
        return None
    try:
        return IdentityNumber.parse(person.number).born_on
    except NumberRefused:
        return None
