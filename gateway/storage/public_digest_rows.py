"""The bytes that a digest of an hour is of: one blinded digest for each row, in order.

A row's digest has a blind of its own, so that one row can be shown to somebody and proven without
its neighbours. Must never depend on how a database writes a value.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, RowMapping, select
from sqlalchemy.exc import SQLAlchemyError

from gateway.audit.canonical import blinded_digest, canonical_json
from gateway.audit.instants import write_instant
from gateway.domain.fact import JsonValue
from gateway.storage.public_digest_table import DigestedTable

UNREADABLE: Final = (ValueError, TypeError, OverflowError, SQLAlchemyError)
"""What a row raises that holds what no gateway writes: whoever tampers need not keep to types."""


def row_digests(
    transaction: Connection, digested: DigestedTable, period: datetime
) -> Iterator[str]:
    """SHA-256(blind || canonical JSON of the covered columns) in hex for each row, by `seq`.

    For an erased row that of what it was.
    """
    table = digested.table
    query = select(table).where(table.c.period == period).order_by(table.c.seq)
    for row in transaction.execute(query).mappings():
        erased = row[digested.erased] if digested.erased is not None else None
        yield erased or row_digest(digested, row)


def row_digest(digested: DigestedTable, row: RowMapping) -> str:
    """The digest of a row as it stands."""
    return blinded_digest(row["blind"], canonical_json(_covered(digested, row)))


def period_digest(blind: bytes, digests: Iterator[str]) -> tuple[int, str]:
    """How many rows, and SHA-256(blind || their digests as lines) in hex."""
    lines = [f"{digest}\n" for digest in digests]
    return len(lines), blinded_digest(blind, "".join(lines).encode("ascii"))


def _covered(digested: DigestedTable, row: RowMapping) -> dict[str, JsonValue]:
    return {name: _value(row[name]) for name in digested.covered}


def _value(value: object) -> JsonValue:
    """What is not JSON already as text: moments, days, bytes in hex."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime():
            return write_instant(value)
        case date():
            return value.isoformat()
        case bytes():
            return value.hex()
        case _:
            raise TypeError(type(value).__name__)
