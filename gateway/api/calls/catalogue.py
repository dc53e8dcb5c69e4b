"""The decree's two lists, for anybody: may this paper be demanded, and what instead.

A reply carries the catalogue's digest as its ETag: the same digest that entries and receipts hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import Request, Response

from gateway.api.as_json import as_json
from gateway.api.desk import Desk
from gateway.api.problems.documents import ProblemRaised
from gateway.api.replies import json_reply
from gateway.domain.catalogue import NEGATIVE, RETAINED, Certificate, RetainedCertificate
from gateway.domain.fact import JsonValue
from gateway.errors import NotFound
from gateway.policy.catalogue_search import Found, is_searchable, search

LISTED: Final = "list"
NUMBER: Final = "number"
NAME: Final = "name"
WANTED: Final = "q"
QUERY: Final = frozenset({LISTED, NUMBER, NAME, WANTED})
LONGEST_NAME_PART: Final = 40
LONGEST_NUMBER: Final = 3
MAY_BE_KEPT: Final = "public, max-age=300"

Paper = Certificate | RetainedCertificate


async def read_lists(desk: Desk, request: Request) -> Response:
    """Both lists, narrowed by `list`, `number`, `name` (a part of a name) and `q` (a search).

    With `q`, `found` gives the entries closest first, and `on_neither_list` tells that there is
    none: then `unlisted` holds, both halves of it.
    """
    wanted = _wanted(request)
    content: dict[str, JsonValue] = {"digest": desk.parts.catalogue_digest}
    found = search(desk.parts.catalogue, wanted[WANTED]) if WANTED in wanted else None
    kept = {listed: _narrowed(desk, listed, wanted, found) for listed in _lists(desk)}
    for listed, papers in kept.items():
        content[listed] = [as_json(paper) for paper in papers.values()]
    if found is not None:
        told = [_told(one) for one in found if one.number in kept[one.listed]]
        content["found"] = told
        content["on_neither_list"] = not told
    content["unlisted"] = as_json(desk.parts.catalogue.unlisted)
    content["transition"] = as_json(desk.parts.catalogue.transition)
    return _kept(desk, request, content)


async def read_paper(desk: Desk, request: Request) -> Response:
    """One entry of one list."""
    listed, number = request.path_params["listed"], entry_number(request)
    papers = _lists(desk).get(listed, {})
    if number not in papers:
        raise NotFound
    paper = as_json(papers[number])
    if not isinstance(paper, dict):
        raise TypeError("a paper is an object")
    content = {"digest": desk.parts.catalogue_digest, "list": listed, **paper}
    return _kept(desk, request, content)


def entry_number(request: Request) -> int:
    """The number in the path. Raises NotFound where it cannot be one."""
    number = request.path_params["number"]
    if not _is_number(number):
        raise NotFound
    return int(number)


def unless_held(request: Request, etag: str, reply: Response) -> Response:
    """The reply, or 304 for whoever holds this ETag already (RFC 9110 §13.1.2)."""
    held = {tag.strip() for tag in request.headers.get("if-none-match", "").split(",")}
    if not held & {etag, f"W/{etag}", "*"}:
        return reply
    names = ("ETag", "Cache-Control", "Content-Security-Policy")
    headers = {name: reply.headers[name] for name in names if name in reply.headers}
    return Response(status_code=304, headers=headers)


def _narrowed(
    desk: Desk, listed: str, wanted: Mapping[str, str], found: tuple[Found, ...] | None
) -> dict[int, Paper]:
    """The papers of a list that every condition keeps."""
    numbers = None if found is None else {one.number for one in found if one.listed == listed}
    return {
        number: paper
        for number, paper in sorted(_lists(desk)[listed].items())
        if wanted.get(LISTED, listed) == listed
        and wanted.get(NUMBER, str(number)) == str(number)
        and _is_called(paper, wanted.get(NAME, ""))
        and (numbers is None or number in numbers)
    }


def _told(found: Found) -> JsonValue:
    source = found.source.name.lower()
    return {
        "list": found.listed,
        "number": found.number,
        "by": source,
        "text": as_json(found.by),
    }


def _lists(desk: Desk) -> Mapping[str, Mapping[int, Paper]]:
    catalogue = desk.parts.catalogue
    return {NEGATIVE: catalogue.negative, RETAINED: catalogue.retained}


def _wanted(request: Request) -> Mapping[str, str]:
    wanted = dict(request.query_params)
    well_formed = (
        wanted.get(LISTED, NEGATIVE) in (NEGATIVE, RETAINED)
        and _is_number(wanted.get(NUMBER, "1"))
        and 0 < len(wanted.get(NAME, "-")) <= LONGEST_NAME_PART
        and is_searchable(wanted.get(WANTED, "1"))
    )
    if not well_formed:
        raise ProblemRaised("query_not_allowed")
    return wanted


def _is_number(text: str) -> bool:
    return (
        text.isascii()
        and text.isdecimal()
        and len(text) <= LONGEST_NUMBER
        and not text.startswith("0")
    )


def _is_called(paper: Paper, part: str) -> bool:
    names = [paper.name]
    if isinstance(paper, Certificate):
        names += [*paper.also_called, *(older.name for older in paper.older)]
        names += [also for older in paper.older for also in older.also_called]
    wanted = part.casefold()
    return any(wanted in text for name in names for text in (name.zh, name.en.casefold()))


def _left_out(desk: Desk) -> list[str]:
    """The papers that this gateway's settings leave out: the answer is another without them."""
    return [str(n) for n, p in desk.parts.catalogue.negative.items() if p.facts and not p.available]


def _kept(desk: Desk, request: Request, content: Mapping[str, JsonValue]) -> Response:
    """The reply, or 304 for whoever holds this catalogue already."""
    etag = f'"{"-".join([desk.parts.catalogue_digest, *_left_out(desk)])}"'
    headers = {"ETag": etag, "Cache-Control": MAY_BE_KEPT}
    return unless_held(request, etag, json_reply(content, headers=headers))
