"""What holds for `death` in every world."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.question import CIVIL_AFFAIRS, COURTS, CUSTODY, Question
from gateway.facts.death import fact
from tests.facts.builders import inquire
from tests.facts.properties import (
    assert_no_record_is_earned,
    assert_order_is_idle,
    assert_silence_never_flips,
    assert_well_formed,
)
from tests.facts.worlds import DAYS, World, worlds_of

INQUIRY: Final = inquire(fact, {"died_on": DAYS[4].isoformat()})
WORLDS: Final = worlds_of(fact, INQUIRY)


def _is_consulted(question: Question) -> bool:
    return question.department == CIVIL_AFFAIRS or question.operation == CUSTODY


@pytest.mark.parametrize("department", fact.required)
@given(world=WORLDS)
def test_silence_of_a_required_department_never_flips(department: str, world: World) -> None:
    """A required department that falls silent never makes the opposite, nor no_record."""

    def silenced(question: Question) -> bool:
        return question.department == department and not _is_consulted(question)

    assert_silence_never_flips(fact, INQUIRY, world, silenced, strict=True)


@given(world=WORLDS, data=st.data())
def test_silence_on_one_question_never_flips(world: World, data: st.DataObject) -> None:
    """Neither does silence on any single required question."""
    asked = sorted({q.operation for q in world.replies if not _is_consulted(q)})
    operation = data.draw(st.sampled_from(asked))
    assert_silence_never_flips(
        fact, INQUIRY, world, lambda q: q.operation == operation, strict=True
    )


@pytest.mark.parametrize("department", [CIVIL_AFFAIRS, COURTS])
@given(world=WORLDS)
def test_silence_of_a_consulted_department_is_said(department: str, world: World) -> None:
    """Where a consulted department's silence changes a statement, the answer says so."""
    assert_silence_never_flips(
        fact,
        INQUIRY,
        world,
        lambda q: q.department == department and _is_consulted(q),
        strict=False,
    )


@given(world=WORLDS, seed=st.integers(0, 99))
def test_order_makes_no_difference(world: World, seed: int) -> None:
    """The outcome does not depend on the order of the evidence."""
    assert_order_is_idle(fact, INQUIRY, world, seed)


@given(world=WORLDS)
def test_no_record_needs_every_required_department(world: World) -> None:
    """G4: nothing is said to be missing while somebody required was not heard."""
    assert_no_record_is_earned(fact, INQUIRY, world, lambda q: not _is_consulted(q))


@given(world=WORLDS, data=st.data())
def test_any_evidence_is_decided(world: World, data: st.DataObject) -> None:
    """Whatever is missing or odd, the table decides with declared reasons."""
    items = [world.reply_to(question) for question in world.replies]
    assert_well_formed(
        fact, INQUIRY, tuple(data.draw(st.lists(st.sampled_from(items), unique=True)))
    )
