"""Who must be heard for which outcome of the marriage table (domain.md G1 to G8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gateway.domain.evidence import Cause
from gateway.domain.outcome import Outcome
from gateway.domain.question import (
    CIVIL_AFFAIRS,
    COURTS,
    DECLARATIONS,
    FAMILY_JUDGMENTS,
    HEALTH,
    MARITAL_EVENTS,
    PERSON,
    PUBLIC_SECURITY,
    Question,
)
from gateway.domain.records import PopulationEntry
from tests.facts.builders import (
    RENUMBERED,
    SPOUSE,
    STRANGER,
    SUBJECT,
    answered,
    entry,
    late,
    silent,
)
from tests.facts.marriage_builders import (
    AGAIN,
    END,
    WEDDING,
    ask_marriage,
    ask_spouse,
    ask_status,
    ended,
    in_force,
    widowed,
)
from tests.facts.register_builders import (
    Registers,
    annulled,
    certificate,
    court_divorce,
    divorced,
    held_under_another_name,
    married,
)

STATUSES = ("10", "20", "21", "22", "23", "30", "40")
JUDGMENTS = Question(COURTS, FAMILY_JUDGMENTS, SUBJECT)
OWN_FILE = Question(CIVIL_AFFAIRS, MARITAL_EVENTS, SUBJECT)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("registers", [in_force(), ended(), widowed(), Registers()])
def test_silent_courts_block_every_status(status: str, registers: Registers) -> None:
    """Whatever civil affairs holds, a silent court could change it."""
    part = ask_status(status, registers.without(COURTS))
    assert (Outcome.UNAVAILABLE, (COURTS,)) == (part.outcome, part.silent)


@pytest.mark.parametrize("registers", [in_force(), ended(), widowed(), Registers()])
@pytest.mark.parametrize("cause", [Cause.TIMEOUT, Cause.UNSUPPORTED, Cause.NOT_ASKED])
def test_silent_courts_block_a_spouse(registers: Registers, cause: Cause) -> None:
    """Silence of any cause."""
    part = ask_spouse(registers.without(COURTS, cause=cause))
    assert (Outcome.UNAVAILABLE, (COURTS,)) == (part.outcome, part.silent)


def test_late_courts_leave_it_pending() -> None:
    """A promise outranks a silence, even of the other required department."""
    answer = in_force().but({JUDGMENTS: late(), OWN_FILE: held_under_another_name()})
    assert Outcome.PENDING == ask_spouse(answer).outcome
    assert Outcome.PENDING == ask_status("20", answer).outcome


@pytest.mark.parametrize("whose", ["subject", "spouse"])
@pytest.mark.parametrize("operation", [FAMILY_JUDGMENTS, DECLARATIONS])
def test_both_files_of_the_courts_must_be_heard(whose: str, operation: str) -> None:
    """The court may hold what ended the marriage under either of the two."""
    person = SUBJECT if whose == "subject" else SPOUSE
    answer = in_force().but({Question(COURTS, operation, person): late()})
    assert [Outcome.PENDING, Outcome.PENDING] == [
        ask_spouse(answer).outcome,
        ask_status("20", answer).outcome,
    ]


@pytest.mark.parametrize("status", STATUSES)
def test_silent_civil_affairs_blocks_what_it_could_overturn(status: str) -> None:
    """Nothing known to the courts: nothing can be said."""
    part = ask_status(status, Registers().without(CIVIL_AFFAIRS))
    assert (Outcome.UNAVAILABLE, (CIVIL_AFFAIRS,)) == (part.outcome, part.silent)


@pytest.mark.parametrize("status", ["20", "30", "40"])
def test_silent_civil_affairs_could_know_of_a_later_marriage(status: str) -> None:
    """After a court divorce, a later registration would turn everything but `10` round."""
    registers = Registers(court=[court_divorce(END, SUBJECT, SPOUSE)])
    answer = registers.without(CIVIL_AFFAIRS)
    assert [Outcome.UNAVAILABLE] * 2 == [
        ask_status(status, answer).outcome,
        ask_spouse(answer).outcome,
    ]


def test_an_annulment_by_a_court_alone_leaves_never_married_open() -> None:
    """Void from the beginning: civil affairs could still know of a valid marriage."""
    registers = Registers(court=[annulled(END, SUBJECT, SPOUSE)])
    assert Outcome.UNAVAILABLE == ask_status("10", registers.without(CIVIL_AFFAIRS)).outcome


def test_an_unproven_court_divorce_counts_as_silence() -> None:
    """A mediation that not everybody is known to have signed for leaves everything open."""
    registers = in_force()
    registers.court.append(court_divorce(None, SUBJECT, SPOUSE))
    parts = [ask_spouse(registers.answer), ask_status("20", registers.answer)]
    assert [(Outcome.UNAVAILABLE, (COURTS,))] * 2 == [(p.outcome, p.silent) for p in parts]


def test_an_unproven_divorce_is_harmless_after_a_proven_one() -> None:
    """Registered all the same: proven or not, the court's divorce changes nothing."""
    registers = ended()
    registers.court.append(court_divorce(None, SUBJECT, SPOUSE))
    assert [Outcome.CONTRADICTED, Outcome.CONFIRMED] == [
        ask_spouse(registers.answer).outcome,
        ask_status("40", registers.answer).outcome,
    ]


