"""What `python -m mocks` does."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from mocks.__main__ import main
from mocks.population import DEPARTMENTS, filing
from tests.mocks import examples

TODAY = "2026-11-20"


@contextmanager
def _serve(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command `serve` as a process, ended whatever happens."""
    process = subprocess.Popen(
        [sys.executable, "-m", "mocks", "serve", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _read_line(process: subprocess.Popen[str]) -> dict[str, str]:
    assert process.stdout is not None
    line: dict[str, str] = json.loads(process.stdout.readline())
    return line


def _calls(url: str) -> object:
    return httpx.get(f"{url}/_control/requests").json()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda n: n.name)
def test_serve_one(number: signal.Signals) -> None:
    """One line says where it is; a signal ends it cleanly, and it said nothing else."""
    with _serve("health", "--today", TODAY) as process:
        line = _read_line(process)
        assert ["department", "url"] == list(line)
        assert {"requests": []} == _calls(line["url"])
        process.send_signal(number)
        rest, errors = process.communicate(timeout=20)
        assert (0, "", "") == (process.returncode, rest, errors)


def test_serve_all() -> None:
    """Four lines, four departments; a signal ends them all."""
    with _serve("all", "--today", TODAY, "--size", "0") as process:
        urls = {line["department"]: line["url"] for line in (_read_line(process) for _ in range(4))}
        assert set(DEPARTMENTS) == set(urls)
        assert [{"requests": []}] * 4 == [_calls(url) for url in urls.values()]
        process.terminate()
        process.communicate(timeout=20)
        assert 0 == process.returncode
    for url in urls.values():
        with pytest.raises(httpx.ConnectError):
            _calls(url)


@pytest.mark.parametrize(("department", "lines"), [("courts", 1), ("all", 4)])
def test_serve_until_stdin_closes(department: str, lines: int) -> None:
    """The mock ends with whoever holds the other end of its standard input."""
    with _serve(department, "--until-stdin-closes", "--today", TODAY) as process:
        assert lines == len({_read_line(process)["department"] for _ in range(lines)})
        process.communicate(timeout=20)
        assert 0 == process.returncode


def test_serve_a_population_with_faults(tmp_path: Path) -> None:
    """A file of residents and a file of faults are in force from the start."""
    population, faults = tmp_path / "population.json", tmp_path / "faults.json"
    population.write_text(filing.dump(examples.make_population()), encoding="utf-8")
    faults.write_text('{"faults": [{"kind": "status_403"}]}', encoding="utf-8")
    options = ("--population", str(population), "--faults", str(faults))
    with _serve("health", *options) as process:
        url = _read_line(process)["url"]
        shown = httpx.get(f"{url}/_control/faults").json()["faults"]
    assert ["status_403"] == [fault["kind"] for fault in shown]


def test_faults_that_cannot_be(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A wrong file of faults ends the command with a sentence."""
    faults = tmp_path / "faults.json"
    faults.write_text('{"faults": [{"kind": "gone"}]}', encoding="utf-8")
    assert 1 == main(["serve", "health", "--today", TODAY, "--faults", str(faults)])
    assert "unknown kind 'gone'" in capfd.readouterr().err


def test_what_four_departments_cannot_share(capfd: pytest.CaptureFixture[str]) -> None:
    """One port for all four is refused rather than ignored."""
    assert 1 == main(["serve", "all", "--port", "8400"])
    assert "--port is for one department" in capfd.readouterr().err


def test_write_a_population(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """To a file and to standard output alike, the same for the same seed."""
    out = tmp_path / "population.json"
    options = ["population", "--today", TODAY, "--seed", "5", "--size", "20"]
    assert 0 == main([*options, "--out", str(out)])
    assert 0 == main(options)
    shown = capfd.readouterr().out
    assert out.read_text(encoding="utf-8") == shown
    assert TODAY == filing.load(shown).today.isoformat()


def test_a_population_file_that_is_wrong(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What is wrong in it is said, without a traceback."""
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}", encoding="utf-8")
    assert 1 == main(["population", "--population", str(wrong)])
    assert "residents" not in capfd.readouterr().out
    assert 1 == main(["population", "--population", str(tmp_path / "none.json")])
    assert "mocks: " in capfd.readouterr().err


def test_a_wrong_file_for_all_four(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """It is told once, and no department is started."""
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"format": "mock-population/1"}', encoding="utf-8")
    assert 1 == main(["serve", "all", "--population", str(wrong)])
    assert 1 == capfd.readouterr().err.count("/today: Field required")


def test_a_town_too_large_for_memory() -> None:
    """It is grown into a file, from which the department answers, and that is said."""
    with _serve("health", "--size", "20001", "--today", TODAY) as process:
        url = _read_line(process)["url"]
        assert 200 == httpx.get(f"{url}/_control/faults").status_code
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=20)
    assert "mocks: growing 20001 residents\n" == errors


def test_generate_and_ask_again(tmp_path: Path) -> None:
    """Residents with questions, and further questions about them."""
    out, more = tmp_path / "out", tmp_path / "more.jsonl"
    options = ["--size", "100", "--today", TODAY, "--questions", "20"]
    assert 0 == main(["generate", *options, "--out", str(out)])
    archive = str(out / "residents.sqlite")
    again = ["questions", "--population", archive, "--questions", "30", "--seed", "2"]
    assert 0 == main([*again, "--out", str(more)])
    assert 30 == len(more.read_text(encoding="utf-8").splitlines())
    assert 1 == main(["population", "--population", archive])


def test_questions_about_a_population_of_ones_own(tmp_path: Path) -> None:
    """A JSON file does as well; one resident is too few."""
    town, out = tmp_path / "town.json", tmp_path / "questions.jsonl"
    town.write_text(filing.dump(examples.make_population()), encoding="utf-8")
    command = ["questions", "--population", str(town), "--questions", "25", "--out"]
    assert 0 == main([*command, str(out)])
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert 25 == len(lines)
    assert {"ordinary"} == {line["planted"] for line in lines}
    alone = json.loads(town.read_text(encoding="utf-8"))
    kept = {name: alone[name] for name in ("format", "today", "data_dates")}
    town.write_text(json.dumps({**kept, "residents": alone["residents"][:1]}), encoding="utf-8")
    assert 1 == main([*command, str(tmp_path / "more.jsonl")])


def test_the_schema_of_population_files(capfd: pytest.CaptureFixture[str]) -> None:
    """It is written as JSON."""
    assert 0 == main(["population", "--schema"])
    assert "mock-population/1" in json.loads(capfd.readouterr().out)["title"]


def test_list_scenarios(capfd: pytest.CaptureFixture[str]) -> None:
    """For people, for programs, and for the README."""
    assert 0 == main(["scenarios", "--today", TODAY])
    assert "marriage-m3-court-divorce\n" in capfd.readouterr().out
    assert 0 == main(["scenarios", "--today", TODAY, "--json"])
    listed = {scenario["key"]: scenario for scenario in json.loads(capfd.readouterr().out)}
    assert "contradicted" == listed["marriage-m3-court-divorce"]["expected"]["outcome"]
    assert 0 == main(["scenarios", "--today", TODAY, "--markdown"])
    assert "### kinship" in capfd.readouterr().out


def test_an_impossible_day(capfd: pytest.CaptureFixture[str]) -> None:
    """A day before the scenarios is refused in a sentence."""
    assert 1 == main(["scenarios", "--today", "2020-01-01"])
    assert "there is no town" in capfd.readouterr().err
