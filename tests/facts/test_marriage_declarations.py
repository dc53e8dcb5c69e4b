"""Declarations of death, their revocation, and what no register can tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gateway.domain.outcome import Outcome
from gateway.domain.question import CIVIL_AFFAIRS, HEALTH, MARITAL_EVENTS, Question
from gateway.domain.records import (
    CancellationBasis,
    CancelledBecause,
    Declaration,
    DeclarationKind,
    MaritalKind,
)
from tests.facts.builders import SPOUSE, STRANGER, SUBJECT, TODAY, answered, entry, late
from tests.facts.marriage_builders import ask_marriage, ask_spouse, ask_status, in_force
from tests.facts.register_builders import (
    Registers,
    annulled,
    certificate,
    court_divorce,
    divorced,
    event,
    held_under_another_name,
    married,
)

JUDGED, BETWEEN, REVOKED = date(2019, 4, 12), date(2021, 1, 8), date(2023, 7, 1)
IN_FORCE = Declaration(DeclarationKind.DEATH, JUDGED)
RESUMED = Declaration(DeclarationKind.DEATH, JUDGED, REVOKED, not_resumed=False)


def declared(person_declared: str, declaration: Declaration) -> Registers:
    """Subject and spouse married, one of them declared dead."""
    registers = in_force()
    registers.declared[SUBJECT if person_declared == "subject" else SPOUSE] = [declaration]
    return registers


@pytest.mark.parametrize("whose", ["subject", "spouse"])
def test_a_declaration_of_death_ends_the_marriage(whose: str) -> None:
    """On the judgment's date (CC 48, 51)."""
    registers = declared(whose, IN_FORCE)
    assert [Outcome.CONTRADICTED, Outcome.CONTRADICTED] == [
        ask_spouse(registers.answer).outcome,
        ask_status("20", registers.answer).outcome,
    ]


def test_whose_spouse_was_declared_dead_is_widowed() -> None:
    """And the declared one is not."""
    assert [Outcome.CONFIRMED, Outcome.CONTRADICTED] == [
        ask_status("30", declared("spouse", IN_FORCE).answer).outcome,
        ask_status("30", declared("subject", IN_FORCE).answer).outcome,
    ]


def test_a_declaration_of_disappearance_ends_nothing() -> None:
    """Missing is not dead."""
    missing = Declaration(DeclarationKind.DISAPPEARANCE, JUDGED)
    assert Outcome.CONFIRMED == ask_spouse(declared("spouse", missing).answer).outcome


@pytest.mark.parametrize("whose", ["subject", "spouse"])
def test_a_revoked_declaration_lets_the_marriage_resume(whose: str) -> None:
    """In force again, and it counts as one marriage."""
    registers = declared(whose, RESUMED)
    assert [Outcome.CONFIRMED, Outcome.CONFIRMED, Outcome.AMBIGUOUS] == [
        ask_spouse(registers.answer).outcome,
        ask_status("20", registers.answer).outcome,
        ask_status("21", registers.answer).outcome,
    ]


@pytest.mark.parametrize("whose", ["subject", "spouse"])
def test_not_if_the_other_declared_not_to_resume(whose: str) -> None:
    """In writing: ended for good, whether the court tells it or civil affairs."""
    told = declared(whose, replace(RESUMED, not_resumed=True))
    unwilling = declared(whose, replace(RESUMED, not_resumed=None))
    unwilling.civil.append(event(MaritalKind.NOT_RESUMED, REVOKED, SUBJECT, SPOUSE))
    for registers in (told, unwilling):
        assert [Outcome.CONTRADICTED, Outcome.CONTRADICTED] == [
            ask_spouse(registers.answer).outcome,
            ask_status("20", registers.answer).outcome,
        ]


@pytest.mark.parametrize("whose", ["subject", "spouse"])
def test_not_if_the_other_remarried(whose: str) -> None:
    """Even if that marriage has ended since."""
    registers = declared(whose, RESUMED)
    other = SPOUSE if whose == "subject" else SUBJECT
    registers.civil += [married(BETWEEN, other, STRANGER), divorced(REVOKED, other, STRANGER)]
    assert Outcome.CONTRADICTED == ask_spouse(registers.answer).outcome


def test_a_void_marriage_meanwhile_is_none() -> None:
    """An annulled marriage never was: it does not keep the first from resuming."""
    registers = declared("spouse", RESUMED)
    registers.civil += [married(BETWEEN, SUBJECT, STRANGER), annulled(REVOKED, SUBJECT, STRANGER)]
    assert Outcome.CONFIRMED == ask_spouse(registers.answer).outcome


def test_ambiguous_if_the_court_cannot_tell_whether_it_resumed() -> None:
    """Neither did the other remarry nor is anything known of a statement."""
    registers = declared("spouse", replace(RESUMED, not_resumed=None))
    part = ask_spouse(registers.answer)
    assert (Outcome.AMBIGUOUS, ("marital_state_not_settled",)) == (part.outcome, part.reasons)
    assert Outcome.AMBIGUOUS == ask_status("20", registers.answer).outcome
    assert Outcome.CONTRADICTED == ask_status("10", registers.answer).outcome