def test_an_unproven_annulment_after_a_divorce_is_not() -> None:
    """It could void the marriage from the beginning."""
    registers = ended()
    registers.court.append(annulled(None, SUBJECT, SPOUSE))
    assert Outcome.UNAVAILABLE == ask_status("10", registers.answer).outcome


def test_an_unproven_divorce_from_somebody_else_does_not_concern_the_couple() -> None:
    """What lies between one of the two and a third is not asked for (M4)."""
    registers = in_force()
    registers.court.append(court_divorce(None, SUBJECT, STRANGER))
    assert "M2" == ask_spouse(registers.answer).row


@pytest.mark.parametrize(
    "silent",
    [(HEALTH,), (PUBLIC_SECURITY,), (HEALTH, PUBLIC_SECURITY)],
    ids=["health", "public security", "both"],
)
@pytest.mark.parametrize("status", ["20", "21", "22", "23"])
def test_death_not_checked_qualifies(status: str, silent: tuple[str, ...]) -> None:
    """Whoever was asked about a death and did not answer leaves a mark on what is told."""
    answer = in_force().without(*silent)
    for part in (ask_status(status, answer), ask_spouse(answer)):
        assert "spouse_death_not_checked" in part.reasons
    assert Outcome.CONFIRMED == ask_spouse(answer).outcome


def test_death_found_by_one_needs_no_other() -> None:
    """A death on record ends the marriage, and nothing is left to check."""
    part = ask_spouse(widowed().without(PUBLIC_SECURITY))
    assert (Outcome.CONTRADICTED, ("marriage_not_in_force",)) == (part.outcome, part.reasons)


def test_the_subjects_own_death_ends_the_marriage_too() -> None:
    """Death of either."""
    registers = in_force()
    registers.deaths[SUBJECT] = certificate(END)
    assert ["M3", "M5"] == [
        ask_spouse(registers.answer).row,
        ask_status("20", registers.answer).row,
    ]
    assert Outcome.CONTRADICTED == ask_status("20", registers.answer).outcome


@pytest.mark.parametrize("claim", ["spouse", "20", "40"])
def test_g2_another_name_at_civil_affairs(claim: str) -> None:
    """Held under another name: ambiguous, unless a row matches without that department."""
    pair = Question(CIVIL_AFFAIRS, MARITAL_EVENTS, SUBJECT, other=SPOUSE)
    answer = Registers().but({pair: held_under_another_name(), OWN_FILE: held_under_another_name()})
    part = ask_spouse(answer) if claim == "spouse" else ask_status(claim, answer)
    assert (Outcome.AMBIGUOUS, "G2", ("name_mismatch",)) == (part.outcome, part.row, part.reasons)


def test_g2_does_not_touch_a_row_that_matches_without_it() -> None:
    """Never married is contradicted by the court alone."""
    registers = Registers(court=[court_divorce(END, SUBJECT, SPOUSE)])
    part = ask_status("10", registers.but({OWN_FILE: held_under_another_name()}))
    assert "M9" == part.row


def test_g2_the_partner_in_the_record_has_another_name() -> None:
    """The number is the spouse's, the name is not: that record says nothing about her."""
    namesake = replace(SPOUSE, name="王秀兰")
    registers = Registers(civil=[married(WEDDING, SUBJECT, namesake)])
    assert ("G2", ("name_mismatch",)) == (
        ask_spouse(registers.answer).row,
        ask_spouse(registers.answer).reasons,
    )


def test_g2_a_mere_spelling_of_the_partners_name_matches() -> None:
    """Spacing differences match, with a reason."""
    spelt = replace(SPOUSE, name="王 秀英")
    part = ask_spouse(Registers(civil=[married(WEDDING, SUBJECT, spelt)]).answer)
    assert (Outcome.CONFIRMED, ("name_variant",)) == (part.outcome, part.reasons)


def renumbered() -> PopulationEntry:
    """The subject's entry, with the number she had before."""
    return entry(former_numbers=(RENUMBERED.number,))


def test_g8_found_under_a_former_number() -> None:
    """Nothing under today's number; married under the one before."""
    registers = Registers(
        civil=[married(WEDDING, RENUMBERED, SPOUSE)], entries={SUBJECT: renumbered()}
    )
    parts = [ask_spouse(registers.answer), ask_status("20", registers.answer)]
    assert [(Outcome.CONFIRMED, ("former_identity",))] * 2 == [
        (p.outcome, p.reasons) for p in parts
    ]


def test_g8_the_partner_recorded_under_a_former_number_is_the_spouse() -> None:
    """Public security knows both numbers of the spouse, so they are one person."""
    before = replace(SPOUSE, number=STRANGER.number)
    registers = Registers(
        civil=[married(WEDDING, SUBJECT, before)],
        entries={SPOUSE: entry(former_numbers=(before.number,), born_on=date(1960, 7, 5))},
    )
    part = ask_spouse(registers.answer)
    assert (Outcome.CONFIRMED, ("former_identity",)) == (part.outcome, part.reasons)


