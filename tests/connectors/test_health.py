"""What health answers, in our terms: every operation, every special answer, no cause of death."""

from __future__ import annotations

import base64
import logging
import pickle
import traceback
from datetime import date

import pytest

from connectors.health import wire
from connectors.kit.asking import ask_golden
from connectors.kit.dialect import Change, swap
from connectors.kit.people import ENVELOPE, JIANGUO, LI_WEI, XIAOYU, XIUYING
from gateway.domain.evidence import Answered, Cause, Failed, Holding
from gateway.domain.person import Person
from gateway.domain.question import Question
from gateway.domain.records import (
    BirthRecord,
    DeathKind,
    DeathRecord,
    SignKind,
    SignOfLife,
)
from gateway.ports.source import LinkFailed, LinkReply
from tests.connectors.dialects import BY_NAME, CERTIFICATE

DIALECT = BY_NAME["health"]
AS_OF = date(2026, 11, 19)
NUMBER, NAME = JIANGUO.number, JIANGUO.name
NOT_HELD = Answered(Holding.NOT_HELD, (), AS_OF)
OPERATIONS = (
    "birth_by_certificate",
    "birth_by_child",
    "birth_by_mother",
    "death",
    "last_service",
)
SEALED = "<record><XM/><GMSFHM/><SWRQ/><SWYY/><FCBZ>1</FCBZ></record>"
DIAGNOSIS = "I21.9"


def _records(content: str) -> Change:
    """A reply with that in its list of records instead."""

    def change(text: str) -> str:
        start, end = text.index("<records>"), text.index("</records>")
        return text[:start] + "<records>" + content + text[end:]

    return change


async def test_birth_by_certificate() -> None:
    """The certificate of that number; a father who is not recorded is none."""
    record = BirthRecord(
        date(1958, 3, 12), mother=XIUYING, child=JIANGUO, certificate_number=CERTIFICATE
    )
    assert Answered(Holding.HELD, (record,), AS_OF) == await ask_golden(
        DIALECT, operation="birth_by_certificate"
    )


async def test_birth_by_certificate_of_another_child() -> None:
    """A certificate made out for another child says whose it is, and no name is compared."""
    change = swap(
        f"<ETXM>{NAME}</ETXM>\n        <ETGMSFHM>{NUMBER}",
        f"<ETXM>{LI_WEI.name}</ETXM>\n        <ETGMSFHM>{LI_WEI.number}",
    )
    reply = await ask_golden(DIALECT, change, "birth_by_certificate")
    assert isinstance(reply, Answered)
    (record,) = reply.records
    assert isinstance(record, BirthRecord)
    assert (Holding.HELD, LI_WEI) == (reply.holding, record.child)


async def test_another_certificate_than_asked() -> None:
    """A certificate of another number is not the one asked about."""
    change = swap(f"<CSZMBH>{CERTIFICATE}", "<CSZMBH>E500000999")
    assert Failed(Cause.WRONG_PERSON) == await ask_golden(DIALECT, change, "birth_by_certificate")


async def test_birth_by_certificate_without_its_number() -> None:
    """A look-up by certificate needs a certificate."""
    question = Question("health", "birth_by_certificate", JIANGUO)
    assert Failed(Cause.UNSUPPORTED) == await ask_golden(
        DIALECT, operation="birth_by_certificate", question=question
    )


async def test_birth_by_child() -> None:
    """Replaced and voided certificates too; the sealed one is not there."""
    born = date(1958, 3, 12)
    expected = (
        BirthRecord(born, mother=XIUYING, certificate_number="E500000001", replaced_by=CERTIFICATE),
        BirthRecord(
            born,
            mother=XIUYING,
            child=Person(NUMBER, ""),
            certificate_number="E500000122",
            voided=True,
        ),
        BirthRecord(
            None, mother=XIUYING, father=LI_WEI, child=JIANGUO, certificate_number=CERTIFICATE
        ),
    )
    assert Answered(Holding.HELD, expected, AS_OF) == await ask_golden(
        DIALECT, operation="birth_by_child"
    )


async def test_birth_by_mother() -> None:
    """Her children's certificates; a child may not be registered yet."""
    expected = (
        BirthRecord(
            date(1985, 9, 20), mother=JIANGUO, child=XIAOYU, certificate_number="E500000777"
        ),
        BirthRecord(date(1990, 1, 1), mother=JIANGUO, certificate_number="E500000778"),
    )
    assert Answered(Holding.HELD, expected, AS_OF) == await ask_golden(
        DIALECT, operation="birth_by_mother"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"<MQGMSFHM>{NUMBER}", f"<MQGMSFHM>{LI_WEI.number}"),
        (f"<MQXM>{NAME}</MQXM>", "<MQXM/>"),
    ],
    ids=["other-number", "no-name"],
)
async def test_another_mother(old: str, new: str) -> None:
    """Another number is another person, and a mother without a name matches no name."""
    reply = await ask_golden(DIALECT, swap(old, new), "birth_by_mother")
    by_name = Answered(Holding.NAME_MISMATCH, (), AS_OF)
    assert (Failed(Cause.WRONG_PERSON) if "GMSFHM" in new else by_name) == reply


async def test_another_child() -> None:
    """Asked about a child, a certificate of another one is the wrong person's."""
    change = swap(f"<ETGMSFHM>{NUMBER}", f"<ETGMSFHM>{LI_WEI.number}")
    assert Failed(Cause.WRONG_PERSON) == await ask_golden(DIALECT, change, "birth_by_child")


