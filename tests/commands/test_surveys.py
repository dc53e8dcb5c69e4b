"""`gateway survey`: files of units without a client, the form, what is exported and seen."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.commands.terminal import CODE, Told, one_line, register, run
from tests.policy.survey_builders import HOSPITAL, SCHOOL

SURVEY = f"""
period = "2026"
contact_role = "医务科"
[unit]
code = "{HOSPITAL}"
name = "示例医院"
kind = "hospital"
superior = "示例区卫健委"
[[rows]]
listed = "negative"
number = 1
matter = "住院病人亲属签字"
per_year = 1200
proposal = "verify_by_sharing"
[[rows]]
paper = "居民好评证明书"
matter = "评优"
basis = "=1+1"
per_year = 3
proposal = "cancel"
"""
UNITS = (
    f"unit_code,unit_name,unit_kind,superior\n{HOSPITAL},示例医院,医院,\n{SCHOOL},示例小学,学校,\n"
)
SIGNED = ("--signed-by", "分管副院长", "--signed-on", "2026-11-20")
LINE = re.compile(r"(srv_[0-9a-f]{32}) (draft|submitted) ([0-9a-f]{64})\n")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory that does not exist yet."""
    return tmp_path / "data"


def write(folder: Path, content: str | bytes, name: str = "survey.toml") -> Path:
    """A file."""
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def filed(told: Told) -> tuple[str, ...]:
    """Id, state and digest that an import tells."""
    found = LINE.fullmatch(told.out)
    assert found is not None, told
    return found.groups()


def test_from_a_file_to_a_table_and_back(tmp_path: Path, data: Path) -> None:
    """Imported, printed, submitted by its digest, exported; the export imports as it was."""
    survey_id, _, digest = filed(run("survey", "import", write(tmp_path, SURVEY), "--data", data))
    page = tmp_path / "form.html"
    told = run("survey", "form", survey_id, "--to", page, "--data", data)
    assert (0, "") == (told.status, told.out)
    grouped = " ".join(digest[i : i + 8] for i in range(0, 64, 8))
    assert grouped in page.read_text(encoding="utf-8")
    told = run("survey", "submit", survey_id, "--digest", grouped, *SIGNED, "--data", data)
    assert Told(0, f"{survey_id} submitted\n", "") == told
    table = tmp_path / "export.csv"
    run("survey", "export", "2026", "--to", table, "--data", data)
    assert "'=1+1" in table.read_text(encoding="utf-8")
    again = filed(run("survey", "import", table, "--data", tmp_path / "other"))
    assert ("draft", digest) == again[1:]


def test_a_table_that_was_signed(tmp_path: Path, data: Path) -> None:
    """Every unit of a table is submitted at once; the terminal shows what is asked for."""
    run("survey", "import", write(tmp_path, SURVEY), *SIGNED, "--data", data)
    text = run("survey", "export", "2026", "--chinese", "--data", data).out
    told = run(
        "survey", "import", write(tmp_path, text, "a.csv"), *SIGNED, "--data", tmp_path / "b"
    )
    assert "submitted" == filed(told)[1]
    whole = json.loads(run("survey", "export", "2026", "--as", "json", "--data", data).out)
    assert [("分管副院长", "2026-11-20", "operator")] == [
        (one["signed_by"], one["signed_on"], one["filed_by"]) for one in whole["surveys"]
    ]


def test_a_round_and_who_has_not_filed(tmp_path: Path, data: Path) -> None:
    """The units of a table are called upon; those that have not filed are named, with kind."""
    units = write(tmp_path, UNITS, "units.csv")
    told = run("survey", "call", "2026", "--due", "2026-12-30", "--units", units, "--data", data)
    assert (0, "2 units are to file for 2026 by 2026-12-30\n") == (told.status, told.out)
    run("survey", "import", write(tmp_path, SURVEY), *SIGNED, "--data", data)
    shown = run("survey", "status", "2026", "--data", data).out
    assert "1 filed, 0 of them late, due on 2026-12-30\n" in shown
    assert f"not filed: {SCHOOL} 示例小学 (school)\n" in shown
    assert "1203 2 1 1 0 = 合计" in one_line(shown)
    listed = one_line(run("survey", "list", "--period", "2026", "--data", data).out)
    assert ("示例医院" in listed, "submitted" in listed, "…" in listed) == (True, True, False)


