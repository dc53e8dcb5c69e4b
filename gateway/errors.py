"""The error family.

    GatewayError
    ├── ContentRefused        a request's content is wrong: pointers and reasons (422)
    ├── SettingsRefused       settings, data files or connectors are wrong: no start
    ├── IdempotencyError
    │   ├── KeyConflict       the key was used for another request (409)
    │   ├── InFlight          the first request with this key is still being answered (409)
    │   └── ReplyErased       the stored reply was erased with its person (410)
    ├── TrailUnavailable      the trail cannot be written: nothing is asked, nothing released (503)
    │   └── LogBehind         entries have waited too long for their place in the log (503)
    ├── SigningUnavailable    no receipt can be signed: nothing is released (503)
    ├── NotFound              does not exist, or not for this caller: both look alike (404)
    ├── CodeRefused           a one-time or withdrawal code is wrong, used up or too late (403)
    └── TooMany               the public sent in too much: later (429)

A refusal to ask (`Refusal`) and a department's failure (`Failed`) are values and are not here.
No message of these errors may hold a personal value.
"""

from __future__ import annotations

from dataclasses import dataclass


class GatewayError(Exception):
    """What all our own errors are."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a request: an RFC 6901 pointer and a reason code."""

    pointer: str
    reason: str


class ContentRefused(GatewayError):
    """The content of a request is wrong. Holds pointers and reason codes, never values."""

    def __init__(self, *problems: Problem) -> None:
        """Take at least one problem."""
        super().__init__("; ".join(f"{p.pointer}: {p.reason}" for p in problems))
        self.problems = problems


class SettingsRefused(GatewayError):
    """Something that the operator provides is wrong; the text names file and entry."""


class IdempotencyError(GatewayError):
    """What can be wrong with an Idempotency-Key."""


class KeyConflict(IdempotencyError):
    """The key was used for another request."""


class InFlight(IdempotencyError):
    """The first request is still being answered."""

    def __init__(self, retry_after: int) -> None:
        """`retry_after` in whole seconds."""
        super().__init__("the request with this key is in flight")
        self.retry_after = retry_after


class ReplyErased(IdempotencyError):
    """The stored reply cannot be read any more: a person in it was erased."""


class TrailUnavailable(GatewayError):
    """The trail could not be written or read."""


class LogBehind(TrailUnavailable):
    """The oldest entry waits too long for its place in the log: nothing more is begun."""


class SigningUnavailable(GatewayError):
    """The signing key could not be used."""


class NotFound(GatewayError):
    """Unknown, or not this caller's: no difference can be seen."""


class CodeRefused(GatewayError):
    """A code that a resident entered does not open anything."""


class TooMany(GatewayError):
    """More came in than is taken at a time, from one address or from all together."""

    def __init__(self, retry_after: int) -> None:
        """`retry_after` in whole seconds, at least one."""
        super().__init__("too many at a time")
        self.retry_after = retry_after
