"""A store of an earlier version gets webhooks; what was pending in it is told when it ends."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from gateway.audit import entry as kinds
from gateway.domain.webhook import Webhook, WebhookState
from gateway.storage.engines import open_writing
from gateway.storage.opening import DATABASE
from tests.storage.scene import REQUESTER, Scene

A_REQUESTER = (
    "INSERT INTO requester VALUES (:code, '示例', 'Example', 'state_organ', 'active', '[]')"
)
PENDING = (
    "INSERT INTO verification (verification_id, requester, fact, matter, state, asked_at, intent,"
    " worker, lease_until, due_on, deferred_at, persons, request)"
    " VALUES ('ver_1', :code, 'kinship', 'GJJ-007', 'deferred', 0, 'intent', 'worker', 0,"
    " '2026-12-08', 0, '[]', x'00')"
)


def _an_earlier_store(folder: Path, revision: str) -> None:
    """A database as an earlier version left it, with a requester that waits for an answer."""
    folder.mkdir(mode=0o700)
    (folder / DATABASE).touch(mode=0o600)
    config = Config()
    config.set_main_option("script_location", str(files("gateway.storage") / "migrations"))
    engine = open_writing(folder / DATABASE)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for statement in (A_REQUESTER, PENDING):
            connection.execute(text(statement), {"code": REQUESTER})
    engine.dispose()


@pytest.mark.parametrize("revision", ["0001", "0002", "0003", "0004"])
async def test_an_earlier_store(scene: Scene, revision: str) -> None:
    """From every revision before, with data in it."""
    _an_earlier_store(scene.data_dir, revision)
    store = scene.open()
    now = scene.clock.now()
    new = Webhook("whk_1", REQUESTER, "https://a.example", WebhookState.ACTIVE, now)
    entry = scene.entry(kinds.WEBHOOK_REGISTERED, matter=None)
    assert await store.webhooks.add(new, b"s" * 32, entry)
    ended = await store.trail.conclude(scene.disclosure(scene.attempt()))
    assert ended.announced
    assert ("ver_1",) == await store.webhooks.unfinished()
    await store.close()