@pytest.mark.parametrize("claim", ["spouse", "20"])
def test_ambiguous_if_the_others_file_is_not_heard(claim: str) -> None:
    """Whether the other remarried cannot be learned."""
    registers = declared("subject", RESUMED)
    answer = registers.but({Question(CIVIL_AFFAIRS, MARITAL_EVENTS, SPOUSE): late()})
    part = ask_spouse(answer) if claim == "spouse" else ask_status(claim, answer)
    assert Outcome.AMBIGUOUS == part.outcome


def test_neither_divorced_nor_surely_widowed_after_a_revocation() -> None:
    """Nobody divorced, and nobody has died: only the former is settled."""
    answer = declared("spouse", replace(RESUMED, not_resumed=True)).answer
    assert [Outcome.CONTRADICTED, Outcome.AMBIGUOUS] == [
        ask_status("40", answer).outcome,
        ask_status("30", answer).outcome,
    ]


def test_a_returned_subject_is_neither() -> None:
    """Seen from the side of whoever was declared dead."""
    answer = declared("subject", replace(RESUMED, not_resumed=True)).answer
    assert [Outcome.CONTRADICTED, Outcome.AMBIGUOUS] == [
        ask_status("40", answer).outcome,
        ask_status("30", answer).outcome,
    ]


def test_a_deregistration_that_rests_on_the_revoked_declaration_is_no_death() -> None:
    """It goes with the declaration (CC 50)."""
    registers = declared("spouse", RESUMED)
    registers.entries[SPOUSE] = entry(
        in_force=False,
        cancelled_because=CancelledBecause.DEATH,
        cancelled_on=JUDGED + timedelta(days=20),
        cancellation_basis=CancellationBasis.DECLARATION,
        born_on=date(1960, 7, 5),
    )
    assert Outcome.CONFIRMED == ask_spouse(registers.answer).outcome


def test_a_death_in_doubt_settles_nothing() -> None:
    """A certificate, and a revocation later on: dead or not, nobody can tell."""
    registers = declared("spouse", RESUMED)
    registers.deaths[SPOUSE] = certificate(BETWEEN)
    assert Outcome.AMBIGUOUS == ask_spouse(registers.answer).outcome


def test_a_death_without_a_date_ends_the_marriage() -> None:
    """That she died is enough."""
    registers = in_force()
    registers.deaths[SPOUSE] = certificate(None)
    assert Outcome.CONTRADICTED == ask_spouse(registers.answer).outcome


@pytest.mark.parametrize("status", ["30", "40"])
def test_a_deregistration_bounds_the_day_of_a_death(status: str) -> None:
    """She may have died long before, but not before the divorce she took part in."""
    registers = in_force()
    registers.court.append(court_divorce(BETWEEN, SUBJECT, SPOUSE))
    registers.entries[SPOUSE] = entry(
        in_force=False, cancelled_because=CancelledBecause.DEATH, cancelled_on=REVOKED
    )
    expected = {"30": Outcome.CONTRADICTED, "40": Outcome.CONFIRMED}
    assert expected[status] == ask_status(status, registers.answer).outcome


def test_who_died_first_is_not_settled_by_a_deregistration() -> None:
    """Deregistered after the other's death, dead perhaps before it."""
    registers = in_force()
    registers.deaths = {SUBJECT: certificate(BETWEEN)}
    registers.entries[SPOUSE] = entry(
        in_force=False, cancelled_because=CancelledBecause.DEATH, cancelled_on=REVOKED
    )
    assert Outcome.AMBIGUOUS == ask_status("30", registers.answer).outcome


def test_a_death_before_the_registration_settles_nothing() -> None:
    """The dates cannot both be right: dead and no spouse, or alive and married."""
    registers = in_force()
    registers.deaths[SPOUSE] = certificate(date(1980, 1, 1))
    assert Outcome.AMBIGUOUS == ask_spouse(registers.answer).outcome


def test_a_death_before_the_divorce_settles_nothing() -> None:
    """Divorced or widowed: it must not hang on who happens to answer."""
    registers = in_force()
    registers.civil.append(divorced(REVOKED, SUBJECT, SPOUSE))
    registers.entries[SUBJECT] = entry(
        in_force=False, cancelled_because=CancelledBecause.DEATH, cancelled_on=BETWEEN
    )
    assert [Outcome.AMBIGUOUS, Outcome.CONTRADICTED] == [
        ask_status("40", registers.answer).outcome,
        ask_spouse(registers.answer).outcome,
    ]


@pytest.mark.parametrize(
    ("own", "others", "outcome"),
    [
        (date(2010, 1, 1), date(2011, 1, 1), Outcome.CONTRADICTED),
        (date(2011, 1, 1), date(2010, 1, 1), Outcome.CONFIRMED),
    ],
    ids=["she first", "the other first"],
)
def test_of_two_deaths_the_first_ends_the_marriage(
    own: date, others: date, outcome: Outcome
) -> None:
    """Widowed is whose spouse died first."""
    registers = in_force()
    registers.deaths = {SUBJECT: certificate(own), SPOUSE: certificate(others)}
    assert outcome == ask_status("30", registers.answer).outcome


