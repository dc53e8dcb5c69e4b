"""What is released is exactly what the trail commits to (promises 1 and 5)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, cast

from gateway.audit.canonical import blinded_digest, canonical_json
from gateway.domain.fact import JsonValue
from gateway.flow.reply import Answer
from gateway.ports.commands import Concluded, Disclosure, Refused
from gateway.ports.trail import Trail
from tests.flow.scene import Scene


@dataclass
class Overheard:
    """A trail that remembers the disclosures that pass through it."""

    trail: Trail
    disclosures: list[Disclosure] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.trail, name)

    async def conclude(self, disclosure: Disclosure) -> Concluded | Refused:
        self.disclosures.append(disclosure)
        return await self.trail.conclude(disclosure)


async def test_the_entry_commits_to_the_answer_that_is_released(scene: Scene) -> None:
    """With the sealed blind anybody can show that exactly this answer went out, ids and all."""
    overheard = Overheard(scene.parts.trail)
    scene.parts = replace(scene.parts, trail=cast("Trail", overheard))
    reply = await scene.ask()
    assert isinstance(reply, Answer)
    [disclosure] = overheard.disclosures
    body = canonical_json(cast("dict[str, JsonValue]", dict(reply.body)))
    assert body == disclosure.answer
    blind = bytes.fromhex(str(disclosure.entry.personal[0].content["answer_blind"]))
    assert blinded_digest(blind, body) == disclosure.entry.draft.digests["answer"]
    audit = cast("dict[str, str]", reply.body["audit"])
    assert disclosure.entry.draft.entry_id == audit["disclosure"]
