"""A consent that a requester hands in, and the codes that residents enter.

Must never check what a consent may be: that is the policy's (PIPL 14 to 17, 23, 29, 31).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from gateway.api.forms.fields import Form, Identifier, Identifiers, Label, PersonObject, Sentence
from gateway.api.forms.reading import read
from gateway.api.forms.verifying import OperatorObject, read_operator
from gateway.domain.consent import HowGiven
from gateway.domain.fact import JsonValue
from gateway.domain.matter import Matter
from gateway.domain.person import Person
from gateway.errors import ContentRefused, Problem
from gateway.facts.claim_reading import read_person
from gateway.flow.consent_drafts import ConsentRequest
from gateway.policy.new_consent import ProposedConsent, ProposedGuardian

MOST_OTHERS: Final = 4

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Relation = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
Code = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[ -~]+$")]


class EvidenceForm(Form):
    """SHA-256 (hex) of what was signed, and where the requester keeps it."""

    digest: Digest
    place: Sentence


class GuardianForm(Form):
    """Who consents for a child or an adult without capacity, as what, with which proof."""

    person: PersonObject
    relation: Relation
    proof_digest: Digest


class ConsentForm(Form):
    """A person's consent to be recorded. `contact` is where her codes are sent.

    `others` are the further persons of the claims it is for. Without `validity_days` the matter's
    own limit holds; `evidence` is needed for everything signed, `contact` for a one-time code.
    """

    principal: PersonObject
    others: list[PersonObject] = Field(default_factory=list, max_length=MOST_OTHERS)
    matter: Identifier
    facts: Identifiers
    case: Label
    operator: OperatorObject
    how_given: Literal["in_person_signature", "electronic_signature", "one_time_code"]
    language: Literal["zh", "en"] = "zh"
    contact: Label | None = None
    uses: Annotated[int, Field(ge=1, le=100)] = 1
    validity_days: Annotated[int, Field(ge=1, le=3650)] | None = None
    evidence: EvidenceForm | None = None
    guardian: GuardianForm | None = None


class ConfirmationForm(Form):
    """What a resident enters to confirm."""

    consent_id: Identifier
    code: Code


class WithdrawalForm(Form):
    """What a resident enters to withdraw."""

    withdrawal_code: Code


class EmptyForm(Form):
    """A body that says nothing."""


def read_consent(raw: dict[str, JsonValue], matter: Matter | None) -> ConsentRequest:
    """Read a consent. Raises ContentRefused with every problem of every part.

    `matter` is the one it names, for the limit that the form leaves open; None if there is none.
    """
    problems: list[Problem] = []
    form = read(ConsentForm, raw, "", problems)
    persons = _read_persons(raw, problems)
    operator = read_operator(raw, problems)
    if problems or form is None or operator is None or persons.principal is None:
        raise ContentRefused(*problems)
    limit = matter.validity_days if matter is not None else 1
    proposed = ProposedConsent(
        principal=persons.principal,
        others=persons.others,
        facts=frozenset(form.facts),
        case=form.case,
        uses=form.uses,
        validity_days=form.validity_days or limit,
        how_given=HowGiven(form.how_given),
        language=form.language,
        taken_by=operator.staff_id,
        evidence_digest=form.evidence.digest if form.evidence else None,
        evidence_place=form.evidence.place if form.evidence else None,
        guardian=_guardian(form, persons.guardian),
    )
    return ConsentRequest(proposed, form.matter, operator, form.contact)


@dataclass(frozen=True, slots=True, repr=False)
class _Persons:
    principal: Person | None
    others: tuple[Person, ...]
    guardian: Person | None


def _read_persons(raw: dict[str, JsonValue], problems: list[Problem]) -> _Persons:
    """Principal, others and guardian, as far as they are there: the form notes what is missing."""
    principal = guardian = None
    if "principal" in raw:
        principal = read_person(raw["principal"], "/principal", problems)
    listed = raw.get("others")
    others = listed[:MOST_OTHERS] if isinstance(listed, list) else []
    found = [read_person(other, f"/others/{n}", problems) for n, other in enumerate(others)]
    content = raw.get("guardian")
    if isinstance(content, dict) and "person" in content:
        guardian = read_person(content["person"], "/guardian/person", problems)
    return _Persons(principal, tuple(other for other in found if other), guardian)


def _guardian(form: ConsentForm, person: Person | None) -> ProposedGuardian | None:
    if form.guardian is None or person is None:
        return None
    return ProposedGuardian(person, form.guardian.relation, form.guardian.proof_digest)
