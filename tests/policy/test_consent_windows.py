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

MOMENTS = st.integers(-4, 4).map(lambda hours: NOW + timedelta(hours=hours))
SPANS = st.integers(1, 200_000).map(lambda seconds: timedelta(seconds=seconds))
TOKENS = st.frozensets(st.sampled_from([TOKEN, "another", "third"]))
USES = st.integers(0, 2)
CONSENTS = st.builds(
    a_consent,
    recorded_at=MOMENTS,
    valid_from=MOMENTS,
    valid_until=MOMENTS,
    state=st.sampled_from(ConsentState),
    uses_left=USES,
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
    uses_left=USES,
    reserved_for=TOKENS,
)
"""Consents of which only the window and the uses vary."""


GOOD = st.builds(
    a_consent,
    recorded_at=SPANS.map(lambda span: NOW - span),
    valid_from=SPANS.map(lambda span: NOW - span),
    valid_until=SPANS.map(lambda span: NOW + span),
    uses_left=st.integers(1, 2),
    assurance=st.sampled_from([Assurance.CONFIRMED_BY_CODE, Assurance.SIGNED_BY_PERSON]),
)
"""Consents that carry the question now, so that what a property spoils is what refuses it."""


def _at(now: datetime, *consents: Consent) -> Gathered:
    return a_gathering(a_verification(asked_at=now), consents, now=now)


def _is_permitted(gathered: Gathered) -> bool:
    return isinstance(decide(gathered), Permit)


@given(consent=GOOD, span=SPANS)
def test_never_outside_the_window(consent: Consent, span: timedelta) -> None:
    """However good, a consent carries nothing before it begins nor once it has run out."""
    outside = (
        replace(consent, recorded_at=NOW + span),
        replace(consent, valid_from=NOW + span),
        replace(consent, valid_until=NOW),
        replace(consent, valid_until=NOW - span),
    )
    assert _is_permitted(_at(NOW, consent))
    assert not any(_is_permitted(_at(NOW, bad)) for bad in outside)


@given(consent=OPEN, now=MOMENTS)
def test_permitted_within_the_window(consent: Consent, now: datetime) -> None:
    """An open consent carries the question exactly within its window and its uses."""
    begun = max(consent.recorded_at, consent.valid_from) <= now < consent.valid_until
    has_use = consent.uses_left > 0 or TOKEN in consent.reserved_for
    assert (begun and has_use) == _is_permitted(_at(now, consent))


@given(consent=GOOD)
def test_never_when_revoked_or_awaiting(consent: Consent) -> None:
    """However good, a withdrawn or an unconfirmed consent carries nothing, late answers neither."""
    for state in (ConsentState.REVOKED, ConsentState.AWAITING):
        bad = _at(NOW, replace(consent, state=state))
        assert not _is_permitted(bad)
        assert not isinstance(recheck(bad), Permit)


@given(consent=GOOD)
def test_never_beyond_its_bounds(consent: Consent) -> None:
    """No consent to another requester, matter, case or fact, or without a use, is good."""
    outside = (
        replace(consent, requester="11500112EXAMPLE06J"),
        replace(consent, matter="GJJ-008"),
        replace(consent, case="2026-000124"),
        replace(consent, facts=frozenset({"alive"})),
        replace(consent, uses_left=0, reserved_for=frozenset({"another"})),
        replace(consent, assurance=Assurance.ATTESTED_BY_REQUESTER),
    )
    assert not any(_is_permitted(_at(NOW, bad)) for bad in outside)


@given(consent=GOOD)
def test_never_when_suspended(consent: Consent) -> None:
    """The best consent does not lift a suspension."""
    suspended = a_requester(state=RequesterState.SUSPENDED)
    assert not _is_permitted(replace(_at(NOW, consent), requester=suspended))


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
