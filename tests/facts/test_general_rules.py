"""What holds for all tables (domain.md G1 to G8), on the facts and on the shared parts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gateway.domain.evidence import Cause, Evidence, Holding
from gateway.domain.finding import PartFinding, RecordKind, RestsOn
from gateway.domain.outcome import Outcome
from gateway.domain.person import Person
from gateway.domain.question import CIVIL_AFFAIRS, COURTS, HEALTH, MARITAL_EVENTS, Question
from gateway.domain.records import DeathKind, DeathRecord, SignOfLife
from gateway.facts.birth import fact as birth
from gateway.facts.birth.questions import consulted, required
from gateway.facts.birth.table import decide_parts
from gateway.facts.concluding import conclude, conclude_unheard, rest_on
from gateway.facts.death import fact as death
from gateway.facts.former_identity import Procedure, ask_person, former_identities, unput
from gateway.facts.hearing import Hearing, Silence
from gateway.facts.identity import fact as identity
from tests.facts.builders import (
    AS_OF,
    MOTHER,
    RENAMED,
    RENUMBERED,
    SPOUSE,
    SUBJECT,
    answered,
    days_ago,
    entry,
    evidence_of,
    inquire,
    late,
    mismatch,
    old_form,
    person_json,
    silent,
)
from tests.facts.lives import CERTIFICATE, CERTIFICATES, CREMATED, PERSON, hear

if TYPE_CHECKING:
    from gateway.domain.evidence import Reply

BOTH = replace(RENUMBERED, name=RENAMED.name)
KNOWN = answered(entry(former_names=(RENAMED.name,), former_numbers=(RENUMBERED.number,)))
UNDER_FORMER_NUMBER = replace(CERTIFICATES, about=RENUMBERED)
UNDER_FORMER_NAME = replace(CERTIFICATES, about=RENAMED)


def _further_round(replies: dict[Question, Reply]) -> dict[Question, Reply]:
    """The replies, and that nothing is held under former identities."""
    asked = death.next_round(inquire(death), evidence_of(replies))
    assert asked is not None
    assert asked.persons == ()
    return replies | dict.fromkeys(asked.questions, answered())


@pytest.mark.parametrize("cause", Cause, ids=lambda cause: cause.value)
def test_g1_every_failure_is_silence(cause: Cause) -> None:
    """Whatever goes wrong at a department is silence, never a no."""
    finding = identity.decide(inquire(identity), evidence_of({PERSON: silent(cause)}))
    assert Outcome.UNAVAILABLE is finding.outcome


def test_g1_never_asked_is_silence() -> None:
    """A question without any reply counts as silent too."""
    hearing = Hearing(Evidence())
    assert Silence(silent=(HEALTH,)) == hearing.silence([CERTIFICATES])
    assert (None, False) == (hearing.holding(CERTIFICATES), hearing.is_heard(CERTIFICATES))


def test_g2_records_of_another_name_are_not_seen() -> None:
    """Whatever comes with a mismatch or a shared number is nobody's."""
    record = DeathRecord(DeathKind.MEDICAL_CERTIFICATE, AS_OF)
    for holding in (Holding.NAME_MISMATCH, Holding.SHARED, Holding.NOT_HELD):
        hearing = Hearing(evidence_of({CERTIFICATES: answered(record, holding=holding)}))
        assert () == hearing.records(CERTIFICATES, DeathRecord)


def test_g2_variant_is_a_match_with_a_reason() -> None:
    """Separator, width and spacing make no other name."""
    variant = replace(CERTIFICATE, variant=True)
    finding = death.decide(inquire(death), evidence_of(hear(certificate=variant)))
    assert (Outcome.CONFIRMED, ("single_source", "name_variant")) == (
        finding.outcome,
        finding.reasons,
    )


def test_g3_a_promise_outranks_a_silence() -> None:
    """Who promised is awaited; who is silent is named only if nobody promised."""
    hearing = Hearing(evidence_of({CERTIFICATES: late(), PERSON: silent()}))
    silence = hearing.silence([CERTIFICATES, PERSON])
    assert Silence(("public_security",), (HEALTH,)) == silence
    pending = conclude_unheard("X1", silence)
    assert (Outcome.PENDING, ("department_late",)) == (pending.outcome, pending.reasons)
    gone = conclude_unheard("X1", Silence(("public_security",)))
    assert (Outcome.UNAVAILABLE, ("public_security",)) == (gone.outcome, gone.silent)


def test_g3_a_department_late_once_is_late() -> None:
    """A department silent on one question and late on another is awaited."""
    other = Question(HEALTH, "last_service", SUBJECT)
    hearing = Hearing(evidence_of({CERTIFICATES: late(), other: silent()}))
    assert Silence((), (HEALTH,)) == hearing.silence([CERTIFICATES, other])


