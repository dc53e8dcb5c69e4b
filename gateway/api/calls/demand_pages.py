"""The pages on which anybody reports an improper demand and follows it, without login.

Numbers to follow are sent in bodies only. Must never let a page be kept (no-store), and never lose
what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from fastapi import Request, Response

from gateway.api.bodies import FORM, read_bytes, require_media_type
from gateway.api.calls.demand_replies import lawful_only
from gateway.api.desk import Desk
from gateway.api.pages import demands as page
from gateway.api.pages.demand_words import STATES, WORDS
from gateway.api.pages.rendering import LANGUAGES, render
from gateway.api.problems.documents import ProblemRaised
from gateway.api.visit import visit_of
from gateway.domain.demand import Demand
from gateway.domain.text import Text
from gateway.errors import CodeRefused, ContentRefused, Problem, TooMany
from gateway.flow import demands as flow
from gateway.policy.demand_form import is_several, read_report, similar
from gateway.ports.demands import Received
from gateway.ports.machine import civil_date

LANG: Final = "lang"
SWITCH: Final = "switch"
KEPT: Final = "kept"
NUMBER: Final = "number"
QUERY: Final = frozenset({LANG, "list", NUMBER})
FOLLOW_QUERY: Final = frozenset({LANG})
MOST_FIELDS: Final = 24
_SHEET: Final = "catalogue.css demands.css"
_KEY: Final = re.compile(r"[0-9a-f]{32}")

Typed = dict[str, str]


async def show_form(desk: Desk, request: Request) -> Response:
    """The empty form; with `?list=…&number=…` for that paper."""
    query = request.query_params
    typed = {**dict.fromkeys(page.FIELDS, ""), page.KEY: _fresh_key(desk)}
    listed, number = query.get("list", ""), query.get(NUMBER, "")
    if listed or number:
        if _chosen(desk, listed, number) is None:
            raise ProblemRaised("query_not_allowed")
        typed |= {"list": listed, "number": number}
    return _form(desk, _language(query.get(LANG)), typed)


async def report(desk: Desk, request: Request) -> Response:
    """Keep what was typed and show its number; or show what is wrong beside what was typed."""
    sent = await _read(desk, request)
    typed = {name: sent.get(name, "") for name in (*page.FIELDS, page.KEY)}
    if not _KEY.fullmatch(typed[page.KEY]):
        typed[page.KEY] = _fresh_key(desk)
    lang = _language(sent.get(SWITCH, sent.get(LANG)))
    is_only_switched = SWITCH in sent and KEPT not in sent
    if is_only_switched or request.headers.get("sec-fetch-site") == "cross-site":
        # Another site's page cannot report in the name of whoever looks at it: she is asked first.
        return _form(desk, lang, typed)
    parts = desk.parts
    try:
        raw = page.raw_report(typed, parts.codes, flow.today(parts))
        wanted = read_report(raw, parts.catalogue, flow.today(parts))
        desk.rates.admit(request)
        received = await flow.receive_demand(parts, typed[page.KEY], wanted)
    except ContentRefused as refused:
        return _form(desk, lang, typed, refused.problems, status=422)
    except TooMany as too_many:
        return _form(desk, lang, typed, status=429, wait=too_many.retry_after)
    visit_of(request).note(replayed=received.replayed)
    return _kept(desk, lang, typed, received)


async def show_follow(desk: Desk, request: Request) -> Response:
    """The form for a number to follow."""
    return _followed(desk, _language(request.query_params.get(LANG)), "")


async def follow(desk: Desk, request: Request) -> Response:
    """What became of the report with the number that was typed."""
    sent = await _read(desk, request)
    number, lang = sent.get(NUMBER, "")[:64], _language(sent.get(SWITCH, sent.get(LANG)))
    if SWITCH in sent and not number:
        return _followed(desk, lang, "")
    try:
        desk.rates.admit(request)
        demand = await flow.follow_demand(desk.parts, number)
    except CodeRefused:
        return _followed(desk, lang, number, status=404)
    except TooMany as too_many:
        return _followed(desk, lang, number, status=429, wait=too_many.retry_after)
    return _followed(desk, lang, number, demand)


async def _read(desk: Desk, request: Request) -> Mapping[str, str]:
    """The fields of a form in UTF-8, each once. Raises ProblemRaised (400, 413, 415)."""
    require_media_type(request, FORM)
    content = await read_bytes(request, desk.parts.settings.public_body_bytes)
    try:
        pairs = parse_qsl(
            content.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise ProblemRaised("not_utf8") from None
    return dict(pairs)


def _language(wanted: str | None) -> str:
    lang = wanted or LANGUAGES[0]
    if lang not in LANGUAGES:
        raise ProblemRaised("query_not_allowed")
    return lang


def _fresh_key(desk: Desk) -> str:
    return desk.parts.chance.take(16).hex()


def _chosen(desk: Desk, listed: str, number: str) -> Text | None:
    """The name of the entry that was chosen before; None if there is none."""
    is_number = re.fullmatch(r"[1-9][0-9]?", number) is not None
    if not is_number or not desk.parts.catalogue.holds(listed, int(number)):
        return None
    return page.name_of(desk.parts.catalogue, listed, int(number), "")


def _form(
    desk: Desk,
    lang: str,
    typed: Typed,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
    wait: int | None = None,
) -> Response:
    errors, today = page.errors_of(problems), flow.today(desk.parts)
    chosen = _chosen(desk, typed["list"], typed["number"])
    return _page(
        "demands.html",
        lang,
        status,
        carried="report",
        typed=typed,
        errors=errors,
        wrong=[name for name in errors if errors[name] is not None],
        wait=wait,
        chosen=chosen,
        today=today.isoformat(),
        areas=page.areas(desk.parts.codes, today),
        longest=page.LONGEST,
        followed_number="",
        is_wrong_number=False,
    )


def _kept(desk: Desk, lang: str, typed: Typed, received: Received) -> Response:
    demand, catalogue = received.demand, desk.parts.catalogue
    paper = demand.report.paper
    meant = similar(catalogue, paper)
    return _page(
        "demands_kept.html",
        lang,
        201,
        carried="kept",
        typed=typed,
        received=received,
        received_on=civil_date(demand.received_at),
        due_on=demand.due_on,
        paper=paper,
        name=page.name_of(catalogue, paper.listed, paper.number, paper.name),
        office=demand.report.office,
        instead=page.instead_of(catalogue, paper.listed, paper.number),
        lawful_only=lawful_only(paper, catalogue),
        is_several=is_several(meant),
        similar=[
            {
                "listed": one.listed,
                "number": one.number,
                "name": page.name_of(catalogue, one.listed, one.number, one.by.zh),
            }
            for one in meant
        ],
    )


def _followed(
    desk: Desk,
    lang: str,
    number: str,
    demand: Demand | None = None,
    status: int = 200,
    wait: int | None = None,
) -> Response:
    disposed_at = demand.disposed_at if demand is not None else None
    return _page(
        "demands_followed.html",
        lang,
        status,
        carried="follow",
        demand=demand,
        paper=demand.report.paper if demand is not None else None,
        name=_name(desk, demand),
        is_overdue=demand is not None and demand.is_overdue(flow.today(desk.parts)),
        received_on=civil_date(demand.received_at) if demand is not None else None,
        disposed_on=civil_date(disposed_at) if disposed_at is not None else None,
        states=STATES,
        followed_number=number,
        is_wrong_number=status == 404,
        wait=wait,
    )


def _name(desk: Desk, demand: Demand | None) -> Text | None:
    if demand is None:
        return None
    paper = demand.report.paper
    return page.name_of(desk.parts.catalogue, paper.listed, paper.number, paper.name)


def _page(
    template: str, lang: str, status: int, *, wait: int | None = None, **content: object
) -> Response:
    content["wait"] = page.wait_of(wait) if wait is not None else None
    reply = render(template, lang, sheet=_SHEET, style="", asks=True, words=WORDS, **content)
    reply.status_code = status
    if wait is not None:
        reply.headers["Retry-After"] = str(wait)
    return reply
