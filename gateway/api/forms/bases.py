"""The basis that a request names: exactly one of three forms (design.md §6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from gateway.api.forms import content_reasons as why
from gateway.api.forms.fields import (
    Form,
    Identifier,
    Identifiers,
    Label,
    Moment,
    PersonObject,
    Sentence,
    read_moment,
)
from gateway.api.forms.reading import read
from gateway.domain.fact import Fact, JsonValue
from gateway.domain.matter import BasisKind
from gateway.domain.person import Person
from gateway.domain.verification import Basis, NearRelative, NoticeGiven
from gateway.errors import ContentRefused, Problem
from gateway.facts.claim_reading import read_person

POINTER: Final = "/basis"
_PERSON: Final = f"{POINTER}/person"
_PLACES: Final = {"/claim/relative": _PERSON, "/claim/relation": f"{POINTER}/relation"}


class NoticeForm(Form):
    """The notice that the person was given (PIPL 35)."""

    version: Label
    given_at: Moment


class ConsentBasis(Form):
    """Consents of everybody concerned."""

    kind: Literal["consent"]
    consents: Identifiers


class StatutoryDutyBasis(Form):
    """A statutory duty; the notice is left out only where the matter is exempt from it."""

    kind: Literal["statutory_duty"]
    notice: NoticeForm | None = None


class NearRelativeBasis(Form):
    """A deceased person's near relative, for an interest of her own (PIPL 49).

    `relation` is what `person` is to the deceased (GB/T 4761).
    """

    kind: Literal["near_relative"]
    person: PersonObject
    relation: Identifier
    interest: Sentence


FORMS: Final[Mapping[str, type[ConsentBasis | StatutoryDutyBasis | NearRelativeBasis]]] = {
    BasisKind.CONSENT.value: ConsentBasis,
    BasisKind.STATUTORY_DUTY.value: StatutoryDutyBasis,
    BasisKind.NEAR_RELATIVE.value: NearRelativeBasis,
}


def read_basis(
    raw: JsonValue, subject: Person, facts: Mapping[str, Fact], problems: list[Problem]
) -> Basis | None:
    """Read the basis; None with its problems noted."""
    if not isinstance(raw, dict):
        problems.append(Problem(POINTER, why.WRONG_TYPE))
        return None
    kind = raw.get("kind")
    if not isinstance(kind, str) or kind not in FORMS:
        problems.append(Problem(f"{POINTER}/kind", _kind_problem(raw)))
        return None
    form: Any = read(FORMS[kind], raw, POINTER, problems)
    match form:
        case ConsentBasis():
            return Basis(BasisKind.CONSENT, consents=tuple(form.consents))
        case StatutoryDutyBasis():
            return Basis(BasisKind.STATUTORY_DUTY, notice=_notice(form.notice))
        case NearRelativeBasis():
            return _near_relative(form, subject, facts, problems)
        case _:
            return None


def _kind_problem(raw: Mapping[str, JsonValue]) -> str:
    if "kind" not in raw:
        return why.MISSING_FIELD
    return why.UNKNOWN_CODE if isinstance(raw["kind"], str) else why.WRONG_TYPE


def _notice(form: NoticeForm | None) -> NoticeGiven | None:
    return None if form is None else NoticeGiven(form.version, read_moment(form.given_at))


def _near_relative(
    form: NearRelativeBasis,
    subject: Person,
    facts: Mapping[str, Fact],
    problems: list[Problem],
) -> Basis | None:
    """Read the relative as kinship reads one: the first round will claim just that."""
    person = read_person(form.person, _PERSON, problems)
    if person is None:
        return None
    found = _as_kinship(form, subject, facts)
    problems.extend(found)
    relative = NearRelative(person, form.relation, form.interest)
    return None if found else Basis(BasisKind.NEAR_RELATIVE, near_relative=relative)


def _as_kinship(
    form: NearRelativeBasis, subject: Person, facts: Mapping[str, Fact]
) -> list[Problem]:
    if "kinship" not in facts:
        return []
    claim: dict[str, JsonValue] = {"relative": form.person, "relation": form.relation}
    try:
        facts["kinship"].read_claim(claim, subject)
    except ContentRefused as refused:
        return [Problem(_PLACES.get(p.pointer, POINTER), p.reason) for p in refused.problems]
    return []
