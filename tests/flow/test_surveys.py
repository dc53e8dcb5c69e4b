"""Surveys in the flow: who is called upon, what is late, what an entry says and does not say."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gateway.domain.requester import Requester, RequesterKind, RequesterState
from gateway.domain.survey import FiledSurvey, SignOff, UnitKind
from gateway.domain.text import Text
from gateway.errors import ContentRefused, NotFound
from gateway.flow import surveys as flow
from gateway.flow.registrations import register_requester
from gateway.ports.survey_digests import survey_digest
from tests.api.office import Office, open_office
from tests.policy.survey_builders import BUREAU, HOSPITAL, SCHOOL, a_row, a_survey, filed

HAND = flow.Hand("client:one", HOSPITAL, 50)
TODAY = date(2026, 11, 24)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """The parts over a fresh store, on a clock that stands still at noon in Shanghai."""
    opened = await open_office(tmp_path)
    async with opened.http:
        yield opened
    await opened.store.close()


async def a_draft(office: Office) -> FiledSurvey:
    """A hospital's draft."""
    kept = await flow.draft_survey(office.parts, a_survey(), HAND)
    assert isinstance(kept, FiledSurvey)
    return kept


async def submit(office: Office, kept: FiledSurvey, day: date, hand: flow.Hand = HAND) -> object:
    """Submit it as signed on that day."""
    signed = SignOff("分管副院长", day, sealed=True)
    return await flow.submit_survey(office.parts, kept.survey_id, kept.digest, signed, hand)


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        (datetime(2026, 12, 30, 15, 59, tzinfo=UTC), False),
        (datetime(2026, 12, 30, 16, 0, tzinfo=UTC), True),
        (None, False),
    ],
    ids=["last minute", "midnight", "draft"],
)
def test_late_is_after_the_day_in_shanghai(moment: datetime | None, late: bool) -> None:
    """The day that it is due lasts until midnight there."""
    assert late is flow.is_late(filed(a_survey(), submitted_at=moment), date(2026, 12, 30))


async def test_everybody_whom_the_decree_addresses_is_called_upon(office: Office) -> None:
    """Active state bodies, not banks, not the suspended; kinds are those that they filed under."""
    for code, kind, state in (
        (BUREAU, RequesterKind.STATE_ORGAN, RequesterState.ACTIVE),
        (SCHOOL, RequesterKind.AUTHORISED_ORGANISATION, RequesterState.SUSPENDED),
        ("91500112EXAMPLE057", RequesterKind.OTHER, RequesterState.ACTIVE),
    ):
        body = Requester(code, Text("示例", "Example"), kind, state)
        await register_requester(office.parts, body)
    await a_draft(office)
    called = await flow.call_for_surveys(office.parts, "2026", date(2026, 12, 30), ())
    assert {HOSPITAL: UnitKind.HOSPITAL, BUREAU: UnitKind.OTHER} == {
        unit.code: unit.kind for unit in called.units
    }


async def test_an_overview_knows_who_is_late(office: Office) -> None:
    """A survey that comes after its day is valid, and said to be late."""
    kept = await a_draft(office)
    unit = kept.survey.unit
    await flow.call_for_surveys(office.parts, "2026", date(2026, 11, 23), (unit,))
    await submit(office, kept, TODAY)
    seen = await flow.overview_of(office.parts, "2026")
    assert ([kept.survey_id], ()) == ([one.survey_id for one in seen.late], seen.missing)


async def test_a_correction_is_not_late(office: Office) -> None:
    """Who filed in time and files again after the day has filed in time."""
    first = await a_draft(office)
    await flow.call_for_surveys(office.parts, "2026", TODAY, (first.survey.unit,))
    await submit(office, first, TODAY)
    office.clock.move(days=2)
    again = await a_draft(office)
    await submit(office, again, date(2026, 11, 26))
    seen = await flow.overview_of(office.parts, "2026")
    assert ([again.survey_id], ()) == ([one.survey_id for one in seen.filed], seen.late)


@pytest.mark.parametrize(("days", "taken"), [(-1, False), (0, True), (1, False)])
async def test_a_client_signs_after_it_drafted(office: Office, days: int, taken: bool) -> None:
    """The digest is on the form, so nobody has signed before there was a draft, nor will have."""
    kept = await a_draft(office)
    day = date.fromordinal(TODAY.toordinal() + days)
    if taken:
        assert isinstance(await submit(office, kept, day), FiledSurvey)
    else:
        with pytest.raises(ContentRefused, match="/signed_on: out_of_range"):
            await submit(office, kept, day)


async def test_the_operator_types_in_what_was_signed_before(office: Office) -> None:
    """Paper that comes from a unit without a client was signed before it is filed here."""
    kept = await a_draft(office)
    hand = flow.Hand(flow.OPERATOR)
    done = await submit(office, kept, date(2026, 11, 2), hand)
    assert isinstance(done, FiledSurvey)
    assert (flow.OPERATOR, date(2026, 11, 2)) == (
        done.filed_by,
        done.sign_off and done.sign_off.signed_on,
    )
    with pytest.raises(NotFound):
        await submit(office, replace(kept, survey_id="srv_0"), TODAY, hand)


def test_the_digest_is_of_the_content_alone() -> None:
    """Whatever changes in the content changes it; when and by whom it was filed does not."""
    survey = a_survey(a_row(), a_row(number=11))
    assert survey_digest(survey) == survey_digest(a_survey(a_row(), a_row(number=11)))
    others = (
        a_survey(a_row(number=11), a_row()),
        a_survey(a_row(), a_row(number=11), contact_role="院办"),
        a_survey(a_row(), a_row(number=11, per_year=1201)),
        replace(survey, summary="总结"),
    )
    assert 5 == len({survey_digest(one) for one in (survey, *others)})
