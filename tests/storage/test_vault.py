"""Sealing: bound to key and place, opened by nobody else, and nested for several persons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine

from gateway.domain.person import Person
from gateway.errors import TrailUnavailable
from gateway.storage.envelopes import Envelopes
from gateway.storage.key_files import Keys
from gateway.storage.persons import Persons
from gateway.storage.schema import metadata
from gateway.storage.trail_tables import person as table
from gateway.storage.vault import Vault
from tests.still import SeededChance

KEYS = Keys(bytes(32), {1: b"\x01" * 32, 2: b"\x02" * 32})
PEOPLE = tuple(Person(f"1101051949123100{n}X", "某人") for n in range(3))


def _vault(keys: Keys = KEYS) -> Vault:
    return Vault(keys, SeededChance())


@pytest.fixture
def transaction(tmp_path: Path) -> Iterator[Connection]:
    """A transaction on tables of its own."""
    engine = create_engine(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    with engine.begin() as connection:
        metadata.create_all(connection)
        yield connection
    engine.dispose()


@given(
    plaintext=st.binary(max_size=100), position=st.integers(min_value=0), flip=st.integers(1, 255)
)
def test_a_changed_ciphertext_does_not_open(plaintext: bytes, position: int, flip: int) -> None:
    """Not one bit can be changed, format byte and nonce included."""
    vault = _vault()
    sealed = bytearray(vault.seal(bytes(32), plaintext, "place"))
    assert plaintext == vault.open(bytes(32), bytes(sealed), "place")
    sealed[position % len(sealed)] ^= flip
    with pytest.raises(TrailUnavailable):
        vault.open(bytes(32), bytes(sealed), "place")


def test_a_ciphertext_opens_at_its_own_place_only() -> None:
    """Moved to another row or column, or under another key, it is refused."""
    vault = _vault()
    sealed = vault.seal(bytes(32), b"text", "place")
    for key, place in ((bytes(32), "elsewhere"), (b"\x01" * 32, "place")):
        with pytest.raises(TrailUnavailable):
            vault.open(key, sealed, place)
    with pytest.raises(TrailUnavailable):
        vault.open(bytes(32), b"\x01", "place")


def test_the_same_text_is_never_sealed_to_the_same_bytes() -> None:
    """Every sealing takes a fresh nonce."""
    vault = _vault()
    assert 5 == len({vault.seal(bytes(32), b"text", "place") for _ in range(5)})


def test_a_wrapped_key_is_its_owners() -> None:
    """A data key moved to another person's row cannot be unwrapped there."""
    vault = _vault()
    key, wrapped = vault.new_key("per_1")
    assert key == vault.unwrap(wrapped, "per_1")
    assert key not in wrapped
    with pytest.raises(TrailUnavailable):
        vault.unwrap(wrapped, "per_2")


def test_keyed_hashes_depend_on_key_purpose_and_every_border() -> None:
    """No two inputs share a hash, and without the key none can be computed."""
    vault, other = _vault(), _vault(Keys(b"\x09" * 32, KEYS.lookup))
    hashes = [
        vault.mac("a", "bc"),
        vault.mac("ab", "c"),
        vault.mac("a", "b", "c"),
        vault.mac("a", b"bc", ""),
        other.mac("a", "bc"),
        vault.lookup_mac(1, "a", "bc"),
        vault.lookup_mac(2, "a", "bc"),
    ]
    assert len(hashes) == len(set(hashes))


def test_nothing_of_a_key_shows() -> None:
    """Keys have no readable form."""
    assert "\\x01" not in repr(KEYS)
    assert b"\x01" * 32 not in _vault().fingerprints().values()


def test_the_newest_epoch_is_current_and_older_ones_are_found(transaction: Connection) -> None:
    """During a rotation a person under the old key is still found, and not doubled."""
    old = Persons(_vault(Keys(KEYS.wrapping, {1: KEYS.lookup[1]})))
    ref = old.admit(transaction, PEOPLE[0]).ref
    vault = _vault()
    assert (2, (2, 1)) == (vault.epoch, vault.epochs)
    assert ref == Persons(vault).admit(transaction, PEOPLE[0]).ref
    fresh = Persons(Vault(KEYS, SeededChance("other"))).admit(transaction, PEOPLE[1]).ref
    found = transaction.execute(table.select().where(table.c.ref == fresh)).mappings().one()
    assert 2 == found["epoch"]


def test_an_envelope_opens_only_while_everybody_has_her_key(transaction: Connection) -> None:
    """Erasing any one of them closes it for good, and the others' envelopes stay open."""
    vault = _vault()
    persons = Persons(vault)
    envelopes = Envelopes(vault, persons)
    refs = [persons.admit(transaction, person).ref for person in PEOPLE]
    everybody = envelopes.close(transaction, refs, b"text", "place")
    two = envelopes.close(transaction, refs[1:], b"text", "place")
    nobody = envelopes.close(transaction, (), b"text", "place")
    assert b"text" == envelopes.open(transaction, everybody, "place")
    transaction.execute(table.delete().where(table.c.ref == refs[0]))
    assert envelopes.open(transaction, everybody, "place") is None
    assert b"text" == envelopes.open(transaction, two, "place")
    assert b"text" == envelopes.open(transaction, nobody, "place")
    with pytest.raises(TrailUnavailable, match="erased"):
        envelopes.close(transaction, refs, b"text", "place")


def test_an_envelope_is_bound_to_its_place_and_its_persons(transaction: Connection) -> None:
    """Moved elsewhere, or with a name taken off, it does not open."""
    vault = _vault()
    persons = Persons(vault)
    envelopes = Envelopes(vault, persons)
    refs = sorted(persons.admit(transaction, person).ref for person in PEOPLE[:2])
    envelope = envelopes.close(transaction, refs, b"text", "place")
    with pytest.raises(TrailUnavailable):
        envelopes.open(transaction, envelope, "elsewhere")
    with pytest.raises(TrailUnavailable):
        envelopes.open(transaction, envelope.replace(f"{refs[0]},".encode(), b"", 1), "place")