def test_a_round_of_all_registered_bodies(data: Path) -> None:
    """Without a table the registered state bodies are called upon, banks are not."""
    register(data)
    register(data, "91500112EXAMPLE057", "other")
    told = run("survey", "call", "2026", "--due", "2026-12-30", "--data", data)
    assert (0, "1 units are to file for 2026 by 2026-12-30\n") == (told.status, told.out)
    assert f"not filed: {CODE}" in run("survey", "status", "2026", "--data", data).out


def test_a_second_import_replaces_the_draft(tmp_path: Path, data: Path) -> None:
    """There is one draft for a unit and period; it has the later content."""
    file = write(tmp_path, SURVEY)
    first = filed(run("survey", "import", file, "--data", data))
    file.write_text(SURVEY.replace("1200", "1"), encoding="utf-8")
    second = filed(run("survey", "import", file, "--data", data))
    assert (first[0], True) == (second[0], first[2] != second[2])


def test_everything_that_is_wrong_is_named(tmp_path: Path, data: Path) -> None:
    """Row and field with both languages, for every problem, and nothing is filed."""
    text = SURVEY.replace("per_year = 3", "per_year = -3").replace("number = 1\n", "number = 99\n")
    told = run("survey", "import", write(tmp_path, text), "--data", data)
    lines = told.err.splitlines()
    assert (1, "", f"{tmp_path / 'survey.toml'}:") == (told.status, told.out, lines[0])
    assert [
        "  row 2, per_year: 数值或者日期超出允许范围。",
        "  row 1, number: 清单中没有这一证明。",
    ] == [line.split("。")[0] + "。" for line in lines[1:]]
    assert all(line.endswith(")") for line in lines[1:])


def test_problems_of_a_table_have_its_lines(tmp_path: Path, data: Path) -> None:
    """Line and column of the file, and all surveys of it wait for the last mistake."""
    run("survey", "import", write(tmp_path, SURVEY), *SIGNED, "--data", data)
    text = run("survey", "export", "2026", "--data", data).out.replace(",1200,", ",many,")
    told = run("survey", "import", write(tmp_path, text, "a.csv"), "--data", tmp_path / "b")
    assert "line 2, per_year: 字段的数据类型不正确。" in told.err
    assert "wrong_type" in told.err
    broken = text.replace("unit_code", "code", 1)
    told = run("survey", "import", write(tmp_path, broken, "a.csv"), "--data", tmp_path / "b")
    assert "line 1, heading 1: 没有这个字段。" in told.err


def test_a_table_of_an_older_program(tmp_path: Path, data: Path) -> None:
    """GB 18030 is read when it is said to be that, and never guessed."""
    run("survey", "import", write(tmp_path, SURVEY), *SIGNED, "--data", data)
    text = run("survey", "export", "2026", "--data", data).out
    file = write(tmp_path, text.encode("gb18030"), "a.csv")
    told = run("survey", "import", file, "--data", tmp_path / "b")
    assert (1, True) == (told.status, "is not utf-8" in told.err)
    told = run("survey", "import", file, "--encoding", "gb18030", "--data", tmp_path / "b")
    assert "draft" == filed(told)[1]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("form", "srv_x"), "no survey srv_x was filed"),
        (("submit", "srv_x", "--digest", "0", *SIGNED), "no survey srv_x was filed"),
        (("status", "26"), "26: A period is written"),
        (("export", "26"), "26: A period is written"),
        (("call", "26", "--due", "2026-12-30"), "26: A period is written"),
        (("import", "none.toml"), "none.toml: cannot be read"),
        (("import", "none.xls"), "none.xls: cannot be read"),
        (("import", "none.toml", "--signed-by", "院长"), "belong together"),
        (
            ("import", "none.toml", "--signed-by", "院长", "--signed-on", "x"),
            "/signed_on: date_malformed",
        ),
    ],
    ids=["form", "submit", "status", "export", "call", "missing", "kind", "half", "day"],
)
def test_what_cannot_be_done_is_said(data: Path, words: tuple[str, ...], complaint: str) -> None:
    """A sentence and exit status 1, never a traceback."""
    told = run("survey", *words, "--data", data)
    assert (1, True) == (told.status, complaint in told.err)


