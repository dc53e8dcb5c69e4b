"""`gateway survey verify`: whether surveys and rounds are as the trail says.

Must never change anything, and never show what a survey says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import typer

from gateway.assembly.joining import Assembled
from gateway.commands.options import (
    DEFAULT_DATA,
    Data,
    SettingsFile,
    err,
    out,
    told_plainly,
    with_store,
)
from gateway.ports.digests import DigestCheck
from gateway.storage.survey_tables import SURVEYS

LATE = 3


def verify(data: Data = DEFAULT_DATA, settings: SettingsFile = None) -> None:
    """Check that no survey, signature or round was changed, removed or made up.

    Exit status: 0 all is as it was, 1 something is not, 3 only that some hour has no digest yet.
    """

    async def work(opened: Assembled) -> tuple[tuple[DigestCheck, ...], tuple[str, ...]]:
        return await opened.parts.digests.check(), await opened.parts.surveys.check()

    digests, altered = told_plainly(lambda: with_store(data, settings, work))
    ours = [found for found in digests if found.kind == SURVEYS.kind]
    for line in _complaints(ours, altered):
        err.print(line, markup=False, soft_wrap=True)
    rows: Counter[str | None] = Counter()
    for found in ours:
        rows[found.problem] += found.count
    problems = Counter(found.problem for found in ours)
    hours, late, _ = (problems.pop(name, 0) for name in (None, "late", "open"))
    out.print(f"as they were: versions {rows[None]}, hours {hours}", markup=False)
    if uncovered := rows["late"] + rows["open"]:
        out.print(f"not covered by a digest yet: versions {uncovered}", markup=False)
    if problems or altered:
        raise typer.Exit(1)
    if late:
        raise typer.Exit(LATE)


def _complaints(found: list[DigestCheck], altered: tuple[str, ...]) -> Iterator[str]:
    for one in found:
        if one.problem not in (None, "open"):
            entry = one.entry_id or "none yet"
            yield f"{one.begins:%Y-%m-%dT%H:%MZ}: {one.problem} (entry {entry})"
    for name in altered:
        yield f"{name}: is not what its entries say"
