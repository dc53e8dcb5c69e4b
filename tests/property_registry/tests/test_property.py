"""The fact `property`: its claim, its plan, the rows of its table, and what no evidence can do."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from connectors.kit.people import JIANGUO
from gateway.domain.evidence import Answered, Cause, Evidence, Failed, Holding, Item, Late, Reply
from gateway.domain.fact import Inquiry, Terms
from gateway.domain.outcome import Outcome
from gateway.domain.person import Person
from gateway.domain.question import Question
from gateway.domain.records import PopulationEntry
from gateway.errors import ContentRefused
from gateway.facts.former_identity import ask_person
from property_registry.fact import fact
from property_registry.fact.claim import CLAIM_SCHEMA
from property_registry.fact.reasons import NO_PROPERTY_RECORD
from property_registry.records import Ownership

TODAY = date(2026, 11, 20)
HERE, ELSEWHERE = "500112", "500105"
OWNED = Ownership(HERE, date(2015, 6, 30))
SOLD = Ownership(HERE, date(2001, 1, 1), date(2019, 8, 1))
OUTSIDE = Ownership(ELSEWHERE, date(1999, 1, 4))
UNKNOWN_TO_POLICE = Answered(Holding.NOT_HELD, (), TODAY)
NOTHING = Answered(Holding.NOT_HELD, (), TODAY)
SILENT = Failed(Cause.TIMEOUT)


def _inquiry(jurisdiction: str = HERE) -> Inquiry:
    claim = fact.read_claim({"jurisdiction": jurisdiction}, JIANGUO)
    return Inquiry(JIANGUO, claim, Terms(TODAY))


def _register(about: Person = JIANGUO) -> Question:
    return Question("housing", "ownership", about)


def _held(*records: Ownership, variant: bool = False) -> Answered:
    return Answered(Holding.HELD, records, TODAY, variant=variant)


def _heard(housing: Reply, police: Reply = UNKNOWN_TO_POLICE) -> Evidence:
    return Evidence((Item(_register(), housing), Item(ask_person(JIANGUO), police)))


@pytest.mark.parametrize(
    ("housing", "row", "outcome", "reasons"),
    [
        (_held(OWNED), "P1", Outcome.CONFIRMED, ()),
        (_held(SOLD, OWNED, OUTSIDE), "P1", Outcome.CONFIRMED, ()),
        (_held(OWNED, variant=True), "P1", Outcome.CONFIRMED, ("name_variant",)),
        (SILENT, "P2", Outcome.UNAVAILABLE, ("department_silent",)),
        (Failed(Cause.REFUSED), "P2", Outcome.UNAVAILABLE, ("department_silent",)),
        (Late("a ticket"), "P2", Outcome.PENDING, ("department_late",)),
        (Answered(Holding.NAME_MISMATCH, (), TODAY), "P3", Outcome.AMBIGUOUS, ("name_mismatch",)),
        (Answered(Holding.SHARED, (), TODAY), "P3", Outcome.AMBIGUOUS, ("number_shared",)),
        (NOTHING, "P4", Outcome.NO_RECORD, ("no_property_record",)),
        (_held(SOLD), "P4", Outcome.NO_RECORD, ("no_property_record",)),
        (_held(OUTSIDE), "P4", Outcome.NO_RECORD, ("no_property_record",)),
    ],
    ids=[
        *("owned", "among", "variant", "silent", "refused", "late", "name", "shared"),
        *("nothing", "sold", "elsewhere"),
    ],
)
def test_the_rows(housing: Reply, row: str, outcome: Outcome, reasons: tuple[str, ...]) -> None:
    """Each row of the table, with its reasons."""
    finding = fact.decide(_inquiry(), _heard(housing))
    (part,) = finding.parts.values()
    assert (row, outcome, reasons) == (part.row, finding.outcome, finding.reasons)


def test_what_it_rests_on() -> None:
    """A confirmed answer names the neutral kind of record and the register's date."""
    finding = fact.decide(_inquiry(), _heard(_held(OWNED)))
    (rest,) = finding.parts["property"].rests_on
    assert ("property_record", TODAY, TODAY) == (rest.record.value, rest.as_of, finding.as_of)


def test_public_security_silent() -> None:
    """Nothing was found under the name given, and former ones cannot be known (domain.md G8)."""
    finding = fact.decide(_inquiry(), _heard(NOTHING, SILENT))
    assert (Outcome.UNAVAILABLE, ("public_security",)) == (
        finding.outcome,
        finding.parts["property"].silent,
    )


def test_a_former_name() -> None:
    """The register is asked once more under the name that public security knows."""
    former = Person(JIANGUO.number, "陈建设")
    entry = PopulationEntry(in_force=True, former_names=(former.name,))
    police = Answered(Holding.HELD, (entry,), TODAY)
    evidence = _heard(Answered(Holding.NAME_MISMATCH, (), TODAY), police)
    further = fact.next_round(_inquiry(), evidence)
    assert further is not None
    assert (_register(former),) == further.questions
    more = evidence.plus((Item(_register(former), _held(OWNED)),))
    assert None is fact.next_round(_inquiry(), more)
    finding = fact.decide(_inquiry(), more)
    assert (Outcome.CONFIRMED, ("former_identity",)) == (finding.outcome, finding.reasons)