def test_g8_found_under_a_former_name() -> None:
    """Civil affairs never heard of the renaming."""
    registers = Registers(
        entries={SUBJECT: entry(former_names=("陈建设",))},
        instead={OWN_FILE: held_under_another_name()},
    )
    under_old = replace(OWN_FILE, about=replace(SUBJECT, name="陈建设"))
    registers.instead[under_old] = answered(
        divorced(END, replace(SUBJECT, name="陈建设"), STRANGER)
    )
    part = ask_status("40", registers.answer)
    assert (Outcome.CONFIRMED, True) == (part.outcome, "former_identity" in part.reasons)


def test_g8_the_claimed_spouses_own_file_does_not_undo_the_search() -> None:
    """Married under the name of before: the spouse's file, looked into afterwards, shows the same
    marriage, and the archive's other name for the subject is still explained.
    """
    before = replace(SUBJECT, name="陈建设")
    pair, alone = (Question(CIVIL_AFFAIRS, MARITAL_EVENTS, SUBJECT, o) for o in (SPOUSE, None))
    registers = Registers(
        civil=[married(WEDDING, before, SPOUSE)],
        entries={SUBJECT: entry(former_names=("陈建设",))},
        instead={pair: held_under_another_name(), alone: held_under_another_name()},
    )
    part = ask_spouse(registers.answer)
    assert (Outcome.CONFIRMED, ("former_identity",)) == (part.outcome, part.reasons)


@pytest.mark.parametrize("operation", [FAMILY_JUDGMENTS, DECLARATIONS])
def test_g8_courts_silent_under_the_former_number_block(operation: str) -> None:
    """What was found under a former number needs the courts under it too: they could overturn it
    (G3), whatever the spouse's own file shows.
    """
    registers = Registers(
        civil=[married(WEDDING, RENUMBERED, SPOUSE)], entries={SUBJECT: renumbered()}
    )
    silenced = {Question(COURTS, operation, RENUMBERED): silent()}
    part = ask_spouse(registers.but(silenced))
    assert (Outcome.UNAVAILABLE, (COURTS,)) == (part.outcome, part.silent)


def test_g8_divorced_is_not_contradicted_without_saying_who_was_not_heard() -> None:
    """The spouse's file names the subject by a number that only public security knows as hers."""
    registers = Registers(
        civil=[married(WEDDING, SUBJECT, SPOUSE)],
        court=[court_divorce(END, SPOUSE, RENUMBERED)],
        entries={SUBJECT: renumbered()},
    )
    answers = (registers.answer, registers.without(PUBLIC_SECURITY))
    parts = [ask_status("40", answer) for answer in answers]
    assert [
        (Outcome.CONFIRMED, ("former_identity",)),
        (Outcome.CONTRADICTED, ("status_differs", "consulted_not_heard")),
    ] == [(p.outcome, p.reasons) for p in parts]


def test_g8_no_record_needs_public_security() -> None:
    """Only public security knows under what else to look."""
    parts = [
        ask_spouse(Registers().without(PUBLIC_SECURITY)),
        ask_status("10", Registers().without(PUBLIC_SECURITY)),
    ]
    assert [(Outcome.UNAVAILABLE, "G8", (PUBLIC_SECURITY,))] * 2 == [
        (p.outcome, p.row, p.silent) for p in parts
    ]


def test_g8_no_record_needs_the_others_under_the_former_number_too() -> None:
    """Asked again under a former number, a silent court blocks as before."""
    registers = Registers(entries={SUBJECT: renumbered()})
    answer = registers.but({replace(JUDGMENTS, about=RENUMBERED): late()})
    assert Outcome.PENDING == ask_status("10", answer).outcome


def test_g8_is_not_asked_where_something_was_found() -> None:
    """A former number is told to nobody who need not know it."""
    registers = in_force()
    registers.entries[SUBJECT] = renumbered()
    carried = ask_marriage({"status": "20"}, registers.answer)
    assert RENUMBERED.number not in {question.about.number for question in carried.questions}


def test_the_oldest_date_of_both_registers_is_given() -> None:
    """G6; always of both, so that the date never tells which of them knew of an end."""
    registers = in_force()
    registers.as_of = {CIVIL_AFFAIRS: AGAIN, COURTS: END, HEALTH: WEDDING}
    finding = ask_marriage({"status": "20"}, registers.answer).finding
    assert END == finding.as_of


def test_the_entry_of_a_returned_person_is_no_death() -> None:
    """Public security asked about the spouse: an entry in force says nothing of a death."""
    registers = in_force()
    registers.entries[SPOUSE] = entry(born_on=date(1960, 7, 5))
    carried = ask_marriage({"status": "20"}, registers.answer)
    assert Question(PUBLIC_SECURITY, PERSON, SPOUSE) in carried.questions
    assert Outcome.CONFIRMED == carried.finding.outcome
