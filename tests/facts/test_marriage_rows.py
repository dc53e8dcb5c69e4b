"""The rows of the marriage table, M1 to M9, on the departments' answers."""

from __future__ import annotations

from datetime import date

import pytest

from gateway.domain.outcome import Outcome
from gateway.domain.question import CIVIL_AFFAIRS, COURTS, HEALTH, PUBLIC_SECURITY
from gateway.domain.records import MaritalKind
from gateway.facts.marriage import fact
from tests.facts.builders import SPOUSE, STRANGER, SUBJECT, person_json
from tests.facts.marriage_builders import (
    AGAIN,
    END,
    WEDDING,
    ask_marriage,
    ask_spouse,
    ask_status,
    ended,
    ends,
    in_force,
    only_annulled,
    two_in_force,
    widowed,
)
from tests.facts.register_builders import (
    Registers,
    annulled,
    certificate,
    court_divorce,
    divorced,
    event,
    married,
)

MARRIED_STATUSES = ("20", "21", "22", "23")


@pytest.mark.parametrize("status", MARRIED_STATUSES)
def test_m1_two_in_force_status(status: str) -> None:
    """Two marriages in force at once are a conflict for every married status."""
    part = ask_status(status, two_in_force().answer)
    assert (Outcome.CONFLICT, "M1", ("more_than_one_in_force",)) == (
        part.outcome,
        part.row,
        part.reasons,
    )


def test_m1_two_in_force_with_the_claimed_pair_among_them() -> None:
    """The claimed pair is in force, and so is the subject's marriage to somebody else."""
    part = ask_spouse(two_in_force().answer)
    assert (Outcome.CONFLICT, "M1") == (part.outcome, part.row)


def test_m1_two_in_force_on_the_spouses_side() -> None:
    """It makes no difference which of the two is married twice."""
    events = [married(WEDDING, SUBJECT, SPOUSE), married(AGAIN, SPOUSE, STRANGER)]
    part = ask_spouse(Registers(civil=events).answer)
    assert (Outcome.CONFLICT, "M1") == (part.outcome, part.row)


def test_m1_not_if_the_other_partner_has_died() -> None:
    """A widower who married again has one marriage, even if civil affairs knows of no death."""
    events = [married(WEDDING, SUBJECT, STRANGER), married(AGAIN, SUBJECT, SPOUSE)]
    registers = Registers(civil=events, deaths={STRANGER: certificate(END)})
    assert [Outcome.CONFIRMED] * 3 == [
        ask_spouse(registers.answer).outcome,
        ask_status("20", registers.answer).outcome,
        ask_status("22", registers.answer).outcome,
    ]


@pytest.mark.parametrize("claim", ["spouse", "20"])
def test_m1_outlives_silent_courts(claim: str) -> None:
    """A conflict is the one outcome that silent courts do not block."""
    answer = two_in_force().without(COURTS)
    part = ask_spouse(answer) if claim == "spouse" else ask_status(claim, answer)
    assert Outcome.CONFLICT == part.outcome


def test_m2_in_force() -> None:
    """In force between the two is confirmed."""
    part = ask_spouse(in_force().answer)
    assert (Outcome.CONFIRMED, "M2", ()) == (part.outcome, part.row, part.reasons)


def test_m2_a_reissued_certificate_is_no_event() -> None:
    """A certificate issued anew neither begins nor ends anything."""
    events = [
        married(WEDDING, SUBJECT, SPOUSE),
        event(MaritalKind.REISSUE, END, SUBJECT, SPOUSE),
    ]
    assert Outcome.CONFIRMED == ask_spouse(Registers(civil=events).answer).outcome
    assert "M4" == ask_spouse(Registers(civil=events[1:]).answer).row


@pytest.mark.parametrize("how", ends())
def test_m3_ended_however(how: str) -> None:
    """However it ended: contradicted, with the same reason and nothing that tells them apart."""
    part = ask_spouse(ends()[how].answer)
    assert (Outcome.CONTRADICTED, "M3", ("marriage_not_in_force",)) == (
        part.outcome,
        part.row,
        part.reasons,
    )


