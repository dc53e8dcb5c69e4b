"""A request for a verification, read into a `Verification` or refused with every problem at once.

Must never decide whether it may be asked: that is the policy's, and goes onto the trail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final

from pydantic.json_schema import WithJsonSchema

from gateway.api.forms import content_reasons as why
from gateway.api.forms.bases import read_basis
from gateway.api.forms.fields import Form, Identifier, Label, PersonObject, described_by
from gateway.api.forms.reading import read
from gateway.domain.fact import Claim, Fact, JsonValue
from gateway.domain.person import RESIDENT_IDENTITY, Person
from gateway.domain.requester import Caller
from gateway.domain.verification import Operator, Verification
from gateway.errors import ContentRefused, Problem
from gateway.facts.claim_reading import read_person

OPERATOR: Final = "/operator"
STAFF_ID: Final = "staff_id"
_NOBODY: Final = Person("", "", RESIDENT_IDENTITY)  # stands in while others are still read

ClaimObject = Annotated[Any, WithJsonSchema({"type": "object"})]
OperatorObject = Annotated[Any, described_by("Operator")]
BasisObject = Annotated[Any, described_by("Basis")]


class VerificationForm(Form):
    """A question: who asks which claim about whom, for which case, on which basis."""

    subject: PersonObject
    claim: ClaimObject
    matter: Identifier
    case: Label
    operator: OperatorObject
    basis: BasisObject


class OperatorForm(Form):
    """What an operator has beside number and name."""

    staff_id: Label


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks which fact when, under which fresh id."""

    verification_id: str
    caller: Caller
    fact: Fact
    at: datetime


def read_verification(
    raw: dict[str, JsonValue], asked: Asked, facts: Mapping[str, Fact]
) -> Verification:
    """Read a request. Raises ContentRefused with every problem of every part."""
    problems: list[Problem] = []
    form = read(VerificationForm, raw, "", problems)
    subject = _person(raw, "subject", problems)
    operator = read_operator(raw, problems)
    claim = _claim(raw, asked.fact, subject or _NOBODY, problems)
    basis = None
    if "basis" in raw:
        basis = read_basis(raw["basis"], subject or _NOBODY, facts, problems)
    if problems or form is None or not subject or not operator or not claim or not basis:
        raise ContentRefused(*problems)
    return Verification(
        verification_id=asked.verification_id,
        caller=asked.caller,
        fact=asked.fact.name,
        subject=subject,
        claim=claim,
        matter=form.matter,
        case=form.case,
        operator=operator,
        basis=basis,
        asked_at=asked.at,
        max_age_days=_max_age_days(claim),
    )


def read_operator(raw: Mapping[str, JsonValue], problems: list[Problem]) -> Operator | None:
    """The operator: a person with the number that her office knows her by."""
    content = raw.get("operator")
    if not isinstance(content, dict):
        _note_wrong_type(raw, "operator", problems)
        return None
    own = {name: value for name, value in content.items() if name == STAFF_ID}
    form = read(OperatorForm, own, OPERATOR, problems)
    person = read_person(content, OPERATOR, problems, further=(STAFF_ID,))
    return None if form is None or person is None else Operator(person, form.staff_id)


def _person(raw: Mapping[str, JsonValue], name: str, problems: list[Problem]) -> Person | None:
    """A person, if the field is there: what is missing was noted already."""
    return read_person(raw[name], f"/{name}", problems) if name in raw else None


def _claim(
    raw: Mapping[str, JsonValue], fact: Fact, subject: Person, problems: list[Problem]
) -> Claim | None:
    content = raw.get("claim")
    if not isinstance(content, dict):
        _note_wrong_type(raw, "claim", problems)
        return None
    try:
        return fact.read_claim(content, subject)
    except ContentRefused as refused:
        problems.extend(refused.problems)
        return None


def _note_wrong_type(raw: Mapping[str, JsonValue], name: str, problems: list[Problem]) -> None:
    if name in raw:
        problems.append(Problem(f"/{name}", why.WRONG_TYPE))


def _max_age_days(claim: Claim) -> int | None:
    """How old a sign of life may be, where the claim says so (only `alive` does)."""
    days = claim.canonical().get("max_age_days")
    return days if isinstance(days, int) else None
