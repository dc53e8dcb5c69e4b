"""What holds for `childbirth` in every world."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.evidence import Answered, Holding, Late
from gateway.domain.outcome import Outcome
from gateway.domain.person import Person
from gateway.domain.question import BIRTH_BY_CHILD, BIRTH_BY_MOTHER, HEALTH, Question
from gateway.domain.records import BirthRecord
from gateway.facts.childbirth import fact
from gateway.facts.former_identity import ask_person
from tests.facts.builders import (
    AS_OF,
    SPOUSE,
    STRANGER,
    answered,
    entry,
    inquire,
    number_of,
    person_json,
    silent,
)
from tests.facts.properties import (
    assert_no_record_is_earned,
    assert_order_is_idle,
    assert_silence_never_flips,
    assert_well_formed,
    decide,
)
from tests.facts.worlds import World

if TYPE_CHECKING:
    from hypothesis.strategies import DataObject, SearchStrategy

    from gateway.domain.evidence import Reply
    from gateway.domain.fact import Inquiry

WOMAN: Final = SPOUSE
RENAMED: Final = replace(WOMAN, name="王小英")
RENUMBERED: Final = replace(WOMAN, number=number_of(date(1960, 7, 6), 2))
BOTH: Final = replace(RENUMBERED, name=RENAMED.name)
CHILD: Final = Person(number_of(date(1985, 5, 5), 3), "陈小军")
PARENTS: Final = (None, WOMAN, RENAMED, RENUMBERED, STRANGER, replace(WOMAN, id_type="passport"))
ANY: Final = inquire(fact, subject=WOMAN)
NAMED: Final = inquire(fact, {"child": person_json(CHILD)}, subject=WOMAN)

_births = st.builds(
    BirthRecord,
    born_on=st.just(date(1985, 5, 5)),
    mother=st.sampled_from(PARENTS),
    father=st.sampled_from(PARENTS),
    child=st.just(CHILD),
    voided=st.sampled_from((False, False, True)),
)
_replies: SearchStrategy[Reply] = st.one_of(
    st.builds(
        Answered, st.just(Holding.HELD), st.lists(_births, min_size=1).map(tuple), st.just(AS_OF)
    ),
    st.sampled_from((answered(), answered(), silent(), Late("1"))),
    st.sampled_from((Holding.NAME_MISMATCH, Holding.SHARED)).map(
        lambda holding: answered(holding=holding)
    ),
)
_persons: SearchStrategy[Reply] = st.one_of(
    st.sampled_from((answered(), silent(), Late("2"))),
    st.builds(
        lambda names, numbers: answered(entry(former_names=names, former_numbers=numbers)),
        st.sampled_from(((), (RENAMED.name,))),
        st.sampled_from(((), (RENUMBERED.number,))),
    ),
)
_WORLDS: Final = st.fixed_dictionaries(
    {
        **{
            Question(HEALTH, BIRTH_BY_MOTHER, who): _replies
            for who in (WOMAN, RENAMED, RENUMBERED, BOTH)
        },
        Question(HEALTH, BIRTH_BY_CHILD, CHILD): _replies,
        ask_person(WOMAN): _persons,
    }
).map(World)
every_inquiry = pytest.mark.parametrize("inquiry", [ANY, NAMED], ids=["any", "named"])


@every_inquiry
@pytest.mark.parametrize("department", [*fact.required, *fact.consulted])
@given(world=_WORLDS)
def test_silence_never_flips(department: str, inquiry: Inquiry, world: World) -> None:
    """A department that falls silent never makes the opposite, nor no_record."""
    assert_silence_never_flips(
        fact, inquiry, world, lambda q: q.department == department, strict=True
    )


@every_inquiry
@given(world=_WORLDS, seed=st.integers(0, 99))
def test_order_makes_no_difference(inquiry: Inquiry, world: World, seed: int) -> None:
    """The outcome does not depend on the order of the evidence."""
    assert_order_is_idle(fact, inquiry, world, seed)


@every_inquiry
@given(world=_WORLDS)
def test_no_record_needs_everybody(inquiry: Inquiry, world: World) -> None:
    """G4, G8: nothing is missing while anybody was not heard, and nothing is ever contradicted."""
    assert Outcome.CONTRADICTED is not decide(fact, inquiry, world).outcome
    assert_no_record_is_earned(fact, inquiry, world, lambda _: True)


@every_inquiry
@given(world=_WORLDS, data=st.data())
def test_any_evidence_is_decided(inquiry: Inquiry, world: World, data: DataObject) -> None:
    """Whatever is missing or odd, the table decides with declared reasons."""
    items = [world.reply_to(question) for question in world.replies]
    assert_well_formed(
        fact, inquiry, tuple(data.draw(st.lists(st.sampled_from(items), unique=True)))
    )
