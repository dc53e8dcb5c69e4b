"""`gateway notice verify`: checking a signed notice offline, and whose it is.

Name and number are asked for, never arguments: other users of a machine can see the arguments of a
program. Must never need the network.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from gateway.commands.options import fail, out, read_json_object, read_text
from gateway.commands.outcome_words import outcome_words
from gateway.domain.catalogue import Catalogue, RetainedCertificate
from gateway.domain.text import Text
from gateway.signing.notices import CheckedNotice, NoticeRefused, check_notice, encoded
from gateway.storage.catalogue_files import catalogue_digest, load_catalogue

app = typer.Typer(no_args_is_help=True, help="Check notices (未能核验告知单) offline.")

EXPIRED: Final = 3
UNREADABLE: Final = 2
NOT_A_NO: Final = (
    "Not confirmed does not mean false; nothing may be held against the resident for that alone.",
    "没有得到“一致”的结果，不等于所述不实，不得仅据此作出对居民不利的决定。",
)
TOO_OLD: Final = (
    "It has expired: it still proves what came of the question then.",
    "已过有效期：仍可证明当时的核验结果。",
)
OTHER_LISTS: Final = (
    "It rests on another version of the lists: what is printed on the paper counts.",
    "依据的清单版本不同：以纸上所印为准。",
)
MAY_NOT: Final = (
    "No committee certifies, and the office must not send the resident to one.",
    "村（社区）不出具，办事部门不得要求居民去开具。",
)


@app.command()
def verify(
    notice: Annotated[
        str,
        typer.Argument(help="The code, the address behind the QR code, or a file with either; -."),
    ],
    jwks: Annotated[
        Path, typer.Option(help="The issuer's public keys, from /.well-known/jwks.json.")
    ],
    person: Annotated[
        bool, typer.Option("--person", help="Ask for name and number, and say whose it is.")
    ] = False,
) -> None:
    """Check a notice without any network, and say what it says.

    Exit status: 0 valid, 1 not valid or not this person's, 2 cannot be read, 3 genuine but expired.
    """
    try:
        keys = read_json_object(read_text(jwks), str(jwks))
        text = _read(notice)
    except ValueError as error:
        raise fail(error, UNREADABLE) from error
    try:
        checked = check_notice(text, keys, datetime.now(UTC))
    except NoticeRefused as error:
        raise fail(ValueError(f"NOT VALID (无效): {error}")) from error
    for line in statement(checked):
        out.print(line, markup=False, soft_wrap=True)
    if person:
        _compare(checked)
    if not checked.current:
        raise typer.Exit(EXPIRED)


def _read(notice: str) -> str:
    """The code itself, or what the file of that name (or standard input) holds."""
    if notice == "-":
        return sys.stdin.readline()
    is_code = notice.count(".") >= 2 and ("#" in notice or notice.startswith("eyJ"))
    return notice if is_code else read_text(Path(notice))


def _compare(checked: CheckedNotice) -> None:
    name = typer.prompt("name 姓名")
    number = typer.prompt("number, or its last four characters 证件号码或后四位")
    role = checked.role_of(name, number)
    if role is None:
        raise fail(ValueError("NOT THIS PERSON'S (不是本人): nobody on this notice, or mistyped"))
    out.print(f"this is the notice's {role} (是本告知单上的人)", markup=False, soft_wrap=True)


def statement(checked: CheckedNotice) -> Iterator[str]:
    """What the notice says, line by line; it names nobody."""
    claims: Mapping[str, Any] = checked.claims
    verdict = "VALID (有效)" if checked.current else "GENUINE BUT EXPIRED (真实但已过期)"
    catalogue = load_catalogue(files("contracts"))
    yield f"{verdict}: signed by {claims['iss']}, key {checked.key_id}"
    yield f"  notice        {claims['jti']}"
    yield f"  asked by      {claims['requester']} under matter {claims['matter']}"
    yield from _paper(claims, catalogue)
    for fact, outcome in claims["facts"].items():
        yield f"  {fact:<13} {outcome_words(str(outcome))}"
    if claims.get("judged_at"):
        yield f"  judged at     {claims['judged_at']}"
    yield f"  answered at   {claims['answered_at']}"
    yield f"  good until    {datetime.fromtimestamp(claims['exp'], UTC):%Y-%m-%dT%H:%M:%SZ}"
    if claims["outcome"] != "contradicted":
        yield from NOT_A_NO
    yield from _to_accept(claims, catalogue)
    yield from _committee(claims, catalogue)
    if not checked.current:
        yield from TOO_OLD


def _paper(claims: Mapping[str, Any], catalogue: Catalogue) -> Iterator[str]:
    paper = catalogue.negative.get(claims.get("paper", 0))
    if paper is not None:
        yield f"  paper         negative list no. {paper.number}, {paper.name.zh} ({paper.name.en})"


def _to_accept(claims: Mapping[str, Any], catalogue: Catalogue) -> Iterator[str]:
    if claims["accept"]:
        yield f"  accept        {', '.join(map(str, claims['accept']))}"
    paper = catalogue.negative.get(claims.get("paper", 0))
    if paper is None:
        return
    if claims["catalogue"] != encoded(bytes.fromhex(catalogue_digest(files("contracts")))):
        yield from OTHER_LISTS
    for text in (paper.instead, *paper.steps):
        yield from _both(text)
    if paper.documents:
        yield f"    {'、'.join(document.zh for document in paper.documents)}"
        yield f"    {', '.join(document.en for document in paper.documents)}"


def _committee(claims: Mapping[str, Any], catalogue: Catalogue) -> Iterator[str]:
    codes = claims["committee"]
    yield f"  committee     {', '.join(map(str, codes)) or 'none'}"
    if "transition" in codes:
        for text in (catalogue.transition.proviso, *catalogue.transition.conditions):
            yield from _both(text)
    for number in claims.get("retained", []):
        paper: RetainedCertificate | None = catalogue.retained.get(number)
        if paper is not None:
            yield f"    retained list no. {number}, {paper.name.zh} ({paper.name.en})"
            for text in (*paper.limits, paper.signed_by):
                yield from _both(text)
    if not codes:
        yield from MAY_NOT


def _both(text: Text) -> Iterator[str]:
    yield f"    {text.zh}"
    yield f"    {text.en}"
