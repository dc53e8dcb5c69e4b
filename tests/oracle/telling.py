"""A run as text: tables by fact and by what was planted, and a line for whatever differs.

Must never show a person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from tests.oracle.asking import Result
from tests.oracle.judging import Verdict
from tests.oracle.rehearsal import Run

HEAD = ("", "questions", *(verdict.value for verdict in Verdict))


def tell(run: Run) -> str:
    """The whole report."""
    plan = run.plan
    faults = "every fault on" if plan.faults else "no faults"
    title = (
        f"{len(run.results)} questions about {plan.size} residents, seed {plan.seed}, {faults}: "
        f"{len(run.contradictions)} contradictions, {run.real:.0f} s "
        f"({run.virtual:.0f} s of virtual time)"
    )
    sections = [
        title,
        _table("by fact", run.results, lambda one: one.asked.question.fact),
        _table("by planted disagreement", run.results, lambda one: one.asked.planted),
    ]
    if run.finished:
        heading = "pending ones, once everything was mended"
        sections.append(_table(heading, run.finished, lambda one: one.asked.question.fact))
    sections += [_replies(run), *_faults(run), *_listed(run)]
    return "\n\n".join(sections)


def _table(heading: str, results: Iterable[Result], name_of: Callable[[Result], str]) -> str:
    rows: defaultdict[str, Counter[Verdict]] = defaultdict(Counter)
    for one in results:
        rows[name_of(one)][one.verdict] += 1
        rows["all"][one.verdict] += 1
    names = sorted(rows.keys() - {"all"})
    cells = [HEAD, *(_row(name, rows[name]) for name in [*names, "all"])]
    return f"{heading}\n\n{_aligned(cells)}"


def _row(name: str, counts: Counter[Verdict]) -> tuple[str, ...]:
    return (name, str(counts.total()), *(str(counts[verdict] or "") for verdict in Verdict))


def _replies(run: Run) -> str:
    departments = sorted({department for department, _ in run.heard})
    kinds = sorted({kind for _, kind in run.heard}, key=lambda kind: (kind != "answered", kind))
    rows = [(kind, *(str(run.heard.get((d, kind), "")) for d in departments)) for kind in kinds]
    cells = [("", *departments), *rows]
    return f"replies by department\n\n{_aligned(cells)}"


def _faults(run: Run) -> Iterator[str]:
    """How often the faults were used; with the rarest, so that none is forgotten."""
    if run.plan.faults:
        rarest = min(run.used, key=lambda one: run.used[one])
        where = "/".join(rarest)
        yield (
            f"{len(run.used)} faults (kind, department, operation) were used "
            f"{sum(run.used.values())} times, the rarest {run.used[rarest]} times ({where})"
        )


def _listed(run: Run) -> Iterator[str]:
    """What the tables allow though it is not what the oracle says, and what nothing allows."""
    for verdict in (Verdict.QUALIFIED, Verdict.ONE_SIDED):
        found = Counter(_kind_of(one) for one in run.results if one.verdict is verdict)
        if found:
            lines = (f"{count:5}  {kind}" for kind, count in sorted(found.items()))
            yield "\n".join([verdict.value, *lines])
    if run.contradictions:
        yield "\n".join(["contradictions", *(one.line for one in run.contradictions)])


def _kind_of(one: Result) -> str:
    expected, given = one.asked.answer.parts, one.given.parts
    changes = [f"{n}: {expected[n]} -> {given[n]}" for n in expected if expected[n] != given[n]]
    reasons = " ".join(sorted(one.given.reasons))
    return f"{one.asked.question.fact} {one.given.row}, {', '.join(changes)} ({reasons})"


def _aligned(cells: Sequence[Sequence[str]]) -> str:
    """A Markdown table whose columns stand below each other."""
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    lines = [
        "| " + " | ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) + " |"
        for row in cells
    ]
    rule = "|-" + "-|-".join(["-" * widths[0], *("-" * (w - 1) + ":" for w in widths[1:])]) + "-|"
    return "\n".join([lines[0], rule.replace(":-", ":"), *lines[1:]])
