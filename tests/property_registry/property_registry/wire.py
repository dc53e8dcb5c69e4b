"""The wire of the real-estate register: writes requests, reads replies down to their rows.

Knows the contract and nothing else; must never guess what a code means.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.domain.evidence import Cause
from gateway.outbound.answers import check_same
from gateway.outbound.json_documents import (
    objects_of,
    parse_json_safely,
    text_of,
    text_or_none_of,
)
from gateway.outbound.values import HYPHENATED_DAY, known, read_day, read_name
from gateway.ports.source import LinkFailed

if TYPE_CHECKING:
    from datetime import date

    from gateway.domain.person import Person
    from gateway.outbound.json_documents import JsonObject
    from gateway.ports.source import Envelope, LinkReply

PATH: Final = "/ownership"
MEDIA_TYPE: Final = "application/json"
CONTENT_TYPE: Final = "application/json; charset=utf-8"

_CODES: Final = {
    "0": None,
    "7": Cause.REFUSED,
    "8": Cause.BROKEN,
    "9": Cause.BROKEN,
}
_SEALS: Final = {"0": False, "1": True}
_AREA: Final = re.compile(r"[1-9][0-9]{5}")


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """One right of ownership: under which name it stands, where, and from when to when."""

    owner: str
    area: str
    since: date
    until: date | None
    sealed: bool


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """A successful reply: its data date and its rows."""

    as_of: date
    rows: tuple[Row, ...]


def write_request(about: Person, envelope: Envelope) -> bytes:
    """The bytes of one call: the fields of the contract and no others."""
    content = {"request": envelope.request_id, "number": about.number, "name": about.name}
    return json.dumps(content, ensure_ascii=False).encode()


def read_answer(reply: LinkReply, about: Person, envelope: Envelope) -> Answer:
    """The answer to that call about that person. Raises LinkFailed for anything else."""
    if reply.media_type != MEDIA_TYPE:
        raise LinkFailed(Cause.MALFORMED)
    said = parse_json_safely(reply.body)
    failure = known(_CODES, text_of(said, "code"))
    if failure is not None:
        raise LinkFailed(failure)
    check_same(envelope.request_id, text_of(said, "request"))
    check_same(about.number, text_of(said, "number"))
    as_of = read_day(text_of(said, "asOf"), HYPHENATED_DAY)
    return Answer(as_of, tuple(_row(row, as_of) for row in objects_of(said, "rows")))


def _row(row: JsonObject, as_of: date) -> Row:
    since, until = read_day(text_of(row, "since"), HYPHENATED_DAY), _end(row)
    area = text_of(row, "area")
    if not _AREA.fullmatch(area) or not since <= (until or as_of) <= as_of:
        raise LinkFailed(Cause.MALFORMED)  # nowhere, or dated after the data that it is part of
    sealed = known(_SEALS, text_of(row, "sealed"))
    return Row(read_name(text_of(row, "owner")), area, since, until, sealed)


def _end(row: JsonObject) -> date | None:
    until = text_or_none_of(row, "until")
    return None if until is None else read_day(until, HYPHENATED_DAY)
