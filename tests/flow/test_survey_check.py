"""Whoever changes surveys or rounds behind the gateway's back is found by their entries."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from gateway.domain.survey import FiledSurvey, SignOff, Unit, UnitKind
from gateway.flow import surveys as flow
from gateway.storage.opening import DATABASE
from tests.api.office import Office, open_office
from tests.policy.survey_builders import HOSPITAL, SCHOOL, a_row, a_survey

SIGNED = SignOff("分管副院长", date(2026, 11, 24), sealed=True)
ROUND = "2026"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A hospital that filed twice and has another draft, in a round of two units."""
    opened = await open_office(tmp_path)
    opened.clock.move(milliseconds=0.4)
    units = (Unit(SCHOOL, "示例小学", UnitKind.SCHOOL), Unit(HOSPITAL, "医院", UnitKind.HOSPITAL))
    for due in (date(2026, 12, 1), date(2026, 12, 30)):
        await flow.call_for_surveys(opened.parts, ROUND, due, units)
    for number in (1, 2, 3):
        opened.clock.move(seconds=1)
        hand = flow.Hand("client:one", HOSPITAL, 50)
        kept = await flow.draft_survey(opened.parts, a_survey(a_row(number=number)), hand)
        assert isinstance(kept, FiledSurvey)
        if number < 3:
            args = (kept.survey_id, kept.digest, SIGNED, hand)
            await flow.submit_survey(opened.parts, *args)
    async with opened.http:
        yield opened
    await opened.store.close()


async def _ids(office: Office) -> list[str]:
    return [one.survey_id for one in await office.parts.surveys.find()]


def _without_triggers(folder: Path, sql: str, *values: str) -> None:
    (file,) = folder.rglob(DATABASE)
    connection = sqlite3.connect(file)
    with connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'survey%'"
        ).fetchall()
        for (name,) in names:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(sql, values)
    connection.close()


async def test_all_is_as_it_was(office: Office) -> None:
    """Drafts, superseded and valid surveys and a round that was called again are in order."""
    assert () == await office.parts.surveys.check()


@pytest.mark.parametrize(
    ("place", "sql"),
    [
        (1, """UPDATE survey SET sign_off = '{"signed_by":"院长","sealed":true}' {}"""),
        (1, "UPDATE survey SET submitted_at = submitted_at - 86400000 {}"),
        (1, "UPDATE survey SET submitted_by = 'operator' {}"),
        (1, "UPDATE survey SET state = 'superseded' {}"),
        (1, "UPDATE survey SET state = 'draft', entry_id = NULL, period = '2025' {}"),
        (0, "UPDATE survey SET superseded_by = NULL {}"),
        (0, "DELETE FROM survey {}"),
        (1, "UPDATE survey_version SET content = '{}' {}"),
        (2, "UPDATE survey_version SET content = 'x', digest = 'y' {}"),
        (2, "UPDATE survey SET period = '2025' {}"),
        (2, "UPDATE survey SET version = 7 {}"),
        (2, "DELETE FROM survey {}"),
    ],
)
async def test_a_survey_that_was_changed(
    office: Office, tmp_path: Path, place: int, sql: str
) -> None:
    """Signature, moment, state, content and place are those of the entries, or it is named."""
    survey_id = (await _ids(office))[place]
    _without_triggers(tmp_path, sql.removesuffix("{}") + "WHERE survey_id = ?", survey_id)
    assert (survey_id,) == await office.parts.surveys.check()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE survey_call SET due_on = '2027-06-30'",
        "DELETE FROM survey_call_unit WHERE unit = ?",
        "UPDATE survey_call_unit SET kind = 'other' WHERE unit = ?",
    ],
)
async def test_a_round_that_was_changed(office: Office, tmp_path: Path, sql: str) -> None:
    """Neither the day nor the units of a round can be changed unseen."""
    _without_triggers(tmp_path, sql, *([SCHOOL] if "?" in sql else []))
    assert (ROUND,) == await office.parts.surveys.check()


async def test_a_round_that_was_removed(office: Office, tmp_path: Path) -> None:
    """What was called for stays known."""
    _without_triggers(tmp_path, "DELETE FROM survey_call_unit")
    _without_triggers(tmp_path, "DELETE FROM survey_call")
    assert (ROUND,) == await office.parts.surveys.check()
