"""What was heard survives the wait for a late answer, whatever was heard."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, make_dataclass
from datetime import date
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.canonical import canonical_json
from gateway.domain import records
from gateway.domain.evidence import Answered, Cause, Evidence, Failed, Holding, Item, Late
from gateway.domain.person import Person
from gateway.domain.question import Question
from gateway.domain.records import Record
from gateway.errors import SettingsRefused
from gateway.flow.memory import Memory

MEMORY = Memory()
RECORDS = {
    kind.__name__: kind
    for kind in vars(records).values()
    if isinstance(kind, type) and issubclass(kind, Record) and kind is not Record
}
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
PERSONS = st.builds(Person, WORDS, WORDS, WORDS, given_as_15=st.booleans())
SIMPLE: dict[str, st.SearchStrategy[Any]] = {
    "bool": st.booleans(),
    "str": WORDS,
    "date": st.dates(),
    "Person": PERSONS,
}


def strategy_for(annotation: str) -> st.SearchStrategy[Any]:
    """Values of a field, by the type that the record writes for it."""
    if annotation.endswith(" | None"):
        return st.none() | strategy_for(annotation.removesuffix(" | None"))
    if annotation.startswith("tuple["):
        inner = annotation.removeprefix("tuple[").removesuffix(", ...]")
        return st.lists(strategy_for(inner), max_size=3).map(tuple)
    if annotation in SIMPLE:
        return SIMPLE[annotation]
    kind = vars(records)[annotation]
    assert issubclass(kind, Enum)
    return st.sampled_from(kind)


def some_record(name: str) -> st.SearchStrategy[Any]:
    """Records of a kind, every field drawn."""
    kind = RECORDS[name]
    drawn = {f.name: strategy_for(str(f.type)) for f in fields(kind)}  # type: ignore[arg-type]
    return st.builds(kind, **drawn)


QUESTIONS = st.builds(Question, WORDS, WORDS, PERSONS, st.none() | PERSONS, st.none() | WORDS)
ANSWERS = st.builds(
    Answered,
    st.sampled_from(Holding),
    st.lists(st.one_of([some_record(name) for name in RECORDS]), max_size=3).map(tuple),
    st.dates(),
    st.booleans(),
)
REPLIES = st.one_of(ANSWERS, st.builds(Late, WORDS), st.builds(Failed, st.sampled_from(Cause)))
HEARD = st.builds(Evidence, st.lists(st.builds(Item, QUESTIONS, REPLIES), max_size=4).map(tuple))


def remembered(heard: Evidence) -> Evidence:
    """Evidence after it was stored as bytes and read again."""
    return MEMORY.read(json.loads(canonical_json(MEMORY.write(heard))))


@given(HEARD)
def test_whatever_was_heard_is_remembered(heard: Evidence) -> None:
    """Every reply, record, question, ticket and date comes back as it was."""
    assert heard == remembered(heard)


@pytest.mark.parametrize("name", RECORDS)
@given(data=st.data())
def test_every_kind_of_record_is_remembered(name: str, data: st.DataObject) -> None:
    """Kind by kind, so that a record added later is tried too."""
    record = data.draw(some_record(name))
    question = Question("health", "death", Person("1", "2"))
    answered = Answered(Holding.HELD, (record,), data.draw(st.dates()))
    heard = Evidence((Item(question, answered),))
    assert heard == remembered(heard)


@given(PERSONS)
def test_how_a_number_was_given_is_remembered(person: Person) -> None:
    """Although it does not take part in comparisons."""
    item = Item(Question("health", "death", person), Failed(Cause.TIMEOUT))
    about = remembered(Evidence((item,))).items[0].question.about
    assert person.given_as_15 == about.given_as_15


def test_what_is_no_evidence_is_not_read() -> None:
    """A stored form of something else is an error, and no statement about anybody."""
    form = MEMORY.write(Evidence())
    assert Evidence() == MEMORY.read(form)
    with pytest.raises(TypeError):
        MEMORY.read({"date": "2026-11-24"})


def test_what_cannot_be_written_is_refused() -> None:
    """A record with a value that has no stored form is found out when it is stored."""
    odd = Answered(Holding.HELD, (object(),), None)  # type: ignore[arg-type]
    item = Item(Question("health", "death", Person("1", "2")), odd)
    with pytest.raises(TypeError, match="object"):
        MEMORY.write(Evidence((item,)))


class Use(Enum):
    """An enum of a record that a connector brings."""

    DWELLING = "dwelling"


@dataclass(frozen=True, slots=True)
class Deed(Record):
    """A record that the house does not know."""

    use: Use
    since: date
    owners: tuple[Person, ...]


DEED = Deed(Use.DWELLING, date(2020, 5, 6), (Person("1", "2"),))


def heard_of(record: Record) -> Evidence:
    """Evidence of one answer with this record."""
    question = Question("housing", "property", Person("1", "2"))
    return Evidence((Item(question, Answered(Holding.HELD, (record,), date(2026, 1, 1))),))


def test_records_that_a_connector_brings_are_remembered() -> None:
    """With the enums in their fields, once both are declared."""
    memory, heard = Memory((Deed, Use)), heard_of(DEED)
    assert heard == memory.read(json.loads(canonical_json(memory.write(heard))))


@pytest.mark.parametrize(("declared", "missing"), [((), "Deed"), ((Deed,), "Use")])
def test_what_was_not_declared_is_found_out_when_it_is_stored(
    declared: tuple[type, ...], missing: str
) -> None:
    """Not days later, when the answer has come and nobody can read what was kept."""
    with pytest.raises(TypeError, match=f"a {missing} that no connector has declared"):
        Memory(declared).write(heard_of(DEED))


def test_a_name_means_one_record() -> None:
    """Two classes of one name cannot both be stored; declaring one twice does no harm."""
    Memory((Deed, Use, Deed))
    other = make_dataclass("Deed", [("use", str)], bases=(Record,), frozen=True)
    with pytest.raises(SettingsRefused, match=r"records: Deed of .* is one of .* already"):
        Memory((Deed, other))
    with pytest.raises(SettingsRefused, match="records: Person of"):
        Memory((make_dataclass("Person", []),))


def test_only_values_can_be_declared() -> None:
    """A class with behaviour of its own has no stored form."""
    with pytest.raises(SettingsRefused, match="Odd is neither a dataclass nor an enum"):
        Memory((type("Odd", (), {}),))
