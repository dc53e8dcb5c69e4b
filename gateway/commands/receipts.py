"""`gateway receipt verify`: checking a receipt offline, and saying in words what it states."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from gateway.commands.options import fail, out
from gateway.signing.receipts import CheckedReceipt, ReceiptRefused, check_receipt

app = typer.Typer(no_args_is_help=True, help="Check receipts (核验回执) offline.")

OUTCOMES = {
    "confirmed": ("the records confirm what was claimed", "一致"),
    "contradicted": ("the records contradict what was claimed", "不一致"),
    "no_record": ("no record was found; that proves nothing to the contrary", "查无记录"),
    "ambiguous": ("the records do not decide the claim", "无法判定"),
    "conflict": ("the records of several departments contradict each other", "多源数据不一致"),
    "unavailable": ("a department could not be heard; nothing is stated", "暂无法核验"),
}


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="The receipt, an SD-JWT.")],
    jwks: Annotated[
        Path, typer.Option(help="The issuer's public keys, from /.well-known/jwks.json.")
    ],
    show: Annotated[bool, typer.Option(help="Show the disclosed persons and case.")] = False,
) -> None:
    """Check a receipt without any network, and say what it states and what it does not."""
    try:
        keys = json.loads(jwks.read_text(encoding="utf-8"))
        compact = file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise fail(ValueError(f"cannot be read: {error}"), 2) from error
    if not isinstance(keys, dict):
        raise fail(ValueError(f"{jwks}: is not a JWK set"), 2)
    try:
        checked = check_receipt(compact, keys, datetime.now(UTC))
    except ReceiptRefused as error:
        raise fail(ValueError(f"NOT VALID (无效): {error}")) from error
    for line in statement(checked):
        out.print(line, markup=False)
    if show:
        out.print_json(json.dumps(dict(checked.disclosed), ensure_ascii=False))


def statement(checked: CheckedReceipt) -> Iterator[str]:
    """What the receipt states and what it does not, line by line; no person is named."""
    claims: Mapping[str, Any] = checked.claims
    sentence, chinese = OUTCOMES.get(claims["outcome"], (claims["outcome"], claims["outcome"]))
    yield f"VALID (有效): signed by {claims['iss']}, key {checked.key_id}"
    yield f"  verification  {claims['jti']}"
    yield f"  asked by      {claims['requester']} under matter {claims['matter']}"
    yield f"  fact          {claims['fact']}"
    yield f"  outcome       {claims['outcome']} ({chinese}): {sentence}"
    for part, outcome in claims["parts"].items():
        yield f"    {part}: {outcome}"
    if claims["reasons"]:
        yield f"  reasons       {', '.join(claims['reasons'])}"
    if claims.get("as_of"):
        yield f"  records as of {claims['as_of']}"
    yield f"  answered at   {claims['answered_at']}"
    yield f"  audit intent  {claims['intent']}"
    yield _disclosure_line(checked)
    if not checked.current:
        yield "  EXPIRED: it still proves what was answered then, but do not rely on it today."
    yield "It states what the departments' records said at that time about exactly this claim."
    yield "It does not state what is true now, nor why, nor anything that was not claimed."


def _disclosure_line(checked: CheckedReceipt) -> str:
    names = ", ".join(sorted(checked.disclosed)) or "nothing"
    match checked.request_matches:
        case True:
            return f"  disclosed     {names}; together they are the request that was answered"
        case _:
            return f"  disclosed     {names}; too little to tell which request was answered"
