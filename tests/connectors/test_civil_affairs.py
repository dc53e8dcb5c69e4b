"""What civil affairs answers, in our terms: every operation, every special answer."""

from __future__ import annotations

import json
from datetime import date

import pytest

from connectors.kit.asking import ask_golden
from connectors.kit.dialect import Change, swap
from connectors.kit.people import JIANGUO, LE, LI_WEI, XIAOYU, XIUYING
from gateway.domain.evidence import Answered, Cause, Failed, Holding
from gateway.domain.person import Person
from gateway.domain.question import Question
from gateway.domain.records import (
    Adoption,
    DeathKind,
    DeathRecord,
    MaritalEvent,
    MaritalKind,
)
from tests.connectors.dialects import BY_NAME

DIALECT = BY_NAME["civil_affairs"]
AS_OF = date(2026, 11, 19)
NOT_HELD = Answered(Holding.NOT_HELD, (), AS_OF)
NO_MATCH = {
    "op_type": "INR",
    "op_type_desc": "无匹配记录",
    "op_date": "",
    "cert_no": "",
    "name_self": "",
    "cert_num_self": "",
    "name_match": "",
    "name_other": "",
    "cert_num_other": "",
    "seal_flag": "0",
}
OPERATIONS = ("marital_events", "adoptions", "cremation")
OF_TWO = Question("civil_affairs", "marital_events", JIANGUO, other=XIUYING)


def _rows(*rows: dict[str, str]) -> Change:
    """A reply with these rows instead."""

    def change(text: str) -> str:
        document = json.loads(text)
        document["biz_data"]["result"] = list(rows)
        return json.dumps(document, ensure_ascii=False)

    return change


def _seal(text: str) -> str:
    return text.replace('"seal_flag": "0"', '"seal_flag": "1"')


async def test_marital_events() -> None:
    """Every kind of row, without the sealed one; a date that is not held is not proven."""

    def event(kind: MaritalKind, on: date | None, partner: Person | None = XIUYING) -> MaritalEvent:
        return MaritalEvent(kind, on, JIANGUO, partner)

    expected = (
        event(MaritalKind.REGISTRATION, date(1979, 5, 1), None),
        event(MaritalKind.DIVORCE, date(1982, 2, 3), None),
        event(MaritalKind.REGISTRATION, date(1983, 10, 1)),
        event(MaritalKind.REISSUE, date(2001, 3, 2)),
        event(MaritalKind.DIVORCE, None),
        event(MaritalKind.REISSUE, date(2009, 6, 7)),
        event(MaritalKind.ANNULMENT, date(2010, 1, 2)),
    )
    assert Answered(Holding.HELD, expected, AS_OF) == await ask_golden(DIALECT)


async def test_marital_events_of_two() -> None:
    """The partner's number comes in its 18-character form."""
    event = MaritalEvent(MaritalKind.REGISTRATION, date(1983, 10, 1), JIANGUO, XIUYING)
    assert Answered(Holding.HELD, (event,), AS_OF) == await ask_golden(
        DIALECT, operation="marital_events_of_two", question=OF_TWO
    )


async def test_an_event_with_a_third_person_in_an_answer_about_two() -> None:
    """Asked about two, a row with somebody else is the wrong person's."""
    reply = await ask_golden(
        DIALECT,
        swap("500105600705002", LI_WEI.number),
        operation="marital_events_of_two",
        question=OF_TWO,
    )
    assert Failed(Cause.WRONG_PERSON) == reply


async def test_adoptions() -> None:
    """The person as adopter with a kept parent, and as adopted in a dissolved adoption."""
    expected = (
        Adoption(LE, (JIANGUO,), date(2023, 5, 16), kept_parent=XIAOYU),
        Adoption(JIANGUO, (XIUYING,), date(1965, 1, 2), dissolved_on=date(1970, 3, 4)),
    )
    assert Answered(Holding.HELD, expected, AS_OF) == await ask_golden(
        DIALECT, operation="adoptions"
    )


