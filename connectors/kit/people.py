"""The invented people, the envelope and the clock that golden files are written with.

Must never hold anybody real. A connector's tests may bring people of their own.
"""

from __future__ import annotations

from datetime import UTC, datetime

from gateway.domain.person import Person
from gateway.ports.machine import Deadline
from gateway.ports.source import Envelope

JIANGUO = Person("500112195803120017", "陈建国")
XIUYING = Person("500105196007050020", "王秀英")
XIAOYU = Person("500112198509200044", "陈小雨")
LI_WEI = Person("500112198301140038", "李伟")
LE = Person("50011220101103002X", "陈乐")
OPERATOR = Person("11010519491231002X", "经办甲")

ENVELOPE = Envelope(
    request_id="0d6f9a3c-0001",
    requester="11500000009275772R",
    requester_name="某市住房公积金中心",
    business="GJJ-007",
    operator=OPERATOR,
)
PERSONAL = tuple(
    value
    for person in (JIANGUO, XIUYING, XIAOYU, LI_WEI, LE, OPERATOR)
    for value in (person.number, person.name)
)
"""Every number and name of these people: none of them may show up in a log or an error."""


def fixed_now() -> datetime:
    """09:30:01 on 2026-11-20 in Beijing."""
    return datetime(2026, 11, 20, 1, 30, 1, tzinfo=UTC)


def plenty() -> Deadline:
    """A deadline that stays five seconds away."""
    return Deadline(5.0, lambda: 0.0)


def envelope_of(request_id: str) -> Envelope:
    """The envelope of the golden files under a request number of its own."""
    return Envelope(
        request_id,
        ENVELOPE.requester,
        ENVELOPE.requester_name,
        ENVELOPE.business,
        ENVELOPE.operator,
    )


def holds_nothing_personal(text: str) -> bool:
    """Whether a text names none of these people, in plain or as Python escapes it."""
    spelt = (*PERSONAL, *(ascii(value).strip("'") for value in PERSONAL))
    return not any(value in text for value in spelt)
