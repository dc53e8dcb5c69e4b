"""The tutorial for connectors works, and its conformance table tells the truth."""

from __future__ import annotations

import json
import re
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from connectors.kit.report import Report
from gateway.domain.evidence import Answered, Cause, Failed, Holding
from gateway.domain.question import Question
from gateway.outbound import Outbound
from gateway.outbound.options import LINK_OPTIONS
from gateway.ports.source import SourceSettings
from tests.connectors.asking import IMPATIENT
from tests.connectors.dialects import DIALECTS
from tests.connectors.people import ENVELOPE, JIANGUO, plenty
from tests.connectors.scripted import Line, Sent, reply, scripted

ROOT = Path(__file__).parents[2]
TUTORIAL = (ROOT / "connectors" / "README.md").read_text(encoding="utf-8")
QUESTION = Question("housing", "ownership", JIANGUO)


@pytest.fixture
def housing(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The connector of the tutorial."""
    code = re.findall(r"^```python\n(.*?)^```", TUTORIAL, re.MULTILINE | re.DOTALL)[0]
    module = types.ModuleType("tutorial_housing")
    monkeypatch.setitem(sys.modules, module.__name__, module)  # dataclasses look it up
    exec(compile(code, "connectors/README.md", "exec"), module.__dict__)  # noqa: S102 - our own text
    return module


def _register(**changes: object) -> Any:
    def script(sent: Sent) -> Line:
        asked = json.loads(sent.body)
        row = {"owner": asked["name"], "since": "2015-06-30", "sealed": "0"}
        answer = {
            "request": asked["request"],
            "code": "0",
            "asOf": "2026-11-20",
            "number": asked["number"],
            "rows": [row],
        }
        return reply(json.dumps({**answer, **changes}).encode(), "application/json")

    return script


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Holding.HELD),
        ({"rows": []}, Holding.NOT_HELD),
        ({"rows": [{"sealed": "1"}]}, Holding.NOT_HELD),
        (
            {"rows": [{"owner": "某人", "since": "2015-06-30", "sealed": "0"}]},
            Holding.NAME_MISMATCH,
        ),
        ({"code": "7"}, Cause.REFUSED),
        ({"code": "00"}, Cause.UNKNOWN_CODE),
        ({"number": ""}, Cause.WRONG_PERSON),
        ({"rows": None}, Cause.MALFORMED),
    ],
    ids=["held", "none", "sealed", "name", "refused", "code", "person", "malformed"],
)
async def test_the_connector_of_the_tutorial(
    housing: Any, changes: dict[str, object], expected: Holding | Cause
) -> None:
    """Copied from the page, it answers, and is silent where it must be."""
    async with scripted(_register(**changes)) as department:
        settings = SourceSettings("housing", department.url)
        source = housing.connector.open(settings, Outbound(IMPATIENT).link(settings))
        answer = await source.ask(QUESTION, ENVELOPE, plenty())
        await source.close()
    assert isinstance(answer, Answered | Failed)
    assert expected == (answer.holding if isinstance(answer, Answered) else answer.cause)


def test_the_conformance_table_is_that_of_the_suite() -> None:
    """Every bundled connector has a column, every rule a row, each cell what the suite shows.

    The last column is the fifth connector's; its own test compares it.
    """
    report = Report()
    for dialect in DIALECTS:
        report.declare(dialect.department, dialect.exempt)
    shown = TUTORIAL.partition("<!-- table -->\n")[2].partition("<!-- end of table -->")[0]
    columns = [line.split("|")[:-2] for line in shown.splitlines()]
    assert [line.split("|")[:-1] for line in report.markdown().splitlines()] == columns


def test_every_option_is_described() -> None:
    """Each option of a link stands in the tutorial."""
    assert set() == {option for option in LINK_OPTIONS if f"`{option}`" not in TUTORIAL}
