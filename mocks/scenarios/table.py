"""Writes the scenarios as the table of mocks/README.md.

Must never depend on the day: whoever runs it gets the same table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mocks.scenarios.story import Expected, Json, Needs, Scenario

BEGIN = "<!-- scenarios: written by `python -m mocks scenarios --markdown` -->"
END = "<!-- end of scenarios -->"
HEAD = "| scenario | rows | subject and claim | needs | answer |\n|---|---|---|---|---|\n"


def write_tables(scenarios: Iterable[Scenario]) -> str:
    """One table for each fact, between the two marks."""
    by_fact: dict[str, list[Scenario]] = {}
    for scenario in scenarios:
        by_fact.setdefault(scenario.fact, []).append(scenario)
    tables = (
        f"### {fact}\n\n{HEAD}" + "".join(_row(scenario) for scenario in by_fact[fact])
        for fact in sorted(by_fact)
    )
    return f"{BEGIN}\n\n" + "\n".join(tables) + f"\n{END}\n"


def _row(scenario: Scenario) -> str:
    cells = (
        f"`{scenario.key}`<br>{scenario.en}<br>{scenario.zh}",
        " ".join(scenario.rows),
        f"{_person(scenario.subject)}<br>`{_claim(scenario.claim)}`",
        _needs(scenario),
        describe(scenario.expected),
    )
    return f"| {' | '.join(cells)} |\n"


def _person(person: Mapping[str, Json]) -> str:
    return f"{person['id_number']} {person['name']}"


def _claim(claim: Mapping[str, Json]) -> str:
    parts = (
        f"{name}: {_person(value) if isinstance(value, Mapping) else value}"
        for name, value in claim.items()
    )
    return "; ".join(parts) or "{}"


def _needs(scenario: Scenario) -> str:
    troubles = (f"{trouble.department} {trouble.kind}" for trouble in scenario.troubles)
    return "<br>".join((*_matter(scenario.needs), *troubles))


def _matter(needs: Needs) -> Iterable[str]:
    if needs.derive:
        yield "derive"
    if needs.at_death:
        yield "at = death"
    if needs.max_age_days is not None:
        yield f"max_age_days {needs.max_age_days}"
    for reason in needs.reveals:
        yield f"reveals {reason}"


def describe(expected: Expected) -> str:
    """An expected answer on one line of a table."""
    if expected.outcome is None:
        return f"HTTP {expected.status}"
    text = f"**{expected.outcome}**"
    if set(expected.parts.values()) != {expected.outcome}:
        text += " (" + ", ".join(f"{name}: {value}" for name, value in expected.parts.items()) + ")"
    if expected.reasons:
        text += "<br>" + ", ".join(expected.reasons)
    if expected.silent:
        text += "<br>silent: " + ", ".join(expected.silent)
    if expected.later is not None:
        text += f"<br>later {describe(expected.later)}"
    return text
