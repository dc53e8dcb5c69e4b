"""A gateway whose log is shown to a witness, both served on loopback; and rewriting such a log."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from gateway.audit.tlog.checkpoints import Checkpoint
from gateway.audit.tlog.growth import GrowingTree
from gateway.audit.tlog.hashes import leaf_hash
from gateway.audit.tlog.note_keys import NoteKey
from gateway.audit.tlog.notes import Note, signed
from gateway.settings import Settings, WitnessSettings
from gateway.signing.log_key import open_log_key
from gateway.storage.opening import DATABASE
from mocks.serving import Mocks
from tests.journeys.served import PATIENCE, settings_for
from tests.witness.scene import Witnessing, made, opened
from tests.witness.served import serving_witness

ORIGIN = "gateway.example/log"
NAME = "archive"


def log_key_of(data: Path) -> NoteKey:
    """The log's verifier key; key and directory are made if they are not there."""
    data.mkdir(mode=0o700, exist_ok=True)
    (data / "keys").mkdir(mode=0o700, exist_ok=True)
    return open_log_key(data / "keys" / "log").named(ORIGIN)


@contextmanager
def a_witness(folder: Path, data: Path) -> Iterator[tuple[Witnessing, str]]:
    """A witness in the folder that knows the gateway's log, and its address."""
    witness = opened(folder if folder.exists() else made(folder))
    try:
        witness.store.add_log(log_key_of(data))
        with serving_witness(witness.desk) as url:
            yield witness, url
    finally:
        witness.store.close()


def with_another(settings: Settings, data: Path, witness: Witnessing, url: str) -> Settings:
    """The same with a second witness; both must have cosigned what is served."""
    (data / "another.key").write_text(witness.desk.key.public.text, encoding="utf-8")
    another = WitnessSettings("another", url, "another.key")
    witnesses = {**settings.witnesses, "another": another}
    return replace(settings, witnesses=witnesses, log_witness_quorum=2)


def watched_settings(
    data: Path, mocks: Mocks, witness: Witnessing, url: str, **more: Any
) -> Settings:
    """Settings of a gateway that shows its log to the witness at this address."""
    log_key_of(data)
    (data / "witness.key").write_text(witness.desk.key.public.text, encoding="utf-8")
    watching: dict[str, Any] = {
        "log_origin": ORIGIN,
        "witness_seconds": 0.05,
        "witnesses": {NAME: WitnessSettings(NAME, url, "witness.key")},
    }
    return settings_for(data, mocks.urls, **watching, **more)


def metric(gateway: str, name: str) -> float | None:
    """The value of a metric, as somebody who watches the gateway reads it."""
    text = httpx.get(f"{gateway}/metrics", timeout=PATIENCE).text
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return None if found is None else float(found[1])


def wait_until(holds: Callable[[], bool], what: str) -> None:
    """Look again and again until it holds."""
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, what


def rewrite(data: Path) -> None:
    """Change the first entry and rebuild the whole log over it, with the log's own key.

    Every tile, the head and one checkpoint are made anew; what witnesses have cosigned is deleted.
    """
    key = open_log_key(data / "keys" / "log")
    with closing(sqlite3.connect(data / DATABASE)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE entry SET bytes = CAST(bytes || x'20' AS BLOB) WHERE seq = 1")
        rows = connection.execute(
            'SELECT entry.bytes FROM leaf JOIN entry USING (entry_id) ORDER BY leaf."index"'
        )
        tree = GrowingTree()
        tiles = [*tree.grow(leaf_hash(content) for (content,) in rows), *tree.partial_tiles()]
        connection.execute("DELETE FROM log_tile")
        for tile, content in tiles:
            row = (tile.level, tile.index, content)
            connection.execute("INSERT INTO log_tile VALUES (?, ?, ?)", row)
        text = Checkpoint(ORIGIN, tree.size, tree.root()).text
        note = Note(text, (signed(text, key.named(ORIGIN), key.sign),)).encoded()
        connection.execute("UPDATE log_head SET root = ?", (tree.root(),))
        connection.execute("DELETE FROM log_cosignature")
        connection.execute("DELETE FROM log_checkpoint")
        head = (tree.size, tree.root(), note, 1)
        connection.execute("INSERT INTO log_checkpoint VALUES (?, ?, ?, ?)", head)
