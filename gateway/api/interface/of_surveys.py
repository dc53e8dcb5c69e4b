"""The calls about surveys, described."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gateway.api.interface import described as d
from gateway.api.interface import survey_examples as shown
from gateway.api.interface.described import Body, Described, Given, reference

TAG: Final = "surveys"
_ID: Final = ("SurveyId",)
_SESSION: Final = (*d.SESSION, "scope_missing", "trail_unavailable")
_CHANGING: Final = (*_SESSION, *d.OF_A_BODY, "survey_draft_exists", "too_many_requests")
_FORM: Final = Body(reference("SurveyForm"), shown.REQUESTS)
_KEPT: Final = {"draft": shown.DRAFT}

DESCRIBED: Final[Mapping[str, Described]] = {
    "draftSurvey": Described(
        summary="Begin a survey of the papers that your unit still demands",
        summary_zh="填报摸排表（草稿）",
        tag=TAG,
        detail=(
            "One draft for each unit and period, so no idempotency key is needed: trying again"
            " names the draft that is there. Every problem is told by row and field in"
            " `survey_problems`. `remarks` say what the decree says about a row; none of them keeps"
            " the survey from being filed."
        ),
        scope="survey:write",
        body=_FORM,
        given=(Given(201, "Kept.", reference("FiledSurvey"), _KEPT, headers=("Location",)),),
        problems=_CHANGING,
    ),
    "replaceSurvey": Described(
        summary="Replace the whole content of a draft",
        summary_zh="替换草稿",
        tag=TAG,
        detail="Where several people fill in one survey, send the digest you hold as If-Match.",
        scope="survey:write",
        parameters=(*_ID, "SurveyHeld"),
        body=_FORM,
        given=(Given(200, "Kept.", reference("FiledSurvey"), _KEPT),),
        problems=(*_CHANGING, "survey_overtaken", "survey_already_submitted", "not_found"),
    ),
    "submitSurvey": Described(
        summary="Submit the survey whose printed form was signed and sealed",
        summary_zh="报送（分管领导签字、加盖公章之后）",
        tag=TAG,
        detail=(
            "`digest` is the one on the form: what is submitted is exactly what was signed. It"
            " never changes afterwards; a later submission of the same period supersedes it."
            " Submitting the same again changes nothing."
        ),
        scope="survey:write",
        parameters=_ID,
        body=Body(reference("SubmissionForm"), {"signed": shown.SUBMISSION}),
        given=(Given(200, "Submitted.", reference("FiledSurvey"), {"submitted": shown.SUBMITTED}),),
        problems=(
            *_SESSION,
            *d.OF_A_BODY,
            "survey_changed",
            "survey_already_submitted",
            "not_found",
        ),
    ),
    "readSurveys": Described(
        summary="List surveys: your own, or with survey:read all that were submitted",
        summary_zh="查询摸排表列表",
        tag=TAG,
        detail="Reading by compliance is on the trail.",
        scope="survey:write",
        parameters=("SurveyPeriod",),
        given=(Given(200, "Without their rows.", reference("SurveyList"), {"one": shown.LIST}),),
        problems=_SESSION,
    ),
    "readSurvey": Described(
        summary="Read a survey",
        summary_zh="查询摸排表",
        tag=TAG,
        detail="Your own, or with survey:read any that was submitted; superseded ones too.",
        scope="survey:write",
        parameters=_ID,
        given=(Given(200, "The survey.", reference("FiledSurvey"), _KEPT),),
        problems=(*_SESSION, "not_found"),
    ),
    "readSurveyForm": Described(
        summary="The form that a head signs, as a page to print",
        summary_zh="打印摸排表（供分管领导签字、加盖公章）",
        tag=TAG,
        scope="survey:write",
        parameters=(*_ID, "Language"),
        given=(
            Given(
                200,
                "A page of A4.",
                {"type": "string"},
                {"page": "<!doctype html>…"},
                media_type="text/html",
            ),
        ),
        problems=(*_SESSION, "not_found"),
    ),
    "readSurveyOverview": Described(
        summary="A period at a glance: who has not filed, and the totals",
        summary_zh="摸排总览：未报单位和汇总",
        tag=TAG,
        detail=(
            "By paper, by superior body, hospitals and schools apart; what is demanded without a"
            " basis. `covered_twice` names surveys of units that their superior may report too."
        ),
        scope="survey:read",
        parameters=("NeededPeriod",),
        given=(
            Given(200, "The overview.", reference("SurveyOverview"), {"overview": shown.OVERVIEW}),
        ),
        problems=_SESSION,
    ),
    "exportSurveys": Described(
        summary="Export a period's surveys",
        summary_zh="导出摸排表（JSON）",
        tag=TAG,
        scope="survey:read",
        parameters=("NeededPeriod",),
        given=(
            Given(
                200,
                "Every valid submission.",
                reference("SurveyExport"),
                {"one": shown.EXPORT},
            ),
        ),
        problems=_SESSION,
    ),
    "exportSurveyTable": Described(
        summary="Export a period's surveys as a table",
        summary_zh="导出摸排表（CSV）",
        tag=TAG,
        detail=(
            "A line for each row. Cells that a spreadsheet would run as a formula begin with an"
            " apostrophe. `gateway survey import` reads the same table."
        ),
        scope="survey:read",
        parameters=("NeededPeriod", "SurveyHeadings"),
        given=(
            Given(
                200,
                "Every valid submission.",
                {"type": "string"},
                {"table": "unit_code,unit_name,unit_kind"},
                media_type="text/csv",
            ),
        ),
        problems=_SESSION,
    ),
}