def test_g4_no_record_says_that_it_is_no_proof() -> None:
    """Every reason that stands for a no_record says what 查无记录 is not."""
    codes = {
        "not_in_population_register",
        "former_name_not_recorded",
        "no_death_record",
        "recent_sign_of_life",
        "date_not_recorded",
        "no_birth_record",
        "not_recorded",
    }
    for fact in (identity, death, birth):
        for reason in fact.reasons:
            if reason.code in codes:
                assert "查无记录不等于" in reason.text.zh
                assert "No record is not proof" in reason.text.en


def test_g6_oldest_date_of_one_kind() -> None:
    """One entry for a kind, with the oldest data date behind it."""
    rests = rest_on(RecordKind.DEATH_RECORD, [AS_OF, days_ago(9)])
    assert (RestsOn(RecordKind.DEATH_RECORD, days_ago(9)),) == rests
    assert () == rest_on(RecordKind.DEATH_RECORD, [])


def test_g7_least_favourable_part() -> None:
    """The overall outcome is the worst part; reasons keep the order of the parts."""
    parts = {
        "one": PartFinding(Outcome.CONFIRMED, "X1", ("b", "a")),
        "two": PartFinding(Outcome.PENDING, "X2", ("c", "a")),
    }
    finding = conclude(inquire(death), parts)
    assert (Outcome.PENDING, ("b", "a", "c"), None) == (
        finding.outcome,
        finding.reasons,
        finding.as_of,
    )


def test_15_digits_are_said_once() -> None:
    """Whoever was given with 15 digits, it is said (domain.md §3); matched, it is a former one."""
    subject = Person(SUBJECT.number, SUBJECT.name, given_as_15=True)
    finding = identity.decide(
        inquire(identity, subject=subject), evidence_of({PERSON: answered(entry())})
    )
    assert ("former_identity", "number_given_as_15") == finding.reasons
    mother = person_json(MOTHER) | {"id_number": old_form(MOTHER)}
    named = birth.decide(inquire(birth, {"mother": mother}), Evidence())
    assert ("department_silent", "number_given_as_15") == named.reasons


def test_g8_former_identities() -> None:
    """Every other combination of the names and numbers that public security knows."""
    known = former_identities(evidence_of({PERSON: KNOWN}), SUBJECT)
    assert (RENAMED, RENUMBERED, BOTH) == known


@pytest.mark.parametrize(
    "reply",
    [
        silent(),
        late(),
        answered(),
        mismatch(),
        answered(entry(former_names=(RENAMED.name,)), holding=Holding.SHARED),
        answered(entry(former_names=(" ", "陈 建国"), former_numbers=(SUBJECT.number,))),
    ],
    ids=["silent", "late", "not-held", "mismatch", "shared", "same"],
)
def test_g8_no_former_identities(reply: Reply) -> None:
    """Who is not held, not told apart, or was never called otherwise has none."""
    assert () == former_identities(evidence_of({PERSON: reply}), SUBJECT)


def test_g8_others_are_asked_again_if_nothing_was_found() -> None:
    """A further round puts every question again, but for public security's."""
    asked = death.next_round(inquire(death), evidence_of(hear(person=KNOWN)))
    assert asked is not None
    expected = {
        replace(question, about=about)
        for question in hear()
        if question.department in {HEALTH, COURTS, CIVIL_AFFAIRS}
        for about in (RENAMED, RENUMBERED, BOTH)
    }
    assert expected == set(asked.questions)


def test_g8_nobody_is_asked_again_if_something_was_found() -> None:
    """Former names are not told to anybody without need."""
    inquiry = inquire(death)
    assert None is death.next_round(
        inquiry, evidence_of(hear(person=KNOWN, certificate=CERTIFICATE))
    )
    assert None is death.next_round(inquiry, evidence_of(hear(person=KNOWN, certificate=silent())))


def test_g8_match_by_a_former_number() -> None:
    """What is found under a former number counts, and says so."""
    replies = _further_round(hear(person=KNOWN)) | {UNDER_FORMER_NUMBER: CERTIFICATE}
    finding = death.decide(inquire(death), evidence_of(replies))
    assert Outcome.CONFIRMED is finding.outcome
    assert ("single_source", "former_identity") == finding.reasons
    assert None is death.next_round(inquire(death), evidence_of(replies))


