"""What holds for `identity` in every world."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.facts.identity import fact
from tests.facts.builders import RENAMED, inquire
from tests.facts.properties import (
    assert_no_record_is_earned,
    assert_order_is_idle,
    assert_silence_never_flips,
    assert_well_formed,
)
from tests.facts.worlds import World, worlds_of

INQUIRY: Final = inquire(fact, {"status": "registered", "former_name": RENAMED.name})
WORLDS: Final = worlds_of(fact, INQUIRY)


@pytest.mark.parametrize("department", fact.required)
@given(world=WORLDS)
def test_silence_of_a_required_department_never_flips(department: str, world: World) -> None:
    """A required department that falls silent never makes the opposite, nor no_record."""
    assert_silence_never_flips(
        fact, INQUIRY, world, lambda q: q.department == department, strict=True
    )


@given(world=WORLDS, seed=st.integers(0, 99))
def test_order_makes_no_difference(world: World, seed: int) -> None:
    """The outcome does not depend on the order of the evidence."""
    assert_order_is_idle(fact, INQUIRY, world, seed)


@given(world=WORLDS)
def test_no_record_needs_every_required_department(world: World) -> None:
    """G4: nothing is said to be missing while somebody required was not heard."""
    assert_no_record_is_earned(fact, INQUIRY, world, lambda q: q.department in fact.required)


@given(world=WORLDS, data=st.data())
def test_any_evidence_is_decided(world: World, data: st.DataObject) -> None:
    """Whatever is missing or odd, the table decides with declared reasons."""
    items = [world.reply_to(question) for question in world.replies]
    assert_well_formed(
        fact, INQUIRY, tuple(data.draw(st.lists(st.sampled_from(items), unique=True)))
    )
