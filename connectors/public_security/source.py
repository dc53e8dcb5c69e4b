"""The source of public security: one question, one call, one answer.

Must never pass the operator's name or number to anything but the envelope of the call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.public_security.households import read_households
from connectors.public_security.persons import hold_under_name, read_entries
from connectors.public_security.translate import (
    read_birth,
    read_person_entry,
    read_unnatural_death,
)
from connectors.public_security.wire import CONTENT_TYPE, PATH, read_reply, write_request
from gateway.domain.evidence import Answered, Cause, Holding
from gateway.domain.person import RESIDENT_IDENTITY
from gateway.domain.question import (
    BIRTH_REGISTRATION,
    HOUSEHOLD,
    PERSON,
    PUBLIC_SECURITY,
    UNNATURAL_DEATH,
)
from gateway.domain.text import Text
from gateway.outbound.options import offered_operations, refuse_unknown_options
from gateway.outbound.prompt_source import PromptSource
from gateway.outbound.values import utc_now
from gateway.ports.source import LinkFailed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from connectors.public_security.persons import Entry
    from gateway.domain.evidence import Reply
    from gateway.domain.person import Person
    from gateway.domain.question import Question
    from gateway.domain.records import Record
    from gateway.ports.machine import Deadline
    from gateway.ports.source import Envelope, Link, SourceSettings

    Translation = Callable[[Entry, Person, date], tuple[Record, ...]]

SERVICES: Final = {
    PERSON: "RYXX",
    HOUSEHOLD: "HJXX",
    BIRTH_REGISTRATION: "CSDJ",
    UNNATURAL_DEATH: "FZCSW",
}
_TRANSLATIONS: Final[dict[str, Translation]] = {
    PERSON: read_person_entry,
    HOUSEHOLD: read_households,
    BIRTH_REGISTRATION: read_birth,
    UNNATURAL_DEATH: read_unnatural_death,
}


class PublicSecurity:
    """The connector; `now` stamps the calls."""

    department = PUBLIC_SECURITY
    title = Text("公安机关", "Public security")
    operations = frozenset(SERVICES)
    answers_late = False

    def __init__(self, now: Callable[[], datetime] = utc_now) -> None:
        self._now = now

    def open(self, settings: SourceSettings, link: Link) -> PublicSecuritySource:
        """Open it for one department; it has no options of its own. Raises SettingsRefused."""
        refuse_unknown_options(settings)
        return PublicSecuritySource(link, offered_operations(settings, self.operations), self._now)


class PublicSecuritySource(PromptSource):
    """One population register (`gateway.ports.source.Source`)."""

    department = PUBLIC_SECURITY

    def __init__(self, link: Link, operations: frozenset[str], now: Callable[[], datetime]) -> None:
        super().__init__(link, operations)
        self._now = now

    async def speak(self, question: Question, envelope: Envelope, deadline: Deadline) -> Reply:
        """One call and its answer."""
        if envelope.operator.id_type != RESIDENT_IDENTITY:
            raise LinkFailed(Cause.UNSUPPORTED)  # they ask for the operator's identity number
        service = SERVICES[question.operation]
        reply = await self._link.exchange(
            "POST",
            PATH,
            content=write_request(service, question.about, envelope, self._now()),
            headers={"Content-Type": CONTENT_TYPE, "Accept": "text/xml"},
            deadline=deadline,
            idempotent=True,
        )
        persons = read_reply(reply, envelope.request_id, service)
        entries = read_entries(persons.elements, question.about)
        return _answer(question, entries, persons.as_of)


def _answer(question: Question, entries: tuple[Entry, ...], as_of: date) -> Answered:
    if not entries:
        return Answered(Holding.NOT_HELD, (), as_of)
    if len(entries) > 1:
        # Nobody can say which of the two is meant, so nothing of either is passed on.
        return Answered(Holding.SHARED, (), as_of)
    holding, variant = hold_under_name(entries[0], question.about)
    records = _TRANSLATIONS[question.operation](entries[0], question.about, as_of)
    if holding is Holding.NAME_MISMATCH:
        return Answered(holding, (), as_of)
    return Answered(holding, records, as_of, variant)
