"""Reporting an improper demand over HTTP, and following what became of it."""

# ruff: noqa: E501 - a case is one row of a table

from typing import Any

import httpx
import pytest

from gateway.api.forms.content_reasons import CONTENT_REASONS
from gateway.policy.demand_numbers import read_number
from tests.api.demanding import PATH, a_report, follow, send
from tests.api.office import Office

NUMBER = "110105194912" + "31002X"


def _errors(reply: httpx.Response) -> list[tuple[str, str]]:
    return [(error["pointer"], error["reason"]) for error in reply.json()["errors"]]


async def test_a_report_is_kept_and_followed(office: Office) -> None:
    """201 with a number; the number opens state and due date, typed with or without its dashes."""
    kept = await send(office, a_report())
    told = kept.json()
    assert (201, "received", "2026-12-08") == (kept.status_code, told["status"], told["due_on"])
    assert {"list": "negative", "number": 10, "name": "健在证明"} == told["certificate"]
    typed = told["number"].lower().replace("-", " ")
    followed = await follow(office, typed)
    assert (200, "received", None) == (
        followed.status_code,
        followed.json()["status"],
        followed.json()["note"],
    )


async def test_the_same_report_has_one_number(office: Office) -> None:
    """Sent twice under one key it is kept once; another content is another report."""
    first, again = await send(office, a_report()), await send(office, a_report())
    other = await send(office, a_report(said="又说了一遍"))
    elsewhere = await send(office, a_report(), "key-2")
    assert "true" == again.headers["idempotent-replayed"]
    assert first.json()["number"] == again.json()["number"]
    numbers = {reply.json()["number"] for reply in (first, other, elsewhere)}
    assert 3 == len(numbers)
    assert [(3,)] == await office.store.writer.run(
        lambda t: [tuple(row) for row in t.exec_driver_sql("SELECT count(*) FROM demand")]
    )


@pytest.mark.parametrize(
    "number", ["", "x", "0000-0000-0000-0000-0001", "0" * 20, "１" * 20, "K7QF-3M2X"]
)
async def test_wrong_numbers_look_alike(office: Office, number: str) -> None:
    """A slip of the pen and a number that nobody has get the same answer."""
    reply = await follow(office, number)
    expected = (422, "content_invalid") if not number else (403, "code_refused")
    assert expected == (reply.status_code, reply.json()["reason"])


async def test_a_retained_paper_is_taken_with_a_word(office: Office) -> None:
    """The demand may have been lawful: it is said when, and kept all the same."""
    told = (await send(office, a_report(certificate={"list": "retained", "number": 5}))).json()
    assert told["may_be_lawful"]
    assert told["lawful_only"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("健在", ("negative", 10, "健在证明")),
        ("同一人证明", ("negative", 3, "户口登记项目内容变更申请证明")),
        ("certificate of being alive", ("negative", 10, "健在证明")),
        ("好人好事证明", (None, None, "好人好事证明")),
        ("婚姻证明", (None, None, "婚姻证明")),
    ],
)
async def test_papers_by_name(office: Office, name: str, expected: tuple[Any, ...]) -> None:
    """A name of the catalogue finds its entry; any other paper keeps the name it was given."""
    told = (await send(office, a_report(certificate={"name": name}))).json()["certificate"]
    assert expected == (told["list"], told["number"], told["name"])


