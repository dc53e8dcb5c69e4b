"""The form post of civil affairs: writes requests, reads replies down to their rows.

Knows the wire contract's sections 1 to 3 and 5; must never judge what a row means.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from gateway.domain.evidence import Cause
from gateway.outbound.answers import check_same
from gateway.outbound.json_documents import object_of, objects_of, parse_json_safely, text_of
from gateway.outbound.values import HYPHENATED_DAY, known, read_day
from gateway.ports.machine import SHANGHAI
from gateway.ports.source import LinkFailed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from gateway.domain.person import Person
    from gateway.outbound.json_documents import JsonObject
    from gateway.ports.source import LinkReply

CONTENT_TYPE: Final = "application/x-www-form-urlencoded"
_ACCEPTED: Final = "1"  # of the call; the query in it has a code of its own, where 0 is success
_REFUSALS: Final = {"0": Cause.NOT_UNDERSTOOD, "-1": Cause.REFUSED, "-9": Cause.BROKEN}
_CARRIED_OUT: Final = "0"
_FAILURES: Final = {"E1": Cause.BROKEN, "E9": Cause.BROKEN}
_COMPLETE: Final = "1"
_INCOMPLETE: Final = {"2": Cause.BROKEN}  # part of the archives: nothing may be concluded


@dataclass(frozen=True, slots=True)
class Access:
    """Under which name the department knows the gateway, and the secret that goes with it."""

    key: str
    secret: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, repr=False)
class Rows:
    """What a successful reply holds: the data date and the rows."""

    as_of: date
    rows: tuple[JsonObject, ...]


def one_sided(about: Person) -> dict[str, str]:
    """The content of a call for all marital events; the field is used for either sex."""
    return {"name_man": about.name, "cert_num_man": about.number}


def two_sided(about: Person, other: Person) -> dict[str, str]:
    """The content of a call for the events between two; who stands where means nothing."""
    return {**one_sided(about), "name_woman": other.name, "cert_num_woman": other.number}


def one_person(about: Person) -> dict[str, str]:
    """The content of a call for adoptions or a cremation."""
    return {"name": about.name, "cert_num": about.number}


def write_request(
    content: Mapping[str, str], request_id: str, access: Access, moment: datetime
) -> bytes:
    """The bytes of one call. `moment` is aware; the department wants it in Beijing time."""
    form = {
        "access_key": access.key,
        "format": "json",
        "request_id": request_id,
        "timestamp": f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}",
        "version": "1.0",
        "biz_content": json.dumps(content, ensure_ascii=False, separators=(",", ":")),
    }
    return urlencode({**form, "sign": sign(form, access.secret)}).encode("ascii")


def sign(form: Mapping[str, str], secret: bytes) -> str:
    """The sign over every other field (wire contract, §2): HMAC-SHA256 in upper-case hex.

    An empty secret, where the department has issued none, proves that nothing was mangled and no
    more: then only mutual TLS says who asks.
    """
    signed = "&".join(f"{name}={value}" for name, value in sorted(form.items()))
    return hmac.new(secret, signed.encode("utf-8"), hashlib.sha256).hexdigest().upper()


def read_reply(reply: LinkReply, request_id: str, asked: str) -> Rows:
    """The rows of a complete and successful reply to that call. Raises LinkFailed otherwise."""
    if reply.media_type != "application/json":
        raise LinkFailed(Cause.MALFORMED)
    answer = parse_json_safely(reply.body)
    code = text_of(answer, "code")
    if code != _ACCEPTED:
        raise LinkFailed(known(_REFUSALS, code))
    check_same(request_id, text_of(answer, "request_id"))
    data = object_of(answer, "biz_data")
    code = text_of(data, "code")
    if code != _CARRIED_OUT:
        raise LinkFailed(known(_FAILURES, code))
    status = text_of(data, "status")
    if status != _COMPLETE:
        raise LinkFailed(known(_INCOMPLETE, status))
    check_same(asked, text_of(data, "cert_num_asked"))
    as_of = read_day(text_of(data, "data_date"), HYPHENATED_DAY)
    return Rows(as_of, tuple(objects_of(data, "result")))
