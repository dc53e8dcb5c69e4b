"""The report of a run: rule × connector, each done, exempt with its reason, or failed.

Must never call a rule done of which nothing ran.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from connectors.kit.rules import RULES

DONE: Final = "done"
FAILED: Final = "failed"
NOT_RUN: Final = "not run"
_EXEMPT: Final = "exempt: "


@dataclass(slots=True)
class Report:
    """What came of the rules, by department; filled test by test, in any order."""

    cells: dict[str, dict[str, str]] = field(default_factory=dict)

    def declare(self, department: str, exempt: Mapping[str, str]) -> None:
        """What the table says if every rule that is not exempt is kept."""
        for rule in RULES:
            self.note(department, rule, passed=True)
        self.exempt(department, exempt)

    def note(self, department: str, rule: str, *, passed: bool) -> None:
        """One test of a rule ended. A rule fails by one failure, whatever else passes."""
        column = self.cells.setdefault(department, {})
        column[rule] = DONE if passed and column.get(rule) != FAILED else FAILED

    def exempt(self, department: str, reasons: Mapping[str, str]) -> None:
        """These rules are exempt, each with its reason."""
        column = self.cells.setdefault(department, {})
        column.update({rule: f"{_EXEMPT}{why}" for rule, why in reasons.items()})

    def cell(self, department: str, rule: str) -> str:
        """What the table says."""
        return self.cells.get(department, {}).get(rule, NOT_RUN)

    def failures(self) -> int:
        """How many cells are not done and not exempt."""
        said = [self.cell(department, rule) for department in self.cells for rule in RULES]
        return sum(cell in {FAILED, NOT_RUN} for cell in said)

    def markdown(self) -> str:
        """The table as Markdown, as it stands in connectors/README.md."""
        departments = list(self.cells)
        rows = [["rule", *departments], ["---"] * (len(departments) + 1)]
        rows += [
            [sentence, *(self.cell(department, rule) for department in departments)]
            for rule, sentence in RULES.items()
        ]
        return "".join(f"| {' | '.join(row)} |\n" for row in rows)

    def lines(self) -> Iterable[str]:
        """The table for a terminal; reasons of exemptions stand below it."""
        width = max(map(len, RULES))
        yield " " * width + "  " + "  ".join(self.cells)
        for rule in RULES:
            said = [
                self.cell(department, rule).partition(":")[0].ljust(len(department))
                for department in self.cells
            ]
            yield f"{rule.ljust(width)}  {'  '.join(said)}".rstrip()
        for department, column in self.cells.items():
            for rule, cell in column.items():
                if cell.startswith(_EXEMPT):
                    yield f"{department}, {rule}: {cell.removeprefix(_EXEMPT)}"