async def test_a_name_that_is_nearly_one(office: Office) -> None:
    """What it may have been meant for is told, never guessed."""
    told = (await send(office, a_report(certificate={"name": "婚姻证明"}))).json()
    assert ("negative", 8) in {(one["list"], one["number"]) for one in told["similar"]}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"certificate": {"list": "negative", "number": 31}}, ("/certificate/number", "unknown_code")),
        ({"certificate": {"list": "none", "number": 1}}, ("/certificate/list", "unknown_code")),
        ({"certificate": {"list": "negative", "number": 1, "name": "x"}}, ("/certificate", "only_one_allowed")),
        ({"certificate": {}}, ("/certificate/name", "text_empty")),
        ({"certificate": {"name": "。。"}}, ("/certificate/name", "text_empty")),
        ({"office": {"name": "x" * 61}}, ("/office/name", "text_too_long")),
        ({"office": {"name": "a\u202eb"}}, ("/office/name", "text_characters")),
        ({"office": {"name": "a\nb"}}, ("/office/name", "text_characters")),
        ({"office": {"name": "办", "credit_code": "11500000000000001H"}}, ("/office/credit_code", "code_check_character")),
        ({"office": {"name": "办", "credit_code": "1"}}, ("/office/credit_code", "code_length")),
        ({"office": {"name": f"办{NUMBER}"}}, ("/office/name", "looks_like_identity_number")),
        ({"office": {"name": "办", "superior": "局13800138000"}}, ("/office/superior", "looks_like_phone_number")),
        ({"when": "2026-11-25"}, ("/when", "day_in_the_future")),
        ({"when": "2017-12-31"}, ("/when", "day_too_long_ago")),
        ({"when": "2026-02-30"}, ("/when", "date_malformed")),
        ({"when": "23.11.2026"}, ("/when", "date_malformed")),
        ({"where": {}}, ("/where/text", "text_empty")),
        ({"where": {"area": "50"}}, ("/where/area", "text_malformed")),
        ({"where": {"area": "500112", "text": "电话023-67812345"}}, ("/where/text", "looks_like_phone_number")),
        ({"said": f"号码{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}"}, ("/said", "looks_like_identity_number")),
        ({"said": "x" * 601}, ("/said", "text_too_long")),
        ({"reporter": "mayor"}, ("/reporter", "unknown_code")),
        ({"name": "王"}, ("/name", "unknown_field")),
    ],
)  # fmt: skip
async def test_what_is_refused(
    office: Office, change: dict[str, Any], expected: tuple[str, str]
) -> None:
    """Every wrong field is named with its reason, and the reason has its sentence."""
    reply = await send(office, a_report() | change)
    assert (422, [expected]) == (reply.status_code, _errors(reply))
    assert expected[1] in CONTENT_REASONS


async def test_refusals_repeat_nothing(office: Office) -> None:
    """No reply holds what was typed, whatever it was."""
    secret = f"{NUMBER} 王秀兰"
    changes = {"office": {"name": secret}, "said": secret, secret: 1}
    reply = await send(office, a_report() | changes)
    assert 422 == reply.status_code
    assert NUMBER not in reply.text
    assert "王秀兰" not in reply.text


async def test_a_body_of_more_than_16_kib(office: Office) -> None:
    """It is turned away before it is read."""
    reply = await send(office, a_report(said="x" * 17_000))
    assert (413, "body_too_large") == (reply.status_code, reply.json()["reason"])


@pytest.mark.parametrize(
    ("content", "headers", "expected"),
    [
        (b"\xff{}", {}, (400, "not_utf8")),
        ('{"said": "中"}'.encode("gbk"), {}, (400, "not_utf8")),
        (b'{"said": "\\ud800"}', {}, (400, "not_json")),
        (b"[]", {}, (422, "content_invalid")),
        (b"{}", {"Content-Type": "text/plain"}, (415, "media_type_unsupported")),
        (b"{}", {"Content-Encoding": "gzip"}, (415, "media_type_unsupported")),
    ],
    ids=["bytes", "gbk", "half", "list", "type", "coding"],
)  # fmt: skip
async def test_other_encodings(
    office: Office, content: bytes, headers: dict[str, str], expected: tuple[int, str]
) -> None:
    """Only JSON in UTF-8 is read."""
    sent = {"Content-Type": "application/json", "Idempotency-Key": "k", **headers}
    reply = await office.http.post(PATH, content=content, headers=sent)
    assert expected == (reply.status_code, reply.json()["reason"])


async def test_a_key_is_needed(office: Office) -> None:
    """Without one, a report that is sent twice would be two."""
    reply = await office.http.post(PATH, json=a_report())
    assert (400, "idempotency_key_missing") == (reply.status_code, reply.json()["reason"])


async def test_the_number_is_nowhere(office: Office) -> None:
    """Neither the store nor the log holds the number, only the store's keyed hash of it."""
    number = (await send(office, a_report())).json()["number"]
    await follow(office, number)
    plain = (read_number(number) or "").encode()
    folder = office.parts.settings.data_dir
    found = [p for p in folder.rglob("*") if p.is_file() and plain in p.read_bytes()]
    assert [] == found
    assert number not in office.log.getvalue()


async def test_nothing_of_a_report_is_logged(office: Office) -> None:
    """The log line names the route and nothing of what was written, nor whose address it was."""
    await send(office, a_report())
    log = office.log.getvalue()
    assert "/v1/demands" in log
    assert [] == [word for word in ("养老金", "窗口", "127.0.0.1") if word in log]
