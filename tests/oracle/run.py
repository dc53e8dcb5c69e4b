"""`python -m tests.oracle.run`: ask generated residents' questions and compare with the oracle.

Ends with status 1 if one answer contradicts it. Must never print a person.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.oracle.rehearsal import DAY, SIZE, Plan, rehearse
from tests.oracle.telling import tell


def main(arguments: Sequence[str]) -> int:
    """Run it once and print the report."""
    plan = _read(arguments)
    with tempfile.TemporaryDirectory() as folder:
        run = rehearse(plan, Path(folder))
    sys.stdout.write(f"{tell(run)}\n")
    for crash in run.crashes:
        sys.stdout.write(f"a mock department made a mistake of its own: {crash}\n")
    return 1 if run.contradictions or run.crashes else 0


def _read(arguments: Sequence[str]) -> Plan:
    parser = argparse.ArgumentParser(prog="python -m tests.oracle.run", description=__doc__)
    parser.add_argument("--size", type=int, default=SIZE, help="residents")
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1, help="of residents, questions and faults")
    parser.add_argument("--faults", choices=("none", "all"), default="none")
    parser.add_argument("--today", type=date.fromisoformat, default=DAY)
    read = parser.parse_args(arguments)
    return Plan(read.size, read.questions, read.seed, read.faults == "all", read.today)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
