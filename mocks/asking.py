"""What every mock department offers to the desk that serves it.

Must never hold anything of one department's dialect.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

CALL = "call"  # the only step of a department that answers at once
APPLY = "apply"  # the two steps of one that does not
RESULT = "result"

# Twists: well-formed answers that are wrong in the department's own dialect.
WRONG_PERSON = "wrong_person"
UNKNOWN_CODE = "unknown_code"
UNKNOWN_VALUE = "unknown_value"
BUSY = "busy"
PARTIAL = "partial"
NOT_OFFERED = "not_offered"


NOBODY = "11010519491231002X"
"""The number of the "wrong person" where a register holds nobody else: the standard's example."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A call that the department understood.

    `about` is the number asked about ("" when a call names none) and `fields` every field that was
    sent, flattened to text, for tests that look at what left the gateway.
    """

    operation: str
    about: str
    fields: Mapping[str, str] = field(default_factory=dict)
    step: str = CALL
    path: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A call that the department turns away, in its own words or with a bare status."""

    body: bytes
    status: int = 200
    media_type: str = "text/plain; charset=utf-8"


class Department(Protocol):
    """One department's dialect over one population."""

    name: str
    paths: tuple[str, ...]
    request_type: str  # the content type it accepts, without parameters
    reply_type: str  # the content type of its replies, with parameters
    operations: tuple[str, ...]
    twists: frozenset[str]

    def read(self, path: str, body: bytes) -> Ask | Refused:
        """Understand a call, or turn it away."""
        ...

    def answer(self, ask: Ask, twist: str | None = None) -> bytes:
        """The body of the reply, twisted if a fault wants it so."""
        ...


@runtime_checkable
class CallingDepartment(Department, Protocol):
    """A department that can say when an answer is there."""

    def call_back(self, url: str | None, secret: bytes = b"") -> None:
        """Say it at that address, signed with that secret; None = to nobody any more."""
        ...


@runtime_checkable
class PatientDepartment(Department, Protocol):
    """A department that can be told how long its answers take."""

    def take_polls(self, polls: Mapping[str, int | None]) -> None:
        """Operation (or "*") to the number of polls before the answer is there; None = never."""
        ...


@runtime_checkable
class AccessingDepartment(Department, Protocol):
    """A department that knows its callers by a key and a secret: `access` is one such pair."""

    access: Mapping[str, str]
