"""Surveys over HTTP: a unit drafts, prints, has signed and submits; compliance reads and exports.

A unit sees its own surveys and nobody else's; what is not its own looks like what does not exist.
Compliance sees what was submitted, never a draft, and every reading of it is on the trail first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final

from fastapi import Request, Response

from gateway.api.bodies import read_object
from gateway.api.calls.call import path_id
from gateway.api.calls.survey_replies import (
    CSV_TYPE,
    SURVEY_ID,
    answer_kept,
    checked,
    period_of,
    wanted_language,
    word_of,
)
from gateway.api.desk import Desk
from gateway.api.forms.surveying import read_submission, read_survey_body
from gateway.api.pages.survey import survey_form
from gateway.api.recognition import recognise_active, require_scope
from gateway.api.replies import json_reply
from gateway.domain.fact import JsonValue
from gateway.domain.requester import Caller
from gateway.domain.survey import FiledSurvey, Survey
from gateway.errors import NotFound
from gateway.flow import surveys as flow
from gateway.policy.survey_csv import to_csv
from gateway.policy.survey_record import filed_json, heading_json, overview_json

WRITE: Final = "survey:write"
READ: Final = "survey:read"
SCOPES: Final = (READ, WRITE)
PATH: Final = "/v1/surveys"
PERIOD: Final = "period"
HEADINGS: Final = "headings"
LANG: Final = "lang"


async def draft(desk: Desk, request: Request) -> Response:
    """Begin a survey of one's own unit; 201 with its digest and the decree's remarks."""
    caller = await _writer(desk, request)
    survey = await _content(desk, request, caller)
    kept = await flow.draft_survey(desk.parts, survey, _hand(desk, caller))
    return answer_kept(kept, desk.parts.catalogue, status=201)


async def replace(desk: Desk, request: Request) -> Response:
    """Replace the whole content of a draft, only of the one that If-Match names if it is there."""
    caller = await _writer(desk, request)
    survey_id = path_id(request, "survey_id", SURVEY_ID)
    survey = await _content(desk, request, caller)
    held = request.headers.get("If-Match")
    replaces = None if held is None else held.strip().strip('"')
    hand = _hand(desk, caller)
    kept = await flow.replace_survey(desk.parts, survey_id, survey, hand, replaces)
    return answer_kept(kept, desk.parts.catalogue)


async def submit(desk: Desk, request: Request) -> Response:
    """Submit the draft whose printed form was signed; from then on it never changes."""
    caller = await _writer(desk, request)
    survey_id = path_id(request, "survey_id", SURVEY_ID)
    digest, sign_off = read_submission(await read_object(request, desk.parts.settings))
    hand = _hand(desk, caller)
    kept = await flow.submit_survey(desk.parts, survey_id, digest, sign_off, hand)
    return answer_kept(kept, desk.parts.catalogue)


async def list_surveys(desk: Desk, request: Request) -> Response:
    """Compliance: what was submitted, superseded ones too. A unit: its own, drafts too."""
    caller = await _reader(desk, request)
    period = period_of(request)
    if READ in caller.scopes:
        about = {"what": "list", **({"period": period} if period else {})}
        await flow.note_reading(desk.parts, caller, about)
        found = await flow.filed_surveys(desk.parts, period, with_superseded=True)
    else:
        found = ()
    if WRITE in caller.scopes:
        own = await desk.parts.surveys.find(period=period, unit=caller.requester)
        found = (*(one for one in found if not _is_own(caller, one)), *own)
    return json_reply({"surveys": [heading_json(one) for one in found]})


async def read(desk: Desk, request: Request) -> Response:
    """One survey with its rows."""
    kept = await _readable(desk, request, "survey")
    return json_reply(filed_json(kept, desk.parts.catalogue))


async def show_form(desk: Desk, request: Request) -> Response:
    """The form that a head signs, as a page to print."""
    lang = wanted_language(request)
    kept = await _readable(desk, request, "form")
    parts = desk.parts
    call = await parts.surveys.called(kept.survey.period)
    due_on = call.due_on if call else None
    return survey_form(kept, parts.catalogue, parts.catalogue_digest, due_on, lang)


async def read_overview(desk: Desk, request: Request) -> Response:
    """A period at a glance: who has not filed, totals by paper, superior body and kind of unit."""
    caller = await _compliance(desk, request)
    period = period_of(request, needed=True)
    await flow.note_reading(desk.parts, caller, {"what": "overview", "period": period})
    seen = await flow.overview_of(desk.parts, period)
    return json_reply(overview_json(seen, desk.parts.catalogue))


async def export(desk: Desk, request: Request) -> Response:
    """Everything that was submitted for a period, as JSON."""
    period, found = await _exported(desk, request)
    content: Mapping[str, JsonValue] = {
        "period": period,
        "surveys": [filed_json(one, desk.parts.catalogue) for one in found],
    }
    return json_reply(content, headers=_as_file(period, "json"))


async def export_table(desk: Desk, request: Request) -> Response:
    """The same as a table for a spreadsheet."""
    headings = word_of(request, HEADINGS, ("codes", "zh"))
    period, found = await _exported(desk, request)
    # Spreadsheet programs take a table without the mark for one in an older encoding.
    catalogue, in_chinese = desk.parts.catalogue, headings == "zh"
    text = await asyncio.to_thread(to_csv, found, catalogue, chinese=in_chinese)
    table = "\ufeff" + text
    headers = _as_file(period, "csv")
    return Response(table.encode("utf-8"), media_type=CSV_TYPE, headers=headers)


async def _exported(desk: Desk, request: Request) -> tuple[str, tuple[FiledSurvey, ...]]:
    caller = await _compliance(desk, request)
    period = period_of(request, needed=True)
    await flow.note_reading(desk.parts, caller, {"what": "export", "period": period})
    return period, await flow.filed_surveys(desk.parts, period, with_superseded=False)


def _as_file(period: str, ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="surveys-{period}.{ending}"'}


async def _readable(desk: Desk, request: Request, what: str) -> FiledSurvey:
    """A survey that the caller may see: a unit its own, compliance what was submitted."""
    caller = await _reader(desk, request)
    survey_id = path_id(request, "survey_id", SURVEY_ID)
    kept = await desk.parts.surveys.read(survey_id)
    if WRITE in caller.scopes and kept is not None and _is_own(caller, kept):
        return kept
    if READ not in caller.scopes:
        raise NotFound
    return await flow.survey_for_compliance(desk.parts, survey_id, caller, what)


def _is_own(caller: Caller, kept: FiledSurvey) -> bool:
    return kept.survey.unit.code == caller.requester


async def _content(desk: Desk, request: Request, caller: Caller) -> Survey:
    raw = await read_survey_body(request, desk.parts.settings)
    requester = await desk.parts.registry.requester(caller.requester)
    return checked(lambda: flow.read_content(desk.parts, raw, requester))


async def _writer(desk: Desk, request: Request) -> Caller:
    caller = await recognise_active(desk, request)
    require_scope(caller, WRITE)
    return caller


async def _compliance(desk: Desk, request: Request) -> Caller:
    caller = await recognise_active(desk, request)
    require_scope(caller, READ)
    return caller


async def _reader(desk: Desk, request: Request) -> Caller:
    """A unit or compliance: whichever scope it has."""
    caller = await recognise_active(desk, request)
    require_scope(caller, READ if READ in caller.scopes else WRITE)
    return caller


def _hand(desk: Desk, caller: Caller) -> flow.Hand:
    most = desk.parts.settings.survey_changes_per_day
    return flow.Hand(f"client:{caller.client_id}", caller.requester, most)
