"""What speaks for a death, and what for a life (domain.md, death, "positive" and "first").

Must never take a declaration that somebody is missing for a death.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mocks.oracle.view import MATCHING, Asked, View
from mocks.population.court_files import Declaration
from mocks.population.population_register import Cancellation


@dataclass(frozen=True, slots=True)
class Sign:
    """Something positive: `stated` a date of death, `bound` a day by which she was dead."""

    department: str
    stated: date | None = None
    bound: date | None = None
    legal: date | None = None

    @property
    def earliest(self) -> date:
        """The earliest date that it bears."""
        return min(day for day in (self.stated, self.bound, self.legal) if day is not None)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that the four departments hold about one person's death."""

    deaths: tuple[Sign, ...]
    seen_on: tuple[date, ...]
    revoked: tuple[Declaration, ...]
    mismatch: bool
    variant: bool

    @property
    def contradicts_itself(self) -> bool:
        """A sign of life after the earliest date that the positive evidence bears (D1)."""
        if not self.deaths:
            return False
        earliest = min(sign.earliest for sign in self.deaths)
        return any(day > earliest for day in self.seen_on)

    @property
    def stated(self) -> set[date]:
        """The stated dates of death."""
        return {sign.stated for sign in self.deaths if sign.stated is not None}

    @property
    def departments(self) -> set[str]:
        """Whoever holds something positive."""
        return {sign.department for sign in self.deaths}


def gather(view: View, who: Asked) -> Evidence:
    """Everything held about that person's death."""
    health, courts = view.population.health, view.population.courts
    deaths = view.under(who, health.deaths, lambda d: [d.who])
    services = view.under(who, health.services, lambda s: [s.who])
    declarations = view.under(who, courts.declarations, lambda d: [d.who])
    custodies = view.under(who, courts.custodies, lambda c: [c.who])
    declared = [d for d in declarations.records if d.kind == "death"]
    revoked = tuple(d for d in declared if d.revoked_on is not None)
    signs = [Sign("health", stated=death.on) for death in deaths.records]
    signs += [Sign("courts", legal=d.judged_on) for d in declared if d.revoked_on is None]
    registered, documents, strange = _public_security(view, who, revoked)
    cremations = view.under(who, view.population.civil_affairs.cremations, lambda c: [c.who])
    signs += registered
    signs += [Sign("civil_affairs", bound=cremation.on) for cremation in cremations.records]
    seen = [record.on for record in services.records]
    seen += [record.on for record in custodies.records]
    seen += documents
    seen += [d.revoked_on for d in revoked if d.revoked_on is not None]
    mismatch = any(f.mismatch for f in (deaths, services, declarations, custodies)) or strange
    variant = any(f.variant for f in (deaths, services, declarations, custodies, cremations))
    return Evidence(tuple(signs), tuple(seen), revoked, mismatch, variant)


def _public_security(
    view: View, who: Asked, revoked: tuple[Declaration, ...]
) -> tuple[list[Sign], list[date], bool]:
    """Deaths, documents issued in person, and whether the number has another name there."""
    register = view.population.public_security
    entries = view.entries(who)
    held = [e for e in entries if who.compare(view.directory.name(e.who)) in MATCHING]
    signs = []
    for entry in held:
        cancelled = entry.cancelled
        if (
            cancelled is not None
            and cancelled.reason == "death"
            and not _undone(cancelled, revoked)
        ):
            signs.append(Sign("public_security", cancelled.died_on, cancelled.on))
    numbers = {view.number(entry.who) for entry in held}
    unnatural = [d for d in register.unnatural_deaths if view.number(d.who) in numbers]
    signs += [Sign("public_security", stated=death.died_on) for death in unnatural]
    documents = [e.document_issued_on for e in held if e.document_issued_on is not None]
    return signs, documents, len(held) < len(entries)


def _undone(cancelled: Cancellation, revoked: tuple[Declaration, ...]) -> bool:
    """A deregistration that falls with a declaration that was revoked (CC 50)."""
    return cancelled.basis in ("declaration", "not_stated") and any(
        cancelled.on >= declaration.judged_on for declaration in revoked
    )
