"""Ends marriages by the death, or the declared death, of one of the two (CC 48 and 51).

Must never end one by a cremation alone: civil affairs is not asked about deaths here.
"""

from __future__ import annotations

from datetime import date

from mocks.oracle.answer import UndeterminedError
from mocks.oracle.deaths import Evidence, gather
from mocks.oracle.unions import DEATH, DECLARED, UNSETTLED, Union, history_of
from mocks.oracle.view import Asked, View, asked
from mocks.population.court_files import Declaration

CIVIL_AFFAIRS = "civil_affairs"
COURTS = "courts"


def end_by_death(view: View, who: Asked, unions: list[Union], until: date) -> None:
    """Mark those marriages in force of which one of the two had died by that day."""
    for union in unions:
        partner = asked(view.directory.number(union.partner), view.directory.name(union.partner))
        for person, survivor in ((partner, who), (who, partner)):
            if union.in_force:
                evidence = gather(view, person)
                if until == view.population.today or _had_died(evidence, until):
                    _end(union, evidence, _later_weddings(view, survivor, union))


def _had_died(evidence: Evidence, until: date) -> bool:
    if len(evidence.stated) > 1 or (evidence.deaths and not evidence.stated) or evidence.revoked:
        raise UndeterminedError
    return any(day <= until for day in evidence.stated)


def _later_weddings(view: View, survivor: Asked, union: Union) -> tuple[date, ...]:
    """When the survivor married others."""
    others = history_of(view, survivor, view.population.today).unions
    return tuple(o.began for o in others if o.valid and o.began and o.began != union.began)


def _end(union: Union, evidence: Evidence, weddings: tuple[date, ...]) -> None:
    if evidence.departments == {CIVIL_AFFAIRS} or evidence.contradicts_itself:
        raise UndeterminedError
    if evidence.departments - {CIVIL_AFFAIRS, COURTS}:
        union.how = DEATH
    elif COURTS in evidence.departments:
        union.how = DECLARED
    union.ended = min((sign.earliest for sign in evidence.deaths), default=None)
    for declaration in evidence.revoked:
        if union.in_force:
            _resume(union, declaration, weddings)


def _resume(union: Union, declaration: Declaration, weddings: tuple[date, ...]) -> None:
    """After a revocation the marriage is in force again, unless something stands against it."""
    if union.began is not None and union.began > declaration.judged_on:
        return
    if any(day > declaration.judged_on for day in weddings) or declaration.no_resume == "yes":
        union.how, union.ended = DECLARED, declaration.judged_on
    elif declaration.no_resume != "no":
        union.how = UNSETTLED


def dates_differ(view: View, who: Asked) -> bool:
    """Whether the registers state different days of one death (domain.md K2, D7)."""
    return len(gather(view, who).stated) > 1


def day_before_death(view: View, who: Asked) -> date | None:
    """The day before the recorded death; None if none is recorded."""
    evidence = gather(view, who)
    if not evidence.deaths:
        return None
    if len(evidence.stated) != 1 or evidence.contradicts_itself or evidence.revoked:
        raise UndeterminedError
    (died_on,) = evidence.stated
    return date.fromordinal(died_on.toordinal() - 1)
