"""The command line: `gateway --help`."""

from __future__ import annotations

import typer

from gateway.commands import (
    asking,
    audit,
    clients,
    connectors,
    demands,
    log,
    matters,
    mocks,
    notices,
    papers,
    receipts,
    requesters,
    surveys,
    webhooks,
    witness,
    working_days,
)
from gateway.commands.demo import demo
from gateway.commands.serving import openapi, serve

app = typer.Typer(
    name="gateway",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback with local values would show personal data
    help="Verify a fact about a person with the departments that hold the record.",
)
app.command()(serve)
app.add_typer(requesters.app, name="requester")
app.add_typer(clients.app, name="client")
app.add_typer(matters.app, name="matter")
app.add_typer(asking.keys, name="key")
app.add_typer(asking.consents, name="consent")
app.command()(asking.ask)
app.command("ask-certificate")(papers.ask_certificate)
app.command("look-up")(asking.look_up)
app.add_typer(receipts.app, name="receipt")
app.add_typer(demands.app, name="demands")
app.add_typer(surveys.app, name="survey")
app.add_typer(notices.app, name="notice")
app.add_typer(webhooks.app, name="webhook")
app.add_typer(working_days.app, name="working-days")
app.add_typer(connectors.app, name="connector")
app.add_typer(audit.app, name="audit")
app.add_typer(log.app, name="log")
app.add_typer(witness.app, name="witness")
app.add_typer(mocks.app, name="mocks")
app.command()(openapi)
app.command()(demo)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
