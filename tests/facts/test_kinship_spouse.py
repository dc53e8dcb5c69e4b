"""Row K2: spouses by the marriage table, today or the day before a recorded death."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gateway.domain.evidence import Cause
from gateway.domain.outcome import Outcome
from gateway.domain.person import Person
from gateway.domain.question import (
    CIVIL_AFFAIRS,
    COURTS,
    DEATH,
    DECLARATIONS,
    HEALTH,
    PUBLIC_SECURITY,
    Question,
)
from gateway.domain.records import (
    CancelledBecause,
    Declaration,
    DeclarationKind,
    SignKind,
    SignOfLife,
)
from gateway.facts.former_identity import ask_person
from gateway.facts.kinship import fact
from gateway.facts.marriage.deaths import death_questions
from tests.facts.builders import SPOUSE, STRANGER, SUBJECT, answered, entry, late
from tests.facts.kinship_builders import FEMALE, MALE, RELATIVE_BY_CODE, kinship, relation
from tests.facts.marriage_builders import (
    END,
    WEDDING,
    ended,
    ends,
    in_force,
    only_annulled,
    two_in_force,
)
from tests.facts.register_builders import (
    Answer,
    Registers,
    carry_out,
    certificate,
    court_divorce,
    held_under_another_name,
    married,
)

DIED = date(2024, 2, 28)
CODES = pytest.mark.parametrize("code", ["10", "11", "12"])


def known(registers: Registers) -> Registers:
    """The same, and public security knows sex and birth date of both."""
    entries = {SUBJECT: entry(sex=MALE), SPOUSE: entry(sex=FEMALE, born_on=date(1960, 7, 5))}
    return replace(registers, entries={**entries, **registers.entries})


def ask(code: str, answer: Answer, *, at_death: bool = False) -> tuple[Outcome, str]:
    """Outcome and row."""
    part = relation(kinship(*RELATIVE_BY_CODE[code], code, at_death=at_death), answer)
    return (part.outcome, part.row)


@CODES
def test_k2_in_force(code: str) -> None:
    """The relative is the spouse; husband and wife by sex."""
    assert (Outcome.CONFIRMED, "K2") == ask(code, known(in_force()).answer)


@CODES
@pytest.mark.parametrize("how", ends())
def test_k2_ended_however(code: str, how: str) -> None:
    """One reason for all."""
    part = relation(kinship(*RELATIVE_BY_CODE[code], code), known(ends()[how]).answer)
    assert (Outcome.CONTRADICTED, "K2", ("marriage_not_in_force",)) == (
        part.outcome,
        part.row,
        part.reasons,
    )


@CODES
def test_k2_nothing_and_two_in_force(code: str) -> None:
    """As in M4 and M1."""
    assert (Outcome.NO_RECORD, "K2") == ask(code, known(Registers()).answer)
    assert (Outcome.CONFLICT, "K2") == ask(code, known(two_in_force()).answer)


@CODES
@pytest.mark.parametrize("department", [CIVIL_AFFAIRS, COURTS])
def test_k2_the_registers_of_marriages_must_be_heard(code: str, department: str) -> None:
    """The courts too, although other kinship never asks them."""
    part = relation(
        kinship(*RELATIVE_BY_CODE[code], code),
        known(in_force()).without(department, cause=Cause.NOT_ASKED),
    )
    assert (Outcome.UNAVAILABLE, "K10", (department,)) == (part.outcome, part.row, part.silent)


@CODES
@pytest.mark.parametrize("department", [HEALTH, PUBLIC_SECURITY])
def test_k2_death_must_be_checked(code: str, department: str) -> None:
    """Both are required for kinship: an outage must not turn a widow into a wife."""
    part = relation(kinship(*RELATIVE_BY_CODE[code], code), known(in_force()).without(department))
    assert (Outcome.UNAVAILABLE, "K10", (department,)) == (part.outcome, part.row, part.silent)


def test_k2_a_death_register_that_holds_another_name_is_no_silence() -> None:
    """It answered: told with the qualification of the marriage table."""
    answer = known(in_force()).but({Question(HEALTH, DEATH, SPOUSE): held_under_another_name()})
    part = relation(kinship(SUBJECT, SPOUSE, "10"), answer)
    assert (Outcome.CONFIRMED, ("spouse_death_not_checked",)) == (part.outcome, part.reasons)


@pytest.mark.parametrize(("code", "sex"), [("11", FEMALE), ("12", MALE)])
def test_k8_a_husband_is_a_man_and_a_wife_a_woman(code: str, sex: str) -> None:
    """By the sex that registers hold; else only `spouse` is held."""
    subject, relative = RELATIVE_BY_CODE[code]
    registers = known(in_force())
    registers.entries[relative] = replace(registers.entries[relative], sex=sex)
    assert (Outcome.AMBIGUOUS, "K8") == ask(code, registers.answer)
    assert (Outcome.CONFIRMED, "K2") == ask("10", registers.answer)
    part = relation(kinship(relative, subject, {"11": "12", "12": "11"}[code]), registers.answer)
    assert Outcome.CONFIRMED == part.outcome


@pytest.mark.parametrize("code", ["11", "12"])
def test_k8_where_no_register_and_no_number_tells_the_sex(code: str) -> None:
    """A passport number states none."""
    foreigner = Person("E12345678", "ANNA SMITH", "passport")
    registers = Registers(civil=[married(WEDDING, SUBJECT, foreigner)])
    inquiry = kinship(SUBJECT, SPOUSE, code)
    claim = fact.read_claim(
        {
            "relative": {
                "id_number": foreigner.number,
                "name": foreigner.name,
                "id_type": foreigner.id_type,
            },
            "relation": code,
        },
        SUBJECT,
    )
    inquiry = replace(inquiry, claim=claim)
    assert "K8" == relation(inquiry, registers.answer).row


def test_k2_the_day_before_the_subjects_death() -> None:
    """A widow is an heir: judged when they were still married."""
    registers = known(in_force())
    registers.deaths[SUBJECT] = certificate(DIED)
    assert (Outcome.CONFIRMED, "K2") == ask("10", registers.answer, at_death=True)
    assert (Outcome.CONTRADICTED, "K2") == ask("10", registers.answer)


def test_k2_the_day_before_the_relatives_death() -> None:
    """Only the relative has died."""
    registers = known(in_force())
    registers.deaths[SPOUSE] = certificate(DIED)
    assert (Outcome.CONFIRMED, "K2") == ask("10", registers.answer, at_death=True)


@pytest.mark.parametrize(
    ("own", "others", "outcome"),
    [
        (DIED, DIED - timedelta(days=400), Outcome.CONTRADICTED),
        (DIED, DIED + timedelta(days=400), Outcome.CONFIRMED),
    ],
    ids=["the relative first", "the subject first"],
)
def test_k2_who_died_before_is_no_spouse_at_the_subjects_death(
    own: date, others: date, outcome: Outcome
) -> None:
    """Both have died: the subject's death decides."""
    registers = known(in_force())
    registers.deaths = {SUBJECT: certificate(own), SPOUSE: certificate(others)}
    assert (outcome, "K2") == ask("10", registers.answer, at_death=True)


