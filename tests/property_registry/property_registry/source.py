"""The source of the real-estate register: puts a question, gets an answer.

Must never decide anything, and must never turn a failure into a "no".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.domain.text import Text
from gateway.outbound.answers import answer_by_names
from gateway.outbound.options import offered_operations, refuse_unknown_options
from gateway.outbound.prompt_source import PromptSource
from property_registry.records import Ownership
from property_registry.wire import (
    CONTENT_TYPE,
    MEDIA_TYPE,
    PATH,
    read_answer,
    write_request,
)

if TYPE_CHECKING:
    from gateway.domain.evidence import Reply
    from gateway.domain.question import Question
    from gateway.domain.records import Record
    from gateway.ports.machine import Deadline
    from gateway.ports.source import Envelope, Link, SourceSettings

DEPARTMENT: Final = "housing"
OWNERSHIP: Final = "ownership"


class HousingSource(PromptSource):
    """One register (`gateway.ports.source.Source`)."""

    department = DEPARTMENT

    async def speak(self, question: Question, envelope: Envelope, deadline: Deadline) -> Reply:
        """Ask, and turn the rows that are not sealed into records. May raise LinkFailed."""
        reply = await self._link.exchange(
            "POST",
            PATH,
            content=write_request(question.about, envelope),
            headers={"Content-Type": CONTENT_TYPE, "Accept": MEDIA_TYPE},
            deadline=deadline,
            idempotent=True,
        )
        answer = read_answer(reply, question.about, envelope)
        # A sealed row is not there: nothing behind the connector knows the word.
        rows = [row for row in answer.rows if not row.sealed]
        records = [Ownership(row.area, row.since, row.until) for row in rows]
        return answer_by_names(question.about, [row.owner for row in rows], records, answer.as_of)


class Housing:
    """The connector."""

    department = DEPARTMENT
    title = Text("不动产登记机构", "real-estate register")
    operations = frozenset({OWNERSHIP})
    answers_late = False
    records: tuple[type[Record], ...] = (Ownership,)

    def open(self, settings: SourceSettings, link: Link) -> HousingSource:
        """Open it for one register; it has no options of its own. Raises SettingsRefused."""
        refuse_unknown_options(settings)
        return HousingSource(link, offered_operations(settings, self.operations))
