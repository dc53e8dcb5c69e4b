"""Reading claims and persons: typed values, or every problem with pointer and reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from gateway.domain.person import Person
from gateway.errors import ContentRefused, Problem
from gateway.facts.birth import fact as birth
from gateway.facts.claim_reading import CLAIM, ObjectReader, canonical_person, read_person
from gateway.facts.claim_reasons import CONTENT_REASONS
from tests.facts.builders import (
    FATHER,
    MOTHER,
    SUBJECT,
    number_of,
    old_form,
    person_json,
    problems_of,
)

if TYPE_CHECKING:
    from gateway.domain.fact import JsonValue

PASSPORT = Person("E12345678", "Anna Li", "passport")


def _read(raw: JsonValue) -> tuple[Person | None, set[tuple[str, str]]]:
    problems: list[Problem] = []
    person = read_person(raw, "/subject", problems)
    return person, {(problem.pointer, problem.reason) for problem in problems}


def test_person_is_read() -> None:
    """Number and name make a person with a resident identity number."""
    assert (SUBJECT, set()) == _read(person_json(SUBJECT))


def test_person_with_an_old_number() -> None:
    """15 digits are converted, and the person remembers that (domain.md §3)."""
    person, problems = _read({"id_number": old_form(SUBJECT), "name": SUBJECT.name})
    assert (SUBJECT, set()) == (person, problems)
    assert person is not None
    assert person.given_as_15


def test_person_with_an_old_number_of_a_centenarian() -> None:
    """Which serials mark the 1800s is the operator's data."""
    problems: list[Problem] = []
    raw: JsonValue = {"id_number": "500112010312001", "name": "老人"}
    person = read_person(raw, "/subject", problems, centenary={"001"})
    assert person is not None
    assert (number_of(date(1801, 3, 12), 1), []) == (person.number, problems)


def test_person_with_another_document() -> None:
    """Other documents are taken as they are, if their number is visible ASCII."""
    raw: JsonValue = {"id_number": "E12345678", "name": "Anna Li", "id_type": "passport"}
    assert (PASSPORT, set()) == _read(raw)
    assert PASSPORT == _read(canonical_person(PASSPORT))[0]


@pytest.mark.parametrize("number", ["", "E 1234", "Ｅ1234", "E" * 41])
def test_person_with_a_malformed_document(number: str) -> None:
    """Spaces, full-width characters and endless numbers are refused."""
    raw: JsonValue = {"id_number": number, "name": "Anna", "id_type": "passport"}
    assert (None, {("/subject/id_number", "document_number_malformed")}) == _read(raw)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"id_number": SUBJECT.number[:-1] + "0"}, ("/id_number", "number_check_digit")),
        ({"id_number": "500112195813120017"}, ("/id_number", "number_birth_date")),
        ({"id_number": "50011219580312001A"}, ("/id_number", "number_characters")),
        ({"id_number": "5001121958"}, ("/id_number", "number_length")),
        ({"id_number": 500112}, ("/id_number", "wrong_type")),
        ({"id_number": None}, ("/id_number", "wrong_type")),
        ({"name": " "}, ("/name", "name_empty")),
        ({"name": "陈\n"}, ("/name", "name_characters")),
        ({"name": "陈" * 101}, ("/name", "name_length")),
        ({"name": ["陈"]}, ("/name", "wrong_type")),
        ({"id_type": "driving_licence"}, ("/id_type", "id_type_unknown")),
        ({"id_type": 1}, ("/id_type", "wrong_type")),
        ({"staff_id": "7"}, ("/staff_id", "unknown_field")),
    ],
    ids=range(13),
)
def test_person_with_one_problem(change: dict[str, JsonValue], problem: tuple[str, str]) -> None:
    """Everything wrong has its pointer and its reason."""
    pointer, reason = problem
    raw: JsonValue = person_json(SUBJECT) | change
    assert (None, {("/subject" + pointer, reason)}) == _read(raw)


@pytest.mark.parametrize("raw", [None, "陈建国", 5, [], True], ids=lambda raw: type(raw).__name__)
def test_person_that_is_no_object(raw: JsonValue) -> None:
    """Anything but an object is of the wrong type, and of nothing else."""
    assert (None, {("/subject", "wrong_type")}) == _read(raw)


def test_all_problems_are_told_at_once() -> None:
    """A caller corrects everything in one go."""
    person, problems = _read({"name": "", "more": 1})
    assert None is person
    assert {
        ("/subject/id_number", "missing_field"),
        ("/subject/name", "name_empty"),
        ("/subject/more", "unknown_field"),
    } == problems


