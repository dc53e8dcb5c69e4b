"""A verification survives a restart: what is stored of it is read back whole."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.canonical import canonical_json
from gateway.domain.matter import BasisKind
from gateway.domain.person import Person
from gateway.domain.verification import Basis, NearRelative, NoticeGiven, Operator, Verification
from gateway.flow.request_form import read_stored, request_form, stored_form
from tests.api.office import FACTS
from tests.policy.builders import a_person, a_verification

NEAR = Basis(BasisKind.NEAR_RELATIVE, near_relative=NearRelative(a_person(serial=5), "12", "利益"))
DUTY = Basis(
    BasisKind.STATUTORY_DUTY,
    notice=NoticeGiven("2026-01", datetime(2026, 11, 24, 1, 2, 3, 456000, UTC)),
)
BASES = {
    "consent": Basis(BasisKind.CONSENT, consents=("cns_1", "cns_2")),
    "duty": DUTY,
    "duty-without-notice": Basis(BasisKind.STATUTORY_DUTY),
    "near-relative": NEAR,
}
ARCHIVED = Person(a_person(serial=6).number, "丙丁", given_as_15=True)
SHORT = ARCHIVED.number[:6] + ARCHIVED.number[8:17]
PASSPORT = Person("E12345678", "John Example", "passport")


def about(fact: str, **changes: Any) -> Verification:
    """A verification of the fact's own example claim."""
    asked = a_verification(fact=fact, **changes)
    claim = FACTS[fact].read_claim({**FACTS[fact].claim_example}, asked.subject)
    return replace(asked, claim=claim)


def restarted(verification: Verification) -> Verification:
    """The verification as a restarted gateway reads it."""
    stored = json.loads(canonical_json(stored_form(verification)))
    return read_stored(stored, FACTS)


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("basis", BASES)
def test_every_fact_on_every_basis_survives(fact: str, basis: str) -> None:
    """Claim, basis, operator, caller and times come back as they were."""
    verification = about(fact, basis=BASES[basis], max_age_days=30)
    assert verification == restarted(verification)


@given(
    st.datetimes(timezones=st.just(UTC)),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.integers(0, 10**6),
)
def test_times_and_words_survive(asked_at: datetime, words: str, microseconds: int) -> None:
    """Whatever was written as case, staff id or interest, and every instant to the microsecond."""
    given_at = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
    near = replace(BASES["near-relative"], near_relative=NearRelative(PASSPORT, "20", words))
    for basis in (near, replace(DUTY, notice=NoticeGiven(words, given_at))):
        verification = about("identity", asked_at=asked_at, case=words, basis=basis)
        assert verification == restarted(verification)


def test_15_digit_numbers_survive_as_they_were_given() -> None:
    """Of subject, claimed person, operator and near relative: the answer's reasons rest on it."""
    claim = FACTS["kinship"].read_claim(
        {"relative": {"id_number": SHORT, "name": "丙丁"}, "relation": "51"}, a_person(serial=1)
    )
    plain = about("kinship", basis=NEAR)
    found = restarted(replace(plain, claim=claim))
    assert (True,) == tuple(other.given_as_15 for other in found.claim.others)
    assert not found.subject.given_as_15
    subject = restarted(replace(about("identity"), subject=ARCHIVED)).subject
    assert (ARCHIVED, True) == (subject, subject.given_as_15)
    operator = restarted(replace(plain, operator=Operator(ARCHIVED, "7"))).operator.person
    assert operator.given_as_15
    near = Basis(BasisKind.NEAR_RELATIVE, near_relative=NearRelative(ARCHIVED, "12", ""))
    relative = restarted(replace(plain, basis=near)).basis.near_relative
    assert relative is not None
    assert (ARCHIVED, True) == (relative.person, relative.person.given_as_15)


def test_other_documents_survive() -> None:
    """A passport number is kept as it is."""
    found = restarted(replace(about("identity"), subject=PASSPORT)).subject
    assert (PASSPORT, "passport") == (found, found.id_type)


def test_how_a_number_was_written_does_not_change_the_digested_request() -> None:
    """The same person is the same request: its digest and the receipt show the long form."""
    verification = about("identity")
    archived = replace(verification.subject, given_as_15=True)
    assert request_form(verification) == request_form(replace(verification, subject=archived))


def test_a_fact_that_is_not_loaded_any_more_is_an_error() -> None:
    """Nothing is guessed about a claim whose fact nobody knows."""
    stored = stored_form(about("birth"))
    with pytest.raises(KeyError):
        read_stored(stored, {"identity": FACTS["identity"]})
