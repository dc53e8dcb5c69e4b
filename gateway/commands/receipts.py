"""`gateway receipt verify`: checking a receipt offline, and saying in words what it states."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from gateway.audit.tlog.checkpoints import Checkpoint
from gateway.audit.tlog.note_keys import NoteKey
from gateway.commands.log_files import WitnessKeyFiles, read_bytes, read_key_file
from gateway.commands.options import fail, out, read_json_object, read_text
from gateway.commands.outcome_words import outcome_words
from gateway.signing.receipt_in_log import check_in_log
from gateway.signing.receipts import CheckedReceipt, ReceiptRefused, check_receipt

app = typer.Typer(no_args_is_help=True, help="Check receipts (核验回执) offline.")

LIMITS = (
    "It states what the departments' records said at that time about exactly this claim.",
    "It does not state what is true now, nor why, nor anything that was not claimed.",
    "本回执仅说明核验当时数源部门的记录对所核验内容的反馈，不证明现在的情况、原因或者未核验的内容。",
)
NO_RECORD = (
    "No record is not the contrary: somebody without a marriage record is not thereby unmarried.",
    "查无记录不等于相反事实成立，例如不等于未婚，不得作为单身证明使用。",
)
TOO_OLD = (
    "It has expired: it still proves what was answered then, but do not rely on it today.",
    "已过有效期：仍可证明当时的核验结果，但不应再作为现在办事的依据。",
)
EXPIRED = 3
UNREADABLE = 2

Proof = Annotated[
    Path | None,
    typer.Option(help="Its proof from /v1/verifications/{id}/proof: is it in the log?"),
]
LogKeyFile = Annotated[
    Path | None, typer.Option(help="A file with the log's verifier key, from /log/key.")
]


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="The receipt, an SD-JWT.")],
    jwks: Annotated[
        Path, typer.Option(help="The issuer's public keys, from /.well-known/jwks.json.")
    ],
    proof: Proof = None,
    log_key: LogKeyFile = None,
    witness_key: WitnessKeyFiles = None,
    show: Annotated[bool, typer.Option(help="Show the disclosed persons and case.")] = False,
) -> None:
    """Check a receipt without any network, and say what it states and what it does not.

    With --proof and --log-key also that the log holds the entry that commits to it. Exit status:
    0 valid, 1 not valid, 2 cannot be read, 3 genuine but expired.
    """
    try:
        keys = read_json_object(read_text(jwks), str(jwks))
        compact = read_text(file)
        proved = _proof_of(proof, log_key, witness_key or [])
    except ValueError as error:
        raise fail(error, UNREADABLE) from error
    try:
        checked = check_receipt(compact, keys, datetime.now(UTC))
        head = None if proved is None else check_in_log(compact, *proved)
    except ReceiptRefused as error:
        raise fail(ValueError(f"NOT VALID (无效): {error}")) from error
    for line in (*statement(checked), *_in_the_log(head)):
        out.print(line, markup=False, soft_wrap=True)
    if show:
        out.print_json(json.dumps(dict(checked.disclosed), ensure_ascii=False))
    if not checked.current:
        raise typer.Exit(EXPIRED)


def _in_the_log(head: Checkpoint | None) -> Iterator[str]:
    if head is not None:
        yield f"  in the log    {head.origin} holds its entry, at {head.size} entries (已入日志)"


def _proof_of(
    proof: Path | None, log_key: Path | None, witness_keys: list[Path]
) -> tuple[bytes, NoteKey, list[NoteKey]] | None:
    """What binds the receipt to the log, if it was given. Raises ValueError."""
    if proof is None and log_key is None and not witness_keys:
        return None
    if proof is None or log_key is None:
        raise ValueError("--proof and --log-key go together, and --witness-key needs both")
    return read_bytes(proof), read_key_file(log_key), [read_key_file(one) for one in witness_keys]


def statement(checked: CheckedReceipt) -> Iterator[str]:
    """What the receipt states and what it does not, line by line; no person is named."""
    claims: Mapping[str, Any] = checked.claims
    verdict = "VALID (有效)" if checked.current else "GENUINE BUT EXPIRED (真实但已过期)"
    yield f"{verdict}: signed by {claims['iss']}, key {checked.key_id}"
    yield f"  verification  {claims['jti']}"
    yield f"  asked by      {claims['requester']} under matter {claims['matter']}"
    yield from _asked_as(claims)
    yield f"  outcome       {outcome_words(claims['outcome'])}"
    for part, outcome in claims["parts"].items():
        yield f"    {part}: {outcome}"
    if claims["reasons"]:
        yield f"  reasons       {', '.join(claims['reasons'])}"
        yield from _sentences(claims.get("sentences"))
    if claims.get("assurance"):
        yield f"  consent       {claims['assurance']}"
    if claims.get("as_of"):
        yield f"  records as of {claims['as_of']}"
    yield f"  answered at   {claims['answered_at']}"
    yield f"  audit intent  {claims['intent']}"
    yield _disclosure_line(checked)
    yield f"  good until    {datetime.fromtimestamp(claims['exp'], UTC):%Y-%m-%dT%H:%M:%SZ}"
    yield from LIMITS
    if claims["outcome"] == "no_record":
        yield from NO_RECORD
    if not checked.current:
        yield from TOO_OLD


def _asked_as(claims: Mapping[str, Any]) -> Iterator[str]:
    """The fact; the paper that it was asked for, and that kinship was judged at the death."""
    paper = claims.get("certificate")
    if isinstance(paper, dict):
        yield f"  paper         {paper.get('listed')} list no. {paper.get('number')}"
    at = f", judged at the {claims['judged_at']}" if claims.get("judged_at") else ""
    yield f"  fact          {claims['fact']}{at}"


def _sentences(sentences: object) -> Iterator[str]:
    """What the reasons say, as the issuer signed it."""
    for sentence in sentences.values() if isinstance(sentences, dict) else ():
        if isinstance(sentence, dict):
            yield f"    {sentence.get('zh', '')}"
            yield f"    {sentence.get('en', '')}"


def _disclosure_line(checked: CheckedReceipt) -> str:
    names = ", ".join(sorted(checked.disclosed)) or "nothing"
    match checked.request_matches:
        case True:
            return f"  disclosed     {names}; together they are the request that was answered"
        case _:
            return f"  disclosed     {names}; too little to tell which request was answered"