def test_of_two_deaths_with_differing_dates_nothing_is_settled() -> None:
    """Health and public security differ on the day, and between them lies the other's death."""
    registers = in_force()
    registers.deaths = {SUBJECT: certificate(BETWEEN), SPOUSE: certificate(JUDGED)}
    registers.unnatural = {SPOUSE: certificate(REVOKED)}
    assert Outcome.AMBIGUOUS == ask_status("30", registers.answer).outcome


def test_events_that_lie_ahead_do_not_count() -> None:
    """Judged today."""
    registers = in_force()
    registers.court.append(court_divorce(TODAY + timedelta(days=1), SUBJECT, SPOUSE))
    assert Outcome.CONFIRMED == ask_spouse(registers.answer).outcome


def test_one_timeline_where_no_partner_is_recorded() -> None:
    """A register that names no partners still tells marriage and divorce apart."""
    registers = Registers(civil=[married(JUDGED, SUBJECT, None)])
    assert Outcome.CONFIRMED == ask_status("20", registers.answer).outcome
    registers.court.append(court_divorce(BETWEEN, SUBJECT, None))
    assert [Outcome.CONTRADICTED, Outcome.CONFIRMED] == [
        ask_status("20", registers.answer).outcome,
        ask_status("40", registers.answer).outcome,
    ]


def test_an_unnamed_partners_death_cannot_be_checked() -> None:
    """Told with the qualification, or for `widowed` not at all."""
    registers = Registers(civil=[married(JUDGED, SUBJECT, None)])
    assert ("spouse_death_not_checked",) == ask_status("20", registers.answer).reasons
    assert Outcome.AMBIGUOUS == ask_status("30", registers.answer).outcome


def test_a_divorce_from_an_unnamed_partner_may_be_the_one_that_matters() -> None:
    """Perhaps from the spouse, perhaps from somebody before: only what holds either way is told."""
    registers = in_force()
    registers.court.append(court_divorce(BETWEEN, SUBJECT, None))
    outcomes = {s: ask_status(s, registers.answer).outcome for s in ("10", "20", "22", "40")}
    assert {
        "10": Outcome.CONTRADICTED,
        "20": Outcome.AMBIGUOUS,
        "22": Outcome.AMBIGUOUS,
        "40": Outcome.AMBIGUOUS,
    } == outcomes
    assert Outcome.AMBIGUOUS == ask_spouse(registers.answer).outcome


def test_an_unnamed_partner_is_not_the_spouse_without_a_trace() -> None:
    """Nothing else lies between the two: no record, as for a marriage with somebody else."""
    registers = Registers(court=[court_divorce(BETWEEN, SUBJECT, None)])
    assert "M4" == ask_spouse(registers.answer).row


def test_an_unproven_divorce_from_an_unnamed_partner_blocks_a_couple() -> None:
    """It may be theirs; and without any trace of the two it is none of their business."""
    unproven = court_divorce(None, SUBJECT, None)
    registers = in_force()
    registers.court.append(unproven)
    assert Outcome.UNAVAILABLE == ask_spouse(registers.answer).outcome
    assert "M4" == ask_spouse(Registers(court=[unproven]).answer).row


def test_too_many_open_questions_settle_nothing() -> None:
    """The number of possible histories is bounded; beyond that nothing is told."""
    registers = in_force()
    registers.civil += [married(JUDGED + timedelta(days=n), SUBJECT, None) for n in range(7)]
    assert Outcome.AMBIGUOUS == ask_status("20", registers.answer).outcome


def test_nobody_is_married_to_herself() -> None:
    """A record with the same person on both sides names no partner."""
    registers = Registers(civil=[married(JUDGED, SUBJECT, SUBJECT)])
    assert Outcome.CONFIRMED == ask_status("20", registers.answer).outcome


def test_a_partner_whom_public_security_knows_by_another_name() -> None:
    """Her death cannot be looked up: told with the qualification, for `widowed` not at all."""
    registers = in_force()
    death = Question(HEALTH, "death", SPOUSE)
    answer = registers.but({death: held_under_another_name()})
    assert ("spouse_death_not_checked",) == ask_status("20", answer).reasons
    assert Outcome.AMBIGUOUS == ask_status("30", answer).outcome


def test_the_file_of_a_partner_must_be_heard_even_if_she_has_died() -> None:
    """It could tell of a divorce before the death."""
    registers = in_force()
    registers.deaths[SPOUSE] = certificate(BETWEEN)
    file = Question("courts", "family_judgments", SPOUSE)
    assert Outcome.PENDING == ask_status("30", registers.but({file: late()})).outcome
    told = registers.but({file: answered(court_divorce(JUDGED, SPOUSE, SUBJECT))})
    assert Outcome.CONTRADICTED == ask_status("30", told).outcome


def test_persons_of_a_round_are_those_a_register_revealed() -> None:
    """The partner gets an entry of her own in the trail; who is named in the request has one."""
    registers = in_force()
    by_status = ask_marriage({"status": "20"}, registers.answer)
    assert [(), (SPOUSE,)] == [asked.persons for asked in by_status.rounds]
