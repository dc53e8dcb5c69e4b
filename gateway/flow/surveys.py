"""Surveys on their way: drafted and replaced by a unit, signed on paper, submitted, read.

A submission is written with its entry, and whatever compliance reads is on the trail before it is
shown. Must never put a unit's free text into an entry: the digest of the content stands for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from gateway.audit import entry as kinds
from gateway.audit.entry import EntryDraft, NewEntry
from gateway.domain.requester import Caller, Requester, RequesterKind, RequesterState
from gateway.domain.survey import (
    FiledSurvey,
    SignOff,
    Survey,
    SurveyCall,
    SurveyState,
    Unit,
    UnitKind,
)
from gateway.errors import ContentRefused, NotFound, Problem
from gateway.flow.parts import Parts
from gateway.policy.survey_form import Filer, read_survey
from gateway.policy.survey_totals import Overview, overview
from gateway.ports.machine import civil_date, uuid7
from gateway.ports.survey_digests import call_digest, sign_off_digest, survey_digest
from gateway.ports.surveys import Barred, Submission, SurveyDraft

OPERATOR = "operator"
"""Who files at the operator's own machine, for a unit without a client."""

SUBMITTED_ONLY = frozenset({SurveyState.SUBMITTED})


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand files: a client for its own unit, or the operator for any (`unit` None).

    `most_a_day` bounds the changes of a unit on one day.
    """

    by: str
    unit: str | None = None
    most_a_day: int | None = None


def read_content(parts: Parts, raw: Mapping[str, object], requester: Requester | None) -> Survey:
    """Read a survey's form; `requester` is the unit that files, where it is registered.

    Raises ContentRefused with every problem.
    """
    filer = None if requester is None else Filer(requester.code, requester.name.zh)
    year = civil_date(parts.clock.now()).year
    return read_survey(raw, parts.catalogue, year, filer)


async def draft_survey(parts: Parts, survey: Survey, hand: Hand) -> FiledSurvey | Barred:
    """Begin a survey."""
    survey_id = "srv_" + uuid7(parts.clock.now(), parts.chance).replace("-", "")
    return await parts.surveys.draft(_draft(parts, survey_id, survey, hand))


async def replace_survey(
    parts: Parts, survey_id: str, survey: Survey, hand: Hand, replaces: str | None = None
) -> FiledSurvey | Barred:
    """Replace the whole content of a draft, only of the one with the digest `replaces` if given.

    Raises NotFound.
    """
    draft = _draft(parts, survey_id, survey, hand)
    return await parts.surveys.replace(replace(draft, replaces=replaces))


async def submit_survey(
    parts: Parts, survey_id: str, signed_digest: str, sign_off: SignOff, hand: Hand
) -> FiledSurvey | Barred:
    """Make a draft final, as the form was signed.

    Raises NotFound, and ContentRefused for a day of signature that lies in the future, or, of a
    client, before the draft was begun: the operator may type in what was signed on paper before.
    """
    kept = await parts.surveys.read(survey_id)
    if kept is None or hand.unit not in (None, kept.survey.unit.code):
        raise NotFound
    first = civil_date(kept.drafted_at) if hand.unit is not None else date.min
    check_signed_on(parts, sign_off, first)
    about = {
        "survey": survey_id,
        "period": kept.survey.period,
        "unit": kept.survey.unit.code,
        "kind": kept.survey.unit.kind.value,
        "rows": str(len(kept.survey.rows)),
        "by": hand.by,
    }
    digests = {"survey": signed_digest, "sign_off": sign_off_digest(sign_off)}
    entry = _entry(parts, kinds.SURVEY_SUBMITTED, hand.unit, about, digests)
    at = entry.draft.at
    submission = Submission(survey_id, hand.unit, signed_digest, sign_off, at, hand.by)
    return await parts.surveys.submit(submission, entry)


def check_signed_on(parts: Parts, sign_off: SignOff, first: date = date.min) -> None:
    """Raise ContentRefused for a day of signature before `first`, or in the future."""
    if not first <= sign_off.signed_on <= civil_date(parts.clock.now()):
        raise ContentRefused(Problem("/signed_on", "out_of_range"))


async def survey_for_compliance(
    parts: Parts, survey_id: str, reader: Caller, what: str
) -> FiledSurvey:
    """A submitted survey, read by compliance; a draft is its unit's own. Raises NotFound."""
    kept = await parts.surveys.read(survey_id)
    if kept is None or kept.state is SurveyState.DRAFT:
        raise NotFound
    await note_reading(parts, reader, {"what": what, "survey": survey_id})
    return kept


