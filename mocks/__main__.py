"""The command line of the mock departments: `python -m mocks`, also called `gateway-mocks`.

Must never listen on anything but loopback, nor print a person unless a population is asked for.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

from mocks.generator.command import ask, generate
from mocks.generator.growing import RESIDENTS, grow
from mocks.generator.questions.setting import OneBlock
from mocks.population import DEPARTMENTS, Population
from mocks.population.archive import Archive, is_archive
from mocks.population.filing import PopulationRefused, dump, load_file, write_schema
from mocks.scenarios.table import write_tables
from mocks.town import DEFAULT_SEED, DEFAULT_SIZE, build_town, list_scenarios

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
ALL = "all"
LARGEST_TOWN = 20_000
"""Towns up to this size are kept in memory, with the scenarios' residents among them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; returns the exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (PopulationRefused, ValueError, OSError) as error:
        sys.stderr.write(f"mocks: {error}\n")
        return 1


def _serve(options: argparse.Namespace) -> int:
    from mocks import processes  # noqa: PLC0415 - the other commands need no server

    if options.department == ALL and options.port:
        raise ValueError("--port is for one department")
    faults = options.faults.read_bytes() if options.faults else None
    with _holdings(options) as (holdings, path):
        if options.department == ALL:
            if options.population:
                _check(holdings())
            passed_on = _passed_on(options, path)
            stdin_closes = options.until_stdin_closes
            return processes.serve_all(passed_on, faults, until_stdin_closes=stdin_closes)
        return processes.serve_one(
            options.department,
            holdings(),
            port=options.port,
            faults=faults,
            until_stdin_closes=options.until_stdin_closes,
        )


def _check(holdings: Population | Archive) -> None:
    """Once opened, nothing is wrong with it; each department opens it for itself."""
    if isinstance(holdings, Archive):
        holdings.close()


@contextmanager
def _holdings(
    options: argparse.Namespace,
) -> Iterator[tuple[Callable[[], Population | Archive], Path | None]]:
    """How to open the residents, and the file they are in, if they are in one.

    A town too large for memory is grown into a file that is gone when the block ends.
    """
    if options.population or options.size <= LARGEST_TOWN:
        yield lambda: _population(options), options.population
        return
    with TemporaryDirectory(prefix="mock-residents-") as folder:
        path = Path(folder) / RESIDENTS
        sys.stderr.write(f"mocks: growing {options.size} residents\n")
        grow(path, options.size, options.seed, options.today)
        yield lambda: Archive(path), path


def _passed_on(options: argparse.Namespace, path: Path | None) -> list[str]:
    """What the process of each department is told, so that all four serve the same town."""
    if path is not None:
        passed = ["--population", str(path)]
    else:
        passed = ["--seed", str(options.seed), "--size", str(options.size)]
        passed += ["--today", options.today.isoformat()]
    return passed + (["--faults", str(options.faults)] if options.faults else [])


def _generate(options: argparse.Namespace) -> int:
    generate(
        options.out,
        size=options.size,
        seed=options.seed,
        today=options.today,
        questions=options.questions,
    )
    return 0


def _ask(options: argparse.Namespace) -> int:
    residents = _population(options)
    if isinstance(residents, Archive):
        with residents:
            ask(residents, options.out, options.questions, options.seed)
    else:
        ask(OneBlock(residents), options.out, options.questions, options.seed)
    return 0


def _write_population(options: argparse.Namespace) -> int:
    if options.schema:
        sys.stdout.write(write_schema())
        return 0
    population = _population(options)
    if isinstance(population, Archive):
        population.close()
        raise ValueError("an archive is no file of that format")
    text = dump(population)
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


def _write_scenarios(options: argparse.Namespace) -> int:
    scenarios = list_scenarios(options.today)
    if options.json:
        value = [scenario.as_json() for scenario in scenarios]
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")
    elif options.markdown:
        sys.stdout.write(write_tables(scenarios))
    else:
        for scenario in scenarios:
            sys.stdout.write(f"{scenario.key}\n    {scenario.en}\n    {scenario.zh}\n")
    return 0


def _population(options: argparse.Namespace) -> Population | Archive:
    if options.population:
        path: Path = options.population
        return Archive(path) if is_archive(path) else load_file(path)
    return build_town(options.today, seed=options.seed, size=options.size)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gateway-mocks", description="Mock departments with invented residents."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    town = _town_options()
    serve = commands.add_parser(
        "serve", parents=[town], help="run a mock department on loopback until it is stopped"
    )
    serve.add_argument("department", choices=[*DEPARTMENTS, ALL])
    serve.add_argument("--port", type=int, default=0, help="0 lets the system choose (default)")
    serve.add_argument("--faults", type=Path, help="a JSON file of faults to start with")
    serve.add_argument(
        "--until-stdin-closes", action="store_true", help="also stop at the end of standard input"
    )
    serve.set_defaults(run=_serve)
    population = commands.add_parser(
        "population", parents=[town], help="write the invented residents as JSON"
    )
    population.add_argument("--out", type=Path, help="a file; standard output by default")
    population.add_argument("--schema", action="store_true", help="the JSON Schema of such files")
    population.set_defaults(run=_write_population)
    _add_generator(commands)
    scenarios = commands.add_parser(
        "scenarios", parents=[town], help="list the questions to ask and the answers to expect"
    )
    form = scenarios.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON")
    form.add_argument("--markdown", action="store_true", help="as the table of the README")
    scenarios.set_defaults(run=_write_scenarios)
    return parser


def _add_generator(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    generator = commands.add_parser(
        "generate", help="write any number of residents, and questions with their answers"
    )
    generator.add_argument("--size", type=int, required=True, help="how many residents at least")
    generator.add_argument("--seed", type=int, default=DEFAULT_SEED)
    generator.add_argument("--out", type=Path, required=True, help="a folder")
    generator.add_argument("--questions", type=int, default=1_000, help="how many (1000)")
    generator.add_argument(
        "--today", type=date.fromisoformat, default=datetime.now(SHANGHAI).date()
    )
    generator.set_defaults(run=_generate)
    questions = commands.add_parser(
        "questions", help="write questions about any residents, with their answers"
    )
    questions.add_argument(
        "--population", type=Path, required=True, help="residents.sqlite, or JSON"
    )
    questions.add_argument("--seed", type=int, default=DEFAULT_SEED)
    questions.add_argument("--questions", type=int, default=1_000, help="how many (1000)")
    questions.add_argument("--out", type=Path, required=True, help="a new file")
    questions.set_defaults(run=_ask)


def _town_options() -> argparse.ArgumentParser:
    town = argparse.ArgumentParser(add_help=False)
    town.add_argument(
        "--population", type=Path, help="a JSON file, or residents.sqlite of `generate`"
    )
    town.add_argument("--seed", type=int, default=DEFAULT_SEED, help="of the ordinary families")
    town.add_argument(
        "--size", type=int, default=DEFAULT_SIZE, help="how many; large towns are generated"
    )
    town.add_argument(
        "--today",
        type=date.fromisoformat,
        default=datetime.now(SHANGHAI).date(),
        help="the day in Asia/Shanghai on which the town stands still (default: today)",
    )
    return town


if __name__ == "__main__":
    sys.exit(main())
