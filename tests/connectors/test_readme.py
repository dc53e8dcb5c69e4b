"""The conformance table of connectors/README.md tells the truth, and every option stands there."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from connectors.kit.dialect import Dialect
from connectors.kit.report import Report
from gateway.outbound.options import LINK_OPTIONS
from tests.connectors.dialects import DIALECTS

ROOT = Path(__file__).parents[2]
README = (ROOT / "connectors" / "README.md").read_text(encoding="utf-8")


def test_the_conformance_table_is_that_of_the_suite() -> None:
    """Every bundled connector has a column, every rule a row, each cell what the suite shows.

    The last column is the fifth connector's; its own test compares it.
    """
    report = Report()
    for dialect in DIALECTS:
        report.declare(dialect.department, dialect.exempt)
    shown = README.partition("<!-- table -->\n")[2].partition("<!-- end of table -->")[0]
    columns = [line.split("|")[:-2] for line in shown.splitlines()]
    assert [line.split("|")[:-1] for line in report.markdown().splitlines()] == columns


def test_what_a_dialect_overrides_exists() -> None:
    """Each method and field that the tutorial names for a dialect is one."""
    table = README.partition("| the department | is described by |")[2].partition("\n\n")[0]
    named = re.findall(r"`(\w+)`", table)
    assert len(named) > 8
    known = {field.name for field in fields(Dialect)} | set(vars(Dialect))
    assert set() == set(named) - known


def test_every_option_is_described() -> None:
    """Each option of a link stands in the tutorial."""
    assert set() == {option for option in LINK_OPTIONS if f"`{option}`" not in README}
