"""What values show of themselves: they travel through logs, tracebacks and failing tests."""

from __future__ import annotations

from datetime import date

import pytest

from gateway.domain.consent import Consent
from gateway.domain.evidence import Answered, Evidence, Holding, Item
from gateway.domain.person import Person
from gateway.domain.question import HEALTH, Question
from gateway.domain.records import BirthRecord, HouseholdMember, PopulationEntry
from gateway.domain.verification import NearRelative, Verification
from gateway.facts.claim_reading import ObjectReader
from gateway.facts.marriage.people import People
from gateway.facts.marriage.reading import Register
from gateway.flow.entries import Scribe
from gateway.flow.gather import Dossier
from gateway.ports.commands import Attempt, Idempotency, Quota, Reservation

NUMBER, NAME, OTHER = "11010519491231002X", "王秀兰", "J110105194"
WOMAN = Person(NUMBER, NAME)
DAY = date(2026, 11, 24)

VALUES: dict[str, object] = {
    "population-entry": PopulationEntry(
        in_force=True,
        former_names=(NAME,),
        former_numbers=(NUMBER,),
        registered_name=NAME,
        born_on=DAY,
    ),
    "birth-record": BirthRecord(DAY, mother=WOMAN, certificate_number=OTHER, replaced_by=OTHER),
    "household-member": HouseholdMember(NUMBER, WOMAN, "02"),
    "question": Question(HEALTH, "birth_by_certificate", WOMAN, certificate_number=OTHER),
    "near-relative": NearRelative(WOMAN, "51", f"{NAME} inherits {OTHER}"),
    "quota": Quota("operator", f"code/resident_identity/{NUMBER}", DAY, 10),
    "idempotency": Idempotency("client", "/v1/verify/death", NUMBER, NUMBER.encode()),
    "reservation": Reservation("cns_1", NUMBER.encode()),
    "reader": ObjectReader({"id_number": NUMBER, "name": NAME}, "/subject"),
    "people": People.of(Evidence(), WOMAN),
}


@pytest.mark.parametrize("case", VALUES)
def test_a_value_shows_nobody(case: str) -> None:
    """Neither number nor name, nor a number of a document of hers."""
    shown = repr(VALUES[case])
    assert [] == [text for text in (NUMBER, NAME, OTHER) if text in shown]


def test_evidence_shows_nobody() -> None:
    """What is made of such values shows no more than they do."""
    records = (VALUES["population-entry"], VALUES["birth-record"])
    answered = Answered(Holding.HELD, records, DAY)  # type: ignore[arg-type]
    question = VALUES["question"]
    assert isinstance(question, Question)
    shown = repr(Evidence((Item(question, answered),)))
    assert [] == [text for text in (NUMBER, NAME, OTHER) if text in shown]


SILENT = {
    Attempt: "request",
    Consent: "case",
    Dossier: "claim_key",
    Register: "partners",
    Scribe: "blind",
    Verification: "case",
}


@pytest.mark.parametrize("kind", SILENT, ids=lambda kind: kind.__name__)
def test_what_belongs_to_a_person_is_left_out(kind: type) -> None:
    """A field that holds something of a person, or what hides it, is not shown at all."""
    field = kind.__dataclass_fields__[SILENT[kind]]  # type: ignore[attr-defined]
    parameters = kind.__dataclass_params__  # type: ignore[attr-defined]
    assert not (parameters.repr and field.repr)
