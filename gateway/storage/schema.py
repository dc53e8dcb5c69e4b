"""What all tables of the store are made of.

A column that holds something personal is a ciphertext or a keyed hash (`mac`, `hmac`); persons
appear by random reference. No table may hold a number, a name or a case in the clear (promise 6).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, MetaData, TypeDecorator
from sqlalchemy.types import TypeEngine

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class Moment(TypeDecorator[datetime]):
    """An aware moment as whole milliseconds since 1970 in UTC; what is finer is cut off."""

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = BigInteger
    cache_ok: bool | None = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """To the database."""
        del dialect
        return None if value is None else (value - _EPOCH) // _MILLISECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        del dialect
        return None if value is None else _EPOCH + value * _MILLISECOND


# SQLite counts up only an INTEGER primary key.
Counter = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData()
