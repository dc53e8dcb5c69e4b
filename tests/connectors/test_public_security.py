"""What public security answers, in our terms: every operation, every special answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from connectors.kit.asking import ask_golden, counter
from connectors.kit.dialect import Change, swap, unchanged
from connectors.kit.people import ENVELOPE, JIANGUO, LI_WEI, XIUYING
from gateway.domain.evidence import Answered, Cause, Failed, Holding
from gateway.domain.person import Person
from gateway.domain.records import (
    BirthRecord,
    CancellationBasis,
    CancelledBecause,
    DeathKind,
    DeathRecord,
    HouseholdMember,
    PopulationEntry,
    SignKind,
    SignOfLife,
)
from gateway.ports.source import Envelope
from tests.connectors.dialects import BY_NAME

DIALECT = BY_NAME["public_security"]
AS_OF = date(2026, 11, 20)
NUMBER, NAME = JIANGUO.number, JIANGUO.name
NOT_HELD = Answered(Holding.NOT_HELD, (), AS_OF)
ENTRY = PopulationEntry(
    in_force=False,
    cancelled_on=date(2026, 3, 10),
    cancelled_because=CancelledBecause.DEATH,
    cancellation_basis=CancellationBasis.MEDICAL,
    died_on=date(2026, 2, 28),
    former_names=("陈建设",),
    former_numbers=(),
    registered_name=NAME,
    sex="1",
    born_on=date(1958, 3, 12),
)
ISSUED = SignOfLife(SignKind.DOCUMENT_ISSUED, date(2019, 5, 6))


def _only(element: str) -> Change:
    """A reply with that element alone in its RY; it begins with the echoed number."""

    def change(text: str) -> str:
        before, _, rest = text.partition("<RY>")
        _, _, after = rest.partition("</RY>")
        return f"{before}<RY>{element}</RY>{after}"

    return change


def _all(*changes: Change) -> Change:
    def change(text: str) -> str:
        for each in changes:
            text = each(text)
        return text

    return change


def _living(text: str) -> str:
    """The entry in force, without any element of a cancellation."""
    start, end = text.index("<HKZT>"), text.index("<swbs>")
    return swap("<swbs>1", "<swbs>0")(text[:start] + "<HKZT>1</HKZT>" + text[end:])


async def test_person() -> None:
    """An entry with its cancellation, former names, and the last document as a sign of life."""
    assert Answered(Holding.HELD, (ENTRY, ISSUED), AS_OF) == await ask_golden(DIALECT)


async def test_person_in_force() -> None:
    """An entry in force has no cancellation and no death."""
    change = _all(_living, swap("<ZJBZRQ>20190506</ZJBZRQ>", ""), swap("<XB>1", "<XB>9"))
    entry = PopulationEntry(
        in_force=True,
        former_names=("陈建设",),
        registered_name=NAME,
        sex=None,
        born_on=date(1958, 3, 12),
    )
    assert Answered(Holding.HELD, (entry,), AS_OF) == await ask_golden(DIALECT, change)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("2", CancelledBecause.MILITARY),
        ("3", CancelledBecause.SETTLED_ABROAD),
        ("4", CancelledBecause.SETTLED_HK_MACAO),
        ("5", CancelledBecause.DUPLICATE),
        ("9", CancelledBecause.OTHER),
    ],
)
async def test_cancelled_without_a_death(code: str, reason: CancelledBecause) -> None:
    """Every other reason of a cancellation is told apart and proves no death."""
    change = _all(
        swap("<ZXYY>1", f"<ZXYY>{code}"),
        swap("<ZXYJ>1</ZXYJ>", ""),
        swap("<SWRQ>20260228</SWRQ>", ""),
        swap("<swbs>1", "<swbs>0"),
    )
    reply = await ask_golden(DIALECT, change)
    assert isinstance(reply, Answered)
    (entry, _) = reply.records
    assert isinstance(entry, PopulationEntry)
    assert (reason, None, None) == (
        entry.cancelled_because,
        entry.cancellation_basis,
        entry.died_on,
    )


@pytest.mark.parametrize(
    ("code", "basis"),
    [("2", CancellationBasis.DECLARATION), ("9", CancellationBasis.NOT_STATED)],
)
async def test_basis_of_a_deregistration(code: str, basis: CancellationBasis) -> None:
    """What a deregistration by death rests on is told apart."""
    reply = await ask_golden(DIALECT, swap("<ZXYJ>1", f"<ZXYJ>{code}"))
    assert isinstance(reply, Answered)
    (entry, _) = reply.records
    assert isinstance(entry, PopulationEntry)
    assert basis == entry.cancellation_basis


async def test_household() -> None:
    """Members of both households, without the sealed one; the person under the number asked."""
    first, second = "500112000123", "500112000045"
    born = date(1958, 3, 12)
    expected = (
        HouseholdMember(first, JIANGUO, "02", "1", born),
        HouseholdMember(first, XIUYING, "12", "2", date(1960, 7, 5)),
        HouseholdMember(second, Person(NUMBER, "陈建设"), "20", None, born, historic=True),
    )
    assert Answered(Holding.HELD, expected, AS_OF) == await ask_golden(
        DIALECT, operation="household"
    )


async def test_birth_registration() -> None:
    """A parent without a number is not recorded."""
    record = BirthRecord(date(1958, 3, 12), mother=XIUYING, child=JIANGUO)
    assert Answered(Holding.HELD, (record,), AS_OF) == await ask_golden(
        DIALECT, operation="birth_registration"
    )


async def test_unnatural_death() -> None:
    """The stated date of death, not the day of the certificate."""
    record = DeathRecord(DeathKind.UNNATURAL_CERTIFICATE, date(2026, 2, 28))
    assert Answered(Holding.HELD, (record,), AS_OF) == await ask_golden(
        DIALECT, operation="unnatural_death"
    )


@pytest.mark.parametrize(
    ("operation", "start", "end"),
    [
        ("household", "<HH>", "</HHLB>"),
        ("birth_registration", "<CSDJ>", "</CSDJLB>"),
        ("unnatural_death", "<FZCSW>", "</FZCSWLB>"),
    ],
)
async def test_held_without_anything(operation: str, start: str, end: str) -> None:
    """A person who is held, but has no such record, is held with nothing."""

    def change(text: str) -> str:
        return text[: text.index(start)] + text[text.index(end) :]

    assert Answered(Holding.HELD, (), AS_OF) == await ask_golden(DIALECT, change, operation)


@pytest.mark.parametrize("code", ["3", "4"])
async def test_a_number_that_is_not_held(code: str) -> None:
    """No match, and a merely similar number, are not held."""
    change = _only(
        f"<CXHM>{NUMBER}</CXHM><gmsfzh_ppddm>{code}</gmsfzh_ppddm><xm_ppddm>4</xm_ppddm>"
    )
    assert NOT_HELD == await ask_golden(DIALECT, change)


@pytest.mark.parametrize(
    "operation", ["person", "household", "birth_registration", "unnatural_death"]
)
async def test_sealed_looks_like_not_held(operation: str) -> None:
    """A sealed entry gives exactly the answer of one that is not held."""
    sealed = await ask_golden(DIALECT, swap("<BMBS>0", "<BMBS>1"), operation)
    assert (NOT_HELD, repr(NOT_HELD)) == (sealed, repr(sealed))


def _two(text: str) -> str:
    start, end = text.index("<RY>"), text.index("</RY>") + len("</RY>")
    return text[:end] + text[start:end] + text[end:]


async def test_two_people_under_one_number() -> None:
    """Nothing of either is passed on."""
    assert Answered(Holding.SHARED, (), AS_OF) == await ask_golden(DIALECT, _two)


async def test_two_people_of_whom_one_is_sealed() -> None:
    """The sealed one is not there at all."""
    change = _all(_two, swap("<BMBS>0", "<BMBS>1"))
    assert Answered(Holding.HELD, (ENTRY, ISSUED), AS_OF) == await ask_golden(DIALECT, change)


@pytest.mark.parametrize(
    ("registered", "code", "holding", "variant"),
    [
        (NAME, "2", Holding.HELD, False),
        (NAME, "4", Holding.HELD, False),
        ("陈 建国", "1", Holding.HELD, True),
        ("陈　建国", "4", Holding.HELD, True),
        ("陈 建国", "3", Holding.HELD, True),
        ("陈健国", "3", Holding.NAME_MISMATCH, False),
        ("陈健国", "4", Holding.NAME_MISMATCH, False),
    ],
    ids=["same", "same-4", "space-1", "space-4", "space-3", "other-3", "other-4"],
)
async def test_names(registered: str, code: str, holding: Holding, variant: bool) -> None:
    """Their match codes 1 and 2 match; 3 and 4 are compared again, separators aside."""
    change = _all(
        swap(f"<XM>{NAME}", f"<XM>{registered}"), swap("<xm_ppddm>2", f"<xm_ppddm>{code}")
    )
    reply = await ask_golden(DIALECT, change)
    held = replace(ENTRY, registered_name=registered)
    records = () if holding is Holding.NAME_MISMATCH else (held, ISSUED)
    assert Answered(holding, records, AS_OF, variant) == reply


@pytest.mark.parametrize(
    ("asked", "holding", "variant"),
    [
        ("陈建设", Holding.FORMER_NAME, False),
        ("陈 建设", Holding.FORMER_NAME, True),
        ("陈建社", Holding.NAME_MISMATCH, False),
    ],
    ids=["former", "former-variant", "other"],
)
async def test_former_names(asked: str, holding: Holding, variant: bool) -> None:
    """A former name is told apart from a wrong one."""
    question = DIALECT.question(about=Person(NUMBER, asked))
    reply = await ask_golden(DIALECT, swap("<xm_ppddm>2", "<xm_ppddm>4"), question=question)
    assert isinstance(reply, Answered)
    assert (holding, variant) == (reply.holding, reply.variant)
    assert bool(reply.records) is (holding is Holding.FORMER_NAME)


async def test_asked_under_another_number() -> None:
    """Asked under a former number, the answer lists her own number and that one."""
    former = LI_WEI.number
    change = _all(
        swap(f"<CXHM>{NUMBER}", f"<CXHM>{former}"),
        swap("<gmsfzh_ppddm>2", "<gmsfzh_ppddm>1"),
        swap("<CYHM>500112580312001", f"<CYHM>{former}"),
    )
    question = DIALECT.question(about=Person(former, NAME))
    reply = await ask_golden(DIALECT, change, question=question)
    assert isinstance(reply, Answered)
    (entry, _) = reply.records
    assert isinstance(entry, PopulationEntry)
    assert (NUMBER, former) == entry.former_numbers


async def test_former_numbers_come_in_their_long_form() -> None:
    """A 15-digit form of her own number is no other number; another number is lengthened."""
    change = swap(
        "<CYHM>500112580312001</CYHM>",
        "<CYHM>500112580312001</CYHM><CYHM>500105600705002</CYHM>",
    )
    reply = await ask_golden(DIALECT, change)
    assert isinstance(reply, Answered)
    (entry, _) = reply.records
    assert isinstance(entry, PopulationEntry)
    assert (XIUYING.number,) == entry.former_numbers


async def test_an_entry_of_a_number_that_was_not_asked() -> None:
    """A "consistent" entry that does not list the number asked is somebody else's."""
    change = _all(
        swap(f"<GMSFHM>{NUMBER}", f"<GMSFHM>{LI_WEI.number}"),
        swap("<gmsfzh_ppddm>2", "<gmsfzh_ppddm>1"),
        swap("<CYHM>500112580312001</CYHM>", ""),
    )
    assert Failed(Cause.WRONG_PERSON) == await ask_golden(DIALECT, change)


async def test_a_household_without_the_person() -> None:
    """A household in which she is not a member is somebody else's."""
    change = swap(f"<CY><GMSFHM>{NUMBER}", f"<CY><GMSFHM>{LI_WEI.number}")
    assert Failed(Cause.WRONG_PERSON) == await ask_golden(DIALECT, change, "household")


async def test_an_operator_without_an_identity_number() -> None:
    """Public security wants the operator's identity number; nothing is sent with another."""
    envelope = Envelope(
        ENVELOPE.request_id,
        ENVELOPE.requester,
        ENVELOPE.requester_name,
        ENVELOPE.business,
        Person("E00000000", "某人", "passport"),
    )
    async with counter(DIALECT, DIALECT.script(unchanged)) as desk:
        assert Failed(Cause.UNSUPPORTED) == await desk.ask(DIALECT.question(), envelope)
        assert [] == desk.department.sent
