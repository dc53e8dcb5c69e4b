"""The oracle's reasoning, on residents made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mocks.oracle.answer import (
    AMBIGUOUS,
    CONFIRMED,
    CONFLICT,
    CONTRADICTED,
    NO_RECORD,
    Answer,
    UndeterminedError,
    of,
    together,
)
from mocks.oracle.asking import Question, answer
from mocks.oracle.deaths import gather
from mocks.oracle.relations import excludes, is_less_specific, meets, turn_round
from mocks.oracle.unions import history_of
from mocks.oracle.view import View, asked
from mocks.population.court_files import Declaration, Judgment
from mocks.population.health_registers import Birth
from mocks.population.ledger import Ledger
from mocks.population.people import Spelt
from mocks.population.population_register import Cancellation
from mocks.population.recording import (
    certify_death,
    deliver,
    divorce,
    marry,
    register_birth,
    see_in_person,
)

TODAY = date(2026, 11, 20)


@pytest.fixture
def ledger() -> Ledger:
    """A woman and two men, of whom nothing is recorded but that they are in force."""
    ledger = Ledger(TODAY)
    ledger.resident("ann", "王芳", date(1970, 2, 3), "2")
    ledger.resident("bob", "李强", date(1968, 5, 6), "1")
    ledger.resident("carl", "张伟", date(1969, 7, 8), "1")
    return ledger


def _person(ledger: Ledger, key: str) -> dict[str, str]:
    resident = ledger.residents[key]
    return {"id_number": resident.number, "name": resident.name}


def _ask(ledger: Ledger, fact: str, claim: dict[str, object], **more: bool) -> Answer:
    question = Question(fact, _person(ledger, "ann"), claim, **more)
    return answer(View(ledger.close()), question)


def test_the_whole_is_the_least_favourable_part() -> None:
    """A contradicted part outweighs a confirmed one (domain.md G7)."""
    both = together([of("mother", CONFIRMED), of("father", CONTRADICTED, "why")])
    assert (CONTRADICTED, frozenset({"why"})) == (both.outcome, both.reasons)


def test_codes_of_relations() -> None:
    """A son is held by an only son, a brother is excluded by a father, x9 says nothing."""
    assert meets("20", "21")
    assert not meets("21", "22")
    assert is_less_specific("22", "20")
    assert excludes("71", "51")
    assert not excludes("71", "59")
    assert ("51", "52") == (turn_round("21", "1"), turn_round("33", "2"))
    assert turn_round("99", "1") is None


def test_an_end_comes_before_a_registration_on_one_day(ledger: Ledger) -> None:
    """Divorced and married to another on the same day: one marriage in force, not two."""
    marry(ledger, "ann", "bob", date(2000, 1, 1))
    marry(ledger, "ann", "carl", date(2010, 6, 6))
    divorce(ledger, "ann", "bob", date(2010, 6, 6))
    view = View(ledger.close())
    ann = ledger.residents["ann"]
    unions = history_of(view, asked(ann.number, ann.name), TODAY).unions
    assert ["divorce", None] == [union.how for union in unions]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("10", CONTRADICTED), ("20", CONFIRMED), ("21", CONTRADICTED), ("22", CONFIRMED)],
)
def test_a_second_marriage(ledger: Ledger, status: str, outcome: str) -> None:
    """Divorced by a court that civil affairs has not heard of, and married again (M5, M6, M9)."""
    bob, ann = Spelt("bob"), Spelt("ann")
    day = date(2010, 6, 6)
    marry(ledger, "ann", "bob", date(2000, 1, 1))
    ledger.add(Judgment("divorce_judgment", ann, bob, day, day, "judgment_final"))
    marry(ledger, "ann", "carl", date(2015, 1, 1))
    assert outcome == _ask(ledger, "marriage", {"status": status}).outcome


def test_a_dead_spouse_may_leave_a_widow_at_his_death_only(ledger: Ledger) -> None:
    """Judged today the marriage has ended, the day before his death it had not (K2)."""
    marry(ledger, "ann", "bob", date(2000, 1, 1))
    certify_death(ledger, "bob", date(2020, 5, 5))
    claim: dict[str, object] = {"relative": _person(ledger, "bob"), "relation": "11"}
    assert CONTRADICTED == _ask(ledger, "kinship", claim).outcome
    assert CONFIRMED == _ask(ledger, "kinship", claim, at_death=True).outcome


def test_a_revoked_declaration_removes_what_rests_on_it(ledger: Ledger) -> None:
    """It takes the deregistration with it and is a sign of life itself (domain.md, death)."""
    declared = Declaration("death", Spelt("ann"), date(2015, 1, 1), revoked_on=date(2020, 1, 1))
    ledger.add(declared)
    entry = ledger.entries["ann"]
    cancelled = Cancellation("death", date(2015, 2, 1), "declaration")
    ledger.entries["ann"] = type(entry)(entry.who, entry.sex, entry.born_on, cancelled)
    ann = ledger.residents["ann"]
    evidence = gather(View(ledger.close()), asked(ann.number, ann.name))
    assert ((), (date(2020, 1, 1),)) == (evidence.deaths, evidence.seen_on)
    assert (
        frozenset({"no_death_record", "declaration_revoked"}) == _ask(ledger, "death", {}).reasons
    )


def test_seen_on_the_day_of_death_is_no_contradiction(ledger: Ledger) -> None:
    """After is strict, by day (domain.md D1)."""
    certify_death(ledger, "ann", date(2020, 5, 5))
    see_in_person(ledger, "ann", date(2020, 5, 5))
    assert CONFIRMED == _ask(ledger, "death", {}).outcome
    see_in_person(ledger, "ann", date(2020, 5, 6))
    assert CONFLICT == _ask(ledger, "death", {}).outcome


@pytest.mark.parametrize(("days", "outcome"), [(90, CONFIRMED), (91, NO_RECORD)])
def test_no_older_than(ledger: Ledger, days: int, outcome: str) -> None:
    """A sign of life of exactly that age counts (domain.md A4)."""
    see_in_person(ledger, "ann", TODAY - timedelta(days=days))
    assert outcome == _ask(ledger, "alive", {"max_age_days": 90}).outcome


def test_what_the_tables_leave_open_is_not_answered(ledger: Ledger) -> None:
    """A former name that no register holds is neither confirmed nor contradicted by a row."""
    with pytest.raises(UndeterminedError):
        _ask(ledger, "identity", {"former_name": "王招娣"})


def test_nothing_is_held_about_strangers(ledger: Ledger) -> None:
    """Neither a kinship nor a marriage (K11, M4); a wrong name is no answer (I4)."""
    bob = _person(ledger, "bob")
    assert NO_RECORD == _ask(ledger, "kinship", {"relative": bob, "relation": "50"}).outcome
    assert NO_RECORD == _ask(ledger, "marriage", {"spouse": bob}).outcome
    wrong = Question("identity", {**_person(ledger, "ann"), "name": "诸葛不同"})
    assert AMBIGUOUS == answer(View(ledger.close()), wrong).outcome


def _born(ledger: Ledger, child_name: str | None = None) -> None:
    """Ann had a child by Bob; its certificate may write the child's name otherwise."""
    ledger.resident("dan", "李乐", date(2010, 3, 4), "1", parents=("ann", "bob"))
    register_birth(ledger, "dan")
    deliver(ledger, "dan")
    (birth,) = ledger.held(Birth)
    ledger.swap(birth, replace(birth, child=Spelt("dan", name=child_name)))


