"""The facts death (domain.md D1 to D10) and alive (A1 to A5).

Must never let a missing record of death speak for a life.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from mocks.oracle.answer import (
    AMBIGUOUS,
    CONFIRMED,
    CONFLICT,
    CONTRADICTED,
    NO_RECORD,
    Answer,
    UndeterminedError,
    of,
    open_reasons,
    together,
)
from mocks.oracle.deaths import Evidence

RECENT = 180
PART = "death"


def answer_death(held: Evidence, today: date, claim: Mapping[str, object]) -> Answer:
    """The part `death`, and `died_on` if it is claimed."""
    whole = _death(held, today)
    if held.variant:
        whole = whole.because("name_variant")
    if held.revoked:
        whole = whole.because("declaration_revoked")
    if "died_on" not in claim:
        return whole
    if held.mismatch:
        raise UndeterminedError
    claimed = date.fromisoformat(str(claim["died_on"]))
    return together([whole, _died_on(held, whole.parts[PART], claimed)])


def _death(held: Evidence, today: date) -> Answer:
    if held.contradicts_itself:
        return of(PART, CONFLICT, "sign_of_life_after_death")
    if held.deaths:
        answer = of(PART, CONFIRMED)
        if len(held.departments) == 1:
            answer = answer.because("single_source")
        return answer.because("legal_date") if held.departments == {"courts"} else answer
    if held.mismatch:
        return of(PART, AMBIGUOUS, "name_mismatch")
    recent = any(today - day <= timedelta(days=RECENT) for day in held.seen_on)
    return of(PART, NO_RECORD, "recent_sign_of_life" if recent else "no_death_record")


def _died_on(held: Evidence, death: str, claimed: date) -> Answer:
    if death != CONFIRMED:
        if any(day > claimed for day in held.seen_on):
            return open_reasons("died_on", CONTRADICTED)
        return open_reasons("died_on", death)
    if len(held.stated) > 1:
        return of("died_on", AMBIGUOUS, "dates_differ")
    legal = {sign.legal for sign in held.deaths if sign.legal is not None}
    if held.stated:
        if claimed in held.stated:
            return of("died_on", CONFIRMED)
        return of("died_on", CONTRADICTED, "date_differs")
    if claimed in legal:
        return of("died_on", CONFIRMED, "legal_date")
    bounds = [sign.bound for sign in held.deaths if sign.bound is not None]
    if any(claimed > bound for bound in bounds):
        return of("died_on", CONTRADICTED, "date_differs")
    return of("died_on", NO_RECORD, "date_not_recorded")


def answer_alive(held: Evidence, today: date, max_age_days: int) -> Answer:
    """Whether a sign of life is no older than so many days, and no death is known."""
    answer = _alive(held, today, max_age_days)
    if held.revoked:
        return Answer(answer.parts, None)
    return answer.because("name_variant") if held.variant else answer


def _alive(held: Evidence, today: date, max_age_days: int) -> Answer:
    if held.contradicts_itself:
        return of("alive", CONFLICT, "sign_of_life_after_death")
    if held.deaths:
        return open_reasons("alive", CONTRADICTED)
    if any(today - day <= timedelta(days=max_age_days) for day in held.seen_on):
        return open_reasons("alive", CONFIRMED) if held.mismatch else of("alive", CONFIRMED)
    if held.mismatch:
        return of("alive", AMBIGUOUS, "name_mismatch")
    return of("alive", NO_RECORD, "no_recent_sign_of_life")
