"""`gateway matter`: every bundled example registers, and whatever is wrong in a file is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.commands.problem_lines import problem_line
from gateway.domain.decision import RefusalReason
from gateway.errors import Problem
from gateway.policy.problem_words import PROBLEM_WORDS
from tests.commands.terminal import BANK, CODE, one_line, register, run

EXAMPLES = sorted((Path(__file__).parents[2] / "contracts" / "catalogue" / "matters").glob("*"))
KINDS = {"11": "state_organ", "12": "authorised_organisation", "91": "other"}
HOUSING = next(path for path in EXAMPLES if path.stem == "gjj-007")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory in which the requesters of all examples are registered."""
    directory = tmp_path_factory.mktemp("matters") / "data"
    for code in sorted({requester_of(path) for path in EXAMPLES}):
        register(directory, code, KINDS[code[:2]])
    return directory


def requester_of(path: Path) -> str:
    """The requester that an example names."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith("requester")).split('"')[1]


def changed(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    """The housing fund's example with other text in it."""
    text = HOUSING.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file = tmp_path / "matter.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_registers_and_is_listed(data: Path, path: Path) -> None:
    """It is accepted as it is, and its code and name are listed uncut at 80 columns."""
    code, requester = path.stem.upper(), requester_of(path)
    told = run("matter", "add", path, "--data", data)
    assert (0, f"registered {code} of {requester}\n", "") == (told.status, told.out, told.err)
    shown = run("matter", "list", requester, "--data", data).out
    assert (True, False) == (code in one_line(shown), "…" in shown)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('code = "GJJ-007"', 'code = ""', "/code"),
        ('"kinship"', '"wealth"', "/facts/"),
        ("number = 1 }", "number = 99 }", "/replaces: unknown_certificate"),
        ("uses = 1", 'uses = "one"', "/uses"),
        ("uses = 1", "uses = 1\nunknown = 1", "/unknown"),
        ("expires_on = ", "ends_on = ", "/approvals/0/"),
        ("[bases]", "[bases]\nwhim = 1", "/bases/whim"),
        ('en = "', 'fr = "', "/name"),
    ],
    ids=["code", "fact", "certificate", "type", "unknown", "approval", "basis", "language"],
)
def test_what_is_wrong_is_named(
    data: Path, tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    """The field's pointer and a reason are told, a line for each, with exit status 1."""
    told = run("matter", "add", changed(tmp_path, (old, new)), "--data", data)
    assert 1 == told.status
    assert [complaint] == [complaint for line in told.err.splitlines() if complaint in line][:1]


def test_everything_that_is_wrong_is_named(data: Path, tmp_path: Path) -> None:
    """Two mistakes are two lines: nobody corrects one to be told of the next."""
    file = changed(tmp_path, ('code = "GJJ-007"', "code = 7"), ("uses = 1", "uses = -1"))
    lines = run("matter", "add", file, "--data", data).err.splitlines()
    assert {"/code", "/uses"} == {line.partition(":")[0] for line in lines}


def test_every_reason_is_told_in_words(data: Path, tmp_path: Path) -> None:
    """Beside the code of each field its sentence, in Chinese and in English, on one line."""
    file = changed(tmp_path, ("uses = 1", "unknown = 1"), ("number = 1 }", "number = 99 }"))
    assert [
        "/replaces: unknown_certificate: 清单中没有这一证明。 The lists hold no such certificate.",
        "/unknown: unknown_field: 没有这个字段。 There is no such field.",
    ] == sorted(run("matter", "add", file, "--data", data).err.splitlines())


@pytest.mark.parametrize("reason", [*PROBLEM_WORDS, *(r.value for r in RefusalReason)])
def test_every_reason_has_its_words(reason: str) -> None:
    """No code of a matter's form, or of a refusal, stands alone."""
    line = problem_line(Problem("/x", reason))
    assert (True, False) == (line.startswith(f"/x: {reason}: "), line.isascii())


def test_a_reason_without_words_stands_alone() -> None:
    """A code of somebody else's is shown as it is, and the whole content has a place too."""
    assert "/: of_a_plugin" == problem_line(Problem("", "of_a_plugin"))


@pytest.mark.parametrize("code", [BANK[:-1] + "0", "nobody", ""], ids=["other", "word", "none"])
def test_an_unknown_requester(data: Path, tmp_path: Path, code: str) -> None:
    """A matter belongs to a requester that is registered."""
    told = run("matter", "add", changed(tmp_path, (CODE, code)), "--data", data)
    assert (1, True) == (
        told.status,
        told.err.startswith("/requester: requester_unknown: 没有登记"),
    )
    assert told.err.endswith("first.\n")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"code = \n", "is not TOML: Invalid value (at line 1, column 8)"),
        (b'code = "\xff"\n', "is not UTF-8, from byte 8"),
        (None, "cannot be read: No such file or directory"),
    ],
    ids=["not-toml", "not-utf-8", "missing"],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, content: bytes | None, complaint: str) -> None:
    """File and place are told, before any data directory is made."""
    file = tmp_path / "matter.toml"
    if content is not None:
        file.write_bytes(content)
    told = run("matter", "add", file, "--data", tmp_path / "data")
    assert (1, f"{file}: {complaint}\n") == (told.status, told.err)
    assert not (tmp_path / "data").exists()


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    """It is told like any file that cannot be read."""
    told = run("matter", "add", tmp_path, "--data", tmp_path / "data")
    assert (1, f"{tmp_path}: cannot be read: Is a directory\n") == (told.status, told.err)