def test_g8_match_by_a_former_name() -> None:
    """A mismatch that a former name explains is asked about again, and resolved."""
    replies = hear(person=KNOWN, certificate=mismatch())
    replies = _further_round(replies) | {UNDER_FORMER_NAME: CERTIFICATE}
    finding = death.decide(inquire(death), evidence_of(replies))
    assert Outcome.CONFIRMED is finding.outcome
    assert ("single_source", "former_identity") == finding.reasons


def test_g8_nothing_under_former_identities_either() -> None:
    """No record is said once everybody answered under every identity."""
    replies = _further_round(hear(person=KNOWN))
    finding = death.decide(inquire(death), evidence_of(replies))
    assert (Outcome.NO_RECORD, ("no_death_record",)) == (finding.outcome, finding.reasons)


@pytest.mark.parametrize("reply", [silent(), late()], ids=["silent", "late"])
def test_g8_silence_under_a_former_identity(reply: Reply) -> None:
    """A former identity that could not be asked about leaves it open."""
    replies = _further_round(hear(person=KNOWN)) | {UNDER_FORMER_NUMBER: reply}
    finding = death.decide(inquire(death), evidence_of(replies))
    assert finding.outcome in (Outcome.UNAVAILABLE, Outcome.PENDING)
    assert (HEALTH,) == finding.parts["death"].silent


def test_g8_unasked_former_identity_is_silence() -> None:
    """Known former identities that nobody was asked about never end in no record."""
    finding = death.decide(inquire(death), evidence_of(hear(person=KNOWN)))
    assert Outcome.UNAVAILABLE is finding.outcome


def test_g8_further_round_is_qualified_by_a_consulted_silence() -> None:
    """Had the cremation been found at once, nobody would have been asked again."""
    replies = _further_round(hear(person=KNOWN, cremation=silent()))
    replies |= {UNDER_FORMER_NUMBER: CERTIFICATE}
    finding = death.decide(inquire(death), evidence_of(replies))
    assert ("single_source", "former_identity", "consulted_not_heard") == finding.reasons
    assert CREMATED in replies


def test_g8_public_security_silent() -> None:
    """No record elsewhere is unavailable while nobody can tell of former identities."""
    inquiry = inquire(birth, {"mother": person_json(MOTHER)})
    strict = Procedure(required, consulted, decide_parts)
    replies = {q: answered() for q in (*required(inquiry), *consulted(inquiry))}
    replies[PERSON] = answered(entry())
    assert Outcome.NO_RECORD is strict.decide(inquiry, evidence_of(replies)).outcome
    part = strict.decide(inquiry, evidence_of({**replies, PERSON: silent()})).parts["mother"]
    assert (Outcome.UNAVAILABLE, "G8") == (part.outcome, part.row)
    assert ("public_security",) == part.silent


def test_g8_entry_found_by_a_former_name_or_number() -> None:
    """Public security itself may match by what a person was called or numbered before."""
    by_name = hear(certificate=CERTIFICATE, person=answered(entry(), holding=Holding.FORMER_NAME))
    by_number = hear(
        certificate=CERTIFICATE,
        person=answered(entry(former_numbers=(SUBJECT.number, RENUMBERED.number))),
    )
    for replies in (by_name, by_number):
        finding = death.decide(inquire(death), evidence_of(replies))
        assert ("single_source", "former_identity") == finding.reasons


def test_g8_both_persons_of_a_question() -> None:
    """A question about two is asked again under the former identities of either."""
    question = Question(CIVIL_AFFAIRS, MARITAL_EVENTS, SUBJECT, SPOUSE)
    hearing = Hearing(Evidence(), {SUBJECT: (RENAMED,), SPOUSE: (MOTHER,)})
    assert {
        (SUBJECT, SPOUSE),
        (SUBJECT, MOTHER),
        (RENAMED, SPOUSE),
        (RENAMED, MOTHER),
    } == {(asked.about, asked.other) for asked in hearing.questions(question)}
    assert question == hearing.questions(question)[0]


def test_a_round_is_put_once() -> None:
    """A round of which anything was put is not put again, so that every plan ends."""
    questions = [CERTIFICATES, PERSON, CERTIFICATES]
    assert (CERTIFICATES, PERSON) == unput(questions, Evidence())
    assert () == unput(questions, evidence_of({PERSON: silent()}))


def test_found_records_know_their_department() -> None:
    """A record comes with who holds it and as of when."""
    hearing = Hearing(evidence_of({CERTIFICATES: CERTIFICATE}))
    (found,) = hearing.records(CERTIFICATES, DeathRecord)
    assert (HEALTH, AS_OF) == (found.department, found.as_of)
    assert () == hearing.records(CERTIFICATES, SignOfLife)
    assert ask_person(SUBJECT) == PERSON
