"""The two calls of the courts, apply and result: writes requests, reads replies down to items.

Knows the wire contract's sections 1 to 3 and 5; must never judge what an item means.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.domain.evidence import Cause
from gateway.outbound.answers import check_same
from gateway.outbound.json_documents import (
    member_of,
    object_of,
    objects_of,
    parse_json_safely,
    text_of,
    truth_of,
)
from gateway.outbound.values import HYPHENATED_DAY, known, read_day
from gateway.ports.source import LinkFailed

if TYPE_CHECKING:
    from datetime import date

    from gateway.domain.fact import JsonValue
    from gateway.domain.person import Person
    from gateway.outbound.json_documents import JsonObject
    from gateway.ports.source import Envelope, LinkReply

APPLY_PATH: Final = "/sfcx/v1/apply"
RESULT_PATH: Final = "/sfcx/v1/result"
CONTENT_TYPE: Final = "application/json; charset=utf-8"
_SUCCESS: Final = "0000"
_FAILURES: Final = {
    "3001": Cause.NOT_UNDERSTOOD,
    "3002": Cause.REFUSED,
    "3003": Cause.UNSUPPORTED,
    "3004": Cause.UNSUPPORTED,
    "4041": Cause.NOT_UNDERSTOOD,  # a number that they no longer know: not down, nor a "no record"
    "5000": Cause.BROKEN,
    "5003": Cause.BROKEN,
}
_STATES: Final = {"WORKING": False, "DONE": True}
_QUERY_NUMBER: Final = re.compile(r"[0-9]{20}")
_LONGEST_PAUSE_MS: Final = 86_400_000


@dataclass(frozen=True, slots=True, repr=False)
class Items:
    """What a finished query holds: the data date and the items."""

    as_of: date
    items: tuple[JsonObject, ...]


@dataclass(frozen=True, slots=True)
class Working:
    """The court has not answered yet; it wants to be left alone for so many seconds."""

    pause_seconds: float


def write_application(query_type: str, about: Person, envelope: Envelope) -> bytes:
    """The bytes of an application."""
    return _write(
        {
            "reqId": envelope.request_id,
            "queryType": query_type,
            "party": {"idNo": about.number, "name": about.name},
            "applyOrg": envelope.requester,
            "matter": envelope.business,
        }
    )


def write_poll(query_number: str) -> bytes:
    """The bytes of a look at a query."""
    return _write({"queryNo": query_number})


def read_query_number(reply: LinkReply, request_id: str) -> str:
    """The query number that an application got. Raises LinkFailed."""
    data = _read_success(reply)
    check_same(request_id, text_of(data, "reqId"))
    number = text_of(data, "queryNo")
    if not _QUERY_NUMBER.fullmatch(number):
        raise LinkFailed(Cause.MALFORMED)
    return number


def read_notice(content: bytes) -> str:
    """The query number in the court's notice that an answer is there. Raises LinkFailed."""
    notice = parse_json_safely(content)
    number = text_of(notice, "queryNo")
    if notice.keys() != {"queryNo"} or not _QUERY_NUMBER.fullmatch(number):
        raise LinkFailed(Cause.MALFORMED)
    return number


def read_result(
    reply: LinkReply, query_number: str, query_type: str, asked: str
) -> Items | Working:
    """What a look at a query showed. Raises LinkFailed."""
    data = _read_success(reply)
    check_same(query_number, text_of(data, "queryNo"))
    if text_of(data, "queryType") != query_type:
        raise LinkFailed(Cause.WRONG_PERSON)  # the answer to another question
    if not known(_STATES, text_of(data, "state")):
        return Working(_pause(member_of(data, "pollAfterMs")))
    check_same(asked, text_of(object_of(data, "party"), "idNo"))
    as_of = read_day(text_of(data, "asOf"), HYPHENATED_DAY)
    return Items(as_of, tuple(objects_of(data, "items")))


def _read_success(reply: LinkReply) -> JsonObject:
    if reply.media_type != "application/json":
        raise LinkFailed(Cause.MALFORMED)
    answer = parse_json_safely(reply.body)
    succeeded, code = truth_of(answer, "success"), text_of(answer, "code")
    if succeeded and code == _SUCCESS:
        return object_of(answer, "data")
    # Success under another code, and "0000" without success, are in no table.
    raise LinkFailed(Cause.UNKNOWN_CODE if succeeded else known(_FAILURES, code))


def _pause(milliseconds: JsonValue) -> float:
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int):
        raise LinkFailed(Cause.MALFORMED)
    return min(max(milliseconds, 0), _LONGEST_PAUSE_MS) / 1000


def _write(content: JsonObject) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
