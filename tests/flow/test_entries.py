"""Promise 6 at its root: whatever is asked about whomever, a draft holds nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.canonical import blinded_digest
from gateway.audit.entry import NewEntry
from gateway.domain.decision import Refusal, RefusalReason
from gateway.domain.evidence import Cause, Evidence, Failed, Item, Late, Reply
from gateway.domain.fact import JsonValue
from gateway.domain.finding import Told
from gateway.domain.matter import BasisKind, CertificateRef
from gateway.domain.outcome import Outcome
from gateway.domain.person import Person
from gateway.domain.question import Question, Round
from gateway.domain.verification import Basis, NearRelative, Operator, Verification
from gateway.flow.entries import Scribe
from gateway.flow.heard_from import statuses
from gateway.flow.parts import Parts
from tests.api.office import HELD
from tests.policy.builders import AClaim, a_permit, a_person, a_verification
from tests.still import SeededChance, StillClock

# Letters that no code of ours is written in, so that whatever is found came from a person.
PERSONAL = st.text("甲乙丙丁戊己庚辛壬癸〇一二三四五六七八九", min_size=2, max_size=12)
PERSONS = st.builds(Person, PERSONAL, PERSONAL)
BASES = st.one_of(
    st.just(Basis(BasisKind.CONSENT, consents=("cns_1",))),
    st.builds(
        lambda person, interest: Basis(
            BasisKind.NEAR_RELATIVE, near_relative=NearRelative(person, "12", interest)
        ),
        PERSONS,
        PERSONAL,
    ),
)
VERIFICATIONS = st.builds(
    lambda subject, other, operator, staff_id, case, basis: a_verification(
        subject=subject,
        claim=AClaim((other,), {"relative": other.name}),
        operator=Operator(operator, staff_id),
        case=case,
        basis=basis,
    ),
    PERSONS,
    PERSONS,
    PERSONS,
    PERSONAL,
    PERSONAL,
    BASES,
)


def a_scribe(verification: Verification) -> Scribe:
    """A scribe over a still clock."""
    parts = SimpleNamespace(
        clock=StillClock(),
        chance=SeededChance(),
        catalogue_digest="cd" * 32,
        sources={"health": None, "public_security": None},
    )
    digest = blinded_digest(b"b" * 32, verification.case.encode())
    return Scribe(
        cast("Parts", parts), verification, "ab" * 32, CertificateRef("negative", 1), digest, "00"
    )


def all_entries(verification: Verification, between: Person) -> list[NewEntry]:
    """Every kind of entry that a verification can leave."""
    scribe, permit = a_scribe(verification), a_permit()
    question = Question("health", "death", between, certificate_number=between.number)
    asked = Round((question,), (between,))
    heard = Evidence((Item(question, Late(between.number)),))
    refusal = Refusal(RefusalReason.CONSENT_SCOPE, "consent.scope", between.name)
    told = Told(Outcome.CONFIRMED, ("derived",), {"relation": Outcome.CONFIRMED}, None, ())
    found: dict[str, JsonValue] = {"found": {"row": between.name}}
    digests = {"answer": "00" * 32}
    return [
        scribe.intent(permit, asked),
        scribe.refusal(refusal, "parent", heard),
        scribe.further("parent", permit, asked),
        scribe.deferred("parent", heard),
        scribe.disclosed("entry", "parent", heard, told, digests, found, "key"),
        scribe.dropped("parent", refusal, heard),
        scribe.taken_over(),
        scribe.read("parent", verification.caller),
        scribe.replayed("ver_2", ("consent_revoked",)),
    ]


@given(VERIFICATIONS, PERSONS)
def test_no_draft_holds_anything_of_a_person(verification: Verification, between: Person) -> None:
    """Neither number nor name, case, operator, staff id, interest, claim, ticket or detail."""
    written = set("甲乙丙丁戊己庚辛壬癸〇一二三四五六七八九")
    for entry in all_entries(verification, between):
        assert written.isdisjoint(repr(entry.draft)), entry.draft.kind


@given(VERIFICATIONS, PERSONS)
def test_no_entry_shows_anybody(verification: Verification, between: Person) -> None:
    """What is to be sealed does not show itself in logs and tracebacks either."""
    written = set("甲乙丙丁戊己庚辛壬癸〇一二三四五六七八九")
    for entry in all_entries(verification, between):
        assert written.isdisjoint(f"{entry} {entry.personal}"), entry.draft.kind


@given(VERIFICATIONS, PERSONS)
def test_everybody_concerned_gets_a_part_of_every_entry(
    verification: Verification, between: Person
) -> None:
    """Subject, claimed person and near relative can later see who asked about them."""
    near = verification.basis.near_relative
    named = {person.key for person in verification.persons}
    concerned = named | ({near.person.key} if near else set())
    for entry in all_entries(verification, between):
        assert concerned <= {part.person.key for part in entry.personal}, entry.draft.kind


def test_the_person_in_between_gets_an_entry_of_her_own_round() -> None:
    """She is told later that she was asked about, and nobody who asked learns of her."""
    between = a_person(serial=7)
    scribe = a_scribe(a_verification())
    asked = Round((Question("health", "death", between),), (between, a_person(serial=1)))
    entry = scribe.further("parent", a_permit(), asked)
    assert ["subject", "between"] == [part.role for part in entry.personal]
    assert between == entry.personal[-1].person
    assert (("health", "asked"),) == entry.draft.departments


def test_an_unknown_matter_is_sealed_and_not_in_the_draft() -> None:
    """A caller may have written anything where the matter's code belongs."""
    scribe = replace(a_scribe(a_verification(matter="甲乙")), policy_digest=None)
    entry = scribe.refusal(Refusal(RefusalReason.MATTER_UNKNOWN, "matter.known"))
    assert entry.draft.matter is None
    assert entry.requester_part is not None
    assert "甲乙" == entry.requester_part["matter"]


LATE, SILENT = Late("T"), Failed(Cause.TIMEOUT)


@pytest.mark.parametrize(
    ("replies", "status"),
    [
        ((HELD,), "answered"),
        ((HELD, SILENT), "silent"),
        ((SILENT, LATE, HELD), "late"),
        ((HELD, Failed(Cause.NOT_ASKED)), "answered"),
        ((Failed(Cause.UNSUPPORTED), Failed(Cause.NOT_ASKED)), None),
    ],
    ids=["answered", "silent", "late", "not-asked-for-one", "not-asked-at-all"],
)
def test_a_departments_status_is_its_worst_reply(
    replies: tuple[Reply, ...], status: str | None
) -> None:
    """A promise outranks a silence, a silence an answer; whoever was not asked is not named."""
    subject = a_person()
    items = tuple(
        Item(Question("health", f"operation_{n}", subject), reply)
        for n, reply in enumerate(replies)
    )
    assert ((("health", status),) if status else ()) == statuses(Evidence(items))


def test_an_entrys_moment_is_the_clocks() -> None:
    """Aware UTC, and the id is made for that moment."""
    entry = a_scribe(a_verification()).taken_over()
    assert datetime(2026, 11, 24, 4, 0, tzinfo=UTC) == entry.draft.at
    milliseconds = int(entry.draft.entry_id.replace("-", "")[:12], 16)
    assert entry.draft.at.timestamp() * 1000 == milliseconds
