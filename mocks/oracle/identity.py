"""The fact identity (domain.md I1 to I5).

Must never look into any register but public security's.
"""

from __future__ import annotations

from collections.abc import Mapping

from mocks import names
from mocks.oracle.answer import (
    AMBIGUOUS,
    CONFIRMED,
    CONTRADICTED,
    NO_RECORD,
    Answer,
    UndeterminedError,
    of,
    open_reasons,
    together,
)
from mocks.oracle.view import Asked, View
from mocks.population.population_register import Entry

PART = "identity"


def answer_identity(view: View, number: str, who: Asked, claim: Mapping[str, object]) -> Answer:
    """`number` is the number as asked, of 15 digits too."""
    found = view.entries(who)
    if len(found) > 1:
        return _alone(claim, of(PART, AMBIGUOUS, "number_shared"))
    if not found:
        return _alone(claim, of(PART, NO_RECORD, "not_in_population_register"))
    (entry,) = found
    name = view.directory.name(entry.who)
    how = who.compare(name)
    if how in (names.SIMILAR, names.DIFFERENT):
        former = bool(set(who.names) & set(entry.former_names))
        return _alone(claim, of(PART, AMBIGUOUS, "former_name" if former else "name_mismatch"))
    parts = [of(PART, CONFIRMED), *_claimed(entry, claim)]
    answer = together(parts)
    if how == names.VARIANT:
        answer = answer.because("name_variant")
    if number != view.directory.number(entry.who):
        answer = answer.because("former_identity")
    if entry.cancelled is not None and "status" not in claim:
        answer = answer.because("registration_cancelled")
    return answer


def _alone(claim: Mapping[str, object], answer: Answer) -> Answer:
    """The tables do not say what becomes of the other parts when the identity is not settled."""
    if claim:
        raise UndeterminedError
    return answer


def _claimed(entry: Entry, claim: Mapping[str, object]) -> list[Answer]:
    parts = []
    if "status" in claim:
        in_force = entry.cancelled is None
        matches = in_force == (claim["status"] == "registered")
        parts.append(of("status", CONFIRMED) if matches else open_reasons("status", CONTRADICTED))
    if "former_name" in claim:
        if claim["former_name"] not in entry.former_names:
            raise UndeterminedError
        parts.append(of("former_name", CONFIRMED))
    return parts
