"""`gateway demands`: compliance at a terminal, beside a store that reports have come into."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gateway.assembly.joining import assembled
from gateway.assembly.machine import SystemChance, SystemClock
from gateway.domain.demand import Office, Report, Reporter
from gateway.flow.demands import receive_demand, today
from gateway.flow.digests import write_digests
from gateway.policy.demand_form import listed_paper
from gateway.settings import Settings
from tests.commands.terminal import one_line, run
from tests.still import StillClock

MARKUP = "[bold red]两江区[/]养老金经办中心"
UNKNOWN = f"dmd_{'0' * 32}"


async def _fill(data: Path) -> list[str]:
    """Two reports that came in three hours ago, with their digest; their ids."""
    clock = StillClock(SystemClock().now() - timedelta(hours=3))
    opening = assembled(Settings(data_dir=data), clock, SystemChance(), serving=False)
    async with opening as opened:
        parts = opened.parts
        kept = []
        for number in (10, 8):
            paper = listed_paper(parts.catalogue, "negative", number)
            report = Report(
                Reporter.RESIDENT, paper, Office(MARKUP), today(parts), "500000", None, "=1+1"
            )
            kept.append((await receive_demand(parts, str(number), report)).demand.demand_id)
            clock.move(seconds=1)
        clock.move(hours=2)
        await write_digests(parts)
    return kept


@pytest.fixture
def filled(tmp_path: Path) -> tuple[Path, list[str]]:
    """A data directory with two reports, and their ids."""
    data = tmp_path / "data"
    return data, asyncio.run(_fill(data))


def _sql(data: Path, sql: str) -> None:
    connection = sqlite3.connect(data / "gateway.sqlite3")
    with connection:
        connection.execute(sql)
    connection.close()


def test_listing(filled: tuple[Path, list[str]]) -> None:
    """Newest first with counts; what somebody wrote is shown as it stands, not as markup."""
    data, (older, newer) = filled
    told = run("demands", "list", "--data", data, columns=200)
    assert 0 == told.status
    assert told.out.index(newer) < told.out.index(older)
    assert MARKUP in one_line(told.out)
    assert "2 in all: received 2" in told.out
    narrowed = run("demands", "list", "--where", "number=10", "--data", data, columns=200).out
    assert (True, False) == (older in narrowed, newer in narrowed)


@pytest.mark.parametrize(
    "words",
    [
        ("list", "--where", "colour=red"),
        ("list", "--where", "number=x"),
        ("list", "--after", "x"),
        ("show", UNKNOWN),
        ("dispose", UNKNOWN, "corrected", "--note", "已纠正"),
        ("dispose", UNKNOWN, "received", "--note", "已纠正"),
        ("dispose", UNKNOWN, "corrected", "--note", "13800138000"),
        ("export", "table.xls"),
        ("export", "table.csv", "--table", "people"),
    ],
    ids=["name", "value", "after", "show", "dispose", "state", "note", "suffix", "table"],
)
def test_what_cannot_be_done(filled: tuple[Path, list[str]], words: tuple[str, ...]) -> None:
    """It is said in one line, with exit status 1."""
    data, _ = filled
    told = run("demands", *words, "--data", data)
    assert (1, 1) == (told.status, len(told.err.splitlines()))


def test_marking_and_showing(filled: tuple[Path, list[str]]) -> None:
    """What was marked is shown with its history, as done from the command line."""
    data, (older, _) = filled
    words = ("dispose", older, "corrected", "--note", "已改为自行核查。")
    told = run("demands", *words, "--data", data, columns=200)
    assert (0, f"{older}: corrected\n") == (told.status, told.out)
    shown = json.loads(run("demands", "show", older, "--data", data).out)
    assert ("corrected", "command line") == (shown["status"], shown["history"][0]["by"])


def test_erasing(filled: tuple[Path, list[str]]) -> None:
    """What was written in own words is gone; the check still finds all as it was."""
    data, (older, _) = filled
    told = run("demands", "erase", older, "--everything", "--data", data, columns=200)
    assert (0, f"{older}: erased, and said so on the trail\n") == (told.status, told.out)
    shown = json.loads(run("demands", "show", older, "--data", data).out)
    assert (None, "（已删除）") == (shown["said"], shown["office"]["name"])
    assert 0 == run("demands", "verify", "--data", data).status
    assert 1 == run("demands", "erase", UNKNOWN, "--data", data).status


@pytest.mark.parametrize("name", ["table.csv", "table.json"])
def test_exporting(filled: tuple[Path, list[str]], tmp_path: Path, name: str) -> None:
    """Both forms are written; what was said in own words is in neither."""
    data, _ = filled
    told = run("demands", "export", tmp_path / name, "--data", data, columns=200)
    assert 0 == told.status
    text = (tmp_path / name).read_text(encoding="utf-8-sig")
    assert "养老金经办中心" in text
    assert "=1+1" not in text


def test_all_is_as_it_was(filled: tuple[Path, list[str]]) -> None:
    """The digests fit the reports, also after one was marked."""
    data, (older, _) = filled
    run("demands", "dispose", older, "unfounded", "--note", "属于例外情形。", "--data", data)
    told = run("demands", "verify", "--data", data, columns=200)
    assert (0, "as they were: reports 2, hours 1\n", "") == (told.status, told.out, told.err)


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("UPDATE demand SET office = 'x'", "changed"),
        ("DELETE FROM demand_disposition; ", "dispositions"),
        ("UPDATE demand_disposition SET note = 'x'", "dispositions"),
        ("UPDATE demand SET state = 'received'", "dispositions"),
        ("DELETE FROM public_digest", "blind_missing"),
    ],
)
def test_changes_are_told(filled: tuple[Path, list[str]], sql: str, problem: str) -> None:
    """Whoever changed a report or a disposition behind the gateway's back is found: status 1."""
    data, (older, _) = filled
    run("demands", "dispose", older, "unfounded", "--note", "属于例外情形。", "--data", data)
    _sql(data, sql)
    told = run("demands", "verify", "--data", data, columns=200)
    assert 1 == told.status
    assert problem in told.err


async def _receive(data: Path, clock: StillClock) -> None:
    opening = assembled(Settings(data_dir=data), clock, SystemChance(), serving=False)
    async with opening as opened:
        paper = listed_paper(opened.parts.catalogue, "negative", 1)
        day = today(opened.parts)
        report = Report(Reporter.CLERK, paper, Office("办"), day, "500000", None, None)
        await receive_demand(opened.parts, "k", report)


def test_days_are_those_of_the_country(tmp_path: Path) -> None:
    """What came in after midnight came in on the new day, as everywhere else."""
    data = tmp_path / "data"
    asyncio.run(_receive(data, StillClock(datetime(2026, 11, 1, 20, tzinfo=UTC))))
    told = run("demands", "list", "--data", data, columns=200)
    assert (True, False) == ("2026-11-02" in told.out, "2026-11-01" in told.out)


def test_an_hour_without_digest(tmp_path: Path) -> None:
    """An hour that no gateway has digested yet is status 3: nothing is known to be changed."""
    data = tmp_path / "data"
    asyncio.run(_receive(data, StillClock(SystemClock().now() - timedelta(hours=3))))
    told = run("demands", "verify", "--data", data, columns=200)
    assert (3, True) == (told.status, "late" in told.err)
    assert "not covered by a digest yet: reports 1\n" in told.out
