"""`gateway survey` and signatures: nothing half filed, nobody unnamed, and what is verified."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.commands.terminal import Told, run
from tests.commands.test_surveys import SIGNED, SURVEY, filed, write


def _sql(data: Path, *statements: str) -> None:
    connection = sqlite3.connect(data / "gateway.sqlite3")
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--signed-by", "分管副院长", "--signed-on", "2099-01-01"), "/signed_on: out_of_range: "),
        (("--signed-by", "分管副院长", "--signed-on", "1.12.2026"), "/signed_on: date_malformed: "),
        (("--signed-by", " ", "--signed-on", "2026-11-20"), "/signed_by: blank: "),
        (("--signed-by", "长" * 200, "--signed-on", "2026-11-20"), "/signed_by: text_too_long: "),
        (
            ("--signed-by", "13912345678", "--signed-on", "2026-11-20"),
            "/signed_by: personal_data",
        ),
        (("--signed-by", "分管副院长"), "--signed-by and --signed-on belong together"),
    ],
    ids=["future", "malformed", "blank", "long", "number", "no day"],
)
def test_nothing_is_filed_unless_all_is_right(
    tmp_path: Path, words: tuple[str, ...], complaint: str
) -> None:
    """A signature that cannot be leaves no draft behind either, and is told in words."""
    data = tmp_path / "data"
    told = run("survey", "import", write(tmp_path, SURVEY), *words, "--data", data)
    assert (1, True) == (told.status, complaint in told.err)
    assert "srv_" not in run("survey", "list", "--data", data).out


def test_all_is_as_it_was(tmp_path: Path) -> None:
    """What was filed this hour has no digest yet; nothing of it is complained of."""
    data = tmp_path / "data"
    run("survey", "import", write(tmp_path, SURVEY), *SIGNED, "--data", data)
    told = run("survey", "verify", "--data", data)
    shown = "as they were: versions 0, hours 0\nnot covered by a digest yet: versions 1\n"
    assert Told(0, shown, "") == told


def test_changes_are_told(tmp_path: Path) -> None:
    """A signature that was changed, and an hour whose digest the trail lacks, are found."""
    data = tmp_path / "data"
    imported = run("survey", "import", write(tmp_path, SURVEY), *SIGNED, "--data", data)
    _sql(
        data,
        "DROP TRIGGER survey_is_final_once_submitted",
        "DROP TRIGGER survey_version_is_never_updated",
        "UPDATE survey_version SET period = period - 86400000",
    )
    told = run("survey", "verify", "--data", data)
    assert (3, True) == (told.status, "late (entry none yet)" in told.err)
    _sql(data, "UPDATE survey SET sign_off = json_set(sign_off, '$.signed_by', 'x')")
    told = run("survey", "verify", "--data", data)
    survey_id = filed(imported)[0]
    assert (1, True) == (told.status, f"{survey_id}: is not what its entries say" in told.err)
