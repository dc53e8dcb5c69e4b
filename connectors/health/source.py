"""The source of health: one question, one call, one answer.

Must never send who asks: the department does not want the operator.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.health.translate import (
    Found,
    open_elements,
    read_birth,
    read_death,
    read_service,
)
from connectors.health.wire import CONTENT_TYPE, PATH, Message, read_reply, write_request
from gateway.domain.evidence import Cause
from gateway.domain.question import (
    BIRTH_BY_CERTIFICATE,
    BIRTH_BY_CHILD,
    BIRTH_BY_MOTHER,
    DEATH,
    HEALTH,
    LAST_SERVICE,
)
from gateway.domain.text import Text
from gateway.outbound.answers import answer_by_names
from gateway.outbound.options import offered_operations, refuse_unknown_options, word_option
from gateway.outbound.prompt_source import PromptSource
from gateway.outbound.values import utc_now
from gateway.ports.source import LinkFailed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from lxml.etree import _Element

    from gateway.domain.evidence import Reply
    from gateway.domain.question import Question
    from gateway.ports.machine import Deadline
    from gateway.ports.source import Envelope, Link, SourceSettings

    Translation = Callable[[_Element, Question, date], Found]

SENDER: Final = "sender"
_SENDER_NAME: Final = re.compile(r"[0-9A-Za-z_.-]{1,64}")


@dataclass(frozen=True, slots=True)
class Service:
    """How an operation is called, which fields it takes, and how one record is read."""

    action: str
    name_field: str | None
    number_field: str
    translate: Translation
    most: int | None = None  # records there can be; None = any number


SERVICES: Final = {
    BIRTH_BY_CERTIFICATE: Service("CSZM_ZH", None, "CSZMBH", read_birth, most=1),
    BIRTH_BY_CHILD: Service("CSZM_ET", "ETXM", "ETGMSFHM", read_birth),
    BIRTH_BY_MOTHER: Service("CSZM_MQ", "MQXM", "MQGMSFHM", read_birth),
    DEATH: Service("SWZM", "XM", "GMSFHM", read_death),
    LAST_SERVICE: Service("JZJL", "XM", "GMSFHM", read_service, most=1),
}


class Health:
    """The connector; `now` stamps the calls."""

    department = HEALTH
    title = Text("卫生健康部门", "Health")
    operations = frozenset(SERVICES)
    answers_late = False

    def __init__(self, now: Callable[[], datetime] = utc_now) -> None:
        self._now = now

    def open(self, settings: SourceSettings, link: Link) -> HealthSource:
        """Open it for one department. Raises SettingsRefused naming a wrong option.

        Option `sender`: the name (not a secret) under which the department knows the gateway.
        """
        refuse_unknown_options(settings, {SENDER})
        return HealthSource(
            link,
            offered_operations(settings, self.operations),
            word_option(settings, SENDER, _SENDER_NAME),
            self._now,
        )


class HealthSource(PromptSource):
    """One department's registers (`gateway.ports.source.Source`)."""

    department = HEALTH

    def __init__(
        self,
        link: Link,
        operations: frozenset[str],
        sender: str,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(link, operations)
        self._sender = sender
        self._now = now

    async def speak(self, question: Question, envelope: Envelope, deadline: Deadline) -> Reply:
        """One call and its answer."""
        service = SERVICES[question.operation]
        message = Message(envelope.request_id, service.action, _fields(service, question))
        # The reply is kept by nobody here: what it holds beside the records is gone with it.
        answer = read_reply(
            await self._link.exchange(
                "POST",
                PATH,
                content=write_request(message, self._sender, self._now()),
                headers={"Content-Type": CONTENT_TYPE, "Accept": "text/xml"},
                deadline=deadline,
                idempotent=True,
            ),
            message,
            message.fields[service.number_field],
        )
        if service.most is not None and len(answer.elements) > service.most:
            raise LinkFailed(Cause.MALFORMED)
        found = [
            service.translate(element, question, answer.as_of)
            for element in open_elements(answer.elements)
        ]
        names = [each.own_name for each in found]
        records = [each.record for each in found]
        return answer_by_names(question.about, names, records, answer.as_of)


def _fields(service: Service, question: Question) -> dict[str, str]:
    if service.name_field is not None:
        about = question.about
        return {service.name_field: about.name, service.number_field: about.number}
    if not question.certificate_number:
        raise LinkFailed(Cause.UNSUPPORTED)
    return {service.number_field: question.certificate_number}
