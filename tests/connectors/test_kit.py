"""The kit itself: its report, its exemptions, how it finds fields, and its plugin."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest

from connectors.kit.conduct_rules import ConductRules
from connectors.kit.dialect import Dialect
from connectors.kit.exemptions import EXEMPTIBLE, mistakes_in
from connectors.kit.field_names import field_names
from connectors.kit.marking import shows
from connectors.kit.report import Report
from connectors.kit.rules import RULES
from connectors.kit.schemas import complaints
from gateway.domain.evidence import Answered, Holding, Reply
from gateway.ports.source import Link, Source, SourceSettings
from tests.connectors.dialects import CIVIL_AFFAIRS, COURTS, DIALECTS, HEALTH
from tests.connectors.outside import SOURCE, environment

REASON = "there is no occasion for it"
SUITE = """
from connectors.kit.suite import Conformance
from housing_dialect import DIALECT

class TestHousing(Conformance):
    dialect = DIALECT
"""


def test_a_rule_that_failed_once_has_failed() -> None:
    """Whatever passes before or after, one failure is a failure."""
    report = Report()
    for passed in (True, False, True):
        report.note("housing", "deadline", passed=passed)
    assert ("failed", "not run") == (report.cell("housing", "deadline"), report.cell("x", "logs"))
    assert len(RULES) == report.failures()


def test_a_declared_report_has_no_failures() -> None:
    """Every rule is done or exempt with its reason, in the order of the rules."""
    report = Report()
    report.declare("housing", {"late": REASON})
    head, _, *rows = report.markdown().splitlines()
    assert (0, "| rule | housing |") == (report.failures(), head)
    assert [f"| {sentence} |" for sentence in RULES.values()] == [
        "|".join(row.split("|")[:2]) + "|" for row in rows
    ]
    assert f"exempt: {REASON}" in report.markdown()
    assert f"housing, late: {REASON}" == [*report.lines()][-1]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.department)
def test_exemptions_of_the_bundled_connectors(dialect: object) -> None:
    """Each of them can stand."""
    assert [[]] == [mistakes_in(one) for one in DIALECTS if one is dialect]


@pytest.mark.parametrize(
    ("exempt", "complaint"),
    [
        ({"no_such_rule": REASON}, "there is no such rule"),
        ({"wire_faults": REASON}, "no connector can be exempt from it"),
        ({"deadline": REASON}, "no connector can be exempt from it"),
        ({"logs": REASON}, "no connector can be exempt from it"),
        ({"sealed": REASON}, "the dialect shows it, and so is not exempt"),
        ({"two_people": REASON}, "the dialect shows it, and so is not exempt"),
        ({"mock": REASON}, "the dialect shows it, and so is not exempt"),
        ({"late": "no"}, "the reason must be one line"),
        ({"late": "one | two | three"}, "the reason must be one line"),
    ],
    ids=["unknown", "wire", "deadline", "logs", "sealed", "two", "mock", "short", "table"],
)
def test_exemptions_that_cannot_stand(exempt: dict[str, str], complaint: str) -> None:
    """What keeps a failure from becoming a statement cannot be exempt, nor what is shown."""
    (mistake,) = mistakes_in(replace(CIVIL_AFFAIRS, exempt=exempt))
    assert complaint in mistake


def test_late_answers_are_promised_or_not() -> None:
    """Whoever answers late cannot be exempt from it, and whoever does not cannot promise."""
    assert [] != mistakes_in(replace(COURTS, exempt={"late": REASON}))
    assert [] != mistakes_in(replace(HEALTH, exempt={"unpromised": REASON}))
    assert set(EXEMPTIBLE) <= set(RULES)


def test_a_test_shows_a_rule_that_exists() -> None:
    """A mark that names no rule would leave a hole in the table."""
    with pytest.raises(KeyError):
        shows("no_such_rule")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('{"a": {"b": [{"c": 1}]}}', {"a", "b", "c"}),
        ('<q xmlns="urn:x" id="1"><a><b>1</b></a><c/></q>', {"id", "b", "c"}),
        ("a=1&b=&c=%7B%22d%22%3A1%7D", {"a", "b", "c", "d"}),
        ("", set()),
    ],
    ids=["json", "xml", "form", "nothing"],
)
def test_fields_are_found(text: str, names: set[str]) -> None:
    """In JSON every member, in XML leaves and attributes, in a form fields and what is in them."""
    assert names == field_names(text)


def test_a_schema_complains_with_the_place(tmp_path: Path) -> None:
    """What breaks a schema is named with where it stands."""
    schema = tmp_path / "reply.schema.json"
    schema.write_text('{"properties": {"code": {"enum": ["0"]}}}')
    assert ([], ["$.code"]) == (
        complaints(schema, '{"code": "0"}'),
        [text.partition(":")[0] for text in complaints(schema, '{"code": "X"}')],
    )


def _run(tmp_path: Path, *options: str) -> str:
    """The table that a run of one rule of the fifth connector's suite writes."""
    (tmp_path / "test_it.py").write_text(SUITE)
    report = tmp_path / "table.md"
    plugins = ("-p", "no:cacheprovider", "-p", "connectors.kit.plugin")
    told = (f"--conformance-report={report}", *options)
    run = subprocess.run(
        [sys.executable, "-P", "-m", "pytest", "-q", *plugins, *told],
        cwd=tmp_path,
        env=environment(Path(f"{SOURCE}:{SOURCE / 'tests'}")),
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == run.returncode, run.stdout + run.stderr
    assert "conformance of connectors" in run.stdout
    return report.read_text(encoding="utf-8")


def test_what_did_not_run_is_not_done(tmp_path: Path) -> None:
    """A part of the suite gives a table that says so."""
    table = _run(tmp_path, "-k", "contract")
    assert f"| {RULES['contract']} | done |" in table
    assert f"| {RULES['deadline']} | not run |" in table
    assert f"| {RULES['late']} | exempt: answers at once |" in table


class _Mute:
    """A connector that answers without having asked anybody."""

    def open(self, settings: SourceSettings, link: Link) -> Source:
        source = HEALTH.connect().open(settings, link)

        async def ask(*_: object) -> Reply:
            return Answered(Holding.NOT_HELD, (), date(2026, 11, 20))

        source.ask = ask  # type: ignore[assignment, method-assign]
        return source


@pytest.mark.anyio
async def test_a_source_that_asks_nobody_is_caught() -> None:
    """The rule about cancellation says so, and does not wait for a question that never comes."""

    class Rules(ConductRules):
        dialect: ClassVar[Dialect] = replace(HEALTH, connect=_Mute)  # type: ignore[arg-type]

    with pytest.raises(AssertionError, match="nobody was asked"):
        await Rules().test_cancellation_goes_through()


def test_several_processes_report_together(tmp_path: Path) -> None:
    """With pytest-xdist, the process that the user sees hears of every test."""
    table = _run(tmp_path, "-n", "2", "-k", "contract or deadline")
    assert f"| {RULES['contract']} | done |" in table
    assert f"| {RULES['deadline']} | done |" in table