async def test_death() -> None:
    """Old and new form alike; a date that is not held is none."""
    expected = (
        DeathRecord(DeathKind.MEDICAL_CERTIFICATE, date(2026, 2, 28)),
        DeathRecord(DeathKind.MEDICAL_CERTIFICATE, None),
    )
    assert Answered(Holding.HELD, expected, AS_OF) == await ask_golden(DIALECT)


async def test_last_service() -> None:
    """A day, and nothing about where or why."""
    record = SignOfLife(SignKind.IN_PERSON_SERVICE, date(2026, 2, 27))
    assert Answered(Holding.HELD, (record,), AS_OF) == await ask_golden(
        DIALECT, operation="last_service"
    )


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_nothing_held(operation: str) -> None:
    """An empty list is not held."""
    assert NOT_HELD == await ask_golden(DIALECT, _records(""), operation)


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_sealed_looks_like_not_held(operation: str) -> None:
    """A sealed record, in which everything else is empty, gives the answer of nothing held."""
    sealed = await ask_golden(DIALECT, _records(SEALED), operation)
    assert (NOT_HELD, repr(NOT_HELD)) == (sealed, repr(sealed))


@pytest.mark.parametrize("operation", ["birth_by_certificate", "last_service"])
async def test_two_where_there_can_be_one(operation: str) -> None:
    """Two certificates of one number, or two last services, cannot be read."""
    assert Failed(Cause.MALFORMED) == await ask_golden(
        DIALECT, _records(SEALED + SEALED), operation
    )


@pytest.mark.parametrize(
    ("asked", "holding", "variant"),
    [("陈 建国", Holding.HELD, True), ("陈健国", Holding.NAME_MISMATCH, False)],
    ids=["space", "other"],
)
@pytest.mark.parametrize("operation", OPERATIONS)
async def test_names(operation: str, asked: str, holding: Holding, variant: bool) -> None:
    """Separators, width and spaces are no difference; another name is a mismatch."""
    certificate = CERTIFICATE if operation == "birth_by_certificate" else None
    question = Question("health", operation, Person(NUMBER, asked), certificate_number=certificate)
    reply = await ask_golden(DIALECT, operation=operation, question=question)
    assert isinstance(reply, Answered)
    assert (holding, variant) == (reply.holding, reply.variant)
    assert bool(reply.records) is (holding is Holding.HELD)


def _reply_of(text: str) -> LinkReply:
    return LinkReply(200, "text/xml", DIALECT.encode(text))


def _message() -> wire.Message:
    return wire.Message(ENVELOPE.request_id, "SWZM", {})


def _text_of(records: wire.Records) -> str:
    """All text anywhere in the document that the records hang in."""
    root = records.elements[0].getroottree().getroot()
    return "".join(str(text) for text in root.itertext())


@pytest.mark.parametrize(
    "body",
    [
        DIALECT.encode("").replace(b"<return></return>", b"<return>no base64</return>"),
        DIALECT.encode("").replace(b"<return></return>", b"<return>abc</return>"),
        DIALECT.encode(""),
        b'<exchangeResponse xmlns="urn:wjw:mde"><return>YQ==</return></exchangeResponse>',
    ],
    ids=["no-base64", "cut-off", "empty", "no-envelope"],
)
def test_a_packet_that_cannot_be_opened(body: bytes) -> None:
    """A message that is no base64, or in no envelope, cannot be read."""
    with pytest.raises(LinkFailed) as caught:
        wire.read_reply(LinkReply(200, "text/xml", body), _message(), NUMBER)
    assert (Cause.MALFORMED, None) == (caught.value.cause, caught.value.__context__)


@pytest.mark.parametrize(
    "renamed",
    [
        "<SWYY>I21.9</SWYY>",
        '<x:SWYY xmlns:x="urn:x">I21.9</x:SWYY>',
        "<swyy>I21.9</swyy>",
        "<SWYY><code>I21.9</code></SWYY>",
    ],
)
def test_a_cause_of_death_is_dropped_at_the_door(renamed: str) -> None:
    """No document that leaves the wire module holds a cause of death, however it was written."""
    text = swap("<SWYY>I21.9</SWYY>", renamed)(DIALECT.plain("death"))
    records = wire.read_reply(_reply_of(text), _message(), NUMBER)
    assert DIAGNOSIS not in _text_of(records)
    assert "20260228" in _text_of(records)  # what follows the cause is still there


async def test_no_evidence_holds_a_cause_of_death(caplog: pytest.LogCaptureFixture) -> None:
    """It can be reached neither from the evidence nor from its repr, nor from any log."""
    caplog.set_level(logging.DEBUG)
    reply = await ask_golden(DIALECT)
    assert DIAGNOSIS not in repr(reply)
    assert DIAGNOSIS.encode() not in pickle.dumps(reply)
    assert DIAGNOSIS not in caplog.text


def test_no_error_holds_a_cause_of_death() -> None:
    """An error about a reply with one carries neither it nor anything of the document."""
    text = DIALECT.plain("death") + "<broken"
    with pytest.raises(LinkFailed) as caught:
        wire.read_reply(_reply_of(text), _message(), NUMBER)
    error = caught.value
    told = "".join(traceback.TracebackException.from_exception(error).format(chain=True))
    assert (None, None) == (error.__cause__, error.__context__)
    assert DIAGNOSIS not in told + repr(error)
    assert base64.b64encode(text.encode()).decode()[:40] not in told
