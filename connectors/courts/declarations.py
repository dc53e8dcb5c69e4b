"""Declarations of death and disappearance, joined with their revocations (wire contract, §3).

Must never lose a revocation: without it somebody alive stays dead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.courts.translate import past_day
from gateway.domain.evidence import Cause
from gateway.domain.records import Declaration, DeclarationKind, Record
from gateway.outbound.json_documents import member_of, text_of, text_or_none_of
from gateway.outbound.values import known, read_person
from gateway.ports.source import LinkFailed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gateway.domain.person import Person
    from gateway.outbound.json_documents import JsonObject

_DECLARED: Final = {"XGSW": DeclarationKind.DEATH, "XGSZ": DeclarationKind.DISAPPEARANCE}
_REVOKED: Final = {"CXSW": DeclarationKind.DEATH, "CXSZ": DeclarationKind.DISAPPEARANCE}
_NOT_RESUMED: Final = {"YES": True, "NO": False, "UNKNOWN": None}


@dataclass(frozen=True, slots=True)
class _Revocation:
    kind: DeclarationKind
    on: date
    revokes: date
    not_resumed: bool | None


def read_declarations(
    items: Sequence[JsonObject], _asked: Person, as_of: date
) -> tuple[Record, ...]:
    """`DECLARATION`: each declaration with its revocation, if it was revoked.

    A revocation whose declaration is not in the answer stands for both: it says which it revokes.
    """
    declared: dict[tuple[DeclarationKind, date], Declaration] = {}
    revocations = []
    for item in items:
        code = text_of(item, "kind")
        known({**_DECLARED, **_REVOKED}, code)
        read_person(text_or_none_of(item, "spouseIdNo"), text_or_none_of(item, "spouseName"))
        if code in _REVOKED:
            revocations.append(_read_revocation(item, code, as_of))
        else:
            declaration = _read_declaration(item, code, as_of)
            declared[declaration.kind, declaration.judged_on] = declaration
    for revocation in revocations:
        key = (revocation.kind, revocation.revokes)
        declared[key] = Declaration(
            kind=revocation.kind,
            judged_on=revocation.revokes,
            revoked_on=revocation.on,
            not_resumed=revocation.not_resumed,
        )
    return tuple(declared.values())


def _read_declaration(item: JsonObject, code: str, as_of: date) -> Declaration:
    if member_of(item, "revokes") is not None or member_of(item, "noResume") is not None:
        raise LinkFailed(Cause.MALFORMED)
    return Declaration(_DECLARED[code], past_day(text_of(item, "judgedOn"), as_of))


def _read_revocation(item: JsonObject, code: str, as_of: date) -> _Revocation:
    kind = _REVOKED[code]
    revoked_on = past_day(text_of(item, "judgedOn"), as_of)
    revokes = past_day(text_of(item, "revokes"), as_of)
    said = text_or_none_of(item, "noResume")
    if revokes > revoked_on or (said is not None and kind is not DeclarationKind.DEATH):
        raise LinkFailed(Cause.MALFORMED)
    not_resumed = None if said is None else known(_NOT_RESUMED, said)
    return _Revocation(kind, revoked_on, revokes, not_resumed)