def test_m3_only_until_they_married_again() -> None:
    """After a divorce the same two may marry again."""
    registers = ended()
    registers.civil.append(married(AGAIN, SPOUSE, SUBJECT))
    assert "M2" == ask_spouse(registers.answer).row


def test_m3_one_divorce_reported_by_both_registers_is_one_end() -> None:
    """The register's later note of the court's divorce does not end the next marriage twice."""
    registers = ended()
    registers.court.append(court_divorce(date(2004, 1, 5), SUBJECT, SPOUSE))
    assert ["M3", "M7"] == [
        ask_spouse(registers.answer).row,
        ask_status("40", registers.answer).row,
    ]
    assert Outcome.CONFIRMED == ask_status("40", registers.answer).outcome


def test_m4_nothing_between_the_two() -> None:
    """Nothing between them, ever; that one is married to another makes no difference."""
    apart = Registers(civil=[married(WEDDING, SUBJECT, STRANGER)])
    parts = [ask_spouse(registers.answer) for registers in (Registers(), apart)]
    assert [(Outcome.NO_RECORD, "M4", ("no_marriage_record",))] * 2 == [
        (part.outcome, part.row, part.reasons) for part in parts
    ]


def test_m4_does_not_even_ask_about_another_marriage() -> None:
    """Without a marriage between the two, nobody's own marital file is opened."""
    apart = Registers(civil=[married(WEDDING, SUBJECT, STRANGER)])
    carried = ask_marriage({"spouse": person_json(SPOUSE)}, apart.answer)
    assert {SPOUSE, None} == {
        q.other for q in carried.questions if q.department in (CIVIL_AFFAIRS, COURTS)
    }
    assert {SPOUSE} == {q.other for q in carried.questions if q.department == CIVIL_AFFAIRS}


@pytest.mark.parametrize(
    ("registers", "outcome"),
    [
        (in_force(), Outcome.CONFIRMED),
        (ended(), Outcome.CONTRADICTED),
        (widowed(), Outcome.CONTRADICTED),
        (only_annulled(), Outcome.NO_RECORD),
        (Registers(), Outcome.NO_RECORD),
    ],
    ids=["in force", "divorced", "widowed", "annulled", "nothing"],
)
def test_m5_married(registers: Registers, outcome: Outcome) -> None:
    """In force is confirmed, ended contradicted, annulled or nothing no record."""
    part = ask_status("20", registers.answer)
    assert (outcome, "M5") == (part.outcome, part.row)


@pytest.mark.parametrize("status", ["21", "22", "23"])
@pytest.mark.parametrize(
    ("registers", "outcome"),
    [
        (ended(), Outcome.CONTRADICTED),
        (widowed(), Outcome.CONTRADICTED),
        (only_annulled(), Outcome.NO_RECORD),
        (Registers(), Outcome.NO_RECORD),
    ],
    ids=["divorced", "widowed", "annulled", "nothing"],
)
def test_m6_not_in_force(status: str, registers: Registers, outcome: Outcome) -> None:
    """Not in force: as M5."""
    part = ask_status(status, registers.answer)
    assert (outcome, "M6") == (part.outcome, part.row)


def again_with_another() -> Registers:
    """Divorced from somebody else, now married to the spouse."""
    events = [
        married(WEDDING, SUBJECT, STRANGER),
        divorced(END, SUBJECT, STRANGER),
        married(AGAIN, SUBJECT, SPOUSE),
    ]
    return Registers(civil=events)


def again_with_the_same() -> Registers:
    """Divorced and married again to the same person."""
    registers = ended()
    registers.civil.append(married(AGAIN, SUBJECT, SPOUSE))
    return registers


def after_an_annulment() -> Registers:
    """The earlier marriage never was one."""
    events = [
        married(WEDDING, SUBJECT, STRANGER),
        annulled(END, SUBJECT, STRANGER),
        married(AGAIN, SUBJECT, SPOUSE),
    ]
    return Registers(civil=events)


