"""How a test says which rule it shows, and how a suite takes part in the report.

Must never decide whether a rule is kept: pytest does, the plugin writes it down.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeVar, cast

import pytest

from connectors.kit.dialect import Dialect
from connectors.kit.rules import RULES

Test = TypeVar("Test", bound=Callable[..., object])

MARKER = "conformance"


def shows(rule: str) -> Callable[[Test], Test]:
    """Mark a test of the suite as showing a rule. Raises KeyError for a rule that is none."""
    mark = pytest.mark.conformance(rule) if RULES[rule] else None
    return cast("Callable[[Test], Test]", mark)


class AboutOneDialect:
    """What every part of the suite has: the dialect of the connector under test."""

    dialect: ClassVar[Dialect]
