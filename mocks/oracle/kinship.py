"""The fact kinship (domain.md K1 to K11), but for derivations.

Must never let a household entry alone exclude anything.
"""

from __future__ import annotations

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
)
from mocks.oracle.derived import derive
from mocks.oracle.marriage import answer_spouse
from mocks.oracle.relations import (
    BIRTH_LINE,
    DERIVABLE,
    GROUPS,
    STEP_OR_ADOPTIVE,
    excludes,
    group_of,
    is_less_specific,
    meets,
)
from mocks.oracle.ties import ADOPTION, HOUSEHOLD, Tie, adoptions_of, is_adopted_by_others, ties
from mocks.oracle.unions import history_of
from mocks.oracle.view import Asked, View
from mocks.oracle.widowing import dates_differ, day_before_death

PART = "relation"
NOT_SPECIFIC = "relation_not_specific"
NOTHING = "no_kinship_record"


def answer_kinship(
    view: View, subject: Asked, relative: Asked, claim: str, *, may_derive: bool, at_death: bool
) -> Answer:
    """Whether the relative is to the subject what the code claims."""
    if claim in GROUPS["spouse"]:
        on = view.population.today
        if at_death:
            if dates_differ(view, subject) or dates_differ(view, relative):
                return open_reasons(PART, AMBIGUOUS)
            on = day_before_death(view, subject) or day_before_death(view, relative) or on
        return answer_spouse(view, subject, relative, PART, on)
    _refuse_couples(view, subject, relative)
    held = ties(view, subject, relative)
    if claim in STEP_OR_ADOPTIVE:
        return _adoptive(held, claim)
    if claim in BIRTH_LINE and _is_adopted_away(view, subject, relative, claim):
        return of(PART, AMBIGUOUS, NOT_SPECIFIC)
    direct = _direct(held, claim)
    if direct is not None:
        return direct
    if claim in DERIVABLE and may_derive:
        found = derive(view, subject, relative, claim)
        return found or _not_found(view, subject, relative, held, claim)
    derivable = claim in DERIVABLE
    return _not_found(view, subject, relative, held, claim, derivable=derivable)


def _refuse_couples(view: View, subject: Asked, relative: Asked) -> None:
    """The tables do not say whether a marriage on record excludes another kinship here."""
    history = history_of(view, subject, view.population.today)
    if any(union.number in relative.numbers for union in history.unions):
        raise UndeterminedError


def _adoptive(held: tuple[Tie, ...], claim: str) -> Answer:
    """K3."""
    sources = {tie.source for tie in held if tie.code == claim}
    if ADOPTION in sources:
        return of(PART, CONFIRMED)
    if HOUSEHOLD in sources:
        return of(PART, AMBIGUOUS, NOT_SPECIFIC)
    if held:
        raise UndeterminedError
    return of(PART, NO_RECORD, NOTHING)


def _is_adopted_away(view: View, subject: Asked, relative: Asked, claim: str) -> bool:
    """K4: the child of the claimed tie was adopted by others."""
    if claim in GROUPS["parent"]:
        return is_adopted_by_others(view, subject, relative)
    return is_adopted_by_others(view, relative, subject)


def _direct(held: tuple[Tie, ...], claim: str) -> Answer | None:
    """K5 and K6; None if no register holds the claimed relation."""
    meeting = [tie for tie in held if meets(claim, tie.code)]
    if not meeting:
        return None
    against = [tie for tie in held if tie.source != HOUSEHOLD and excludes(claim, tie.code)]
    if against:
        return open_reasons(PART, CONFLICT)
    variant = any(tie.variant for tie in meeting)
    return of(PART, CONFIRMED, "name_variant") if variant else of(PART, CONFIRMED)


def _of_one_group(claim: str, held: str) -> bool:
    """Whether a son is claimed and a daughter held, or the like: the tables do not say."""
    return group_of(claim) is not None and group_of(claim) == group_of(held)


def _is_anybody_adopted(view: View, subject: Asked, relative: Asked) -> bool:
    return bool(adoptions_of(view, subject) or adoptions_of(view, relative))


def _not_found(
    view: View,
    subject: Asked,
    relative: Asked,
    held: tuple[Tie, ...],
    claim: str,
    *,
    derivable: bool = False,
) -> Answer:
    """K8, K9 and K11."""
    if any(is_less_specific(claim, tie.code) for tie in held):
        if any(tie.variant for tie in held):
            return open_reasons(PART, AMBIGUOUS)
        return of(PART, AMBIGUOUS, NOT_SPECIFIC)
    against = {tie.source for tie in held if excludes(claim, tie.code)} - {HOUSEHOLD}
    if against == {ADOPTION}:
        raise UndeterminedError
    if against and (_is_anybody_adopted(view, subject, relative)):
        raise UndeterminedError  # whether a tie that an adoption ended still excludes
    if against:
        return open_reasons(PART, CONTRADICTED)
    if any(tie.code in STEP_OR_ADOPTIVE for tie in held) and claim in BIRTH_LINE:
        raise UndeterminedError
    if any(tie.source != HOUSEHOLD or _of_one_group(claim, tie.code) for tie in held):
        raise UndeterminedError
    if derivable:
        return of(PART, NO_RECORD, "derivation_not_authorised")
    return of(PART, NO_RECORD, NOTHING)
