"""A process that begins and concludes verifications until it is killed, or runs out of room.

Run by the fault tests: `python -m tests.faults.storage_driver KIND DIRECTORY NUMBER`. It says on
standard output what it has been allowed to do: `asked` after a step 4 that permits to ask
departments, `told` after a step 9 that permits to answer.
"""

from __future__ import annotations

import asyncio
import resource
import secrets
import sys
from pathlib import Path

from gateway.errors import InFlight, TrailUnavailable
from gateway.ports.commands import Begun, Concluded, StoredReply
from gateway.storage.opening import DATABASE
from gateway.storage.store import Store
from tests.still import SeededChance
from tests.storage.scene import REQUESTER, Scene


async def run(kind: str, directory: Path, number: int) -> None:
    """Do what `kind` says."""
    chance = secrets.token_hex(8)
    scene = Scene(directory, chance=SeededChance(chance), prefix=f"ver_{chance}_")
    store = scene.open()
    if await store.registry.requester(REQUESTER) is None:
        await scene.register(store)
    say("ready")
    try:
        await {"endless": endless, "limited": limited}[kind](scene, store, number)
    finally:
        await store.close()


async def endless(scene: Scene, store: Store, first: int) -> None:
    """Request after request, each under a consent for one use, until somebody kills us."""
    number = first
    while True:
        await request(scene, store, number)
        number += 1


async def limited(scene: Scene, store: Store, room: int) -> None:
    """Requests until the log has grown by `room` bytes; then the same one again, with more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    log = scene.data_dir / f"{DATABASE}-wal"
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + room, hard))
    number = 0
    try:
        while True:
            await request(scene, store, number)
            number += 1
    except TrailUnavailable:
        say("unavailable", number)
    for _ in range(3):
        try:
            await request(scene, store, number)
        except (TrailUnavailable, InFlight):
            say("unavailable", number)
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    scene.clock.move(minutes=5)  # the lease of the request that was cut off in the middle
    await request(scene, store, number)


async def request(scene: Scene, store: Store, number: int) -> None:
    """One request with its own key and its own consent; the same if it is made again."""
    consent_id = f"cns_{number}"
    if await store.consents.state(consent_id, scene.clock.now()) is None:
        await scene.give(store, consent_id)
    attempt = scene.attempt(consent_id, key=f"key-{number}")
    begun = await store.trail.begin(attempt)
    match begun:
        case Begun(entry_id):
            say("asked", number, entry_id)
            concluded = await store.trail.conclude(scene.disclosure(attempt))
            if isinstance(concluded, Concluded):
                say("told", number, attempt.verification_id)
        case StoredReply(verification_id):
            say("told", number, verification_id)
        case refused:
            say("refused", number, refused.reason.value)


def say(*words: object) -> None:
    """A line that a reader has even if this process dies at once."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
