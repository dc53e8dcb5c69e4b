"""The scenario files of the wire contracts: requests, replies, and what they are evidence of.

Must never use a connector or a mock: both are held against what is read here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from gateway.domain.evidence import Answered, Failed, Reply
from gateway.domain.person import Person
from gateway.domain.question import Question
from gateway.ports.source import Envelope

FOLDER = Path(__file__).parents[2] / "contracts" / "departments"
RESIDENTS = FOLDER / "residents.json"
DEPARTMENTS = ("public_security", "civil_affairs", "health", "courts")
ASKING: Mapping[str, Any] = tomllib.loads((FOLDER / "asking.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True, repr=False)
class Scenario:
    """One question in a department's dialect, its reply, and the evidence that it is.

    `mock` says how our mock department is brought to give the reply: "answers", "fault:<kind>",
    "later", or "never" (then `why` says why not). `breaks_contract`: the schema refuses the reply.
    """

    department: str
    operation: str
    name: str
    question: Question
    request: str
    reply: str
    expected: Mapping[str, Any]
    mock: str
    why: str
    breaks_contract: bool
    more: Mapping[str, str]

    def __repr__(self) -> str:
        """Where it is found; nothing of whom it is about."""
        return f"{self.department}-{self.operation}-{self.name.replace(' ', '-')}"


def envelope() -> Envelope:
    """Who asks."""
    told = ASKING["envelope"]
    operator = Person(told["operator"]["number"], told["operator"]["name"])
    return Envelope(
        request_id=told["request_id"],
        requester=told["requester"],
        requester_name=told["requester_name"],
        business=told["business"],
        operator=operator,
    )


def scenarios(department: str) -> list[Scenario]:
    """All scenarios of a department, file by file."""
    return [
        one
        for path in sorted((FOLDER / department / "scenarios").glob("*.toml"))
        for one in _read(department, path)
    ]


def evidence(reply: Reply) -> dict[str, Any]:
    """What a source made of a reply, in the words of the files; what is not there is left out."""
    match reply:
        case Failed(cause):
            return {"silent": cause.value}
        case Answered(holding, records, as_of, variant):
            found: dict[str, Any] = {"holding": holding.value, "as_of": as_of}
            if variant:
                found["variant"] = True
            if records:
                found["records"] = [_plain(record) for record in records]
            return found
        case _:
            return {"late": True}


def _read(department: str, path: Path) -> Iterator[Scenario]:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    shared: dict[str, str] = {n: content[n] for n in ("accepted", "poll") if n in content}
    for one in content["scenario"]:
        about = Person(one["about"]["number"], one["about"]["name"])
        other = Person(one["other"]["number"], one["other"]["name"]) if "other" in one else None
        certificate = one.get("certificate")
        question = Question(
            department, content["operation"], about, other=other, certificate_number=certificate
        )
        request = one.get("request", content["request"])
        yield Scenario(
            department=department,
            operation=content["operation"],
            name=one["name"],
            question=question,
            request=_filled(request, question, one.get("sign", "")),
            reply=one["reply"],
            expected=one["expected"],
            mock=one.get("mock", "answers"),
            why=one.get("why", ""),
            breaks_contract=one.get("breaks_contract", False),
            more=shared,
        )


def _filled(request: str, question: Question, sign: str) -> str:
    """A request with the places for the person, and what depends on her, filled in."""
    other = question.other or Person("", "")
    values = {
        "number": question.about.number,
        "name": question.about.name,
        "other_number": other.number,
        "other_name": other.name,
        "certificate": question.certificate_number or "",
        "sign": sign,
    }
    for name, value in values.items():
        request = request.replace("{" + name + "}", value)
    return request


def _plain(value: object) -> Any:
    match value:
        case Person():
            return {"number": value.number, "name": value.name}
        case Enum():
            return value.value
        case date() | str() | bool():
            return value
        case tuple():
            return [_plain(item) for item in value]
        case _ if is_dataclass(value):
            members = {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
            held = {name: member for name, member in members.items() if member or member is False}
            return {"record": type(value).__name__, **held}
        case _:
            return None
