"""The fact marriage (domain.md M1 to M9), and kinship by marriage (K2).

Must never confirm that somebody is unmarried.
"""

from __future__ import annotations

from datetime import date

from mocks.names import SAME
from mocks.oracle.answer import (
    AMBIGUOUS,
    CONFIRMED,
    CONFLICT,
    CONTRADICTED,
    NO_RECORD,
    UNAVAILABLE,
    Answer,
    UndeterminedError,
    of,
    open_reasons,
)
from mocks.oracle.deaths import gather
from mocks.oracle.unions import DEATH, DECLARED, DIVORCE, UNSETTLED, History, Union, history_of
from mocks.oracle.view import Asked, View, asked
from mocks.oracle.widowing import end_by_death

NOT_IN_FORCE = "marriage_not_in_force"
NOTHING = "no_marriage_record"
DISAGREE = "records_disagree"
MARRIED = ("20", "21", "22", "23")


def answer_spouse(view: View, who: Asked, spouse: Asked, part: str, on: date) -> Answer:
    """Whether the two are married to each other on that day."""
    history = history_of(view, who, on)
    between = [union for union in history.unions if union.number in spouse.numbers]
    strange = [union for union in between if not view.is_held(spouse, union.partner)]
    if history.not_proven & set(spouse.numbers):
        return open_reasons(part, UNAVAILABLE)
    if history.not_proven:
        raise UndeterminedError
    mismatch = bool(history.mismatched & set(spouse.numbers))
    if strange or mismatch:
        if len(strange) < len(between) or (between and mismatch):
            raise UndeterminedError
        return of(part, AMBIGUOUS, "name_mismatch")
    end_by_death(view, who, history.unions, on)
    if any(union.in_force for union in between) and _is_one_of_two(view, history, spouse, on):
        return of(part, CONFLICT, DISAGREE)
    return _between(view, spouse, part, between, history)


def _between(
    view: View, spouse: Asked, part: str, between: list[Union], history: History
) -> Answer:
    if not between:
        return of(part, NO_RECORD, NOTHING)
    if any(union.in_force for union in between):
        answer = of(part, CONFIRMED)
    elif any(union.how == UNSETTLED for union in between):
        return open_reasons(part, AMBIGUOUS)
    else:
        answer = of(part, CONTRADICTED, NOT_IN_FORCE)
    exact = all(view.match(spouse, union.partner) == SAME for union in between)
    return answer if exact and not history.variant else answer.because("name_variant")


def _is_one_of_two(view: View, history: History, spouse: Asked, on: date) -> bool:
    """M1: another marriage of either of the two is in force as well."""
    theirs = history_of(view, spouse, on)
    end_by_death(view, spouse, theirs.unions, on)
    return _how_many_in_force(history) > 1 or _how_many_in_force(theirs) > 1


def _how_many_in_force(history: History) -> int:
    return sum(union.in_force for union in history.unions)


def answer_status(view: View, who: Asked, status: str) -> Answer:
    """Whether the person's marital status is that code of GB/T 2261.2."""
    history = history_of(view, who, view.population.today)
    if history.not_proven:
        return open_reasons("status", UNAVAILABLE)
    if history.mismatched:
        if history.unions:
            raise UndeterminedError
        return of("status", AMBIGUOUS, "name_mismatch")
    if gather(view, who).deaths:
        raise UndeterminedError  # the tables speak of a living person's status
    end_by_death(view, who, history.unions, view.population.today)
    valid = [union for union in history.unions if union.valid]
    if any(union.how in (UNSETTLED, DECLARED) for union in valid) and status != "10":
        raise UndeterminedError
    if status in MARRIED and _how_many_in_force(history) > 1:
        return of("status", CONFLICT, DISAGREE)
    if status == "30" and not all(_is_known(view, union) for union in valid if union.in_force):
        raise UndeterminedError  # whether the spouse's death can be answered
    answer = _status(valid, status)
    if history.variant or not all(_is_known(view, union) for union in history.unions):
        return Answer(answer.parts, None)
    return answer


def _is_known(view: View, union: Union) -> bool:
    """Whether public security knows the partner as the record spells her."""
    return view.is_plain(
        asked(view.directory.number(union.partner), view.directory.name(union.partner))
    )


def _status(valid: list[Union], status: str) -> Answer:
    if not valid:
        return of("status", NO_RECORD, NOTHING)
    if status == "10":
        return open_reasons("status", CONTRADICTED)
    standing = [union for union in valid if union.in_force]
    if status in ("30", "40"):
        return _ended_how(valid, standing, DEATH if status == "30" else DIVORCE)
    if not standing:
        return open_reasons("status", CONTRADICTED)
    return _married(valid, standing[-1], status)


def _ended_how(valid: list[Union], standing: list[Union], how: str) -> Answer:
    """The last marriage must have ended so."""
    if standing:
        return open_reasons("status", CONTRADICTED)
    last = max(valid, key=lambda union: union.ended or date.min)
    matches = last.how == how
    return of("status", CONFIRMED) if matches else open_reasons("status", CONTRADICTED)


def _married(valid: list[Union], standing: Union, status: str) -> Answer:
    earlier = [union for union in valid if union is not standing]
    unsure = of("status", AMBIGUOUS, "earlier_marriages_not_excluded")
    if status == "20":
        return of("status", CONFIRMED)
    if status == "21":
        return open_reasons("status", CONTRADICTED) if earlier else unsure
    if status == "22":
        fits = any(union.number != standing.number for union in earlier)
    else:
        fits = any(u.number == standing.number and u.how == DIVORCE for u in earlier)
    return of("status", CONFIRMED) if fits else unsure
