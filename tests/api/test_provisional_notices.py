"""The printable notice of a promise: its date, and that holidays on the way are not announced."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gateway.domain.evidence import Late
from tests.api.office import Office, a_request


@pytest.mark.parametrize(
    ("moment", "due", "provisional"),
    [
        (datetime(2026, 11, 24, 4, 0, tzinfo=UTC), "2026-12-08", False),
        (datetime(2026, 12, 21, 4, 0, tzinfo=UTC), "2027-01-05", True),
    ],
    ids=["announced", "not-announced"],
)
async def test_the_mark_is_printed(
    office: Office, moment: datetime, due: str, provisional: bool
) -> None:
    """In both languages beside the date, and only where it holds."""
    office.clock.moment = moment
    office.police.reply = Late("ticket")
    asked = await office.post("/v1/verify/identity", a_request())
    assert (due, provisional) == (asked.json()["due_on"], asked.json()["due_provisional"])
    place = f"/v1/verifications/{asked.json()['verification_id']}/notice"
    for query, words in (("", "（暂定"), ("?lang=en", "(provisional")):
        page = (await office.get(place + query)).text
        assert (True, provisional) == (due in page, words in page)
