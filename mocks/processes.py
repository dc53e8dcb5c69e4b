"""Runs mock departments as processes: one in this process, or all four as children.

Must never leave a child behind: children end when the pipe to their parent closes.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import date

from mocks.asking import AccessingDepartment, Department
from mocks.controls import Controls
from mocks.fault_files import concerns, read_file
from mocks.population import DEPARTMENTS, FORMAT, Population
from mocks.population.archive import Archive
from mocks.population.ledger import data_dates
from mocks.serving import Server, bind, open_department, url_of

STOPPING = (signal.SIGTERM, signal.SIGINT)


def serve_one(
    name: str,
    population: Population | Archive,
    *,
    port: int = 0,
    faults: bytes | None = None,
    until_stdin_closes: bool = False,
) -> int:
    """Serve one department until SIGTERM or SIGINT; returns the exit status.

    Prints one JSON line with the department's name and address (and an access key with its secret,
    where it knows its callers by them) once calls are answered. Raises
    FaultRefused for faults that cannot be switched on, OSError for a port that is taken.
    """
    department = open_department(name, population)
    controls = Controls(department)
    if faults is not None:
        wanted = read_file(faults, _everybody())
        controls.switch(*(fault for fault in wanted if concerns(fault, department)))
    listener = bind(port)
    access = department.access if isinstance(department, AccessingDepartment) else {}
    line = json.dumps({"department": name, "url": url_of(listener), **access})
    server = Server(department, controls, on_up=lambda: print_line(line))

    def stop() -> None:
        server.should_exit = True

    # The server hands a signal that stopped it back to these handlers; one that comes before it
    # listens itself is not lost.
    for number in STOPPING:
        signal.signal(number, lambda _signal, _frame: stop())
    if until_stdin_closes:
        _watch_stdin(stop)
    server.run([listener])
    listener.close()
    return 0


def serve_all(
    passed_on: Sequence[str], faults: bytes | None = None, *, until_stdin_closes: bool = False
) -> int:
    """Serve each department in a process of its own until SIGTERM or SIGINT.

    The four print their lines themselves. If one ends on its own, all end, with status 1. Raises
    FaultRefused for faults that no department could have, before anything is started.
    """
    if faults is not None:
        read_file(faults, _everybody())
    ended = threading.Event()
    asked = threading.Event()

    def stop() -> None:
        asked.set()
        ended.set()

    for number in STOPPING:
        signal.signal(number, lambda _signal, _frame: stop())
    if until_stdin_closes:
        _watch_stdin(stop)
    children = [_start(name, passed_on) for name in DEPARTMENTS]
    for child in children:
        threading.Thread(target=_watch_child, args=(child, ended), daemon=True).start()
    ended.wait()
    for child in children:
        child.terminate()
    for child in children:
        child.wait()
    return 0 if asked.is_set() else 1


def _everybody() -> list[Department]:
    """The departments over nobody, to see what each of them offers."""
    day = date(2026, 1, 1)
    nobody = Population(FORMAT, day, data_dates(day))
    return [open_department(name, nobody) for name in DEPARTMENTS]


def print_line(line: str) -> None:
    """Write a line where whoever started us waits for it."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _start(name: str, passed_on: Sequence[str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "mocks", "serve", name, "--until-stdin-closes", *passed_on]
    return subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - our own program


def _watch_child(child: subprocess.Popen[bytes], ended: threading.Event) -> None:
    child.wait()
    ended.set()


def _watch_stdin(stop: Callable[[], None]) -> None:
    """Stop when standard input ends; watched from a thread, for reading cannot be interrupted.

    Python's own buffer is passed by: a thread that waits in it would break the interpreter's end.
    """
    descriptor = sys.stdin.fileno()

    def watch() -> None:
        while os.read(descriptor, 4096):
            continue
        stop()

    threading.Thread(target=watch, daemon=True).start()
