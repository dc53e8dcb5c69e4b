"""The rows M1 to M9 on one settled history (domain.md, marriage).

Pure. Knows neither departments nor silence: who was not heard is weighed before (`decision`).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from gateway.domain.outcome import Outcome
from gateway.facts.marriage import claim
from gateway.facts.marriage import reasons as why
from gateway.facts.marriage.reading import couple_of
from gateway.facts.marriage.ruling import NOT_SETTLED, Point, Ruling
from gateway.facts.marriage.timeline import Happening, Marriage

if TYPE_CHECKING:
    from gateway.facts.marriage.histories import History
    from gateway.facts.marriage.timeline import Couple, Key

_CONFLICT: Final = Ruling(Outcome.CONFLICT, "M1", (why.MORE_THAN_ONE_IN_FORCE.code,))


def judge(history: History, point: Point) -> Ruling:
    """The first row that matches."""
    key = point.subject.key
    if point.spouse is not None:
        return _judge_couple(history, couple_of(key, point.spouse.key), point.day)
    return _judge_status(history, key, point.status, point.day)


def standing(history: History, key: Key, day: date) -> tuple[Marriage, ...]:
    """The marriages of a person that are in force on a day."""
    return tuple(m for m in history if key in m.couple and m.is_in_force_on(day))


def _judge_couple(history: History, couple: Couple, day: date) -> Ruling:
    """M1 to M4, for two named persons."""
    own = [m for m in history if m.couple == couple]
    if any(m.is_in_force_on(day) for m in own):
        if any(m.couple != couple for key in couple for m in standing(history, key, day)):
            return _CONFLICT
        return Ruling(Outcome.CONFIRMED, "M2", hangs_on_life=True)
    if any(m.is_unsettled_on(day) for m in own):
        return NOT_SETTLED
    if any(m.had_begun_by(day) for m in own):
        return Ruling(Outcome.CONTRADICTED, "M3", (why.MARRIAGE_NOT_IN_FORCE.code,))
    return _no_record("M4")


def _judge_status(history: History, key: Key, status: str | None, day: date) -> Ruling:
    """M1 and M5 to M9, for a marital status (GB/T 2261.2)."""
    known = [m for m in history if key in m.couple and m.is_valid and m.had_begun_by(day)]
    lasting = standing(history, key, day)
    match status:
        case claim.NEVER_MARRIED:
            return _contradicted("M9") if known else _no_record("M9")
        case claim.WIDOWED | claim.DIVORCED:
            return _judge_ended(known, key, lasting, status)
        case _ if len({m.couple for m in lasting}) > 1:
            return _CONFLICT
        case _ if lasting:
            return _judge_lasting(known, lasting[0], status)
        case _:
            row = "M5" if status == claim.MARRIED else "M6"
            return _contradicted(row) if known else _no_record(row)


def _judge_lasting(known: list[Marriage], lasting: Marriage, status: str | None) -> Ruling:
    """M5 and M6 while one marriage is in force: the subclass turns on the earlier ones."""
    if status == claim.MARRIED:
        return Ruling(Outcome.CONFIRMED, "M5", hangs_on_life=True)
    earlier = [m for m in known if m != lasting]
    match status:
        case claim.FIRST_MARRIAGE:
            refuted, met = bool(earlier), False
        case claim.REMARRIED:
            refuted, met = False, any(m.couple != lasting.couple for m in earlier)
        case _:
            refuted, met = False, any(_was_divorced_from(m, lasting.couple) for m in earlier)
    if refuted:
        return _contradicted("M6", hangs_on_life=True)
    if met:
        return Ruling(Outcome.CONFIRMED, "M6", hangs_on_life=True)
    reasons = (why.EARLIER_MARRIAGES_NOT_EXCLUDED.code,)
    return Ruling(Outcome.AMBIGUOUS, "M6", reasons, hangs_on_life=True)


def _was_divorced_from(marriage: Marriage, couple: Couple) -> bool:
    return marriage.couple == couple and marriage.ending is Happening.DIVORCE


def _judge_ended(
    known: list[Marriage], key: Key, lasting: tuple[Marriage, ...], status: str
) -> Ruling:
    """M7 and M8: how the last marriage ended. Nobody is widowed by her own death."""
    row = "M8" if status == claim.WIDOWED else "M7"
    if lasting:
        hangs = status == claim.WIDOWED or _was_divorced_since(known, lasting)
        return _contradicted(row, hangs_on_life=hangs)
    if not known:
        return _no_record(row)
    last = max(known, key=_end_of)
    match last.ending:
        case Happening.DIVORCE:
            met = status == claim.DIVORCED
        case Happening.DEATH:
            met = status == claim.WIDOWED and last.deceased != key
        case _ if status == claim.DIVORCED:
            met = False
        case _:
            return NOT_SETTLED  # By a declaration since revoked: the spouse is not dead.
    return Ruling(Outcome.CONFIRMED, row) if met else _contradicted(row)


def _was_divorced_since(known: list[Marriage], lasting: tuple[Marriage, ...]) -> bool:
    """Whether another marriage ended by divorce after each that lasts had begun.

    A death that nobody has heard of could have ended these before it.
    """
    begun = max(m.begun for m in lasting if m.begun is not None)
    return any(
        m.ending is Happening.DIVORCE and m.ended is not None and m.ended > begun for m in known
    )


def _end_of(marriage: Marriage) -> tuple[date, date, list[Key]]:
    """The last marriage is the one that ended last; on one day, the one that began last."""
    return (
        marriage.ended or date.max,
        marriage.begun or date.min,
        sorted(marriage.couple),
    )


def _contradicted(row: str, *, hangs_on_life: bool = False) -> Ruling:
    reasons = (why.STATUS_DIFFERS.code,)
    return Ruling(Outcome.CONTRADICTED, row, reasons, hangs_on_life=hangs_on_life)


def _no_record(row: str) -> Ruling:
    return Ruling(Outcome.NO_RECORD, row, (why.NO_MARRIAGE_RECORD.code,))
