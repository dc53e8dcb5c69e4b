"""The tables that compliance takes away: no cell is a formula, every column has its title."""

from __future__ import annotations

import csv
import io
import json

import pytest

from gateway.flow.demand_tables import Cell, Table, as_csv, as_json_text
from tests.still import NOON

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "　=1", "＝1", "－1", "\t=1", "%1", "|calc"]


def _cell(cell: Cell) -> str:
    table = Table("demands", NOON, (("office", "单位"),), ({"office": cell},))
    rows = list(csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig"), newline="")))
    assert ["单位"] == rows[0]
    return rows[1][0] if rows[1] else ""


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_text(text: str) -> None:
    """What a spreadsheet would compute begins with an apostrophe."""
    assert f"'{text}" == _cell(text)


@pytest.mark.parametrize("code", ["115001120000000019", "9150000012345678E5"])
def test_codes_are_no_numbers(code: str) -> None:
    """A credit code that a spreadsheet would round begins with an apostrophe."""
    assert f"'{code}" == _cell(code)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("两江区中心", "两江区中心"),
        ('a"b,c\nd', 'a"b,c\nd'),
        (7, "7"),
        ("500112", "500112"),
        ("2026-11-24", "2026-11-24"),
        (True, "是"),
        (False, "否"),
        (None, ""),
    ],
)
def test_other_cells(cell: Cell, expected: str) -> None:
    """Everything else stays as it is, quotes, commas and breaks included."""
    assert expected == _cell(cell)


def test_json_keeps_texts() -> None:
    """JSON needs no guard: it holds what was written."""
    table = Table("demands", NOON, (("office", "单位"),), ({"office": "=1"},))
    content = json.loads(as_json_text(table))
    assert ([{"office": "=1"}], {"office": "单位"}) == (content["rows"], content["columns"])
    assert "2026-11-24T12:00:00+08:00" == content["made_at"]
