"""Witnesses of the log, and the book of what they have cosigned (formats.md §2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from gateway.audit.tlog.note_keys import NoteKey
    from gateway.audit.tlog.notes import NoteSignature
    from gateway.audit.tlog.witness_messages import AddCheckpoint


@dataclass(frozen=True, slots=True)
class SignedHead:
    """The newest signed head. `waiting_since`: when the first that was not cosigned was signed."""

    size: int
    note: bytes
    waiting_since: datetime | None


@dataclass(frozen=True, slots=True)
class CosignedHead:
    """The newest head that a witness has cosigned.

    `note`: the checkpoint of this size as it is stored now, with the kept cosignature below it.
    None if there is no such checkpoint any more.
    """

    size: int
    note: bytes | None


class WitnessFailure(Enum):
    """Why nothing came of a submission, as far as the exchange alone tells."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    UNTRUSTED = "untrusted"  # its TLS certificate
    UNKNOWN_LOG = "unknown_log"  # it does not know this log
    KEY_REFUSED = "key_refused"  # it knows this log under another key
    PROOF_REFUSED = "proof_refused"  # no proof leads from what it knows to this head
    BROKEN = "broken"  # an answer that is none, or a cosignature that does not verify


@dataclass(frozen=True, slots=True)
class Cosigned:
    """The witness has cosigned; the signature was verified under its key."""

    signature: NoteSignature


@dataclass(frozen=True, slots=True)
class StandsAt:
    """The witness has last cosigned a head of this size, another than the old one."""

    size: int


WitnessReply = Cosigned | StandsAt | WitnessFailure


class Witness(Protocol):
    """One witness."""

    @property
    def name(self) -> str:
        """Its name in the settings."""
        ...

    @property
    def key(self) -> NoteKey:
        """Its verifier key."""
        ...

    async def add_checkpoint(self, message: AddCheckpoint) -> WitnessReply:
        """Submit a head; takes no longer than a bounded time and raises nothing."""
        ...


class WitnessBook(Protocol):
    """What witnesses have cosigned. Raises TrailUnavailable if the store fails."""

    async def cosigned(self, key: NoteKey) -> CosignedHead | None:
        """The newest head that this witness has cosigned."""
        ...

    async def newest(self, beyond: int | None) -> SignedHead | None:
        """The newest signed head; None before the first. `beyond`: what is cosigned already."""
        ...

    async def leading(self, beyond: int | None) -> SignedHead | None:
        """The newest head beyond this size that some other witness has cosigned already."""
        ...

    async def consistency(self, old: int, size: int) -> tuple[bytes, ...]:
        """The proof that the tree of `size` continues that of `old`; none from 0 or to itself."""
        ...

    async def keep(self, size: int, key: NoteKey, signature: NoteSignature) -> None:
        """Keep a verified cosignature of the head of this size, once."""
        ...
