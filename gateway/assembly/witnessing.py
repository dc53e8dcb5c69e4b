"""Joining the log with its witnesses: their keys, the quorum, and one round for each.

Must never let a setting about witnesses pass that would make their cosignatures worthless.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AsyncExitStack

from gateway.audit.tlog.note_keys import KeyType, NoteKey, read_note_key
from gateway.audit.tlog.refusal import NotInFormat
from gateway.errors import SettingsRefused
from gateway.flow.witnessing import Witnessing
from gateway.outbound.witnesses import HttpWitness
from gateway.settings import Settings, WitnessSettings
from gateway.storage.log.witnessing import Quorum, SqlWitnessBook
from gateway.storage.store import Store


def read_quorum(settings: Settings) -> Quorum:
    """The witnesses' keys and how many of them are waited for. Raises SettingsRefused."""
    keys = tuple(witness_keys(settings).values())
    if len({key.public for key in keys}) < len(keys):
        raise SettingsRefused("witnesses: two have the same key, and would count as two")
    if settings.log_witness_quorum > len(keys):
        message = f"log_witness_quorum: there are only {len(keys)} witnesses"
        raise SettingsRefused(message)
    return Quorum(keys, settings.log_witness_quorum)


def witness_keys(settings: Settings) -> Mapping[str, NoteKey]:
    """The verifier key of each witness, by its name in the settings. Raises SettingsRefused."""
    return {name: _key(settings, one) for name, one in settings.witnesses.items()}


def witness_book(store: Store) -> SqlWitnessBook:
    """The book of what they have cosigned."""
    return SqlWitnessBook(store.writer, store.readers, store.clock)


def open_witnesses(
    settings: Settings, store: Store, closing: AsyncExitStack
) -> tuple[Witnessing, ...]:
    """One round for each witness; `closing` lets go of their connections."""
    found: list[Witnessing] = []
    for name, key in witness_keys(settings).items():
        one = settings.witnesses[name]
        authority = None if one.ca_file is None else settings.data_dir / one.ca_file
        witness = HttpWitness(name, key, one.url, authority)
        closing.push_async_callback(witness.close)
        found.append(Witnessing(witness_book(store), witness, store.clock))
    return tuple(found)


def _key(settings: Settings, one: WitnessSettings) -> NoteKey:
    where = f"witnesses.{one.name}.key_file"
    path = settings.data_dir / one.key_file
    try:
        key = read_note_key(path.read_text(encoding="utf-8").strip())
    except OSError as error:
        message = f"{where}: {path}: cannot be read: {error.strerror}"
        raise SettingsRefused(message) from error
    except (NotInFormat, UnicodeDecodeError) as error:
        message = f"{where}: {path}: is not a verifier key: {error}"
        raise SettingsRefused(message) from error
    if key.type is not KeyType.COSIGNATURE:
        message = f"{where}: {path}: is a log's key, not a witness's"
        raise SettingsRefused(message)
    return key
