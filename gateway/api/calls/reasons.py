"""GET /v1/reasons: every code that the gateway may answer with, in both languages.

Clients must tolerate codes that are not listed yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import Request, Response

from gateway.api.as_json import as_json
from gateway.api.desk import Desk
from gateway.api.forms.content_reasons import CONTENT_REASONS
from gateway.api.outcomes import MEANINGS, OF_THE_PATH, TITLES
from gateway.api.problems.kinds import KINDS
from gateway.api.replies import json_reply
from gateway.domain.fact import Fact, JsonValue
from gateway.domain.outcome import Outcome
from gateway.domain.text import Text

MAY_BE_KEPT: Final = "public, max-age=300"


async def read_reasons(desk: Desk, _request: Request) -> Response:
    """Outcomes, reasons of outcomes, refusals, other problems, reasons of wrong content."""
    kinds = KINDS.values()
    content: dict[str, JsonValue] = {
        "outcomes": [
            {"code": o.value, "name": as_json(TITLES[o]), "text": as_json(MEANINGS[o])}
            for o in Outcome
        ],
        "outcome_reasons": _of_outcomes(desk.parts.facts),
        "refusals": [_coded(k.reason, k.title, status=k.status) for k in kinds if k.trailed],
        "problems": [_coded(k.reason, k.title, status=k.status) for k in kinds if not k.trailed],
        "content": [_coded(code, text) for code, text in CONTENT_REASONS.items()],
    }
    return json_reply(content, headers={"Cache-Control": MAY_BE_KEPT})


def _coded(code: str, text: Text, **more: JsonValue) -> dict[str, JsonValue]:
    return {"code": code, "text": as_json(text), **more}


def _of_outcomes(facts: Mapping[str, Fact]) -> list[JsonValue]:
    """The reasons of all facts, each sentence once, and those of the path itself."""
    found: dict[tuple[str, Text, str | None], list[JsonValue]] = {}
    for name, fact in facts.items():
        for reason in fact.reasons:
            found.setdefault((reason.code, reason.text, reason.told_as), []).append(name)
    of_facts = [
        _coded(code, text, told_as=told_as, facts=names)
        for (code, text, told_as), names in found.items()
    ]
    everywhere: list[JsonValue] = [*facts]
    of_path = [_coded(c, t, told_as=None, facts=everywhere) for c, t in OF_THE_PATH.items()]
    return [*of_facts, *of_path]
