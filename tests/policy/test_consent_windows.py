"""Properties of consents over all times, states and uses: when a question is never permitted."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.consent import Assurance, Consent, ConsentState
from gateway.domain.decision import Permit
from gateway.domain.requester import RequesterState
from gateway.policy.admission import decide, recheck
from gateway.policy.gathered import Gathered
from tests.policy.builders import (
    NOW,
    TOKEN,
    a_consent,
    a_gathering,
    a_kinship_question,
    a_requester,
    a_verification,
    two_consents,
)

MOMENTS = st.integers(-200_000, 200_000).map(lambda minutes: NOW + timedelta(minutes=minutes))
TOKENS = st.frozensets(st.sampled_from([TOKEN, "another", "third"]))
CONSENTS = st.builds(
    a_consent,
    recorded_at=MOMENTS,
    valid_from=MOMENTS,
    valid_until=MOMENTS,
    state=st.sampled_from(ConsentState),
    uses_left=st.integers(0, 2),
    reserved_for=TOKENS,
    assurance=st.sampled_from(Assurance),
    case=st.sampled_from(["2026-000123", "2026-000124"]),
    requester=st.sampled_from(["12500112EXAMPLE010", "11500112EXAMPLE06J"]),
)
OPEN = st.builds(
    a_consent,
    recorded_at=MOMENTS,
    valid_from=MOMENTS,
    valid_until=MOMENTS,
    uses_left=st.integers(0, 2),
    reserved_for=TOKENS,
)
"""Consents of which only the window and the uses vary."""


def _at(now: datetime, *consents: Consent) -> Gathered:
    return a_gathering(a_verification(asked_at=now), consents, now=now)


def _is_permitted(gathered: Gathered) -> bool:
    return isinstance(decide(gathered), Permit)


@given(consent=CONSENTS, now=MOMENTS)
def test_never_outside_the_window(consent: Consent, now: datetime) -> None:
    """A permit implies recorded and valid before, and not yet run out."""
    if _is_permitted(_at(now, consent)):
        assert consent.recorded_at <= now
        assert consent.valid_from <= now < consent.valid_until


@given(consent=OPEN, now=MOMENTS)
def test_permitted_within_the_window(consent: Consent, now: datetime) -> None:
    """An open consent carries the question exactly within its window and its uses."""
    begun = max(consent.recorded_at, consent.valid_from) <= now < consent.valid_until
    has_use = consent.uses_left > 0 or TOKEN in consent.reserved_for
    assert (begun and has_use) == _is_permitted(_at(now, consent))


@given(consent=CONSENTS, now=MOMENTS)
def test_never_when_revoked_or_awaiting(consent: Consent, now: datetime) -> None:
    """No time and no use makes a withdrawn or an unconfirmed consent good."""
    for state in (ConsentState.REVOKED, ConsentState.AWAITING):
        bad = replace(consent, state=state)
        assert not _is_permitted(_at(now, bad))
        assert not isinstance(recheck(_at(now, bad)), Permit)


@given(consent=CONSENTS, now=MOMENTS)
def test_never_beyond_its_uses(consent: Consent, now: datetime) -> None:
    """A permit implies a use that is left or reserved for this claim."""
    if _is_permitted(_at(now, consent)):
        assert consent.uses_left > 0 or TOKEN in consent.reserved_for


@given(consent=CONSENTS, now=MOMENTS)
def test_never_for_another_requester_or_case(consent: Consent, now: datetime) -> None:
    """A permit implies a consent to this requester and this case, sure enough for the matter."""
    if _is_permitted(_at(now, consent)):
        assert ("12500112EXAMPLE010", "2026-000123") == (consent.requester, consent.case)
        assert consent.assurance.reaches(Assurance.CONFIRMED_BY_CODE)


@given(consent=CONSENTS, now=MOMENTS)
def test_never_when_suspended(consent: Consent, now: datetime) -> None:
    """The best consent does not lift a suspension."""
    suspended = a_requester(state=RequesterState.SUSPENDED)
    assert not _is_permitted(replace(_at(now, consent), requester=suspended))


@given(which=st.sampled_from([0, 1]), spoilt=CONSENTS)
def test_both_consents_must_hold(which: int, spoilt: Consent) -> None:
    """With two persons, what spoils one consent refuses the question."""
    good = two_consents()
    changed = replace(
        good[which],
        state=spoilt.state,
        valid_until=spoilt.valid_until,
        uses_left=spoilt.uses_left,
        case=spoilt.case,
    )
    both = tuple(changed if place == which else consent for place, consent in enumerate(good))
    alone = replace(a_consent(), **{f: getattr(changed, f) for f in SPOILT_FIELDS})
    expected = _is_permitted(a_gathering(consents=[alone]))
    assert expected == _is_permitted(a_kinship_question(both))


SPOILT_FIELDS = ("state", "valid_until", "uses_left", "case")


@given(consents=st.lists(CONSENTS, max_size=3), now=MOMENTS)
def test_the_order_of_what_was_gathered_does_not_matter(
    consents: list[Consent], now: datetime
) -> None:
    """The consents may come from the store in any order."""
    named = [replace(c, consent_id=f"cns_{number}") for number, c in enumerate(consents, start=1)]
    basis = replace(a_verification().basis, consents=tuple(c.consent_id for c in named))
    asked = a_verification(asked_at=now, basis=basis)
    forward = a_gathering(asked, named, now=now)
    assert decide(forward) == decide(replace(forward, consents=tuple(reversed(named))))
