"""A requester (需求部门) and the caller who speaks for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gateway.domain.text import Text


class RequesterKind(Enum):
    """Who it is in law (domain.md §2): decides which bases are open to it."""

    STATE_ORGAN = "state_organ"
    AUTHORISED_ORGANISATION = "authorised_organisation"
    OTHER = "other"


class RequesterState(Enum):
    """Whether it may ask at all."""

    ACTIVE = "active"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Requester:
    """An organisation that asks. `code` is its unified social credit code; public.

    `agreements` maps a department to the reference of its written agreement, which a requester of
    kind OTHER needs for every department asked.
    """

    code: str
    name: Text
    kind: RequesterKind
    state: RequesterState = RequesterState.ACTIVE
    agreements: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is at the front desk, proven. `proof`: the evidence of a request's signature, if any."""

    client_id: str
    requester: str
    scopes: frozenset[str]
    token_id: str
    proof: bytes | None = None
