"""Opening the embedded store: directory, lock, keys, tables, and the ports joined over them.

Refuses to start rather than to start insecurely: a wide mode, foreign keys, a missing key file.
Must never make new keys for a store that has been written under others.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import SQLAlchemyError

from gateway.errors import SettingsRefused
from gateway.ports.machine import Chance, Clock
from gateway.private_files import FILE_MODE, make_private_directory
from gateway.settings import Settings
from gateway.storage.attempt_tables import key_check
from gateway.storage.beginnings import Beginnings
from gateway.storage.consent_book import SqlConsentBook
from gateway.storage.consent_changes import ConsentChanges
from gateway.storage.consent_rows import ConsentRows
from gateway.storage.demand_book import SqlDemands
from gateway.storage.demand_tables import DEMANDS
from gateway.storage.endings import Endings
from gateway.storage.engines import open_reading, open_writing
from gateway.storage.entries import Entries
from gateway.storage.envelopes import Envelopes
from gateway.storage.key_files import load_keys, make_keys
from gateway.storage.late_tickets import LateTickets
from gateway.storage.liveness import Liveness
from gateway.storage.locking import ServingLock, setting_up
from gateway.storage.log.lag import LagLimit
from gateway.storage.migrating import migrate
from gateway.storage.one_time_tokens import SqlOneTimeTokens
from gateway.storage.persons import Persons
from gateway.storage.public_digests import SqlPublicDigests
from gateway.storage.quotas import Quotas
from gateway.storage.registry import SqlRegistry
from gateway.storage.replies import Replies
from gateway.storage.requester_keys import RequesterKeys
from gateway.storage.reservations import Reservations
from gateway.storage.store import Store
from gateway.storage.survey_book import SqlSurveys
from gateway.storage.survey_tables import SURVEYS
from gateway.storage.threads import Readers, Writer
from gateway.storage.trail import SqlTrail
from gateway.storage.vault import Vault
from gateway.storage.verifications import Verifications
from gateway.storage.webhook_announcing import Announcements
from gateway.storage.webhook_book import SqlWebhookBook

DIGESTED = (DEMANDS, SURVEYS)
DATABASE = "gateway.sqlite3"
KEYS = "keys"


def open_store(settings: Settings, clock: Clock, chance: Chance, *, serving: bool = False) -> Store:
    """Open the store in the data directory, making it on the first start.

    `serving` takes the directory for this process alone; without it (registrations from the command
    line) a serving process may be at work beside this one. Raises SettingsRefused.
    """
    if settings.database_url is not None:
        raise SettingsRefused("database_url: the store can only be the data directory's own yet")
    directory = settings.data_dir
    database = directory / DATABASE
    with ExitStack() as stack:
        _make_directory(directory)
        if serving:
            stack.callback(ServingLock(directory).close)
        engine = open_writing(database)
        stack.callback(engine.dispose)
        with setting_up(directory):
            vault = _set_up(engine, database, directory / KEYS, chance)
        writer = Writer(engine)
        stack.callback(writer.close)
        readers = Readers(open_reading(database))
        stack.callback(readers.close)
        threads = _Threads(writer, readers, clock, stack.pop_all())
    liveness = Liveness(chance.take(8).hex(), alone=serving)
    # Only a process that serves has a sequencer at work; registrations beside it just wait.
    lag = LagLimit(timedelta(seconds=settings.log_lag_seconds) if serving else None)
    return _joined(threads, vault, liveness, timedelta(hours=settings.idempotency_hours), lag)


@dataclass(frozen=True, slots=True)
class _Threads:
    writer: Writer
    readers: Readers
    clock: Clock
    closing: ExitStack


def _make_directory(directory: Path) -> None:
    try:
        make_private_directory(directory)
    except OSError as error:
        message = f"{directory}: cannot be made: {error.strerror}"
        raise SettingsRefused(message) from error


def _set_up(engine: Engine, database: Path, keys: Path, chance: Chance) -> Vault:
    """Bring the tables up to date, and the keys that belong to them."""
    try:
        os.close(os.open(database, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, FILE_MODE))
        with engine.begin() as transaction:
            migrate(transaction)
            return _open_vault(transaction, keys, chance)
    except (OSError, SQLAlchemyError) as error:
        message = f"{database}: cannot be opened as a store: {error}"
        raise SettingsRefused(message) from error


def _open_vault(transaction: Connection, directory: Path, chance: Chance) -> Vault:
    """The vault of this store's own keys; on the first start they are made.

    A store that was opened with other keys would open nothing that it holds, would take everybody
    for a stranger, and would seal new things that the right keys cannot open.
    """
    query = select(key_check.c.name, key_check.c.mac)
    known: dict[str, bytes] = dict(transaction.execute(query).all())
    if not known:
        make_keys(directory, chance)
    vault = Vault(load_keys(directory), chance)
    found = vault.fingerprints()
    for name, mac in known.items():
        if found.get(name) != mac:
            message = (
                f"{directory}: the key {name} is not the one that this store was written under"
            )
            raise SettingsRefused(message)
    for name in found.keys() - known.keys():
        transaction.execute(key_check.insert().values(name=name, mac=found[name]))
    return vault


def _joined(
    threads: _Threads, vault: Vault, liveness: Liveness, kept_for: timedelta, lag: LagLimit
) -> Store:
    writer, readers, clock = threads.writer, threads.readers, threads.clock
    persons, requester_keys = Persons(vault), RequesterKeys(vault)
    envelopes = Envelopes(vault, persons)
    entries = Entries(vault, persons, requester_keys)
    consent_rows = ConsentRows(vault, requester_keys)
    verifications = Verifications(envelopes, liveness)
    reservations = Reservations(consent_rows, liveness)
    replies = Replies(vault, envelopes, verifications, liveness, kept_for)
    tickets = LateTickets(vault)
    changes = ConsentChanges(vault, persons, envelopes, entries, consent_rows)
    trail = SqlTrail(
        writer,
        readers,
        clock,
        persons,
        entries,
        replies,
        verifications,
        Beginnings(entries, Quotas(vault), replies, reservations, verifications, lag),
        Endings(entries, reservations, verifications, tickets, Announcements(vault)),
        tickets,
    )
    consents = SqlConsentBook(writer, readers, persons, consent_rows, changes, replies, clock)
    return _with_ports(threads, vault, entries, trail, consents, lag)


def _with_ports(
    threads: _Threads,
    vault: Vault,
    entries: Entries,
    trail: SqlTrail,
    consents: SqlConsentBook,
    lag: LagLimit,
) -> Store:
    writer, readers, clock = threads.writer, threads.readers, threads.clock
    return Store(
        trail=trail,
        registry=SqlRegistry(writer, readers, entries),
        consents=consents,
        tokens=SqlOneTimeTokens(writer, readers, vault, clock),
        webhooks=SqlWebhookBook(writer, readers, entries, vault, clock),
        surveys=SqlSurveys(writer, readers, vault, entries, Quotas(vault)),
        digests=SqlPublicDigests(writer, readers, clock, vault, entries, DIGESTED),
        demands=SqlDemands(writer, readers, clock, vault, entries),
        writer=writer,
        readers=readers,
        clock=clock,
        lag=lag,
        closing=threads.closing.close,
    )
