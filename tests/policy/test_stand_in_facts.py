"""The stand-ins of the policy's tests say the same of departments and ⓘ reasons as the facts."""

import pytest

from gateway.domain.fact import Fact
from gateway.facts.alive import fact as alive
from gateway.facts.birth import fact as birth
from gateway.facts.childbirth import fact as childbirth
from gateway.facts.death import fact as death
from gateway.facts.identity import fact as identity
from gateway.facts.marriage import fact as marriage
from tests.policy.stand_in_facts import FACTS

REAL: tuple[Fact, ...] = (identity, death, alive, marriage, birth, childbirth)


def _hidden(fact: Fact) -> set[tuple[str, str]]:
    return {(r.code, r.told_as) for r in fact.reasons if r.told_as is not None}


@pytest.mark.parametrize("fact", REAL, ids=[fact.name for fact in REAL])
def test_stand_in(fact: Fact) -> None:
    """A stand-in asks whom its fact asks, and hides what its fact hides."""
    stand_in = FACTS[fact.name]
    assert set(fact.required) == set(stand_in.required)
    assert set(fact.consulted) == set(stand_in.consulted)
    assert _hidden(fact) == _hidden(stand_in)
