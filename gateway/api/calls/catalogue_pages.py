"""The catalogue's pages, for anybody and without login: search, and one paper in detail.

Must never log or keep what somebody searches for.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Final

from fastapi import Request, Response

from gateway.api.calls.catalogue import MAY_BE_KEPT, entry_number, unless_held
from gateway.api.desk import Desk
from gateway.api.pages.catalogue import both_lists, show_found, show_paper
from gateway.api.pages.catalogue_words import CERTAINTIES, WORDS
from gateway.api.pages.rendering import LANGUAGES, render
from gateway.api.problems.documents import ProblemRaised
from gateway.errors import NotFound
from gateway.policy.catalogue_search import LONGEST_QUERY, is_searchable, search

LANG: Final = "lang"
WANTED: Final = "q"
SEARCH_QUERY: Final = frozenset({LANG, WANTED})
PAPER_QUERY: Final = frozenset({LANG})
_SHEET: Final = "catalogue.css"


async def show_catalogue(desk: Desk, request: Request) -> Response:
    """The search box; with `?q=` what was found, or what holds for a paper on neither list."""
    catalogue, wanted = desk.parts.catalogue, request.query_params.get(WANTED, "").strip()
    is_too_long = len(wanted) > LONGEST_QUERY
    is_asked = is_searchable(wanted)
    found = search(catalogue, wanted) if is_asked else ()
    return _page(
        desk,
        request,
        "catalogue.html",
        status=400 if is_too_long else 200,
        wanted=wanted[:LONGEST_QUERY],
        longest=LONGEST_QUERY,
        is_asked=is_asked,
        is_too_long=is_too_long,
        found=show_found(catalogue, found),
        lists=both_lists(catalogue),
        unlisted=catalogue.unlisted,
    )


async def show_certificate(desk: Desk, request: Request) -> Response:
    """One paper in detail."""
    listed, number = request.path_params["listed"], entry_number(request)
    if not desk.parts.catalogue.holds(listed, number):
        raise NotFound
    return _page(
        desk,
        request,
        "catalogue_paper.html",
        shown=show_paper(desk.parts.catalogue, listed, number),
        transition=desk.parts.catalogue.transition,
        certainties=CERTAINTIES,
    )


def _page(
    desk: Desk, request: Request, template: str, status: int = 200, **content: object
) -> Response:
    """The page, or 304 for whoever holds it already: its ETag is of what it says and how."""
    lang = request.query_params.get(LANG, LANGUAGES[0])
    if lang not in LANGUAGES:
        raise ProblemRaised("query_not_allowed")
    page = render(
        template,
        lang,
        sheet=_SHEET,
        style="",
        asks=True,
        words=WORDS,
        path=request.url.path,
        digest=desk.parts.catalogue_digest,
        **{"wanted": "", **content},
    )
    page.status_code = status
    if status != 200:
        return page
    digest = base64.urlsafe_b64encode(hashlib.sha256(bytes(page.body)).digest()).decode("ascii")
    etag = f'"{digest.rstrip("=")}"'
    page.headers.update({"ETag": etag, "Cache-Control": MAY_BE_KEPT})
    return unless_held(request, etag, page)
