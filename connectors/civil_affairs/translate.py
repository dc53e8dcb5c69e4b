"""Rows of civil affairs as records of the house (wire contract, sections 3 and 4).

Must never pass on a sealed row, nor take a re-issued certificate for an event.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.domain.evidence import Cause
from gateway.domain.names import NameMatch, compare_names
from gateway.domain.person import Person
from gateway.domain.records import (
    Adoption,
    DeathKind,
    DeathRecord,
    MaritalEvent,
    MaritalKind,
    Record,
)
from gateway.outbound.answers import check_same_number
from gateway.outbound.json_documents import (
    as_object,
    member_of,
    object_of,
    objects_of,
    text_of,
)
from gateway.outbound.values import HYPHENATED_DAY, known, read_day, read_name, read_person
from gateway.ports.source import LinkFailed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gateway.domain.fact import JsonValue
    from gateway.domain.question import Question
    from gateway.outbound.json_documents import JsonObject

_NOTHING: Final = "INR"
_KINDS: Final = {
    "IA": MaritalKind.REGISTRATION,
    "IB": MaritalKind.DIVORCE,
    "ICA": MaritalKind.REISSUE,
    "ICB": MaritalKind.REISSUE,
    "ID": MaritalKind.ANNULMENT,
}
_SEALS: Final = {"0": False, "1": True}
_NAME_MATCHES: Final = {"Y": True, "N": False}
_ROLES: Final = {"A": True, "B": False}


def open_rows(rows: Sequence[JsonObject]) -> list[JsonObject]:
    """The rows that are not sealed; nothing else of the others is looked at."""
    return [row for row in rows if not known(_SEALS, text_of(row, "seal_flag"))]


def drop_no_match(rows: Sequence[JsonObject]) -> Sequence[JsonObject]:
    """The rows of marital events, without the one row that says there are none.

    Raises LinkFailed for no row at all, and for that row beside others.
    """
    kinds = [text_of(row, "op_type") for row in rows]
    if not kinds or (_NOTHING in kinds and len(kinds) > 1):
        raise LinkFailed(Cause.MALFORMED)
    return () if kinds == [_NOTHING] else rows


def read_own_name(row: JsonObject, asked: Person) -> str:
    """The name under which the archive keeps the person asked about. Raises LinkFailed."""
    check_same_number(asked, text_of(row, "cert_num_self"))
    name = read_name(text_of(row, "name_self"))
    is_exact = compare_names(asked.name, name) is NameMatch.EXACT
    if known(_NAME_MATCHES, text_of(row, "name_match")) is not is_exact:
        raise LinkFailed(Cause.MALFORMED)  # the flag says the opposite of the name beside it
    return name


def read_event(row: JsonObject, question: Question, as_of: date) -> Record:
    """One marital event. A date that the archive does not hold is not proven."""
    kind = known(_KINDS, text_of(row, "op_type"))
    text_of(row, "cert_no")
    partner = read_person(text_of(row, "cert_num_other"), text_of(row, "name_other"))
    other = question.other
    if other is not None and partner is not None and not partner.is_same_as(other):
        raise LinkFailed(Cause.WRONG_PERSON)
    on = text_of(row, "op_date")
    return MaritalEvent(
        kind=kind,
        on=_past(on, as_of) if on else None,
        spouse=Person(question.about.number, read_own_name(row, question.about)),
        partner=partner,
    )


def read_adoption(row: JsonObject, question: Question, as_of: date) -> Record:
    """One registered adoption in which the person was adopted or adopted somebody."""
    adopted = _named(object_of(row, "adopted"))
    adopters = tuple(filter(None, map(_named, objects_of(row, "adopters"))))
    is_adopted = known(_ROLES, text_of(row, "role"))
    bearers = (adopted,) if is_adopted else adopters
    if adopted is None or not objects_of(row, "adopters"):
        raise LinkFailed(Cause.MALFORMED)
    if not any(bearer is not None and bearer.is_same_as(question.about) for bearer in bearers):
        raise LinkFailed(Cause.WRONG_PERSON)
    text_of(row, "reg_no")
    dissolved = text_of(row, "dissolve_date")
    kept: JsonValue = member_of(row, "kept_parent")
    return Adoption(
        adopted=adopted,
        adopters=adopters,
        registered_on=_past(text_of(row, "reg_date"), as_of),
        dissolved_on=_past(dissolved, as_of) if dissolved else None,
        kept_parent=None if kept is None else _named(as_object(kept)),
    )


def read_cremation(row: JsonObject, _question: Question, as_of: date) -> Record:
    """One cremation; its day is an upper bound of the day of death."""
    return DeathRecord(DeathKind.CREMATION, _past(text_of(row, "cremate_date"), as_of))


def _named(holder: JsonObject) -> Person | None:
    return read_person(text_of(holder, "cert_num"), text_of(holder, "name"))


def _past(text: str, as_of: date) -> date:
    """A day of something that has happened: it cannot lie behind the data date."""
    day = read_day(text, HYPHENATED_DAY)
    if day > as_of:
        raise LinkFailed(Cause.MALFORMED)
    return day
