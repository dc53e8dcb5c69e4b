"""Values of the domain as JSON."""

from dataclasses import dataclass
from datetime import date

import pytest

from gateway.api.as_json import as_json
from gateway.domain.outcome import Outcome


@dataclass(frozen=True, slots=True)
class _Value:
    days: frozenset[int]
    outcome: Outcome
    on: date
    more: tuple[dict[Outcome, None], ...]


def test_every_kind_of_value() -> None:
    """Sets are sorted, enums and dates written out, also as names."""
    value = _Value(
        frozenset({3, 1, 2}), Outcome.PENDING, date(2026, 1, 2), ({Outcome.PENDING: None},)
    )
    assert {
        "days": [1, 2, 3],
        "outcome": "pending",
        "on": "2026-01-02",
        "more": [{"pending": None}],
    } == as_json(value)


def test_what_has_no_form() -> None:
    """What nobody meant to show is not shown by accident."""
    with pytest.raises(TypeError):
        as_json(object())
