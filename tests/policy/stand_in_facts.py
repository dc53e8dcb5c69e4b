"""Facts with nothing but what the policy looks at: departments and reasons (domain.md §1).

Must never decide anything: the real facts are tested in their own room.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.domain.evidence import Evidence
from gateway.domain.fact import Claim, Fact, Inquiry, JsonValue
from gateway.domain.finding import Finding, Reason
from gateway.domain.person import Person
from gateway.domain.question import Round
from gateway.domain.text import Text
from tests.policy.builders import AClaim, a_text


@dataclass(slots=True)
class StandInFact:
    """A fact by its name, its departments and its reasons."""

    name: str
    required: tuple[str, ...]
    consulted: tuple[str, ...]
    reasons: tuple[Reason, ...]
    title: Text
    version: str
    claim_schema: Mapping[str, JsonValue]
    claim_example: Mapping[str, JsonValue]

    def read_claim(self, raw: Mapping[str, JsonValue], subject: Person) -> Claim:
        return AClaim()

    def next_round(self, inquiry: Inquiry, evidence: Evidence) -> Round | None:
        return None

    def decide(self, inquiry: Inquiry, evidence: Evidence) -> Finding:
        raise NotImplementedError


def _stand_in(
    name: str, required: str, consulted: str = "", hidden: tuple[str, str] | None = None
) -> Fact:
    reasons = [Reason("name_mismatch", a_text())]
    if hidden is not None:
        reasons.append(Reason(hidden[0], a_text(), told_as=hidden[1]))
    return StandInFact(
        name=name,
        required=tuple(required.split()),
        consulted=tuple(consulted.split()),
        reasons=tuple(reasons),
        title=a_text(name),
        version="1",
        claim_schema={},
        claim_example={},
    )


FACTS: Mapping[str, Fact] = {
    fact.name: fact
    for fact in (
        _stand_in("identity", "public_security"),
        _stand_in("death", "health public_security courts", "civil_affairs"),
        _stand_in("alive", "health public_security", "courts civil_affairs"),
        _stand_in(
            "marriage",
            "civil_affairs courts",
            "health public_security",
            ("more_than_one_in_force", "records_disagree"),
        ),
        _stand_in(
            "birth",
            "health",
            "public_security civil_affairs",
            ("father_not_recorded", "not_recorded"),
        ),
        _stand_in(
            "kinship",
            "public_security health civil_affairs",
            "courts",
            ("adopted", "relation_not_specific"),
        ),
        _stand_in("childbirth", "health", "public_security"),
    )
}
