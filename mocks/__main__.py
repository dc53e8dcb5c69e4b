"""The command line of the mock departments: `python -m mocks`, also called `gateway-mocks`.

Must never listen on anything but loopback, nor print a person unless a population is asked for.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from mocks.population import DEPARTMENTS, Population
from mocks.population.filing import PopulationRefused, dump, load_file
from mocks.scenarios.table import write_tables
from mocks.town import DEFAULT_SEED, DEFAULT_SIZE, build_town, list_scenarios

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
ALL = "all"


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

    if options.department == ALL:
        if options.port or options.faults:
            raise ValueError("--port and --faults are for one department")
        return processes.serve_all(
            _passed_on(options), until_stdin_closes=options.until_stdin_closes
        )
    faults = options.faults.read_bytes() if options.faults else None
    return processes.serve_one(
        options.department,
        _population(options),
        port=options.port,
        faults=faults,
        until_stdin_closes=options.until_stdin_closes,
    )


def _passed_on(options: argparse.Namespace) -> list[str]:
    """What the process of each department is told, so that all four serve the same town."""
    passed = ["--seed", str(options.seed), "--size", str(options.size)]
    passed += ["--today", options.today.isoformat()]
    if options.population:
        passed += ["--population", str(options.population)]
    return passed


def _write_population(options: argparse.Namespace) -> int:
    text = dump(_population(options))
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


def _population(options: argparse.Namespace) -> Population:
    if options.population:
        return load_file(options.population)
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
    population.set_defaults(run=_write_population)
    scenarios = commands.add_parser(
        "scenarios", parents=[town], help="list the questions to ask and the answers to expect"
    )
    form = scenarios.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON")
    form.add_argument("--markdown", action="store_true", help="as the table of the README")
    scenarios.set_defaults(run=_write_scenarios)
    return parser


def _town_options() -> argparse.ArgumentParser:
    town = argparse.ArgumentParser(add_help=False)
    town.add_argument("--population", type=Path, help="a JSON file instead of the invented town")
    town.add_argument("--seed", type=int, default=DEFAULT_SEED, help="of the ordinary families")
    town.add_argument("--size", type=int, default=DEFAULT_SIZE, help="of the ordinary families")
    town.add_argument(
        "--today",
        type=date.fromisoformat,
        default=datetime.now(SHANGHAI).date(),
        help="the day in Asia/Shanghai on which the town stands still (default: today)",
    )
    return town


if __name__ == "__main__":
    sys.exit(main())
