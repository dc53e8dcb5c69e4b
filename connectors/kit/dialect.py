"""How one department speaks, as its tests know it: golden files in, well-formed replies out.

A connector's tests make one `Dialect` from the wire contract; the suite does the rest. Must never
use code of the connector it describes, or a misreading would be tested with itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from connectors.kit.mocking import RunningMock
from connectors.kit.people import ENVELOPE, JIANGUO
from connectors.kit.scripted import Line, Sent, reply
from gateway.domain.evidence import Cause, Holding
from gateway.domain.person import Person
from gateway.domain.question import Question
from gateway.ports.source import Connector

Change = Callable[[str], str]
Misreading = tuple[str, Change, Cause]
"""The operation whose golden reply is changed, the change, and the silence it must become."""

LINK_HEADERS = frozenset(
    {"host", "accept", "accept-encoding", "connection", "user-agent", "content-type"}
    | {"content-length"}
)
"""The headers of every call, made by the link."""


def unchanged(text: str) -> str:
    """The change that is none."""
    return text


def swap(old: str, new: str, count: int = 1) -> Change:
    """Replace a text that must be there."""

    def change(text: str) -> str:
        assert old in text, "the golden file does not hold what is to be changed"
        return text.replace(old, new, count)

    return change


def all_of(*changes: Change) -> Change:
    """One change after the other."""

    def change(text: str) -> str:
        for each in changes:
            text = each(text)
        return text

    return change


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A golden reply, changed, and how it must be understood.

    `asked_as` is the name under which the person is asked about, if not that of the golden files.
    """

    operation: str
    holding: Holding
    change: Change = unchanged
    asked_as: str | None = None
    variant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfTwo:
    """A two-sided call: its question, the golden reply, and that reply with a third person in it.

    `request` names the golden request; None if the call sends what the one-sided call sends.
    """

    question: Question
    golden: str
    third_person: Change
    request: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """The wire contract's schemas at work: what a body holds against them, by the address called.

    Each gives one text for each problem, and none for a body that keeps the contract.
    """

    of_request: Callable[[str, bytes], list[str]]
    of_reply: Callable[[str, bytes], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBack:
    """A call-back of the department: its message, the ticket that it names, and broken ones."""

    message: bytes
    ticket: str
    broken: tuple[bytes, ...]


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """Everything the suite must know of one department. Override a method where it differs.

    `connect` makes the connector, with `people.fixed_now` where it reads a clock. `golden` is the
    folder of `<operation>.request.<suffix>` and `<operation>.reply.<suffix>`; `example` is the
    operation whose reply the faults are built from, `crowd` one whose reply can be made out for
    other people by replacing number, name and request number. `fields` are the names that the
    contract lets us send. `exempt` gives, for each rule that cannot be done, the written reason.
    """

    department: str
    connect: Callable[[], Connector]
    golden: Path
    example: str
    crowd: str
    reply_type: str
    document: Literal["xml", "json"]
    paths: tuple[str, ...]
    fields: frozenset[str]
    readings: Mapping[str, Reading]
    misreadings: Mapping[str, Misreading]
    contract: Contract | None = None
    sealed: Mapping[str, Change] = field(default_factory=dict)
    of_two: OfTwo | None = None
    call_back: CallBack | None = None
    dropped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headers: frozenset[str] = frozenset()
    methods: tuple[str, ...] = ("POST",)
    knows_operator: bool = False
    request_suffix: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    mock: Callable[[], AbstractContextManager[RunningMock]] | None = None
    exempt: Mapping[str, str] = field(default_factory=dict)

    # What a department says and hears, as text.

    def question(self, operation: str | None = None, about: Person = JIANGUO) -> Question:
        """The question of a golden request."""
        return Question(self.department, operation or self.example, about)

    def golden_bytes(self, name: str) -> bytes:
        """The bytes of a golden file."""
        return (self.golden / name).read_bytes()

    def plain(self, name: str | None = None) -> str:
        """A golden reply in plain text."""
        return self.golden_bytes(f"{name or self.example}.reply.{self.document}").decode()

    def plain_request(self, name: str | None = None) -> str:
        """A golden request in plain text."""
        suffix = self.request_suffix or self.document
        return self.golden_bytes(f"{name or self.example}.request.{suffix}").decode()

    def encode(self, text: str) -> bytes:
        """A plain reply as it goes over the wire."""
        return text.encode()

    def read_request(self, sent: Sent) -> str:
        """A request's content as its golden file has it."""
        return sent.body.decode()

    def said(self, sent: Sent) -> str:
        """Everything that a request says, unpacked: where numbers and names are looked for."""
        return self.read_request(sent)

    # Which calls there are.

    def between(self, sent: Sent) -> Line | None:
        """The reply to a call that does not ask for the answer yet (a secret, an application).

        None for the call whose reply holds the answer.
        """
        del sent
        return None

    def carries_question(self, sent: Sent) -> bool:
        """Whether this is the call that names the person."""
        return self.between(sent) is None

    def working(self) -> str | None:
        """The plain reply that says that there is no answer yet; None if it answers at once."""
        return None

    # Replies for others than the golden person.

    def marks(self, place: int, person: Person) -> tuple[str, ...]:
        """The texts by which a request about this person, the `place`th of some, is known."""
        del place
        return (person.number,)

    def made_out(self, text: str, place: int, person: Person, request_id: str) -> str:
        """A golden reply as if it had been asked about another person."""
        del place
        renamed = text.replace(JIANGUO.number, person.number).replace(JIANGUO.name, person.name)
        return renamed.replace(ENVELOPE.request_id, request_id)

    # Whole lines of HTTP.

    def line(self, text: str) -> Line:
        """A plain reply as a well-formed one of HTTP."""
        return reply(self.encode(text), self.reply_type)

    def script(self, change: Change, name: str | None = None) -> Callable[[Sent], Line]:
        """Answer with a golden reply, changed; calls before it get what `between` says."""

        def answer(sent: Sent) -> Line:
            before = self.between(sent)
            return self.line(change(self.plain(name))) if before is None else before

        return answer