def test_further_fields_belong_to_the_caller() -> None:
    """An operator has a staff number, which its reader reads."""
    problems: list[Problem] = []
    raw: JsonValue = person_json(SUBJECT) | {"staff_id": "7"}
    assert SUBJECT == read_person(raw, "/operator", problems, further={"staff_id"})
    assert [] == problems


@pytest.mark.parametrize(
    "name", [SUBJECT.number, SUBJECT.name, "a/b~c", "", "Name", "x" * 41], ids=range(6)
)
def test_unknown_field_that_may_be_personal_is_not_echoed(name: str) -> None:
    """A number used as a field name is not repeated in the pointer."""
    problems = problems_of(birth, {name: 1, "mother": person_json(MOTHER)})
    assert {("/claim", "unknown_field")} == problems


def test_problem_texts_hold_no_value() -> None:
    """Neither the exception nor its problems repeat what was wrong."""
    mother: JsonValue = {"id_number": MOTHER.number[:-1] + "9", "name": MOTHER.name + "\n"}
    with pytest.raises(ContentRefused) as refused:
        birth.read_claim({"mother": mother}, SUBJECT)
    shown = str(refused.value) + repr(refused.value)
    assert MOTHER.number[:-1] not in shown
    assert MOTHER.name not in shown


def test_birth_needs_a_part() -> None:
    """A claim of birth claims something."""
    assert {("/claim", "empty_claim")} == problems_of(birth, {})
    assert {("/claim/born_on", "date_malformed")} == problems_of(birth, {"born_on": "1958-02-30"})


def test_nobody_is_her_own_mother() -> None:
    """Subject and parents are three people."""
    own = problems_of(birth, {"mother": person_json(SUBJECT)})
    assert {("/claim/mother", "same_person")} == own
    both = problems_of(birth, {"mother": person_json(MOTHER), "father": person_json(MOTHER)})
    assert {("/claim/father", "same_person")} == both


@pytest.mark.parametrize("number", ["500000123", "EE00000123", "E50000012", "Ｅ500000123"])
def test_certificate_number_malformed(number: str) -> None:
    """A mistyped number is refused rather than contradicted."""
    problems = problems_of(birth, {"certificate_number": number})
    assert {("/claim/certificate_number", "certificate_number_malformed")} == problems


def test_birth_claim_is_read_and_written_alike() -> None:
    """The canonical form of a claim reads as the same claim."""
    raw: dict[str, JsonValue] = {
        "certificate_number": "e500000123",
        "born_on": "1958-03-12",
        "mother": person_json(MOTHER),
        "father": {"id_number": old_form(FATHER), "name": FATHER.name},
    }
    claim = birth.read_claim(raw, SUBJECT)
    assert claim == birth.read_claim(claim.canonical(), SUBJECT)
    assert "E500000123" == claim.canonical()["certificate_number"]
    assert ((MOTHER, FATHER), "BirthClaim(…)") == (claim.others, repr(claim))
    for name, parent in (("mother", MOTHER), ("father", FATHER)):
        only = birth.read_claim({name: person_json(parent)}, SUBJECT)
        assert ([name], (parent,)) == (list(only.canonical()), only.others)


def test_a_person_is_the_same_under_any_name() -> None:
    """Who is named is decided by the number alone."""
    renamed = replace(SUBJECT, name="陈建设")
    assert {("/claim/mother", "same_person")} == problems_of(
        birth, {"mother": person_json(renamed)}
    )


def test_reader_requires_and_reads_codes() -> None:
    """The pieces that other facts use: required fields, closed lists, counts."""
    reader = ObjectReader.over({"relation": "17", "count": 3.0}, CLAIM, [])
    reader.require("relative", "relation")
    assert None is reader.read_code("relation", {"10", "11"})
    assert None is reader.read_count("count", 1, 9)
    assert None is reader.read_person("relative")
    with pytest.raises(ContentRefused):
        reader.raise_if_refused()
    assert [
        Problem("/claim/relative", "missing_field"),
        Problem("/claim/relation", "unknown_code"),
        Problem("/claim/count", "wrong_type"),
    ] == reader.problems


def test_every_content_reason_has_its_texts() -> None:
    """What a problem names can be explained in both languages, without room for a value."""
    texts = [*(text.zh for text in CONTENT_REASONS.values())]
    texts += [text.en for text in CONTENT_REASONS.values()]
    assert [] == [text for text in texts if "{" in text or "%" in text]
    assert {"number_check_digit", "empty_claim", "same_person"} <= set(CONTENT_REASONS)