def test_the_plan() -> None:
    """Register and police are asked side by side; then, as a rule, nobody."""
    first = fact.next_round(_inquiry(), Evidence())
    assert first is not None
    assert {_register(), ask_person(JIANGUO)} == set(first.questions)
    assert None is fact.next_round(_inquiry(), _heard(_held(OWNED)))


@pytest.mark.parametrize(
    ("raw", "pointer", "reason"),
    [
        ({}, "/claim/jurisdiction", "missing_field"),
        ({"jurisdiction": 500112}, "/claim/jurisdiction", "wrong_type"),
        ({"jurisdiction": "Yubei"}, "/claim/jurisdiction", "unknown_code"),
        ({"jurisdiction": "50011"}, "/claim/jurisdiction", "unknown_code"),
        ({"jurisdiction": "000000"}, "/claim/jurisdiction", "unknown_code"),
        ({"jurisdiction": HERE, "address": "x"}, "/claim/address", "unknown_field"),
    ],
    ids=["none", "number", "name", "short", "zeros", "unknown"],
)
def test_wrong_claims(raw: dict[str, Any], pointer: str, reason: str) -> None:
    """What is wrong is pointed at, without its value."""
    with pytest.raises(ContentRefused) as caught:
        fact.read_claim(raw, JIANGUO)
    assert [(pointer, reason)] == [(p.pointer, p.reason) for p in caught.value.problems]


def test_the_claim_reads_itself() -> None:
    """The canonical form is the claim again, and the example keeps to the schema's fields."""
    claim = fact.read_claim(fact.claim_example, JIANGUO)
    assert claim == fact.read_claim(claim.canonical(), JIANGUO)
    assert CLAIM_SCHEMA["required"] == list(fact.claim_example)


def test_everything_has_a_name() -> None:
    """Part, field and kind of record have words in both languages, and every reason has too."""
    assert {"property", "jurisdiction", "property_record"} == set(fact.words)
    texts = [*fact.words.values(), *(reason.text for reason in fact.reasons), fact.title]
    assert all(text.zh and text.en for text in texts)
    assert "不得作为无房证明使用" in NO_PROPERTY_RECORD.text.zh


AREAS = some.sampled_from([HERE, ELSEWHERE, "510104", "500157"])
DAYS = some.dates(date(1990, 1, 1), TODAY)
RIGHTS = some.builds(Ownership, AREAS, DAYS, some.none() | DAYS)
ANSWERS = some.one_of(
    some.builds(lambda r: _held(*r), some.lists(RIGHTS, min_size=1, max_size=4)),
    some.sampled_from(
        [NOTHING, SILENT, Late("a ticket"), Answered(Holding.NAME_MISMATCH, (), TODAY)]
    ),
)
POLICE = some.sampled_from([UNKNOWN_TO_POLICE, SILENT, Late("a ticket")])
CODES = some.sampled_from([HERE, ELSEWHERE, "500000", "500100", "510000", "500157"])


@settings(max_examples=100, deadline=None)
@given(ANSWERS, POLICE, CODES)
def test_it_never_contradicts(housing: Reply, police: Reply, code: str) -> None:
    """No evidence makes it a no, and order makes no difference."""
    evidence = _heard(housing, police)
    finding = fact.decide(_inquiry(code), evidence)
    assert finding.outcome not in {Outcome.CONTRADICTED, Outcome.CONFLICT}
    assert finding == fact.decide(_inquiry(code), Evidence(evidence.items[::-1]))


@settings(max_examples=100, deadline=None)
@given(ANSWERS, POLICE, CODES)
def test_an_outage_says_nothing(housing: Reply, police: Reply, code: str) -> None:
    """With the register silent there is no statement; with the police silent, none is turned."""
    silent = fact.decide(_inquiry(code), _heard(SILENT, police)).outcome
    assert Outcome.UNAVAILABLE is silent
    before = fact.decide(_inquiry(code), _heard(housing, police)).outcome
    after = fact.decide(_inquiry(code), _heard(housing, SILENT)).outcome
    assert after is before or after is Outcome.UNAVAILABLE or before is Outcome.PENDING


@settings(max_examples=100, deadline=None)
@given(some.lists(RIGHTS, max_size=4), some.booleans(), CODES)
def test_elsewhere_looks_like_nowhere(rights: list[Ownership], variant: bool, code: str) -> None:
    """Whatever lies outside the jurisdiction, or has ended, changes nothing of the answer."""
    inquiry = _inquiry(code)
    outside = [r for r in rights if r.until is not None or not r.area.startswith(code.rstrip("0"))]
    answer = _held(*outside, variant=variant) if outside else NOTHING
    assert fact.decide(inquiry, _heard(NOTHING)) == fact.decide(inquiry, _heard(answer))


def test_a_right_tells_no_traceback_where() -> None:
    """Where somebody owns stands in no text of a record."""
    assert HERE not in repr(replace(OWNED, until=TODAY))