def test_only_what_was_signed(tmp_path: Path, data: Path) -> None:
    """Another digest is not submitted; what was submitted is not submitted otherwise."""
    survey_id, _, digest = filed(run("survey", "import", write(tmp_path, SURVEY), "--data", data))
    words = ("survey", "submit", survey_id, "--data", data)
    told = run(*words, "--digest", "0" * 64, *SIGNED)
    assert (1, True) == (told.status, "签字盖章的内容不一致" in told.err)
    assert 0 == run(*words, "--digest", digest, *SIGNED).status
    told = run(*words, "--digest", digest, "--signed-by", "院长", "--signed-on", "2026-11-20")
    assert (1, True) == (told.status, "cannot be changed" in told.err)


def test_an_empty_table(tmp_path: Path) -> None:
    """The template is read as a table without surveys once its headings are there."""
    file = tmp_path / "template.csv"
    assert 0 == run("survey", "template", "--chinese", "--to", file).status
    assert Told(0, "", "") == run("survey", "import", file, "--data", tmp_path / "data")
    assert run("survey", "template").out.startswith("unit_code,unit_name,")


def test_the_form_in_both_languages(tmp_path: Path, data: Path) -> None:
    """A saved form is whole: its policy is in it, and no link leads anywhere."""
    survey_id = filed(run("survey", "import", write(tmp_path, SURVEY), "--data", data))[0]
    for lang, title in (("zh", "摸排清理情况表"), ("en", "Survey of papers demanded")):
        page = run("survey", "form", survey_id, "--lang", lang, "--data", data).out
        assert (True, False, True) == (
            title in page,
            "<a " in page,
            "Content-Security-Policy" in page,
        )


@pytest.mark.parametrize(
    ("name", "content", "words", "complaint"),
    [
        ("a.toml", b"period = \n", ("import",), "is not TOML"),
        ("a.xls", b"x", ("import",), "must end in .toml or .csv"),
        ("a.csv", b"\xff\xff", ("import", "--encoding", "gb18030"), "is not gb18030, from byte 0"),
        ("none.csv", None, ("import", "--encoding", "gb18030"), "cannot be read"),
        ("a.csv", b"x,y\n", ("import",), "line 1, unit_code"),
        (
            "a.csv",
            b"x,y\n",
            ("call", "2026", "--due", "2026-12-30", "--units"),
            "line 1, unit_kind",
        ),
    ],
    ids=["toml", "ending", "encoding", "missing", "headings", "units"],
)
def test_files_that_are_none(
    tmp_path: Path, name: str, content: bytes | None, words: tuple[str, ...], complaint: str
) -> None:
    """The file is named with what is wrong in it, before any data directory is made."""
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    told = run("survey", *words, file, "--data", tmp_path / "data")
    assert (1, True, True) == (told.status, str(file) in told.err, complaint in told.err)
    assert not (tmp_path / "data").exists()


def test_what_may_stand_in_a_cell_is_told(tmp_path: Path, data: Path) -> None:
    """Whoever writes another word is told the ones there are; a number has to be whole."""
    cells = f"{SCHOOL},小学,小學,,2026,本单位,教务处,,,负面清单,1,,入学,,约300,取消,学校,,"
    headings = run("survey", "template", "--chinese").out
    table = write(tmp_path, (headings + cells).encode("gb18030"), "a.csv")
    told = run("survey", "import", table, "--data", data)
    assert (1, True) == (told.status, "; see --encoding" in told.err)
    told = run("survey", "import", table, "--encoding", "gb18030", "--data", data)
    kinds = ": 医院 (hospital), 学校 (school), 其他单位 (other)\n"
    assert ("(unknown_value)" + kinds in told.err, ": 整数 a whole number\n" in told.err) == (
        True,
        True,
    )


def test_a_mark_at_the_beginning_of_toml(tmp_path: Path, data: Path) -> None:
    """Editors that begin a file with the mark of its encoding do no harm."""
    told = run("survey", "import", write(tmp_path, "\ufeff" + SURVEY), "--data", data)
    assert "draft" == filed(told)[1]