def _ask_of_dan(ledger: Ledger, **claim: object) -> Answer:
    return answer(View(ledger.close()), Question("birth", _person(ledger, "dan"), claim))


def test_a_mismatch_decides_only_if_no_row_matches_without_it(ledger: Ledger) -> None:
    """The household register confirms the mother; of the certificate nothing is known (G2)."""
    _born(ledger, "张三丰")
    mother = _ask_of_dan(ledger, mother=_person(ledger, "ann"))
    number = _ask_of_dan(ledger, certificate_number="E500000001")
    assert (CONFIRMED, None) == (mother.outcome, mother.reasons)
    assert (AMBIGUOUS, frozenset({"name_mismatch"})) == (number.outcome, number.reasons)


def test_each_part_of_a_birth_is_judged_for_itself(ledger: Ledger) -> None:
    """The day is right, the number of another certificate is not (B2, B4)."""
    _born(ledger)
    given = _ask_of_dan(ledger, born_on="2010-03-04", certificate_number="E500000999")
    assert {"born_on": CONFIRMED, "certificate_number": CONTRADICTED} == dict(given.parts)


def test_a_mother_is_found_by_her_child_and_by_herself(ledger: Ledger) -> None:
    """A man is found by naming the child only (childbirth)."""
    _born(ledger)
    dan = _person(ledger, "dan")
    assert CONFIRMED == _ask(ledger, "childbirth", {}).outcome
    assert CONFIRMED == _ask(ledger, "childbirth", {"child": dan}).outcome
    view = View(ledger.close())
    bob = Question("childbirth", _person(ledger, "bob"))
    assert "unavailable" == answer(view, bob).outcome
    assert CONFIRMED == answer(view, replace(bob, claim={"child": dan})).outcome
