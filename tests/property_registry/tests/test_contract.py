"""The contract's schema holds what the mock register answers, as it holds the connector."""

import pytest

from connectors.kit.schemas import complaints
from housing_dialect import CONTRACT, DIALECT, SUFFIX
from property_registry.mock import MockRegister, read_scenarios

REPLY = CONTRACT / f"reply.{SUFFIX}"


@pytest.mark.parametrize("scenario", read_scenarios()["scenarios"], ids=lambda s: s["what"])
def test_what_the_mock_register_answers(scenario: dict[str, dict[str, str]]) -> None:
    """The mock register speaks by the contract about everybody in the scenarios."""
    register = MockRegister(read_scenarios())
    asked = DIALECT.plain_request().replace("500112195803120017", scenario["about"]["number"])
    _, content, _ = register.answer(asked.encode())
    assert [] == complaints(REPLY, content.decode())
