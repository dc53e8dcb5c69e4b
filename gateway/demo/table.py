"""What the demo shows: one table of everything that was asked, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table

from gateway.demo.play import Played


def table_of(title: str, played: Iterable[Played]) -> Table:
    """Who asked what under which matter and basis, who was asked, what came of it, what to do."""
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
    return "\n".join(played.departments) or "nobody"


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
