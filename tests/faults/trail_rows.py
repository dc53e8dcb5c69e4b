"""What is on disk: the trail and the working tables, read as they are, beside the gateway.

Must never write: what a test finds is what the gateway left.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gateway.client import Answer
from gateway.signing.receipts import check_receipt
from gateway.storage.opening import DATABASE


def rows(data: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with closing(sqlite3.connect(f"file:{data / DATABASE}?mode=ro", uri=True)) as connection:
        return list(connection.execute(sql, values))


def count_entries(data: Path, kind: str) -> int:
    """How many entries of this kind are durable."""
    [(count,)] = rows(data, "SELECT count(*) FROM entry WHERE kind = ?", kind)
    return int(count)


def states(data: Path) -> list[str]:
    """The states of all verifications, in the order in which they were asked."""
    return [state for (state,) in rows(data, "SELECT state FROM verification ORDER BY asked_at")]


def spent_uses(data: Path) -> dict[str, int]:
    """Consents with the number of their spent uses."""
    return dict(
        rows(
            data,
            "SELECT consent_id, count(*) FROM consent_use WHERE state = 'spent' GROUP BY 1",
        )
    )


def assert_recorded(data: Path, jwks: Any, answers: Iterable[Answer]) -> None:
    """Every answer that a client holds has its intent, its disclosure and a receipt that holds."""
    query = "SELECT entry_id, kind, verification_id, parent, outcome FROM entry"
    entries = {row[0]: row[1:] for row in rows(data, query)}
    now = datetime.now(UTC)
    for answer in answers:
        kind, verification_id, _, _ = entries[answer.intent]
        assert ("verification.intent", answer.verification_id) == (kind, verification_id)
        assert entries[answer.disclosure or ""] == (
            "verification.disclosed",
            answer.verification_id,
            answer.intent,
            answer.outcome,
        )
        receipt = check_receipt(answer.receipt or "", jwks, now)
        assert answer.verification_id == receipt.claims["jti"]
        assert answer.outcome == receipt.claims["outcome"]
        assert answer.intent == receipt.claims["intent"]
        assert receipt.request_matches is True


def assert_consistent(data: Path) -> None:
    """No use was spent twice, none without its disclosure, and the database is whole."""
    uses = "SELECT consent_id FROM consent_use GROUP BY 1 HAVING count(*) > 1"
    assert [] == rows(data, uses)
    told = (
        "SELECT verification_id FROM entry WHERE kind = 'verification.disclosed' "
        "AND outcome != 'unavailable'"
    )
    spent = "SELECT verification_id FROM consent_use WHERE state = 'spent'"
    assert sorted(rows(data, told)) == sorted(rows(data, spent))
    begun = "SELECT intent FROM verification WHERE intent NOT IN (SELECT entry_id FROM entry)"
    assert [] == rows(data, begun)
    assert [("ok",)] == rows(data, "PRAGMA integrity_check")
