"""What a check of public tables found, on the command line: lines, counts and the exit status.

Must never show what anybody sent in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import typer

from gateway.commands.options import err, out
from gateway.ports.digests import DigestCheck

LATE = 3


def report(digests: Iterable[DigestCheck], kind: str, altered: Iterable[str], rows: str) -> None:
    """Tell of the hours of one kind, and of what was `altered`, a sentence each.

    `rows` is what a digest covers. Raises typer.Exit: 1 if something is not as it was, 3 if only
    some hour has no digest yet.
    """
    ours = [found for found in digests if found.kind == kind]
    changed = tuple(altered)
    for line in (*_complaints(ours), *changed):
        err.print(line, markup=False, soft_wrap=True)
    counted: Counter[str | None] = Counter()
    for found in ours:
        counted[found.problem] += found.count
    problems = Counter(found.problem for found in ours)
    hours, late, _ = (problems.pop(name, 0) for name in (None, "late", "open"))
    out.print(f"as they were: {rows} {counted[None]}, hours {hours}", markup=False)
    if uncovered := counted["late"] + counted["open"]:
        out.print(f"not covered by a digest yet: {rows} {uncovered}", markup=False)
    if problems or changed:
        raise typer.Exit(1)
    if late:
        raise typer.Exit(LATE)


def _complaints(found: Iterable[DigestCheck]) -> Iterator[str]:
    for one in found:
        if one.problem not in (None, "open"):
            entry = one.entry_id or "none yet"
            yield f"{one.begins:%Y-%m-%dT%H:%MZ}: {one.problem} (entry {entry})"
