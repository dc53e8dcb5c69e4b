"""What a kind of problem is (RFC 9457)."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.domain.text import Text


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A type of problem: `title` says what is wrong, `detail` what to do about it.

    `dependency` names what failed, for a 503. `trailed`: only refusals are on the trail, whatever
    fails before step 3 is counted (design.md §6).
    """

    reason: str
    status: int
    title: Text
    detail: Text
    dependency: str | None = None
    trailed: bool = False


def kind(
    reason: str, status: int, title: Text, detail: Text, dependency: str | None = None
) -> ProblemKind:
    """A kind of problem that is not on the trail."""
    return ProblemKind(reason, status, title, detail, dependency)
