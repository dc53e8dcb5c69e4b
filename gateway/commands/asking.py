"""`gateway ask`, `gateway consent …`, `gateway key …`: a requester's side, over HTTP.

Bodies come from a file or from standard input, never from arguments: other users of a machine can
see the arguments of a program.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.table import Table

from gateway.client import (
    Gateway,
    GatewayProblem,
    Unreachable,
    Verification,
    make_key,
    public_jwk,
    write_key,
)
from gateway.commands.options import err, fail, out
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
    fact: Annotated[str, typer.Argument(help="identity, kinship, marriage, birth, alive, death …")],
    request: Body = None,
    profile: Profile = DEFAULT_PROFILE,
    idempotency_key: IdempotencyKey = None,
    receipt: Annotated[Path | None, typer.Option(help="Write the receipt to this file.")] = None,
) -> None:
    """Ask one verification and show its answer."""
    verification = _call(
        profile, lambda g: g.verify(fact, _read(request), idempotency_key=idempotency_key)
    )
    _show(verification)
    if receipt is not None and verification.answer.receipt is not None:
        receipt.write_text(verification.answer.receipt + "\n", encoding="ascii")


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
    consent = _call(
        profile, lambda g: g.record_consent(_read(request), idempotency_key=idempotency_key)
    )
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
    """Make a key; prints its public half as a JWK, for `gateway requester add --key`."""
    key = make_key()
    try:
        write_key(key, file)
    except OSError as error:
        raise fail(error) from error
    out.print_json(json.dumps(public_jwk(key)))


def _call(profile: Path, call: Callable[[Gateway], Result]) -> Result:
    try:
        with open_gateway(profile) as gateway:
            return call(gateway)
    except GatewayProblem as problem:
        err.print(f"{problem.status} {problem.reason}: {problem.title_zh}", markup=False)
        err.print(f"{problem.title} {problem.detail}".strip(), markup=False)
        for error in problem.errors:
            err.print(f"  {error.get('pointer')}: {error.get('reason')}", markup=False)
        raise typer.Exit(1) from None
    except (Unreachable, ValueError, OSError) as error:
        raise fail(error) from error


def _read(file: Path | None) -> dict[str, Any]:
    text = file.read_text(encoding="utf-8") if file else sys.stdin.read()
    try:
        content = json.loads(text)
    except ValueError:
        content = None  # its error would quote the text
    if not isinstance(content, dict):
        raise ValueError("the request must be a JSON object")
    return content


def _show(verification: Verification) -> None:
    answer = verification.answer
    table = Table(show_header=False, title=answer.verification_id)
    table.add_row("fact", answer.fact)
    table.add_row("outcome", answer.outcome, style="bold")
    for part, outcome in answer.parts.items():
        table.add_row(f"  {part}", outcome)
    table.add_row("reasons", ", ".join(answer.reasons) or "–")
    table.add_row("records as of", answer.as_of or "–")
    if verification.due_on:
        table.add_row("due on", verification.due_on)
    for step in (answer.guidance or {}).get("steps", []):
        table.add_row("what to do", f"{step['zh']}\n{step['en']}")
    out.print(table)
