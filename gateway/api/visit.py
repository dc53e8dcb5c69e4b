"""One request on its way through the front desk: its id, and what may be said about it afterwards.

Must never hold anything of a body, a query or a URL: what is noted here reaches log and metrics.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request

SCOPE_KEY = "gateway.visit"

Observe = Callable[[Mapping[str, object]], None]
"""Receives the fields of one finished request; the receiver drops those that it does not know."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What is known of a request. `notes` grows while the request is being answered."""

    request_id: str
    notes: dict[str, object] = field(default_factory=dict)

    def note(self, **fields: object) -> None:
        """Add fields for the observer: client, requester, fact, outcome, reason and the like."""
        self.notes.update(fields)


def open_visit(scope: MutableMapping[str, Any], visit: Visit) -> None:
    """Attach a visit to an ASGI scope."""
    scope[SCOPE_KEY] = visit


def visit_of(request: Request) -> Visit:
    """The visit that the door opened for this request."""
    visit = request.scope[SCOPE_KEY]
    if not isinstance(visit, Visit):
        raise TypeError("a request reached the front desk without passing its door")
    return visit