@pytest.mark.parametrize(("role", "cause"), [("A", Cause.WRONG_PERSON), ("C", Cause.UNKNOWN_CODE)])
async def test_a_role_that_is_not_hers(role: str, cause: Cause) -> None:
    """An adoption in which she does not have the role it says is somebody else's."""
    change = swap('"role": "B"', f'"role": "{role}"')
    assert Failed(cause) == await ask_golden(DIALECT, change, "adoptions")


async def test_an_adopted_person_without_a_number() -> None:
    """An adoption of nobody in particular cannot be read."""
    change = swap(f'"cert_num": "{LE.number}"', '"cert_num": ""')
    assert Failed(Cause.MALFORMED) == await ask_golden(DIALECT, change, "adoptions")


async def test_cremation() -> None:
    """The day of the cremation."""
    record = DeathRecord(DeathKind.CREMATION, date(2026, 3, 3))
    assert Answered(Holding.HELD, (record,), AS_OF) == await ask_golden(
        DIALECT, operation="cremation"
    )


async def test_no_matching_record() -> None:
    """The row that says so is not held."""
    assert NOT_HELD == await ask_golden(DIALECT, _rows(NO_MATCH))


@pytest.mark.parametrize("operation", ["adoptions", "cremation"])
async def test_no_rows(operation: str) -> None:
    """No adoption and no cremation are not held."""
    assert NOT_HELD == await ask_golden(DIALECT, _rows(), operation)


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_sealed_looks_like_not_held(operation: str) -> None:
    """If every row is sealed, the answer is exactly that of nothing held."""
    sealed = await ask_golden(DIALECT, _seal, operation)
    assert (NOT_HELD, repr(NOT_HELD)) == (sealed, repr(sealed))


async def test_an_empty_list_of_marital_events() -> None:
    """The contract wants a row that says so: nothing at all cannot be read."""
    assert Failed(Cause.MALFORMED) == await ask_golden(DIALECT, _rows())


async def test_no_match_beside_a_match() -> None:
    """An answer that says both cannot be read."""

    def change(text: str) -> str:
        document = json.loads(text)
        document["biz_data"]["result"].append(NO_MATCH)
        return json.dumps(document, ensure_ascii=False)

    assert Failed(Cause.MALFORMED) == await ask_golden(DIALECT, change)


@pytest.mark.parametrize(
    ("asked", "holding", "variant"),
    [
        ("陈 建国", Holding.HELD, True),
        ("陈健国", Holding.NAME_MISMATCH, False),
    ],
    ids=["space", "other"],
)
@pytest.mark.parametrize("operation", OPERATIONS)
async def test_names(operation: str, asked: str, holding: Holding, variant: bool) -> None:
    """Their "N" is looked at again: separators, width and spaces are no difference."""
    question = DIALECT.question(operation, about=Person(JIANGUO.number, asked))

    def change(text: str) -> str:
        return text.replace('"name_match": "Y"', '"name_match": "N"')

    reply = await ask_golden(DIALECT, change, operation, question)
    assert isinstance(reply, Answered)
    assert (holding, variant) == (reply.holding, reply.variant)
    assert bool(reply.records) is (holding is Holding.HELD)


async def test_one_row_under_another_name() -> None:
    """One row under another name makes the whole a mismatch: half a history is worse than none."""
    change = swap(
        '"name_self": "陈建国",\n        "cert_num_self": "500112580312001",'
        '\n        "name_match": "Y"',
        '"name_self": "陈建设",\n        "cert_num_self": "500112580312001",'
        '\n        "name_match": "N"',
    )
    expected = Answered(Holding.NAME_MISMATCH, (), AS_OF)
    assert expected == await ask_golden(DIALECT, change)


@pytest.mark.parametrize("flag", ["N", "X"])
async def test_a_flag_that_contradicts_the_name(flag: str) -> None:
    """An "N" beside the very name asked, or a flag that nobody knows, makes it unreadable."""
    cause = Cause.MALFORMED if flag == "N" else Cause.UNKNOWN_CODE
    change = swap('"name_match": "Y"', f'"name_match": "{flag}"')
    assert Failed(cause) == await ask_golden(DIALECT, change)
