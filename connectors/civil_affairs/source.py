"""The source of civil affairs: one question, one call, one answer.

Must never send who asks: the department does not want the operator.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.civil_affairs.translate import (
    drop_no_match,
    open_rows,
    read_adoption,
    read_cremation,
    read_event,
    read_own_name,
)
from connectors.civil_affairs.wire import (
    CONTENT_TYPE,
    Access,
    one_person,
    one_sided,
    read_reply,
    two_sided,
    write_request,
)
from gateway.domain.question import ADOPTIONS, CIVIL_AFFAIRS, CREMATION, MARITAL_EVENTS
from gateway.domain.text import Text
from gateway.outbound.answers import answer_by_names
from gateway.outbound.options import (
    offered_operations,
    refuse_unknown_options,
    secret_option,
    word_option,
)
from gateway.outbound.prompt_source import PromptSource
from gateway.outbound.values import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from gateway.domain.evidence import Reply
    from gateway.domain.question import Question
    from gateway.domain.records import Record
    from gateway.outbound.json_documents import JsonObject
    from gateway.ports.machine import Deadline
    from gateway.ports.source import Envelope, Link, SourceSettings

    Translation = Callable[[JsonObject, Question, date], Record]

ACCESS_KEY: Final = "access_key"
ACCESS_SECRET: Final = "access_secret"  # noqa: S105 - the name of an option
_KEY_NAME: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Service:
    """Where an operation is asked, and how one row of its reply is read."""

    path: str
    translate: Translation


SERVICES: Final = {
    MARITAL_EVENTS: Service("/openapi/marriage/query", read_event),
    ADOPTIONS: Service("/openapi/adoption/query", read_adoption),
    CREMATION: Service("/openapi/cremation/query", read_cremation),
}


class CivilAffairs:
    """The connector; `now` stamps the calls."""

    department = CIVIL_AFFAIRS
    title = Text("民政部门", "Civil affairs")
    operations = frozenset(SERVICES)
    answers_late = False

    def __init__(self, now: Callable[[], datetime] = utc_now) -> None:
        self._now = now

    def open(self, settings: SourceSettings, link: Link) -> CivilAffairsSource:
        """Open it for one department. Raises SettingsRefused naming a wrong option.

        Options: `access_key`, the name (not a secret) under which the department knows the gateway;
        `access_secret`, a private file with the secret that signs the calls.
        """
        refuse_unknown_options(settings, {ACCESS_KEY, ACCESS_SECRET})
        access = Access(
            word_option(settings, ACCESS_KEY, _KEY_NAME),
            secret_option(settings, ACCESS_SECRET) or b"",
        )
        operations = offered_operations(settings, self.operations)
        return CivilAffairsSource(link, operations, access, self._now)


class CivilAffairsSource(PromptSource):
    """One department's registers (`gateway.ports.source.Source`)."""

    department = CIVIL_AFFAIRS

    def __init__(
        self,
        link: Link,
        operations: frozenset[str],
        access: Access,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(link, operations)
        self._access = access
        self._now = now

    async def speak(self, question: Question, envelope: Envelope, deadline: Deadline) -> Reply:
        """One call and its answer."""
        service = SERVICES[question.operation]
        request_id = envelope.request_id
        reply = await self._link.exchange(
            "POST",
            service.path,
            content=write_request(_content(question), request_id, self._access, self._now()),
            headers={"Content-Type": CONTENT_TYPE, "Accept": "application/json"},
            deadline=deadline,
            idempotent=True,
        )
        found = read_reply(reply, request_id, question.about.number)
        rows = found.rows
        if question.operation == MARITAL_EVENTS:
            rows = tuple(drop_no_match(rows))
        rows = tuple(open_rows(rows))
        names = [read_own_name(row, question.about) for row in rows]
        records = [service.translate(row, question, found.as_of) for row in rows]
        return answer_by_names(question.about, names, records, found.as_of)


def _content(question: Question) -> dict[str, str]:
    if question.operation != MARITAL_EVENTS:
        return one_person(question.about)
    if question.other is None:
        return one_sided(question.about)
    return two_sided(question.about, question.other)
