"""What must hold for every fact in every world (design.md §2, promises 3 and 4).

Each function checks one property on one world; the tests choose the fact and the worlds.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

from gateway.domain.evidence import Answered, Evidence, Item
from gateway.domain.outcome import Outcome
from tests.facts.builders import reason_codes
from tests.facts.worlds import walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from gateway.domain.fact import Fact, Inquiry
    from gateway.domain.finding import Finding
    from gateway.domain.question import Question
    from tests.facts.worlds import World

QUALIFIERS: Final = frozenset({"consulted_not_heard", "household_register_not_checked"})
_FORBIDDEN: Final = {
    Outcome.CONFIRMED: {Outcome.CONTRADICTED, Outcome.NO_RECORD},
    Outcome.CONTRADICTED: {Outcome.CONFIRMED, Outcome.NO_RECORD},
}


def decide(fact: Fact, inquiry: Inquiry, world: World) -> Finding:
    """Walk the plan and decide."""
    return fact.decide(inquiry, walk(fact, inquiry, world))


def assert_silence_never_flips(
    fact: Fact,
    inquiry: Inquiry,
    world: World,
    silenced: Callable[[Question], bool],
    *,
    strict: bool,
) -> None:
    """Silence never turns a statement into its opposite nor into `no_record`.

    Unless `strict`, it may where the outcome says that somebody was not heard.
    """
    before = decide(fact, inquiry, world)
    after = decide(fact, inquiry, world.without(silenced))
    for name, part in before.parts.items():
        now = after.parts[name]
        if now.outcome in _FORBIDDEN.get(part.outcome, set()):
            assert not strict, f"{part.row} became {now.row}"
            assert QUALIFIERS & set(now.reasons), f"{part.row} became {now.row} unqualified"
    if after.outcome in _FORBIDDEN.get(before.outcome, set()):
        assert not strict
        assert QUALIFIERS & set(after.reasons)


def assert_order_is_idle(fact: Fact, inquiry: Inquiry, world: World, seed: int) -> None:
    """The order of evidence, and of records within an answer, makes no difference."""
    evidence = walk(fact, inquiry, world)
    items = list(evidence.items)
    random.Random(seed).shuffle(items)
    assert fact.decide(inquiry, evidence) == fact.decide(inquiry, Evidence(tuple(items)))


def assert_no_record_is_earned(
    fact: Fact, inquiry: Inquiry, world: World, is_required: Callable[[Question], bool]
) -> None:
    """No `no_record` while a required question was not answered."""
    evidence = walk(fact, inquiry, world)
    finding = fact.decide(inquiry, evidence)
    if any(part.outcome is Outcome.NO_RECORD for part in finding.parts.values()):
        assert [] == [
            item.question.operation
            for item in evidence.items
            if is_required(item.question) and not isinstance(item.reply, Answered)
        ]


def assert_well_formed(fact: Fact, inquiry: Inquiry, items: tuple[Item, ...]) -> None:
    """Any evidence whatever is decided, with declared reasons, and only silence is named."""
    finding = fact.decide(inquiry, Evidence(items))
    fact.next_round(inquiry, Evidence(items))
    given = {code for part in finding.parts.values() for code in part.reasons}
    assert set() == (given | set(finding.reasons)) - reason_codes(fact)
    for part in finding.parts.values():
        named = part.outcome in (Outcome.UNAVAILABLE, Outcome.PENDING)
        assert named == bool(part.silent)
        assert part.outcome is Outcome.CONFIRMED or part.reasons
