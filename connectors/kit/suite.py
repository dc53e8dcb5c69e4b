"""The conformance suite: subclass `Conformance`, name a dialect, and every rule is tested.

    from connectors.kit.suite import Conformance

    class TestHousing(Conformance):
        dialect = HOUSING

The plugin `connectors.kit.plugin` must be loaded: it writes the report, and leaves out the rules
that the dialect exempts. Must never hold a case of one department.
"""

from __future__ import annotations

import pytest

from connectors.kit.answer_rules import AnswerRules
from connectors.kit.conduct_rules import ConductRules
from connectors.kit.dialect import Dialect
from connectors.kit.exemptions import mistakes_in
from connectors.kit.fault_rules import FaultRules
from connectors.kit.marking import AboutOneDialect
from connectors.kit.misbehaviour import ON_THE_WIRE, in_the_document
from connectors.kit.mock_rules import MockRules
from connectors.kit.promise_rules import PromiseRules
from connectors.kit.request_rules import RequestRules


class Exemptions(AboutOneDialect):
    """What is not done is said, and why."""

    def test_exemptions_are_reasoned(self) -> None:
        """Each is of a rule that can be exempt, says why, and agrees with the dialect."""
        assert [] == mistakes_in(self.dialect)


@pytest.mark.anyio
class Conformance(
    RequestRules, AnswerRules, FaultRules, ConductRules, PromiseRules, MockRules, Exemptions
):
    """All rules of connectors/README.md for the connector of one dialect."""

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Run a test once for each operation, fault, reading or misreading that it asks for."""
        for name, values in _cases(self.dialect).items():
            if name in metafunc.fixturenames:
                metafunc.parametrize(name, values)


def _cases(dialect: Dialect) -> dict[str, list[str]]:
    """The cases of a dialect, by the name under which a test takes one; all of them are keys."""
    return {
        "operation": sorted(dialect.connect().operations),
        "wire_fault": list(ON_THE_WIRE),
        "document_fault": list(in_the_document(dialect)),
        "misreading": list(dialect.misreadings),
        "reading": list(dialect.readings),
    }
