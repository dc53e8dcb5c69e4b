"""Entries: their rows say what their bytes say, they cannot be changed, and name nobody."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import replace

import pytest
from sqlalchemy import select

from gateway.audit import entry as kinds
from gateway.audit.leaf import read_leaf
from gateway.storage.entries import columns_of
from gateway.storage.store import Store
from gateway.storage.trail_tables import entry as table
from tests.storage.conftest import Look
from tests.storage.scene import GUARDIAN, OPERATOR, RELATIVE, SUBJECT, Scene


async def test_every_column_of_a_row_is_what_its_bytes_say(scene: Scene, store: Store) -> None:
    """The columns for search are derived from the leaf and from nothing else."""
    attempt = scene.attempt(persons=(SUBJECT, RELATIVE))
    await store.trail.begin(attempt)
    await store.trail.conclude(scene.disclosure(attempt))
    rows = await store.trail.readers.run(lambda t: list(t.execute(select(table)).mappings()))
    assert 4 == len(rows)
    for row in rows:
        expected = columns_of(read_leaf(row["bytes"]).draft)
        assert expected == {name: row[name] for name in expected}
        assert {"seq", "bytes"} == row.keys() - expected.keys()


async def test_the_leaf_commits_to_every_ciphertext_as_stored(
    scene: Scene, store: Store, look: Look
) -> None:
    """Role and SHA-256 of each ciphertext stand in the entry, in the order of the detail."""
    entry = scene.entry(kinds.INTENT, (SUBJECT, RELATIVE))
    await store.trail.note(entry)
    [(stored,)] = look("SELECT bytes FROM entry WHERE entry_id = ?", entry.draft.entry_id)
    detail = look(
        "SELECT role, ciphertext FROM entry_detail WHERE entry_id = ? ORDER BY position",
        entry.draft.entry_id,
    )
    assert ["subject", "relative", "requester"] == [role for role, _ in detail]
    found = [(part.role, part.digest) for part in read_leaf(stored).detail]
    assert [(role, hashlib.sha256(text).hexdigest()) for role, text in detail] == found


COPY = "INSERT INTO entry (entry_id, bytes, kind, at) SELECT entry_id, bytes, kind, at FROM entry"
STATEMENTS = {
    "update": "UPDATE entry SET outcome = 'confirmed'",
    "update of bytes": "UPDATE entry SET bytes = x'00' WHERE seq = 1",
    "delete": "DELETE FROM entry WHERE seq = 1",
    "delete of all": "DELETE FROM entry",
    "replace by number": "REPLACE INTO entry (seq, entry_id, bytes, kind, at) VALUES (1,'',0,'',1)",
    "replace by id": COPY.replace("INSERT", "REPLACE"),
    "upsert": f"{COPY} WHERE true ON CONFLICT (entry_id) DO UPDATE SET bytes = x'00'",
}


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS)
async def test_an_entry_is_never_changed_by_any_program(
    store: Store, look: Look, statement: str
) -> None:
    """Triggers abort every way of changing, deleting or replacing an entry."""
    before = look("SELECT * FROM entry")
    assert before
    with pytest.raises(sqlite3.IntegrityError, match="insert-only"):
        look(statement)
    assert before == look("SELECT * FROM entry")


async def test_entries_are_numbered_in_the_order_of_insertion(
    scene: Scene, store: Store, look: Look
) -> None:
    """The sequencer can take entries in the order in which they were committed."""
    written = [scene.entry(kinds.READ, (SUBJECT,)) for _ in range(5)]
    for entry in reversed(written):
        await store.trail.note(entry)
    order = [entry_id for (entry_id,) in look("SELECT entry_id FROM entry ORDER BY seq")][-5:]
    assert [entry.draft.entry_id for entry in reversed(written)] == order


async def test_a_person_keeps_one_reference_over_her_entries(
    scene: Scene, store: Store, look: Look
) -> None:
    """Entries about a person are found by her reference, however her number was written."""
    spelt = replace(GUARDIAN, number=" e1234 5678", name="Z. Xiaoming")
    first, second = scene.entry(kinds.READ, (GUARDIAN,)), scene.entry(kinds.READ, (spelt,))
    await store.trail.note(first)
    await store.trail.note(second)
    assert (await store.consents.refs((GUARDIAN,))) == (await store.consents.refs((spelt,)))
    [ref] = await store.consents.refs((GUARDIAN,))
    found = look("SELECT entry_id FROM person_entry WHERE ref = ? ORDER BY entry_id", ref)
    assert [(first.draft.entry_id,), (second.draft.entry_id,)] == found


async def test_one_person_in_two_roles_has_both_parts(
    scene: Scene, store: Store, look: Look
) -> None:
    """A person who is named twice is linked to both of her ciphertexts."""
    await store.trail.note(scene.entry(kinds.READ, (SUBJECT, SUBJECT)))
    assert [(0,), (1,)] == look("SELECT position FROM person_entry ORDER BY position")


async def test_nobody_is_known_before_somebody_asks(store: Store) -> None:
    """A person whom no entry is about has no reference."""
    assert (None, None) == await store.consents.refs((SUBJECT, RELATIVE))


@pytest.mark.parametrize("person", [SUBJECT, OPERATOR], ids=["subject", "operator"])
async def test_a_draft_that_names_a_person_is_not_written(
    scene: Scene, store: Store, look: Look, person: object
) -> None:
    """A number in the open part of an entry is a fault of ours: nothing is written."""
    number = getattr(person, "number", "")
    before = look("SELECT count(*) FROM entry")
    with pytest.raises(ValueError, match="number"):
        await store.trail.note(scene.entry(kinds.READ, (SUBJECT,), about={"note": number}))
    assert before == look("SELECT count(*) FROM entry")
    assert [(0,)] == look("SELECT count(*) FROM person")


async def test_what_belongs_to_a_requester_needs_the_requester(scene: Scene, store: Store) -> None:
    """Case and operator are sealed under the requester's key, so there must be one."""
    with pytest.raises(ValueError, match="requester"):
        await store.trail.note(scene.entry(kinds.READ, (SUBJECT,), requester=None))


async def test_case_and_operator_can_be_looked_up(scene: Scene, store: Store, look: Look) -> None:
    """Entries of one case and of one operator share a keyed hash, others have another."""
    for _ in range(2):
        await store.trail.note(scene.entry(kinds.READ, (SUBJECT,)))
    other = replace(scene.entry(kinds.READ, (SUBJECT,)), case="2026-9", operator=RELATIVE)
    await store.trail.note(other)
    for index in ("case_index", "operator_index"):
        counts = look(f"SELECT count(*) FROM {index} GROUP BY hmac ORDER BY 1")  # noqa: S608
        assert [(1,), (2,)] == counts