@pytest.mark.parametrize(
    ("divorced_on", "outcome"),
    [
        (DIED - timedelta(days=1), Outcome.CONTRADICTED),
        (DIED, Outcome.CONFIRMED),
    ],
    ids=["the day before", "the day itself"],
)
def test_k2_by_day(divorced_on: date, outcome: Outcome) -> None:
    """The state on the day before the death, ends included."""
    registers = known(in_force())
    registers.court.append(court_divorce(divorced_on, SUBJECT, SPOUSE))
    registers.deaths[SUBJECT] = certificate(DIED)
    assert (outcome, "K2") == ask("10", registers.answer, at_death=True)


def test_k2_an_annulment_after_the_death_reaches_back() -> None:
    """Void from the beginning."""
    registers = known(only_annulled())
    registers.deaths[SUBJECT] = certificate(END - timedelta(days=400))
    assert (Outcome.CONTRADICTED, "K2") == ask("10", registers.answer, at_death=True)


def test_k2_a_marriage_that_only_its_later_end_proves_is_not_settled() -> None:
    """Nobody knows whether it had begun."""
    registers = known(Registers(court=[court_divorce(DIED, SUBJECT, SPOUSE)]))
    registers.deaths[SUBJECT] = certificate(DIED)
    assert (Outcome.AMBIGUOUS, "K2") == ask("10", registers.answer, at_death=True)


def test_k2_today_if_nobody_has_died() -> None:
    """At death, if dead."""
    assert [(Outcome.CONFIRMED, "K2"), (Outcome.CONTRADICTED, "K2")] == [
        ask("10", known(registers).answer, at_death=True) for registers in (in_force(), ended())
    ]


