"""Opening the log over an opened store: its name for life, its reader and its sequencer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gateway.audit.tlog.note_keys import NoteKey, checked_name
from gateway.audit.tlog.refusal import NotInFormat
from gateway.errors import SettingsRefused
from gateway.settings import Settings
from gateway.storage.log.growth import open_head
from gateway.storage.log.reading import SqlLog
from gateway.storage.log.sequencer import Sequencer
from gateway.storage.log.witnessing import ALL_AT_ONCE, Quorum
from gateway.storage.store import Store


@dataclass(frozen=True, slots=True)
class OpenedLog:
    """The two sides of the log."""

    log: SqlLog
    sequencer: Sequencer


async def open_log(
    store: Store,
    settings: Settings,
    named: Callable[[str], NoteKey],
    sign: Callable[[bytes], bytes],
    quorum: Quorum = ALL_AT_ONCE,
) -> OpenedLog:
    """Open the log. `named` gives its key under a name, `sign` signs with that key.

    `quorum` of its witnesses must have cosigned what is served.

    A log keeps the name that it was begun under: checkpoints and proofs carry it. Raises
    SettingsRefused if the settings name another.
    """
    wanted = _origin(settings)
    origin = await store.writer.run(lambda t: open_head(t, wanted))
    if settings.log_origin and origin != wanted:
        message = f"log_origin: this store's log has been {origin} from its first entry on"
        raise SettingsRefused(message)
    key = named(origin)
    log = SqlLog(store.readers, key, store.clock, quorum)
    return OpenedLog(log, Sequencer(store.writer, key, sign, store.clock))


def _origin(settings: Settings) -> str:
    """The address below which the log is served, without its scheme (C2SP tlog-checkpoint)."""
    issuer = settings.issuer.partition("://")[2] or "verification-gateway.invalid"
    try:
        return checked_name(settings.log_origin or f"{issuer}/log")
    except NotInFormat as error:
        message = f"log_origin: {error}"
        raise SettingsRefused(message) from error