@pytest.mark.parametrize(
    ("status", "registers", "outcome"),
    [
        ("21", in_force(), Outcome.AMBIGUOUS),
        ("21", after_an_annulment(), Outcome.AMBIGUOUS),
        ("21", again_with_another(), Outcome.CONTRADICTED),
        ("21", again_with_the_same(), Outcome.CONTRADICTED),
        ("22", in_force(), Outcome.AMBIGUOUS),
        ("22", again_with_another(), Outcome.CONFIRMED),
        ("22", again_with_the_same(), Outcome.AMBIGUOUS),
        ("22", after_an_annulment(), Outcome.AMBIGUOUS),
        ("23", in_force(), Outcome.AMBIGUOUS),
        ("23", again_with_another(), Outcome.AMBIGUOUS),
        ("23", again_with_the_same(), Outcome.CONFIRMED),
    ],
    ids=[
        "first, no earlier", "first, annulled earlier", "first, earlier with another",
        "first, earlier with the same", "again, no earlier", "again, earlier with another",
        "again, earlier with the same", "again, annulled earlier", "to the former, no earlier",
        "to the former, earlier with another", "to the former, earlier with the same",
    ],
)  # fmt: skip
def test_m6_in_force(status: str, registers: Registers, outcome: Outcome) -> None:
    """While one is in force, the subclass turns on what earlier ones are on record."""
    part = ask_status(status, registers.answer)
    assert (outcome, "M6") == (part.outcome, part.row)
    unsure = ("earlier_marriages_not_excluded",)
    assert (outcome is Outcome.AMBIGUOUS) == (part.reasons == unsure)


def test_m6_to_the_former_needs_a_divorce() -> None:
    """A marriage that a death is recorded to have ended is no marriage one can go back to."""
    events = [married(WEDDING, SUBJECT, STRANGER), married(AGAIN, SUBJECT, SPOUSE)]
    registers = Registers(civil=events, deaths={STRANGER: certificate(END)})
    assert Outcome.AMBIGUOUS == ask_status("23", registers.answer).outcome


@pytest.mark.parametrize(
    ("registers", "outcome"),
    [
        (ended(), Outcome.CONFIRMED),
        (ends()["court divorce"], Outcome.CONFIRMED),
        (ends()["court divorce without a registration"], Outcome.CONFIRMED),
        (in_force(), Outcome.CONTRADICTED),
        (widowed(), Outcome.CONTRADICTED),
        (only_annulled(), Outcome.NO_RECORD),
        (Registers(), Outcome.NO_RECORD),
    ],
    ids=["divorced", "by court", "by court only", "in force", "widowed", "annulled", "nothing"],
)
def test_m7_divorced(registers: Registers, outcome: Outcome) -> None:
    """Only if the last marriage ended by divorce."""
    part = ask_status("40", registers.answer)
    assert (outcome, "M7") == (part.outcome, part.row)


@pytest.mark.parametrize(
    ("silent", "outcome", "reasons"),
    [
        ((), Outcome.CONFIRMED, ()),
        ((HEALTH,), Outcome.CONTRADICTED, ("status_differs", "spouse_death_not_checked")),
        ((COURTS,), Outcome.UNAVAILABLE, ("department_silent",)),
    ],
    ids=["all heard", "death not checked", "courts silent"],
)
def test_m7_widowed_then_married_again_and_divorced(
    silent: tuple[str, ...], outcome: Outcome, reasons: tuple[str, ...]
) -> None:
    """The marriage that a death ended long ago is not in force, though no register of marriages
    says so: the last one ended by divorce.
    """
    registers = Registers(
        civil=[
            married(WEDDING, SUBJECT, STRANGER),
            married(AGAIN, SUBJECT, SPOUSE),
            divorced(date(2015, 1, 8), SUBJECT, SPOUSE),
        ],
        deaths={STRANGER: certificate(END)},
    )
    part = ask_status("40", registers.without(*silent))
    assert (outcome, reasons) == (part.outcome, part.reasons)


