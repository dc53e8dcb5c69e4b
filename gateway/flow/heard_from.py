"""Which departments were heard, as the trail says it: one word for each.

Must never tell more of a reply than that it came, is late, or did not come.
"""

from __future__ import annotations

from gateway.domain.evidence import Answered, Cause, Evidence, Failed, Late, Reply


def statuses(evidence: Evidence) -> tuple[tuple[str, str], ...]:
    """For each department that was asked: answered, late or silent (the worst of its replies)."""
    found: dict[str, str] = {}
    for item in evidence.items:
        status = _status(item.reply)
        if status is not None:
            department = item.question.department
            worst = min(status, found.get(department, status), key=_WORST_FIRST.index)
            found[department] = worst
    return tuple(sorted(found.items()))


_WORST_FIRST = ("late", "silent", "answered")


def _status(reply: Reply) -> str | None:
    match reply:
        case Answered():
            return "answered"
        case Late():
            return "late"
        case Failed(Cause.NOT_ASKED | Cause.UNSUPPORTED):
            return None
        case Failed():
            return "silent"