async def filed_surveys(
    parts: Parts, period: str | None, *, with_superseded: bool
) -> tuple[FiledSurvey, ...]:
    """What was submitted, of one period or of all."""
    superseded = {SurveyState.SUPERSEDED} if with_superseded else set()
    return await parts.surveys.find(period=period, states=SUBMITTED_ONLY | superseded)


async def overview_of(parts: Parts, period: str) -> Overview:
    """A period at a glance: who has filed, who has not, and the totals.

    Who files in time and corrects that later is not late.
    """
    call = await parts.surveys.called(period)
    every = await filed_surveys(parts, period, with_superseded=True)
    filed = tuple(one for one in every if one.state is SurveyState.SUBMITTED)
    in_time = {
        one.survey.unit.code for one in every if call is None or not is_late(one, call.due_on)
    }
    late = tuple(one for one in filed if one.survey.unit.code not in in_time)
    # Hundreds of surveys are thousands of rows: nobody else waits while they are summed up.
    return await asyncio.to_thread(overview, period, call, filed, late)


def is_late(filed: FiledSurvey, due_on: date) -> bool:
    """Whether it was submitted after the day that it was due."""
    return filed.submitted_at is not None and civil_date(filed.submitted_at) > due_on


async def call_for_surveys(
    parts: Parts, period: str, due_on: date, units: tuple[Unit, ...]
) -> SurveyCall:
    """Call for a period's surveys.

    Without units, of every active requester that the decree addresses (各部门); which of these are
    hospitals or schools is known once they have filed before.
    """
    call = SurveyCall(period, due_on, units or await _departments(parts))
    about = {"period": period, "due_on": due_on.isoformat(), "units": str(len(call.units))}
    digests = {"call": call_digest(call)}
    await parts.surveys.call(call, _entry(parts, kinds.SURVEY_CALLED, None, about, digests))
    return call


async def note_reading(parts: Parts, reader: Caller, about: Mapping[str, str]) -> None:
    """Write that compliance reads, before anything is shown."""
    entry = _entry(parts, kinds.SURVEY_READ, reader.requester, about)
    part = {"client_id": reader.client_id, "token_id": reader.token_id}
    await parts.trail.note(NewEntry(entry.draft, requester_part=part))


async def note_export(parts: Parts, about: Mapping[str, str]) -> None:
    """Write that the operator's own machine shows or exports surveys."""
    await parts.trail.note(_entry(parts, kinds.SURVEY_READ, None, {**about, "by": OPERATOR}))


async def _departments(parts: Parts) -> tuple[Unit, ...]:
    known: dict[str, Unit] = {}
    for filed in await parts.surveys.find():
        known[filed.survey.unit.code] = filed.survey.unit
    return tuple(
        known.get(requester.code, Unit(requester.code, requester.name.zh, UnitKind.OTHER))
        for requester in await parts.registry.requesters()
        if requester.state is RequesterState.ACTIVE and requester.kind is not RequesterKind.OTHER
    )


def _draft(parts: Parts, survey_id: str, survey: Survey, hand: Hand) -> SurveyDraft:
    now = parts.clock.now()
    return SurveyDraft(survey_id, survey, survey_digest(survey), now, hand.by, hand.most_a_day)


def _entry(
    parts: Parts,
    kind: str,
    requester: str | None,
    about: Mapping[str, str],
    digests: Mapping[str, str] | None = None,
) -> NewEntry:
    now = parts.clock.now()
    draft = EntryDraft(
        entry_id=uuid7(now, parts.chance),
        kind=kind,
        at=now,
        requester=requester,
        digests=digests or {},
        about=about,
        catalogue_digest=parts.catalogue_digest,
    )
    return NewEntry(draft)
