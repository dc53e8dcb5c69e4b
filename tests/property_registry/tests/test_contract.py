"""The contract's schemas hold what the connector sends, and what the mock register answers."""

import pytest

from connectors.kit.schemas import complaints
from housing_dialect import CONTRACT, DIALECT, SUFFIX
from property_registry.mock import MockRegister, read_scenarios
from property_registry.mock_wire import write_answer

REQUEST, REPLY = CONTRACT / f"request.{SUFFIX}", CONTRACT / f"reply.{SUFFIX}"
OPERATIONS = sorted(DIALECT.connect().operations)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_golden_files(operation: str) -> None:
    """Golden requests and replies are the contract's; the connector is tested with them."""
    assert [] == complaints(REQUEST, DIALECT.plain_request(operation))
    assert [] == complaints(REPLY, DIALECT.plain(operation))


@pytest.mark.parametrize("scenario", read_scenarios()["scenarios"], ids=lambda s: s["what"])
def test_what_the_mock_register_answers(scenario: dict[str, dict[str, str]]) -> None:
    """The mock register speaks by the contract about everybody in the scenarios."""
    register = MockRegister(read_scenarios())
    asked = DIALECT.plain_request().replace("500112195803120017", scenario["about"]["number"])
    _, content, _ = register.answer(asked.encode())
    assert [] == complaints(REPLY, content.decode())


def test_what_the_contract_does_not_have() -> None:
    """The schema notices a code that is not the contract's."""
    answer = {"request": "1", "code": "X", "asOf": "2026-11-20", "number": "1", "rows": []}
    assert complaints(REPLY, write_answer(answer).decode())