def test_m7_asks_about_no_death_where_none_would_change_it() -> None:
    """A divorce before the present marriage began leaves `divorced` contradicted anyhow."""
    events = [*ended().civil, married(AGAIN, SUBJECT, STRANGER)]
    carried = ask_marriage({"status": "40"}, Registers(civil=events).answer)
    assert [] == [q for q in carried.questions if q.department == HEALTH]


def test_m7_tells_neither_date_nor_register() -> None:
    """What states an end names no record: a date of the court's alone would tell the divorce."""
    assert [False, False, True] == [
        ask_status("40", ended().answer).neutral,
        ask_status("30", widowed().answer).neutral,
        ask_status("20", in_force().answer).neutral,
    ]


@pytest.mark.parametrize(
    ("registers", "outcome"),
    [
        (widowed(), Outcome.CONFIRMED),
        (in_force(), Outcome.CONTRADICTED),
        (ended(), Outcome.CONTRADICTED),
        (only_annulled(), Outcome.NO_RECORD),
        (Registers(), Outcome.NO_RECORD),
    ],
    ids=["widowed", "in force", "divorced", "annulled", "nothing"],
)
def test_m8_widowed(registers: Registers, outcome: Outcome) -> None:
    """Only if the last marriage ended by the spouse's death."""
    part = ask_status("30", registers.answer)
    assert (outcome, "M8") == (part.outcome, part.row)


@pytest.mark.parametrize("silent", [(HEALTH,), (PUBLIC_SECURITY,), (HEALTH, PUBLIC_SECURITY)])
def test_m8_death_of_the_spouse_not_answerable(silent: tuple[str, ...]) -> None:
    """Unless everybody answered that the spouse has not died, nothing is told."""
    part = ask_status("30", in_force().without(*silent))
    assert (Outcome.UNAVAILABLE, "M8") == (part.outcome, part.row)
    assert (set(silent), True) == (set(part.silent), "spouse_death_not_checked" in part.reasons)


def test_m8_one_register_of_deaths_suffices() -> None:
    """A death that one department holds is told, whoever else is silent."""
    part = ask_status("30", widowed().without(PUBLIC_SECURITY))
    assert Outcome.CONFIRMED == part.outcome


def test_m8_nobody_is_widowed_by_her_own_death() -> None:
    """The subject's own death ends the marriage, but widows the other."""
    registers = Registers(
        civil=[married(WEDDING, SUBJECT, SPOUSE)], deaths={SUBJECT: certificate(END)}
    )
    assert Outcome.CONTRADICTED == ask_status("30", registers.answer).outcome


@pytest.mark.parametrize("how", [how for how in ends() if "annulment" not in how])
def test_m9_never_married_with_a_valid_marriage_on_record(how: str) -> None:
    """Any valid marriage ever contradicts it."""
    part = ask_status("10", ends()[how].answer)
    assert (Outcome.CONTRADICTED, "M9", ("status_differs",)) == (
        part.outcome,
        part.row,
        part.reasons,
    )


@pytest.mark.parametrize("registers", [Registers(), only_annulled()], ids=["nothing", "annulled"])
def test_m9_never_confirmed(registers: Registers) -> None:
    """No record is all that can be told of somebody who never married."""
    part = ask_status("10", registers.answer)
    assert (Outcome.NO_RECORD, "M9", ("no_marriage_record",)) == (
        part.outcome,
        part.row,
        part.reasons,
    )


def test_m9_says_that_no_record_is_no_proof_of_being_single() -> None:
    """The sentence that receipt and page must carry belongs to the reason."""
    (text,) = (reason.text.zh for reason in fact.reasons if reason.code == "no_marriage_record")
    assert "查无记录不等于未婚，不得作为单身证明使用" in text


def test_m9_a_court_divorce_stands_without_civil_affairs() -> None:
    """What civil affairs holds could not unmake a marriage that a court has divorced."""
    part = ask_status("10", ends()["court divorce without a registration"].without(CIVIL_AFFAIRS))
    assert (Outcome.CONTRADICTED, "M9") == (part.outcome, part.row)
