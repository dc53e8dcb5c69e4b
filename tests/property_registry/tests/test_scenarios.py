"""The scenarios of the contract: connector, mock register and fact agree on them."""

from datetime import date
from typing import Any

import pytest

from connectors.kit.asking import opened_at
from connectors.kit.people import ENVELOPE, plenty
from gateway.domain.evidence import Answered, Evidence, Holding, Item
from gateway.domain.fact import Inquiry, Terms
from gateway.domain.person import Person
from gateway.domain.question import Question
from gateway.facts.former_identity import ask_person
from housing_dialect import DIALECT
from property_registry.fact import fact
from property_registry.mock import read_scenarios, running

SCENARIOS = read_scenarios()["scenarios"]
TODAY = date(2026, 11, 20)


@pytest.mark.anyio
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["what"])
async def test_a_scenario(scenario: dict[str, Any]) -> None:
    """Asking about the person gives what the scenario says, as evidence and as outcome."""
    about = Person(scenario["about"]["number"], scenario["about"]["name"])
    question = Question(DIALECT.department, DIALECT.example, about)
    with running() as register:
        async with opened_at(DIALECT, register.url) as source:
            reply = await source.ask(question, ENVELOPE, plenty())
    assert isinstance(reply, Answered)
    expected = scenario["expected"]
    assert (expected["holding"], expected["records"]) == (reply.holding.value, len(reply.records))
    unknown = Item(ask_person(about), Answered(Holding.NOT_HELD, (), TODAY))
    evidence = Evidence((Item(question, reply), unknown))
    for jurisdiction, outcome in expected["property"].items():
        claim = fact.read_claim({"jurisdiction": jurisdiction}, about)
        assert outcome == fact.decide(Inquiry(about, claim, Terms(TODAY)), evidence).outcome.value
