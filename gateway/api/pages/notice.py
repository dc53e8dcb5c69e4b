"""The printable notice: what was asked, the outcome in words, what it does not mean, what to do.

For the resident to take along, so it names her, with all but the end of her number hidden. Must
never hold more of the outcome than the answer does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from gateway.api.outcomes import OF_THE_PATH, TITLES
from gateway.api.pages import notice_words as words
from gateway.domain.codes import CodeTable
from gateway.domain.fact import Fact
from gateway.domain.outcome import Outcome
from gateway.domain.text import Text
from gateway.flow.parts import Parts
from gateway.policy.outcome_words import meaning
from gateway.ports.commands import StoredVerification
from gateway.ports.machine import SHANGHAI

SHOWN_OF_NUMBER: Final = 4

Line = tuple[Text | str, Text | str]


@dataclass(frozen=True, slots=True, repr=False)
class Notice:
    """What the template shows. `claim` holds persons first, then what is claimed of them."""

    title: Text
    verification_id: str
    requester: Text
    matter: Text | str
    matter_code: str
    case: str | None
    fact: Text
    claim: tuple[Line, ...]
    asked_at: str
    outcome: Text
    meaning: Text | Mapping[str, str]
    parts: tuple[Line, ...]
    reasons: tuple[Text | str, ...]
    rests_on: tuple[Line, ...]
    not_meant: tuple[Text, ...]
    guidance: Mapping[str, Any] | None
    due_on: str | None
    due_provisional: bool
    intent: str
    disclosure: str | None
    issuer: str


async def write_notice(
    parts: Parts, stored: StoredVerification, answer: Mapping[str, Any]
) -> Notice:
    """The notice for an answer, or for one that is still to come."""
    outcome, fact = Outcome(answer["outcome"]), parts.facts[stored.fact]
    requester = await parts.registry.requester(stored.requester)
    matter = await parts.registry.matter(stored.requester, stored.matter)
    request = cast("Mapping[str, Any]", stored.request or {})
    guidance = answer["guidance"]
    is_statement = outcome in words.STATEMENTS
    return Notice(
        title=words.RECEIPT if is_statement else words.NOT_VERIFIED,
        verification_id=stored.verification_id,
        requester=requester.name if requester else Text(stored.requester, stored.requester),
        matter=matter.name if matter else "",
        matter_code=stored.matter,
        case=request.get("case"),
        fact=fact.title,
        claim=tuple(_claim(parts, stored.fact, request)),
        asked_at=_in_beijing(stored.asked_at),
        outcome=TITLES[outcome],
        meaning=guidance["meaning"] if guidance else meaning(outcome, stored.fact),
        parts=tuple((_label(n), TITLES[Outcome(o)]) for n, o in answer["parts"].items()),
        reasons=tuple(_reason(fact, code) for code in answer["reasons"]),
        rests_on=tuple((words.RECORDS[r["record"]], r["as_of"]) for r in answer["rests_on"]),
        not_meant=(*words.NOT_MEANT, *(() if is_statement else (words.NOT_A_NO,))),
        guidance=guidance,
        due_on=answer.get("due_on"),
        due_provisional=answer.get("due_provisional") is True,
        intent=answer["audit"]["intent"],
        disclosure=answer["audit"]["disclosure"],
        issuer=parts.settings.issuer,
    )


def _claim(parts: Parts, fact: str, request: Mapping[str, Any]) -> Iterator[Line]:
    """Who it is about, and what was claimed; nothing once the request was erased."""
    if not request:
        return
    yield _label("subject"), _person(request["subject"])
    for name, value in request["claim"].items():
        if isinstance(value, Mapping):
            yield _label(name), _person(value)
        else:
            yield _label(name), _value(_table(parts, fact, name), str(value))


def _table(parts: Parts, fact: str, field: str) -> CodeTable | None:
    tables = {
        ("kinship", "relation"): parts.codes.family_relation,
        ("marriage", "status"): parts.codes.marital_status,
    }
    return tables.get((fact, field))


def _value(table: CodeTable | None, text: str) -> Text | str:
    return table.name_of(text) if table is not None and text in table else text


def _person(person: Mapping[str, Any]) -> str:
    number = str(person["id_number"])
    hidden = max(0, len(number) - SHOWN_OF_NUMBER)
    return f"{person['name']} {'*' * hidden}{number[hidden:]}"


def _label(name: str) -> Text | str:
    return words.LABELS.get(name, name)


def _reason(fact: Fact, code: str) -> Text | str:
    found = {reason.code: reason.text for reason in fact.reasons}
    return found.get(code) or OF_THE_PATH.get(code) or code


def _in_beijing(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
