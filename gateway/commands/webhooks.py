"""`gateway webhook …`: where a requester's own system is told that a verification ended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from gateway.assembly.joining import Assembled
from gateway.commands.options import (
    DEFAULT_DATA,
    Data,
    SettingsFile,
    a_table,
    err,
    out,
    told_plainly,
    with_store,
)
from gateway.domain.webhook import Delivery
from gateway.errors import NotFound
from gateway.flow.webhooks import (
    enable_webhook,
    register_webhook,
    remove_webhook,
    rotate_secret,
    send_probe,
)
from gateway.ports.machine import SHANGHAI
from gateway.ports.webhooks import Posted
from gateway.signing.webhook_signatures import secret_text

app = typer.Typer(
    no_args_is_help=True, help="Tell a requester's system when a pending verification ended."
)

Result = TypeVar("Result")
Code = Annotated[str, typer.Argument(help="The requester's credit code.")]


@app.command()
def add(
    requester: Code,
    url: Annotated[str, typer.Argument(help="Where it is told, beginning with https://.")],
    data: Data = DEFAULT_DATA,
    settings: SettingsFile = None,
) -> None:
    """Register where a requester is told, and show the secret: this once."""

    async def work(opened: Assembled) -> tuple[bytes, bool]:
        try:
            _, secret, failure = await register_webhook(opened.parts, requester, url)
        except NotFound as error:
            raise ValueError(f"no requester {requester} is registered") from error
        return secret, failure is None

    secret, resolves = told_plainly(lambda: with_store(data, settings, work))
    if not resolves:
        err.print("its name cannot be found yet; messages wait until it can", markup=False)
    _show_secret(secret)


@app.command("list")
def list_all(data: Data = DEFAULT_DATA, settings: SettingsFile = None) -> None:
    """Show all webhooks, without their secrets."""

    async def work(opened: Assembled) -> list[tuple[str, ...]]:
        return [
            (w.requester, w.state.value, w.url, _moment(w.resting_until))
            for w in await opened.parts.post.book.all()
        ]

    table = a_table("requester", "state", "address", "rests until")
    for row in told_plainly(lambda: with_store(data, settings, work)):
        table.add_row(*row)
    out.print(table)


@app.command()
def remove(requester: Code, data: Data = DEFAULT_DATA, settings: SettingsFile = None) -> None:
    """Tell a requester no longer; messages that are due are withdrawn."""
    _with_webhook(requester, data, settings, lambda o: remove_webhook(o.parts, requester))
    out.print(f"{requester} is not told any more", markup=False)


@app.command()
def enable(requester: Code, data: Data = DEFAULT_DATA, settings: SettingsFile = None) -> None:
    """Tell a requester again after its receiver had answered 410 Gone."""
    _with_webhook(requester, data, settings, lambda o: enable_webhook(o.parts, requester))
    out.print(f"{requester} is told again", markup=False)


@app.command()
def rotate(requester: Code, data: Data = DEFAULT_DATA, settings: SettingsFile = None) -> None:
    """Make a new secret and show it once; the old one's signature comes along for a day."""
    secret = _with_webhook(requester, data, settings, lambda o: rotate_secret(o.parts, requester))
    _show_secret(secret)


@app.command("test")
def send_test(requester: Code, data: Data = DEFAULT_DATA, settings: SettingsFile = None) -> None:
    """Send one signed message of type webhook.test, and show what came of it."""
    posted = _with_webhook(requester, data, settings, lambda o: send_probe(o.parts, requester))
    out.print(_outcome(posted), markup=False)
    if not posted.is_accepted:
        raise typer.Exit(1)


@app.command()
def deliveries(
    requester: Annotated[
        str | None, typer.Option(help="Only of this requester, by its credit code.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many at most.")] = 50,
    data: Data = DEFAULT_DATA,
    settings: SettingsFile = None,
) -> None:
    """Show what was sent and what came of it, the newest first; nothing in it is personal."""

    async def work(opened: Assembled) -> tuple[Delivery, ...]:
        return await opened.parts.post.book.deliveries(requester, limit)

    table = a_table("verification", "message", "state", "latest")
    for one in told_plainly(lambda: with_store(data, settings, work)):
        table.add_row(
            one.verification_id,
            f"{one.event_id}\n{one.requester}",
            f"{one.state.value} ({one.attempts})",
            _latest(one),
        )
    out.print(table)


def _with_webhook(
    requester: str,
    data: Path,
    settings: Path | None,
    work: Callable[[Assembled], Awaitable[Result]],
) -> Result:
    async def checked(opened: Assembled) -> Result:
        try:
            return await work(opened)
        except NotFound as error:
            raise ValueError(f"no webhook of {requester} is registered") from error

    return told_plainly(lambda: with_store(data, settings, checked))


def _show_secret(secret: bytes) -> None:
    err.print("the secret, which is not shown again (give it to the requester):", markup=False)
    out.print(secret_text(secret), markup=False, soft_wrap=True)


def _outcome(posted: Posted) -> str:
    if posted.failure is not None:
        return f"not delivered: {posted.failure.value}"
    word = "delivered" if posted.is_accepted else "not accepted"
    return f"{word}: status {posted.status}"


def _latest(delivery: Delivery) -> str:
    came = delivery.failure or (str(delivery.status) if delivery.status else "–")
    return came if delivery.next_at is None else f"{came}\nnext {_moment(delivery.next_at)}"


def _moment(moment: datetime | None) -> str:
    return "–" if moment is None else moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
