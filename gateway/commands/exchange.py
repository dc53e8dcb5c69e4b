"""What a requester's commands do around their call: read the request, tell what failed.

Bodies come from a file or from standard input, never from arguments: other users of a machine can
see the arguments of a program.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from gateway.client import Gateway, GatewayProblem, NotUnderstood, Unreachable
from gateway.commands.options import err, fail, out, read_json_object, read_text
from gateway.commands.profile import open_gateway

Result = TypeVar("Result")

Body = Annotated[
    Path | None, typer.Argument(help="The request as a JSON file; without it, standard input.")
]
IdempotencyKey = Annotated[
    str | None, typer.Option(help="Give the same key to make the same request once more.")
]
NoticeFile = Annotated[
    Path | None, typer.Option("--notice", help="Write the printable notice to this HTML file.")
]


def call_gateway(profile: Path, call: Callable[[Gateway], Result]) -> Result:
    """Make one call; whatever goes wrong becomes sentences and exit status 1."""
    try:
        with open_gateway(profile) as gateway, err.status("asking …"):
            return call(gateway)
    except GatewayProblem as problem:
        for line in _told(problem):
            err.print(line, markup=False, soft_wrap=True)
        raise typer.Exit(1) from None
    except (Unreachable, NotUnderstood, ValueError, OSError) as error:
        raise fail(error) from error


def read_request(file: Path | None) -> dict[str, Any]:
    """The body of a request. Raises ValueError naming where it came from."""
    if file is not None:
        return read_json_object(read_text(file), str(file))
    if sys.stdin.isatty():
        err.print("The request as JSON, ended by Ctrl-D:")
    try:
        return read_json_object(sys.stdin.buffer.read().decode("utf-8"), "standard input")
    except UnicodeDecodeError as error:
        raise ValueError(f"standard input: is not UTF-8, from byte {error.start}") from None


def keep(what: str, content: str, file: Path) -> None:
    """Write something that came back to a file, and say so."""
    try:
        file.write_text(content, encoding="utf-8")
    except OSError as error:
        raise fail(error) from error
    out.print(f"{what} written to {file}", markup=False, soft_wrap=True)


def keep_notice(profile: Path, ids: str, file: Path | None) -> None:
    """Fetch the notice of these verifications and write it, if a file was named for it."""
    if file is not None:
        keep("notice", call_gateway(profile, lambda g: g.notice(ids)), file)


def steps_of(guidance: Mapping[str, Any] | None) -> Iterator[str]:
    """What can be done, step by step, each in both languages; first what is there instead."""
    told = guidance or {}
    entry = told.get("certificate")
    if isinstance(entry, dict):
        yield _both(entry.get("instead"))
    for step in told.get("steps", []):
        yield _both(step)
    for name in ("accepted", "lost"):
        if told.get(name):
            yield _both(told[name])


def _both(text: object) -> str:
    said = text if isinstance(text, dict) else {}
    return f"{said.get('zh', '')}\n{said.get('en', '')}".strip()


def _told(problem: GatewayProblem) -> Iterator[str]:
    yield f"{problem.status} {problem.reason}: {problem.title_zh}".rstrip(": ")
    yield f"{problem.title} {problem.detail}".strip()
    for error in problem.errors:
        yield f"  {error.get('pointer')}: {error.get('reason')}"
    for step in steps_of(problem.guidance):
        yield "  " + step.replace("\n", "\n  ")
    if problem.request_id:
        yield f"  request {problem.request_id}"