def _refused_dates() -> dict[str, tuple[Registers, str]]:
    """Deaths whose day is not settled, and the reason that is given."""
    differing, undated, doubtful = known(in_force()), known(in_force()), known(in_force())
    differing.deaths[SUBJECT] = certificate(DIED)
    differing.unnatural[SUBJECT] = certificate(DIED + timedelta(days=1))
    undated.entries[SUBJECT] = entry(
        in_force=False, cancelled_because=CancelledBecause.DEATH, cancelled_on=DIED
    )
    doubtful.deaths[SUBJECT] = certificate(DIED)
    doubtful.instead[ask_person(SUBJECT)] = answered(
        entry(sex=MALE), SignOfLife(SignKind.DOCUMENT_ISSUED, DIED + timedelta(days=9))
    )
    return {
        "differing": (differing, "dates_differ"),
        "undated": (undated, "death_date_not_settled"),
        "doubtful": (doubtful, "sign_of_life_after_death"),
    }


@pytest.mark.parametrize("how", _refused_dates())
@pytest.mark.parametrize("whose", ["subject", "relative"])
def test_k2_a_day_of_death_that_is_not_settled(how: str, whose: str) -> None:
    """Ambiguous, whoever of the two it is."""
    registers, reason = _refused_dates()[how]
    pair = (SUBJECT, SPOUSE) if whose == "subject" else (SPOUSE, SUBJECT)
    part = relation(kinship(*pair, "10", at_death=True), registers.answer)
    assert (Outcome.AMBIGUOUS, (reason,)) == (part.outcome, part.reasons)


def test_k2_a_declaration_of_death_is_a_recorded_death() -> None:
    """In force until the day before the judgment."""
    registers = known(in_force())
    registers.declared[SUBJECT] = [Declaration(DeclarationKind.DEATH, DIED)]
    assert (Outcome.CONFIRMED, "K2") == ask("10", registers.answer, at_death=True)
    registers.deaths[SUBJECT] = certificate(DIED - timedelta(days=900))
    assert (Outcome.AMBIGUOUS, "K2") == ask("10", registers.answer, at_death=True)


@pytest.mark.parametrize("whose", ["subject", "relative"])
@pytest.mark.parametrize("number", range(3))
def test_k2_whether_somebody_died_must_be_known(whose: str, number: int) -> None:
    """Else nobody knows which day to judge."""
    question = death_questions(SUBJECT if whose == "subject" else SPOUSE)[number]
    answer = known(in_force()).but({question: late()})
    assert (Outcome.PENDING, "K10") == ask("10", answer, at_death=True)


@pytest.mark.parametrize("whose", ["subject", "relative"])
def test_k2_a_death_that_one_register_dates_is_enough(whose: str) -> None:
    """The other could only make it ambiguous."""
    person = SUBJECT if whose == "subject" else SPOUSE
    registers = known(in_force())
    registers.deaths[person] = certificate(DIED)
    answer = registers.but({death_questions(person)[1]: late()})
    assert (Outcome.CONFIRMED, "K2") == ask("10", answer, at_death=True)


def test_k2_the_relatives_death_must_be_known_too_if_the_subject_is_dead() -> None:
    """Had she died first, she would not be the spouse at the subject's death."""
    registers = known(in_force())
    registers.deaths[SUBJECT] = certificate(DIED)
    answer = registers.but({Question(HEALTH, DEATH, SPOUSE): late()})
    assert (Outcome.PENDING, "K10") == ask("10", answer, at_death=True)


def test_k2_a_late_declaration_leaves_it_pending() -> None:
    """The courts promise to answer."""
    answer = known(in_force()).but({Question(COURTS, DECLARATIONS, SUBJECT): late()})
    assert (Outcome.PENDING, "K10") == ask("10", answer, at_death=True)


def test_k2_held_under_another_name_where_deaths_are_kept() -> None:
    """Whether she died cannot be told."""
    answer = known(in_force()).but({Question(HEALTH, DEATH, SUBJECT): held_under_another_name()})
    part = relation(kinship(SUBJECT, SPOUSE, "10", at_death=True), answer)
    assert (Outcome.AMBIGUOUS, ("name_mismatch",)) == (part.outcome, part.reasons)


def test_k2_does_not_open_births_or_households() -> None:
    """The least that answers."""
    carried = carry_out(fact, kinship(SUBJECT, SPOUSE, "10"), known(in_force()).answer)
    assert set() == {"household", "birth_by_child", "birth_registration", "adoptions"} & {
        question.operation for question in carried.questions
    }


def test_k2_the_second_partner_is_in_a_round_of_her_own() -> None:
    """Before a conflict is told, whether the other marriage ended is looked up."""
    carried = carry_out(fact, kinship(SUBJECT, SPOUSE, "10"), known(two_in_force()).answer)
    assert (STRANGER,) == carried.rounds[-1].persons
