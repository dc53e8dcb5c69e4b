"""`gateway ask`, `gateway consent …`, `gateway key …`: a requester's side, over HTTP.

Bodies come from a file or from standard input, never from arguments: other users of a machine can
see the arguments of a program.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from gateway.client import Verification, make_key, public_jwk, write_key
from gateway.commands.exchange import (
    Body,
    IdempotencyKey,
    NoticeFile,
    call_gateway,
    keep,
    keep_notice,
    read_request,
    steps_of,
)
from gateway.commands.options import a_table, err, fail, out, told_plainly
from gateway.commands.outcome_words import outcome_words
from gateway.commands.profile import DEFAULT_PROFILE, Profile

consents = typer.Typer(no_args_is_help=True, help="Record, confirm and end consents (同意).")
keys = typer.Typer(no_args_is_help=True, help="Make a client's own key.")


def ask(
    fact: Annotated[
        str, typer.Argument(help="identity, kinship, marriage, birth, childbirth, alive or death.")
    ],
    request: Body = None,
    profile: Profile = DEFAULT_PROFILE,
    idempotency_key: IdempotencyKey = None,
    receipt: Annotated[Path | None, typer.Option(help="Write the receipt to this file.")] = None,
    notice: NoticeFile = None,
) -> None:
    """Ask one verification and show its answer."""
    body = told_plainly(lambda: read_request(request))
    verification = call_gateway(
        profile, lambda g: g.verify(fact, body, idempotency_key=idempotency_key)
    )
    _show(verification)
    if receipt is not None:
        _keep_receipt(verification, receipt)
    keep_notice(profile, verification.answer.verification_id, notice)


def look_up(
    verification_id: Annotated[str, typer.Argument()], profile: Profile = DEFAULT_PROFILE
) -> None:
    """Show the state of an earlier verification."""
    _show(call_gateway(profile, lambda g: g.verification(verification_id)))


@consents.command()
def record(
    request: Body = None,
    profile: Profile = DEFAULT_PROFILE,
    idempotency_key: IdempotencyKey = None,
) -> None:
    """Record a consent; prints its id and the resident's withdrawal code."""
    body = told_plainly(lambda: read_request(request))
    consent = call_gateway(
        profile, lambda g: g.record_consent(body, idempotency_key=idempotency_key)
    )
    out.print(f"{consent.consent_id} is {consent.state}", markup=False)
    out.print(f"withdrawal code for the resident: {consent.withdrawal_code}", markup=False)


@consents.command()
def show(consent_id: str, profile: Profile = DEFAULT_PROFILE) -> None:
    """Show a consent that this requester recorded."""
    consent = call_gateway(profile, lambda g: g.consent(consent_id))
    out.print_json(json.dumps(dict(consent.body), ensure_ascii=False))


@consents.command()
def confirm(consent_id: str, profile: Profile = DEFAULT_PROFILE) -> None:
    """Enter the resident's one-time code (asked for, not an argument)."""
    code = typer.prompt("one-time code", hide_input=True)
    call_gateway(profile, lambda g: g.confirm_consent(consent_id, code))
    out.print("confirmed")


@consents.command()
def withdraw(profile: Profile = DEFAULT_PROFILE) -> None:
    """Withdraw by the resident's own code (asked for, not an argument)."""
    code = typer.prompt("withdrawal code", hide_input=True)
    call_gateway(profile, lambda g: g.withdraw_consent(code))
    out.print("withdrawn")


@consents.command()
def revoke(consent_id: str, profile: Profile = DEFAULT_PROFILE) -> None:
    """Revoke a consent for the resident."""
    consent = call_gateway(profile, lambda g: g.revoke_consent(consent_id))
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


def _keep_receipt(verification: Verification, file: Path) -> None:
    compact = verification.answer.receipt
    if compact is None:
        err.print("There is no receipt yet: a department answers later.")
        return
    keep("receipt", compact + "\n", file)


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
    for number, step in enumerate(steps_of(answer.guidance), start=1):
        table.add_row(f"what to do ({number})", step)
    if answer.replayed:
        table.add_row("note", "this is the earlier reply; nobody was asked again")
    out.print(table)
