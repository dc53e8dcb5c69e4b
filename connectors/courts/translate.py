"""Items of the courts as records of the house (wire contract, sections 3 and 4).

Must never pass on a sealed item, nor take a document's date for its effect.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from gateway.domain.evidence import Cause
from gateway.domain.person import Person
from gateway.domain.records import MaritalEvent, MaritalKind, Record, SignKind, SignOfLife
from gateway.outbound.answers import check_same_number
from gateway.outbound.json_documents import text_of, text_or_none_of, truth_of
from gateway.outbound.values import known, read_name, read_person
from gateway.ports.machine import civil_date
from gateway.ports.source import LinkFailed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gateway.outbound.json_documents import JsonObject

_MEDIATION: Final = "LHTJ"
_KINDS: Final = {
    "LHPJ": MaritalKind.COURT_DIVORCE,
    _MEDIATION: MaritalKind.COURT_DIVORCE,
    "HYWX": MaritalKind.ANNULMENT,
    "HYCX": MaritalKind.ANNULMENT,
}
_JUDGMENT_FINAL: Final = "JUDGMENT_FINAL"
_LAST_SIGNATURE: Final = "LAST_SIGNATURE"
_EFFECTS: Final = {effect: effect for effect in (_JUDGMENT_FINAL, _LAST_SIGNATURE)}
_INSTANT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})"
)


def open_items(items: Sequence[JsonObject]) -> list[JsonObject]:
    """The items that are not sealed; nothing else of the others is looked at."""
    return [item for item in items if not truth_of(item, "sealed")]


def read_own_name(item: JsonObject, asked: Person) -> str:
    """The name under which the file keeps the person asked about. Raises LinkFailed."""
    check_same_number(asked, text_of(item, "selfIdNo"))
    return read_name(text_of(item, "selfName"))


def read_judgments(items: Sequence[JsonObject], asked: Person, as_of: date) -> tuple[Record, ...]:
    """`FAMILY`: divorces, marriages declared void, marriages revoked."""
    return tuple(_read_judgment(item, asked, as_of) for item in items)


def read_custody(items: Sequence[JsonObject], _asked: Person, as_of: date) -> tuple[Record, ...]:
    """`CUSTODY`: the last day on which the person was confirmed in custody; none or one."""
    if len(items) > 1:
        raise LinkFailed(Cause.MALFORMED)
    return tuple(
        SignOfLife(SignKind.CUSTODY, past_day(text_of(item, "confirmedOn"), as_of))
        for item in items
    )


def past_day(text: str, as_of: date) -> date:
    """The civil date in Shanghai of an instant; it cannot lie behind the data date."""
    try:
        moment = datetime.fromisoformat(text) if _INSTANT.fullmatch(text) else None
        day = civil_date(moment) if moment is not None else None
    except (ValueError, OverflowError):
        day = None
    if day is None or day > as_of:
        raise LinkFailed(Cause.MALFORMED)
    return day


def _read_judgment(item: JsonObject, asked: Person, as_of: date) -> Record:
    code = text_of(item, "kind")
    past_day(text_of(item, "documentDate"), as_of)
    return MaritalEvent(
        kind=known(_KINDS, code),
        on=_effect(item, code, as_of),
        spouse=Person(asked.number, read_own_name(item, asked)),
        partner=read_person(
            text_or_none_of(item, "partnerIdNo"), text_or_none_of(item, "partnerName")
        ),
    )


def _effect(item: JsonObject, code: str, as_of: date) -> date | None:
    """Since when it has effect; None if that is not proven in the way that its kind needs.

    A mediation takes effect when the last party has signed for it, everything else when the
    judgment is final (domain.md, marriage).
    """
    effective = text_or_none_of(item, "effectiveDate")
    established = text_or_none_of(item, "effectBy")
    if (effective is None) != (established is None):
        raise LinkFailed(Cause.MALFORMED)
    if effective is None or established is None:
        return None
    day = past_day(effective, as_of)
    needed = _LAST_SIGNATURE if code == _MEDIATION else _JUDGMENT_FINAL
    return day if known(_EFFECTS, established) == needed else None
