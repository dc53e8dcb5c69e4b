"""Notices: the printable page of an answer, and the public page that checks one offline.

The page that checks is the same for everybody and is sent nothing: what is checked stands behind
the `#` of its address, which no browser sends.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fastapi import Request, Response

from gateway.api.calls.call import VERIFICATION_ID
from gateway.api.calls.verifications import Own, final_reply, own_verifications
from gateway.api.desk import Desk
from gateway.api.pages.assets import asset
from gateway.api.pages.notice import asked_paper, write_notice
from gateway.api.pages.notice_check import check_data
from gateway.api.pages.notice_check_words import CHECK_WORDS
from gateway.api.pages.notice_questions import Asked
from gateway.api.pages.notice_words import WORDS
from gateway.api.pages.rendering import LANGUAGES, render
from gateway.api.problems.documents import ProblemRaised
from gateway.errors import NotFound
from gateway.flow.parts import Parts

LANG: Final = "lang"
QUERY: Final = frozenset({LANG})
SCRIPT: Final = "notice_check.js"
MAY_BE_KEPT: Final = {"Cache-Control": "public, max-age=3600"}
_MOST: Final = 8  # far more than any paper has facts
_SAME: Final = ("requester", "matter", "case", "subject", "certificate")


async def show_notice(desk: Desk, request: Request) -> Response:
    """The answer as a page to print, in Chinese or (`?lang=en`) in English.

    Several ids, joined by commas, are those of one paper asked for by its number: one notice for
    the whole. Raises NotFound for ids that do not belong together.
    """
    lang = _language(request)
    own = _in_order(desk.parts, await own_verifications(desk, request, _ids(request)))
    told = [Asked(one.stored, (await final_reply(desk, request, one)).body) for one in own]
    notice = await write_notice(desk.parts, told)
    return render("notice.html", lang, notice=notice, words=WORDS)


async def show_check(desk: Desk, request: Request) -> Response:
    """The page that checks a notice in the browser; it works offline and when it is saved."""
    lang = _language(request)
    data = check_data(desk.parts)
    page = render("notice_check.html", lang, sheet="notice_check.css", words=CHECK_WORDS, data=data)
    policy = page.headers["Content-Security-Policy"]
    extra = "script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'"
    page.headers["Content-Security-Policy"] = f"{policy}; {extra}"
    page.headers.update(MAY_BE_KEPT)
    return page


async def send_script(_desk: Desk, _request: Request) -> Response:
    """The script of that page."""
    content, media_type = asset(SCRIPT)
    return Response(content, media_type=media_type, headers=MAY_BE_KEPT)


def _language(request: Request) -> str:
    lang = request.query_params.get(LANG, LANGUAGES[0])
    if lang not in LANGUAGES:
        raise ProblemRaised("query_not_allowed")
    return lang


def _ids(request: Request) -> tuple[str, ...]:
    """The ids in the path, each once. Raises NotFound where they cannot be ids."""
    ids = str(request.path_params["verification_id"]).split(",", _MOST)
    if len(set(ids)) < len(ids) or not all(VERIFICATION_ID.fullmatch(one) for one in ids):
        raise NotFound
    return tuple(ids)


def _in_order(parts: Parts, own: Sequence[Own]) -> Sequence[Own]:
    """A single one as it is; several in the order of their paper's plan, which they must fill.

    Raises NotFound, before anything is read, for those that are not of one paper and one case.
    """
    if len(own) == 1:
        return own
    asked = [one.stored.request or {} for one in own]
    paper = asked_paper(asked[0])
    if paper is None or any(one.get(name) != asked[0].get(name) for one in asked for name in _SAME):
        raise NotFound
    plan = parts.catalogue.negative[paper.number].facts
    found = {one.stored.fact: one for one in own}
    if set(plan) != set(found) or len(plan) != len(own):
        raise NotFound
    return [found[fact] for fact in plan]
