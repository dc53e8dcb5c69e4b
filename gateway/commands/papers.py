"""`gateway ask-certificate`: asking for a paper of the negative list by its number, over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gateway.client import PaperAnswer
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


def ask_certificate(
    number: Annotated[
        int, typer.Argument(min=1, max=99, help="The paper's number on the negative list.")
    ],
    request: Body = None,
    profile: Profile = DEFAULT_PROFILE,
    idempotency_key: IdempotencyKey = None,
    receipts: Annotated[
        Path | None, typer.Option(help="Write the receipt of each fact into this directory.")
    ] = None,
    notice: NoticeFile = None,
) -> None:
    """Ask for a paper of the negative list (按证明编号核验) and show each fact's answer.

    The claim holds one claim for each fact of the paper, by the fact's name.
    """
    body = told_plainly(lambda: read_request(request))
    paper = call_gateway(
        profile, lambda g: g.verify_certificate(number, body, idempotency_key=idempotency_key)
    )
    _show(paper)
    if receipts is not None:
        _keep_receipts(paper, receipts)
    keep_notice(profile, paper.notice_id, notice)


def _show(paper: PaperAnswer) -> None:
    name = (paper.body.get("certificate") or {}).get("name") or {}
    table = a_table("certificate", f"negative list no. {paper.number}")
    table.add_row("name", f"{name.get('zh', '')}\n{name.get('en', '')}".strip() or "–")
    table.add_row("outcome", outcome_words(paper.outcome), style="bold")
    for fact, answer in paper.answers.items():
        judged = answer.body.get("judged_at")
        at = f", judged at the {judged}" if judged else ""
        table.add_row(f"  {fact}", f"{outcome_words(answer.outcome)}{at}\n{answer.verification_id}")
    if paper.due_on:
        mark = " (provisional: holidays not announced yet)" if paper.due_provisional else ""
        table.add_row("due on", paper.due_on + mark)
    for count, step in enumerate(steps_of(paper.guidance), start=1):
        table.add_row(f"what to do ({count})", step)
    for retained in (paper.guidance or {}).get("retained", []):
        said = retained.get("name", {})
        text = f"{said.get('zh', '')}\n{said.get('en', '')}".strip()
        table.add_row(f"retained no. {retained.get('number')}", text)
    if paper.replayed:
        table.add_row("note", "this is the earlier reply; nobody was asked again")
    out.print(table)


def _keep_receipts(paper: PaperAnswer, directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise fail(error) from error
    for fact, answer in paper.answers.items():
        if answer.receipt is None:
            err.print(f"There is no receipt of {fact} yet: a department answers later.")
        else:
            keep("receipt", answer.receipt + "\n", directory / f"{fact}.txt")
