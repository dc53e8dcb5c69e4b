"""What the demo shows: everything that was asked, and what came of it.

One table where there is room for it, else a card for each question.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Table

from gateway.demo.play import Played

WIDE_ENOUGH = 120
NOBODY = "nobody"


def shown(title: str, played: Iterable[Played], width: int) -> RenderableType:
    """Who asked what under which matter and basis, who was asked, what came of it, what to do."""
    if width >= WIDE_ENOUGH:
        return table_of(title, played)
    return Group(title, *(_card(number, one) for number, one in enumerate(played, start=1)))


def _card(number: int, one: Played) -> Table:
    table = Table(title=f"{number}", title_justify="left", show_header=False, expand=True)
    table.add_column(min_width=len("guidance"))
    table.add_column(overflow="fold", ratio=1)
    rows = {
        "asked by": _who(one),
        "question": _what(one),
        "asked": ", ".join(one.departments) or NOBODY,
        "outcome": _outcome(one),
        "guidance": _guidance(one),
    }
    for label, text in rows.items():
        table.add_row(label, text)
    return table


def table_of(title: str, played: Iterable[Played]) -> Table:
    """The same as one table."""
    table = Table(title=title, show_lines=True, title_justify="left")
    table.add_column("asked by · matter · basis", overflow="fold", ratio=6)
    table.add_column("fact and question", overflow="fold", ratio=6)
    table.add_column("asked", overflow="fold", min_width=len("public_security"))
    table.add_column("outcome · reasons", overflow="fold", min_width=len("marriage_not_in_force"))
    table.add_column("guidance", overflow="fold", ratio=7)
    for one in played:
        table.add_row(_who(one), _what(one), _departments(one), _outcome(one), _guidance(one))
    return table


def _who(played: Played) -> str:
    office = played.act.office
    return f"{office.zh}\n{office.en}\n{office.matter} · {office.basis}"


def _what(played: Played) -> str:
    return (
        f"[bold]{played.scenario['fact']}[/bold]\n{played.scenario['zh']}\n{played.scenario['en']}"
    )


def _departments(played: Played) -> str:
    return "\n".join(played.departments) or NOBODY


def _outcome(played: Played) -> str:
    colour = "green" if played.as_expected else "red"
    mark = "" if played.as_expected else "\nNOT AS EXPECTED"
    reasons = "\n".join(played.reasons)
    return f"[bold {colour}]{played.outcome}[/bold {colour}]\n{reasons}{mark}".strip()


def _guidance(played: Played) -> str:
    if played.answer is None or played.answer.guidance is None:
        return "–"
    steps = played.answer.guidance.get("steps", [])
    lines = [f"{step['zh']}\n{step['en']}" for step in steps[:1]]
    more = len(steps) - 1
    return "\n".join([*lines, f"(and {more} more)"] if more > 0 else lines)
