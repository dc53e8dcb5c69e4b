"""What is the same in several calls about surveys: replies, bars, and the words of a query."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Literal, overload

from fastapi import Request, Response

from gateway.api.pages.rendering import LANGUAGES
from gateway.api.problems.documents import ProblemRaised, tellable
from gateway.api.replies import json_reply
from gateway.domain.catalogue import Catalogue
from gateway.domain.survey import PERIOD, FiledSurvey, Survey
from gateway.errors import ContentRefused, Problem, TooMany
from gateway.policy.survey_record import filed_json, problems_json
from gateway.ports.surveys import Barred, SurveyBar

SURVEY_ID: Final = re.compile(r"srv_[0-9a-f]{32}")
CSV_TYPE: Final = "text/csv; charset=utf-8"
_PATH: Final = "/v1/surveys"


def answer_kept(kept: FiledSurvey | Barred, catalogue: Catalogue, status: int = 200) -> Response:
    """The survey as it is kept now. Raises ProblemRaised (409), TooMany for what was barred."""
    if isinstance(kept, FiledSurvey):
        location = {"Location": f"{_PATH}/{kept.survey_id}"} if status == 201 else {}
        return json_reply(filed_json(kept, catalogue), status, location)
    if kept.bar is SurveyBar.LIMIT:
        raise TooMany(kept.retry_after or 1)
    raise ProblemRaised(kept.bar.value, members={"survey_id": kept.survey_id})


def checked(read: Callable[[], Survey]) -> Survey:
    """Read a survey. What is wrong is told in full: by row and field, in both languages.

    `errors` of a problem document is cut after its fifty first; a survey of hundreds of rows may
    have more, and nobody should have to send it again to hear of the rest.
    """
    try:
        return read()
    except ContentRefused as refused:
        told = [Problem(tellable(problem.pointer), problem.reason) for problem in refused.problems]
        members = {"survey_problems": problems_json(told)}
        raise ProblemRaised("content_invalid", *told, members=members) from None


@overload
def period_of(request: Request, *, needed: Literal[True]) -> str: ...
@overload
def period_of(request: Request) -> str | None: ...
def period_of(request: Request, *, needed: bool = False) -> str | None:
    """The period in the query. Raises ProblemRaised (`query_not_allowed`)."""
    period = request.query_params.get("period")
    if period is None and not needed:
        return None
    if period is None or not PERIOD.fullmatch(period):
        raise ProblemRaised("query_not_allowed")
    return period


def word_of(request: Request, name: str, words: tuple[str, ...]) -> str:
    """One of these words in the query; the first where it is left out."""
    word = request.query_params.get(name, words[0])
    if word not in words:
        raise ProblemRaised("query_not_allowed")
    return word


def wanted_language(request: Request) -> str:
    """The language of the page, Chinese unless asked otherwise."""
    return word_of(request, "lang", LANGUAGES)
