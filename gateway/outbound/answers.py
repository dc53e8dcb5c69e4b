"""How a reply becomes an answer: whom it is about, under which name, and what a failure is.

Must never let an error out of a source, and never tell what went wrong with which person.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from gateway.domain.evidence import Answered, Cause, Failed, Holding
from gateway.domain.names import NameMatch, compare_names
from gateway.domain.person import RESIDENT_IDENTITY
from gateway.outbound.values import read_number
from gateway.ports.source import LinkFailed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable
    from collections.abc import Set as AbstractSet
    from datetime import date

    from gateway.domain.evidence import Reply
    from gateway.domain.person import Person
    from gateway.domain.question import Question
    from gateway.domain.records import Record

_log = logging.getLogger(__name__)


async def failures_as_silence(work: Awaitable[Reply]) -> Reply:
    """The reply of a source's work; whatever goes wrong is `Failed`. Cancellation goes through.

    An error that is not a LinkFailed is a mistake in the connector: the reply counts as one that
    we cannot read, and the log names the class of the error alone (its text may hold a value).
    """
    try:
        return await work
    except LinkFailed as failed:
        return Failed(failed.cause)
    except Exception as error:  # noqa: BLE001 - a source never raises (gateway.ports.source)
        _log.error("a connector failed with %s", type(error).__name__)
        return Failed(Cause.MALFORMED)


def check_usable(question: Question, operations: AbstractSet[str]) -> None:
    """Refuse what the department cannot be asked. Raises LinkFailed(UNSUPPORTED).

    The four bundled kinds of department know people by their identity number only.
    """
    persons = [question.about] if question.other is None else [question.about, question.other]
    fits = all(person.id_type == RESIDENT_IDENTITY for person in persons)
    if question.operation not in operations or not fits:
        raise LinkFailed(Cause.UNSUPPORTED)


def check_same(asked: str, echoed: str | None) -> None:
    """Refuse a reply to something else than was asked. Raises LinkFailed(WRONG_PERSON)."""
    if echoed != asked:
        raise LinkFailed(Cause.WRONG_PERSON)


def check_same_number(asked: Person, echoed: str) -> None:
    """Refuse a record under another number, in whichever of its forms. Raises LinkFailed."""
    if read_number(echoed) != asked.number:
        raise LinkFailed(Cause.WRONG_PERSON)


def answer_by_names(
    asked: Person, names: Iterable[str | None], records: Iterable[Record], as_of: date
) -> Answered:
    """The answer of a register that found `records`, whose entries carry `names`.

    None stands for an entry that does not carry the person's name, which is no mismatch. One entry
    under another name is a mismatch of the whole: the number may have two bearers, and half a
    history is worse than none (domain.md G2).
    """
    found = tuple(records)
    if not found:
        return Answered(Holding.NOT_HELD, (), as_of)
    matches = {compare_names(asked.name, name) for name in names if name is not None}
    if NameMatch.DIFFERENT in matches:
        return Answered(Holding.NAME_MISMATCH, (), as_of)
    return Answered(Holding.HELD, found, as_of, variant=NameMatch.VARIANT in matches)
