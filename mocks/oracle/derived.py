"""Kinship that is put together from steps which registers hold (domain.md K7).

Must never go a step through somebody whom the registers know by more than one number or name: the
tables do not say how she is asked about.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mocks.oracle.answer import AMBIGUOUS, CONFIRMED, Answer, UndeterminedError, of
from mocks.oracle.marriage import answer_spouse
from mocks.oracle.relations import GROUPS, IN_LAW
from mocks.oracle.ties import HOUSEHOLD, adoptions_of, is_adopted_by_others, ties
from mocks.oracle.unions import history_of
from mocks.oracle.view import Asked, View, asked
from mocks.population.numbers import birth_date, sex_of

PART = "relation"
STEPS_UP = ("51", "52")
GRANDPARENTS = {("51", "1"): "61", ("51", "2"): "62", ("52", "1"): "63", ("52", "2"): "64"}
GRANDCHILDREN = {("51", "1"): "41", ("51", "2"): "42", ("52", "1"): "43", ("52", "2"): "44"}
SPOUSES = {"71": "72", "73": "74", "75": "76", "77": "78"}
IN_LAWS = {("1", "1"): "55", ("1", "2"): "56", ("2", "1"): "53", ("2", "2"): "54"}


def derive(view: View, subject: Asked, relative: Asked, claim: str) -> Answer | None:
    """K7, or K4 on the way; None if nothing can be derived."""
    _be_plain(view, subject)
    _be_plain(view, relative)
    if claim in GROUPS["grandparent"] and adoptions_of(view, subject):
        return _beyond_an_adoption(view, subject, relative)
    if claim in GROUPS["sibling"]:
        codes = _siblings(view, subject, relative)
    elif claim in GROUPS["grandparent"]:
        codes = _grandparents(view, subject, relative, GRANDPARENTS)
    elif claim in GROUPS["grandchild"]:
        codes = _grandparents(view, relative, subject, GRANDCHILDREN, sex_of(relative.numbers[0]))
    elif claim in IN_LAW:
        codes = _in_laws(view, subject, relative, claim)
    else:
        codes = _siblings_in_law(view, subject, relative)
    if not codes:
        return None
    general = f"{claim[0]}0"
    if claim in codes or (claim == general and claim not in IN_LAW):
        return of(PART, CONFIRMED, "derived")
    raise UndeterminedError


def _beyond_an_adoption(view: View, subject: Asked, elder: Asked) -> Answer:
    """K4 on the way: the step to a birth parent ended with the adoption."""
    for person in _everybody(view):
        codes = {tie.code for tie in ties(view, subject, person) if tie.source != HOUSEHOLD}
        ended = is_adopted_by_others(view, subject, person) and codes & set(STEPS_UP)
        if ended and any(up.numbers == elder.numbers for up, _ in parents(view, person)):
            return of(PART, AMBIGUOUS, "relation_not_specific")
    raise UndeterminedError


def _siblings_in_law(view: View, subject: Asked, relative: Asked) -> set[str]:
    """A sibling's wife or husband."""
    found: set[str] = set()
    for sibling in _spouses(view, relative):
        _be_plain(view, sibling)
        codes = _siblings(view, subject, sibling)
        found |= {SPOUSES[code] for code in codes}
    return found


def _be_plain(view: View, who: Asked) -> None:
    if not view.is_plain(who):
        raise UndeterminedError


def _everybody(view: View) -> Iterator[Asked]:
    for resident in view.population.residents:
        yield asked(resident.number, resident.name)


def parents(view: View, child: Asked) -> list[tuple[Asked, str]]:
    """The parents by birth that a register holds, with 51 or 52."""
    if adoptions_of(view, child):
        raise UndeterminedError
    found = []
    for person in _everybody(view):
        held = ties(view, child, person)
        codes = {tie.code for tie in held if tie.source != HOUSEHOLD}
        at_home = {tie.code for tie in held} - codes
        if any(tie.variant for tie in held):
            raise UndeterminedError  # whether a name written otherwise is told of a step
        if at_home & {*STEPS_UP, "57", "58"}:
            raise UndeterminedError  # whether a household entry alone carries a step
        found += [(person, code) for code in STEPS_UP if code in codes]
    for person, _ in found:
        _be_plain(view, person)
    return found


def _siblings(view: View, subject: Asked, relative: Asked) -> set[str]:
    ours = {parent.numbers for parent, _ in parents(view, subject)}
    theirs = {parent.numbers for parent, _ in parents(view, relative)}
    if not ours & theirs or subject.numbers == relative.numbers:
        return set()
    born = [birth_date(person.numbers[0]) for person in (subject, relative)]
    if born[0] == born[1]:
        raise UndeterminedError
    older = born[1] < born[0]
    if sex_of(relative.numbers[0]) == "1":
        return {"71" if older else "73"}
    return {"75" if older else "77"}


def _grandparents(
    view: View,
    child: Asked,
    elder: Asked,
    codes: dict[tuple[str, str], str],
    sex: str | None = None,
) -> set[str]:
    """What the two are to each other by two steps up from the child."""
    found = set()
    for parent, step in parents(view, child):
        if any(up.numbers == elder.numbers for up, _ in parents(view, parent)):
            found.add(codes[(step, sex or sex_of(elder.numbers[0]))])
    return found


def _in_laws(view: View, subject: Asked, relative: Asked, claim: str) -> set[str]:
    """Parents-in-law of the subject, or a child's spouse."""
    up = claim not in ("28", "38")
    younger, elder = (subject, relative) if up else (relative, subject)
    own_sex = sex_of(younger.numbers[0])
    for spouse in _spouses(view, younger):
        if any(parent.numbers == elder.numbers for parent, _ in parents(view, spouse)):
            if up:
                return {IN_LAWS[(own_sex, sex_of(elder.numbers[0]))]}
            return {"28" if own_sex == "1" else "38"}
    return set()


def _spouses(view: View, who: Asked) -> Iterator[Asked]:
    """Whoever is married to that person today."""
    today: date = view.population.today
    for union in history_of(view, who, today).unions:
        spouse = asked(view.directory.number(union.partner), view.directory.name(union.partner))
        _be_plain(view, spouse)
        outcome = answer_spouse(view, who, spouse, PART, today).outcome
        if outcome == CONFIRMED:
            yield spouse
        elif outcome != "contradicted":
            raise UndeterminedError
