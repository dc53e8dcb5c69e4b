"""The pytest plugin of the kit: leaves out what is exempt, and reports rule by rule.

Load it with `-p connectors.kit.plugin` in the options of pytest, or with `pytest_plugins` in the
topmost conftest. Must never change what came of a test, and must never import a connector.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from connectors.kit.report import Report

pytest.register_assert_rewrite(
    "connectors.kit.answer_rules",
    "connectors.kit.conduct_rules",
    "connectors.kit.fault_rules",
    "connectors.kit.mock_rules",
    "connectors.kit.promise_rules",
    "connectors.kit.request_rules",
    "connectors.kit.suite",
)

MARKER: Final = "conformance"
_OPTION: Final = "--conformance-report"
_SHOWN: Final = "conformance shown"
_EXEMPT: Final = "conformance exempt"
_REPORT: Final = pytest.StashKey[Report]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the report be written to a file."""
    parser.addoption(
        _OPTION, metavar="FILE", help="write the conformance table to FILE as Markdown"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Begin a report."""
    config.addinivalue_line(
        "markers", f"{MARKER}(rule): shows a rule of the conformance suite of connectors"
    )
    config.stash[_REPORT] = Report()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of rules that their dialect is exempt from."""
    left_out = [item for item in items if _rule_of(item) in _exemptions_of(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Say what the test shows, where a report of another process finds it, too."""
    department, rule = _department_of(item), _rule_of(item)
    if department and rule:
        item.user_properties.append((_SHOWN, [department, rule]))
    if department:
        item.user_properties.append((_EXEMPT, [department, dict(_exemptions_of(item))]))


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Listen to what comes of the tests."""
    session.config.pluginmanager.register(_Listener(session.config), "conformance-listener")


class _Listener:
    """Hears every test's end; with pytest-xdist, the process that the user sees hears them all."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._report = config.stash[_REPORT]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test failed at any moment, or its call passed."""
        if not (report.failed or report.when == "call"):
            return
        for name, value in report.user_properties:
            if name == _SHOWN:
                self._report.note(*value, passed=report.passed)  # type: ignore[misc]
            elif name == _EXEMPT:
                self._report.exempt(*value)  # type: ignore[misc]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the table, if anything of the suite ran."""
        if not self._report.cells:
            return
        terminalreporter.section("conformance of connectors")
        for line in self._report.lines():
            terminalreporter.write_line(line)

    def pytest_sessionfinish(self) -> None:
        """Write the file, in the process that heard everything."""
        file = self._config.getoption(_OPTION)
        if file and self._report.cells and not hasattr(self._config, "workerinput"):
            Path(file).write_text(self._report.markdown(), encoding="utf-8")


def _rule_of(item: pytest.Item) -> str | None:
    mark = item.get_closest_marker(MARKER)
    return str(mark.args[0]) if mark is not None else None


def _department_of(item: pytest.Item) -> str | None:
    department = getattr(_dialect_of(item), "department", None)
    return str(department) if department else None


def _exemptions_of(item: pytest.Item) -> Mapping[str, str]:
    exempt: Mapping[str, str] = getattr(_dialect_of(item), "exempt", {})
    return exempt


def _dialect_of(item: pytest.Item) -> object:
    return getattr(getattr(item, "cls", None), "dialect", None)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Every test of a connector runs on asyncio, which is what the gateway runs on."""
    return "asyncio"
