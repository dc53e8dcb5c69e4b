"""Kinship that is put together from steps which registers hold (domain.md K7).

Must never go a step through somebody whom the registers know by more than one number or name: the
tables do not say how she is asked about.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mocks.oracle.answer import CONFIRMED, Answer, UndeterminedError, of
from mocks.oracle.marriage import answer_spouse
from mocks.oracle.relations import GROUPS, IN_LAW
from mocks.oracle.ties import HOUSEHOLD, adoptions_of, ties
from mocks.oracle.unions import history_of
from mocks.oracle.view import Asked, View, asked
from mocks.population.numbers import birth_date, sex_of

PART = "relation"
STEPS_UP = ("51", "52")
GRANDPARENTS = {("51", "1"): "61", ("51", "2"): "62", ("52", "1"): "63", ("52", "2"): "64"}
GRANDCHILDREN = {("51", "1"): "41", ("51", "2"): "42", ("52", "1"): "43", ("52", "2"): "44"}
IN_LAWS = {("1", "1"): "55", ("1", "2"): "56", ("2", "1"): "53", ("2", "2"): "54"}


def derive(view: View, subject: Asked, relative: Asked, claim: str) -> Answer | None:
    """K7, or K4 on the way; None if nothing can be derived."""
    _be_plain(view, subject)
    _be_plain(view, relative)
    if claim in GROUPS["sibling"]:
        codes = _siblings(view, subject, relative)
    elif claim in GROUPS["grandparent"]:
        codes = _grandparents(view, subject, relative, GRANDPARENTS)
    elif claim in GROUPS["grandchild"]:
        codes = _grandparents(view, relative, subject, GRANDCHILDREN, sex_of(relative.numbers[0]))
    elif claim in IN_LAW:
        codes = _in_laws(view, subject, relative, claim)
    else:
        raise UndeterminedError
    if not codes:
        return None
    general = f"{claim[0]}0"
    if claim in codes or (claim == general and claim not in IN_LAW):
        return of(PART, CONFIRMED, "derived")
    raise UndeterminedError


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
