"""The source of the courts: apply, look again until the deadline, else promise a late answer.

Must never keep anything between two calls: the query number is all that a late answer needs.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.courts.declarations import read_declarations
from connectors.courts.translate import (
    open_items,
    read_custody,
    read_judgments,
    read_own_name,
)
from connectors.courts.wire import (
    APPLY_PATH,
    CONTENT_TYPE,
    RESULT_PATH,
    Items,
    read_notice,
    read_query_number,
    read_result,
    write_application,
    write_poll,
)
from gateway.domain.evidence import Cause, Late
from gateway.domain.question import COURTS, CUSTODY, DECLARATIONS, FAMILY_JUDGMENTS
from gateway.domain.text import Text
from gateway.outbound.answers import answer_by_names, check_usable, failures_as_silence
from gateway.outbound.options import offered_operations, refuse_unknown_options
from gateway.ports.machine import Deadline
from gateway.ports.source import LinkFailed, LinkReply

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import date

    from connectors.courts.wire import Working
    from gateway.domain.evidence import Reply
    from gateway.domain.person import Person
    from gateway.domain.question import Question
    from gateway.domain.records import Record
    from gateway.outbound.json_documents import JsonObject
    from gateway.ports.source import Envelope, Link, SourceSettings

    Translation = Callable[[Sequence[JsonObject], Person, date], tuple[Record, ...]]
    Wait = Callable[[float], Awaitable[None]]

# What is kept of the deadline to hand the promise over: whoever asked stops listening at it.
_RESERVE_SECONDS: Final = 0.1


@dataclass(frozen=True, slots=True)
class Service:
    """How an operation is called, and how the items of its answer are read."""

    query_type: str
    translate: Translation


SERVICES: Final = {
    FAMILY_JUDGMENTS: Service("FAMILY", read_judgments),
    DECLARATIONS: Service("DECLARATION", read_declarations),
    CUSTODY: Service("CUSTODY", read_custody),
}


class Courts:
    """The connector; `wait` pauses between two looks at a query."""

    department = COURTS
    title = Text("人民法院", "People's courts")
    operations = frozenset(SERVICES)
    answers_late = True

    def __init__(self, wait: Wait = asyncio.sleep) -> None:
        self._wait = wait

    def open(self, settings: SourceSettings, link: Link) -> CourtsSource:
        """Open it for one court; it has no options of its own. Raises SettingsRefused."""
        refuse_unknown_options(settings)
        operations = offered_operations(settings, self.operations)
        return CourtsSource(link, operations, settings.poll_seconds, self._wait)

    def read_callback(self, content: bytes) -> str:
        """The query number of an answer that is there. Raises LinkFailed."""
        return read_notice(content)


class CourtsSource:
    """One court's files (`gateway.ports.source.Source`)."""

    department = COURTS

    def __init__(
        self, link: Link, operations: frozenset[str], poll_seconds: float, wait: Wait
    ) -> None:
        self.operations = operations
        self._link = link
        self._poll_seconds = poll_seconds
        self._wait = wait

    async def ask(self, question: Question, envelope: Envelope, deadline: Deadline) -> Reply:
        """Apply, and look for the answer until shortly before the deadline; else `Late`."""
        return await failures_as_silence(self._ask(question, envelope, deadline))

    async def resume(
        self,
        question: Question,
        ticket: str,
        envelope: Envelope,  # noqa: ARG002 - the port's signature; the number says who asked
        deadline: Deadline,
    ) -> Reply:
        """Look once whether the answer has come."""
        return await failures_as_silence(self._resume(question, ticket, deadline))

    async def close(self) -> None:
        """Give the connections back."""
        await self._link.close()

    async def _ask(self, question: Question, envelope: Envelope, deadline: Deadline) -> Reply:
        check_usable(question, self.operations)
        query_type = SERVICES[question.operation].query_type
        application = write_application(query_type, question.about, envelope)
        reply = await self._post(APPLY_PATH, application, deadline)
        ticket = read_query_number(reply, envelope.request_id)
        earlier = Deadline(deadline.at - _RESERVE_SECONDS, deadline.monotonic)
        while True:
            try:
                seen = await self._look(question, ticket, earlier)
            except LinkFailed as failed:
                if failed.cause is Cause.TIMEOUT:
                    return Late(ticket)  # they have promised, and only looking took too long
                raise
            if isinstance(seen, Items):
                return _answer(question, seen)
            pause = max(self._poll_seconds, seen.pause_seconds)
            if pause >= earlier.remaining():
                return Late(ticket)
            await self._wait(pause)

    async def _resume(self, question: Question, ticket: str, deadline: Deadline) -> Reply:
        check_usable(question, self.operations)
        seen = await self._look(question, ticket, deadline)
        return _answer(question, seen) if isinstance(seen, Items) else Late(ticket)

    async def _look(self, question: Question, ticket: str, deadline: Deadline) -> Items | Working:
        reply = await self._post(RESULT_PATH, write_poll(ticket), deadline)
        query_type = SERVICES[question.operation].query_type
        return read_result(reply, ticket, query_type, question.about.number)

    async def _post(self, path: str, content: bytes, deadline: Deadline) -> LinkReply:
        return await self._link.exchange(
            "POST",
            path,
            content=content,
            headers={"Content-Type": CONTENT_TYPE, "Accept": "application/json"},
            deadline=deadline,
            idempotent=True,
        )


def _answer(question: Question, found: Items) -> Reply:
    items = open_items(found.items)
    names = [read_own_name(item, question.about) for item in items]
    records = SERVICES[question.operation].translate(items, question.about, found.as_of)
    return answer_by_names(question.about, names, records, found.as_of)
