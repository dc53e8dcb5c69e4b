"""`gateway ask`, `gateway consent …`, `gateway key …`: a requester's side, over HTTP.

Bodies come from a file or from standard input, never from arguments: other users of a machine can
see the arguments of a program.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from gateway.client import (
    Gateway,
    GatewayProblem,
    NotUnderstood,
    Unreachable,
    Verification,
    make_key,
    public_jwk,
    write_key,
)
from gateway.commands.options import (
    a_table,
    err,
    fail,
    out,
    read_json_object,
    read_text,
    told_plainly,
)
from gateway.commands.outcome_words import outcome_words
from gateway.commands.profile import DEFAULT_PROFILE, Profile, open_gateway

Result = TypeVar("Result")

consents = typer.Typer(no_args_is_help=True, help="Record, confirm and end consents (同意).")
keys = typer.Typer(no_args_is_help=True, help="Make a client's own key.")

Body = Annotated[
    Path | None, typer.Argument(help="The request as a JSON file; without it, standard input.")
]
IdempotencyKey = Annotated[
    str | None, typer.Option(help="Give the same key to make the same request once more.")
]


def ask(
    fact: Annotated[
        str, typer.Argument(help="identity, kinship, marriage, birth, childbirth, alive or death.")
    ],
    request: Body = None,
    profile: Profile = DEFAULT_PROFILE,
    idempotency_key: IdempotencyKey = None,
    receipt: Annotated[Path | None, typer.Option(help="Write the receipt to this file.")] = None,
) -> None:
    """Ask one verification and show its answer."""
    body = told_plainly(lambda: _read(request))
    verification = _call(profile, lambda g: g.verify(fact, body, idempotency_key=idempotency_key))
    _show(verification)
    if receipt is not None:
        _keep_receipt(verification, receipt)


def look_up(
    verification_id: Annotated[str, typer.Argument()], profile: Profile = DEFAULT_PROFILE
) -> None:
    """Show the state of an earlier verification."""
    _show(_call(profile, lambda g: g.verification(verification_id)))


@consents.command()
def record(
    request: Body = None,
    profile: Profile = DEFAULT_PROFILE,
    idempotency_key: IdempotencyKey = None,
) -> None:
    """Record a consent; prints its id and the resident's withdrawal code."""
    body = told_plainly(lambda: _read(request))
    consent = _call(profile, lambda g: g.record_consent(body, idempotency_key=idempotency_key))
    out.print(f"{consent.consent_id} is {consent.state}", markup=False)
    out.print(f"withdrawal code for the resident: {consent.withdrawal_code}", markup=False)


@consents.command()
def show(consent_id: str, profile: Profile = DEFAULT_PROFILE) -> None:
    """Show a consent that this requester recorded."""
    consent = _call(profile, lambda g: g.consent(consent_id))
    out.print_json(json.dumps(dict(consent.body), ensure_ascii=False))


@consents.command()
def confirm(consent_id: str, profile: Profile = DEFAULT_PROFILE) -> None:
    """Enter the resident's one-time code (asked for, not an argument)."""
    code = typer.prompt("one-time code", hide_input=True)
    _call(profile, lambda g: g.confirm_consent(consent_id, code))
    out.print("confirmed")


@consents.command()
def withdraw(profile: Profile = DEFAULT_PROFILE) -> None:
    """Withdraw by the resident's own code (asked for, not an argument)."""
    code = typer.prompt("withdrawal code", hide_input=True)
    _call(profile, lambda g: g.withdraw_consent(code))
    out.print("withdrawn")


@consents.command()
def revoke(consent_id: str, profile: Profile = DEFAULT_PROFILE) -> None:
    """Revoke a consent for the resident."""
    consent = _call(profile, lambda g: g.revoke_consent(consent_id))
    out.print(f"{consent.consent_id} is {consent.state}", markup=False)


@keys.command()
def new(
    file: Annotated[Path, typer.Argument(help="Where the private key goes (mode 0600).")],
) -> None:
    """Make a key; prints its public half as a JWK, for `gateway client add --key`."""
    key = make_key()
    try:
        write_key(key, file)
    except OSError as error:
        raise fail(error) from error
    out.print_json(json.dumps(public_jwk(key)))


def _call(profile: Path, call: Callable[[Gateway], Result]) -> Result:
    try:
        with open_gateway(profile) as gateway, err.status("asking …"):
            return call(gateway)
    except GatewayProblem as problem:
        for line in _told(problem):
            err.print(line, markup=False, soft_wrap=True)
        raise typer.Exit(1) from None
    except (Unreachable, NotUnderstood, ValueError, OSError) as error:
        raise fail(error) from error


def _told(problem: GatewayProblem) -> Iterator[str]:
    yield f"{problem.status} {problem.reason}: {problem.title_zh}".rstrip(": ")
    yield f"{problem.title} {problem.detail}".strip()
    for error in problem.errors:
        yield f"  {error.get('pointer')}: {error.get('reason')}"
    if problem.request_id:
        yield f"  request {problem.request_id}"


def _read(file: Path | None) -> dict[str, Any]:
    if file is not None:
        return read_json_object(read_text(file), str(file))
    if sys.stdin.isatty():
        err.print("The request as JSON, ended by Ctrl-D:")
    try:
        return read_json_object(sys.stdin.buffer.read().decode("utf-8"), "standard input")
    except UnicodeDecodeError as error:
        raise ValueError(f"standard input: is not UTF-8, from byte {error.start}") from None


def _keep_receipt(verification: Verification, file: Path) -> None:
    compact = verification.answer.receipt
    if compact is None:
        err.print("There is no receipt yet: a department answers later.")
        return
    try:
        file.write_text(compact + "\n", encoding="ascii")
    except OSError as error:
        raise fail(error) from error
    out.print(f"receipt written to {file}", markup=False, soft_wrap=True)


def _show(verification: Verification) -> None:
    answer = verification.answer
    table = a_table("verification", answer.verification_id)
    table.add_row("fact", answer.fact)
    table.add_row("outcome", outcome_words(answer.outcome), style="bold")
    for part, outcome in answer.parts.items():
        table.add_row(f"  {part}", str(outcome))
    table.add_row("reasons", ", ".join(map(str, answer.reasons)) or "–")
    table.add_row("records as of", answer.as_of or "–")
    if verification.due_on:
        mark = " (provisional: holidays not announced yet)" if verification.due_provisional else ""
        table.add_row("due on", verification.due_on + mark)
    for number, step in enumerate(_steps(answer.guidance), start=1):
        table.add_row(f"what to do ({number})", step)
    if answer.replayed:
        table.add_row("note", "this is the earlier reply; nobody was asked again")
    out.print(table)


def _steps(guidance: Mapping[str, Any] | None) -> Iterator[str]:
    for step in (guidance or {}).get("steps", []):
        yield f"{step.get('zh', '')}\n{step.get('en', '')}".strip()
