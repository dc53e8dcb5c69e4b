"""One person's marriages, put together from civil affairs and the courts (domain.md, marriage).

A re-issued certificate is no event. Must never let the order of the files decide anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from mocks.oracle.view import MATCHING, Asked, View
from mocks.population.civil_registers import MaritalEvent
from mocks.population.court_files import Judgment
from mocks.population.people import Spelt

ENDS = ("divorce", "annulled")
DIVORCE = "divorce"
ANNULLED = "annulled"
DEATH = "death"
DECLARED = "declared"
UNSETTLED = "unsettled"


@dataclass(slots=True)
class Union:
    """A marriage; `how` it ended, None while it is in force. `began` is None if not on record."""

    partner: Spelt
    number: str
    began: date | None
    ended: date | None = None
    how: str | None = None

    @property
    def in_force(self) -> bool:
        """Whether nothing is known to have ended it."""
        return self.how is None

    @property
    def valid(self) -> bool:
        """Whether there was a marriage at all."""
        return self.how != ANNULLED


@dataclass(slots=True)
class History:
    """All marriages of one person that the registers hold, and what is wrong with the files."""

    unions: list[Union] = field(default_factory=list)
    mismatched: frozenset[str] = frozenset()
    """With whom events are held in which the person has another name."""
    variant: bool = False
    not_proven: set[str] = field(default_factory=set)  # with whom a divorce may have taken effect


@dataclass(frozen=True, slots=True)
class _Event:
    on: date
    kind: str
    partner: Spelt
    number: str
    by_court: bool


def history_of(view: View, who: Asked, until: date) -> History:
    """Everything about the person up to that day."""
    events = view.under(
        who, view.population.civil_affairs.marital_events, lambda e: [e.one, e.other]
    )
    judged = view.under(who, view.population.courts.judgments, lambda j: [j.one, j.other])
    history = History(mismatched=_mismatched(view, who), variant=events.variant or judged.variant)
    told = [_registered(view, who, event) for event in events.records]
    for judgment in judged.records:
        partner, number = _other(view, who, judgment)
        if judgment.effective_on is None:
            history.not_proven.add(number)
            continue
        kind = DIVORCE if judgment.kind.startswith("divorce") else ANNULLED
        told.append(_Event(judgment.effective_on, kind, partner, number, by_court=True))
    happened = [event for event in told if event.kind != "nothing" and event.on <= until]
    for event in sorted(happened, key=lambda e: (e.on, e.kind == "marriage")):
        _happen(history.unions, event)
    return history


def _mismatched(view: View, who: Asked) -> frozenset[str]:
    """With whom events are held in which the person's number has another name (G2)."""
    events = view.population.civil_affairs.marital_events
    judgments = view.population.courts.judgments
    pairs = [(event.one, event.other) for event in events if not event.sealed]
    pairs += [(one.one, one.other) for one in judgments if not one.sealed]
    found = set()
    for pair in pairs:
        for own, other in (pair, pair[::-1]):
            how = view.match(who, own)
            if how is not None and how not in MATCHING:
                found.add(view.number(other))
    return frozenset(found)


def _registered(view: View, who: Asked, event: MaritalEvent) -> _Event:
    kinds = {"marriage": "marriage", "divorce": DIVORCE, "annulment": ANNULLED}
    partner, number = _other(view, who, event)
    return _Event(event.on, kinds.get(event.kind, "nothing"), partner, number, by_court=False)


def _other(view: View, who: Asked, record: MaritalEvent | Judgment) -> tuple[Spelt, str]:
    own = view.number(record.one) in who.numbers
    partner = record.other if own else record.one
    return partner, view.number(partner)


def _happen(unions: list[Union], event: _Event) -> None:
    """Let an event begin or end a marriage with that partner."""
    same = [union for union in unions if union.number == event.number]
    if event.kind == "marriage":
        unions.append(Union(event.partner, event.number, event.on))
        return
    standing = [union for union in same if union.in_force]
    if standing:
        standing[-1].ended, standing[-1].how = event.on, event.kind
    elif not same:
        # An end without a beginning proves an earlier marriage that ended.
        unions.append(Union(event.partner, event.number, None, event.on, event.kind))
