"""What comes in: every outcome, sealed records, names, two people, what is dropped at the door."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Mapping

import pytest

from connectors.kit.asking import ask_golden, counter
from connectors.kit.dialect import Reading
from connectors.kit.marking import AboutOneDialect, shows
from connectors.kit.people import JIANGUO
from gateway.domain.evidence import Answered, Cause, Failed, Holding, Reply
from gateway.domain.person import Person

WITH_RECORDS = frozenset({Holding.HELD, Holding.FORMER_NAME})
OF_EVERY_OPERATION = frozenset({Holding.HELD, Holding.NOT_HELD, Holding.NAME_MISMATCH})


class AnswerRules(AboutOneDialect):
    """Rules about what a connector understands."""

    @shows("outcomes")
    async def test_a_reading(self, reading: str) -> None:
        """A reply is understood as the contract has it: records only where somebody is held."""
        expected = self.dialect.readings[reading]
        reply = await self._read(expected)
        assert isinstance(reply, Answered)
        assert (expected.holding, expected.variant) == (reply.holding, reply.variant)
        assert (expected.holding in WITH_RECORDS) is bool(reply.records)

    @shows("outcomes")
    def test_every_operation_can_answer_everything(self) -> None:
        """Each operation is shown held, not held, and held under another name."""
        shown = {(reading.operation, reading.holding) for reading in self.dialect.readings.values()}
        wanted = {
            (operation, holding)
            for operation in self.dialect.connect().operations
            for holding in OF_EVERY_OPERATION
        }
        assert set() == wanted - shown

    @shows("sealed")
    async def test_sealed_looks_like_not_held(self, operation: str) -> None:
        """A sealed record gives exactly the answer of one that is not held."""
        nothing = next(
            reading
            for reading in self.dialect.readings.values()
            if (operation, Holding.NOT_HELD) == (reading.operation, reading.holding)
        )
        sealed = await ask_golden(self.dialect, self.dialect.sealed[operation], operation)
        expected = await self._read(nothing)
        assert (expected, repr(expected)) == (sealed, repr(sealed))

    @shows("names")
    def test_a_variant_of_a_name_is_shown(self) -> None:
        """For each operation there is a reading in which only separator, width or space differ."""
        shown = {r.operation for r in self.dialect.readings.values() if r.variant}
        assert set() == self.dialect.connect().operations - shown

    @shows("former_names")
    async def test_former_names(self) -> None:
        """A former name is told apart from a wrong one."""
        await self._read_all(Holding.FORMER_NAME)

    @shows("shared_numbers")
    async def test_two_people_under_one_number(self) -> None:
        """Two people under one number are said to be two, and nothing of either is passed on."""
        await self._read_all(Holding.SHARED)

    @shows("two_people")
    async def test_an_answer_about_two_people(self) -> None:
        """The two-sided call is answered, and a third person in its answer makes it wrong."""
        two = self.dialect.of_two
        assert two is not None, "declare the two-sided call, or exempt the rule"
        reply = await ask_golden(self.dialect, operation=two.golden, question=two.question)
        assert isinstance(reply, Answered)
        assert Holding.HELD is reply.holding
        third = await ask_golden(self.dialect, two.third_person, two.golden, two.question)
        assert Failed(Cause.WRONG_PERSON) == third

    @shows("two_people")
    async def test_a_request_about_two_people(self) -> None:
        """The two-sided call goes out as its golden request has it."""
        two = self.dialect.of_two
        assert two is not None, "declare the two-sided call, or exempt the rule"
        script = self.dialect.script(lambda text: text, two.golden)
        async with counter(self.dialect, script) as desk:
            await desk.ask(two.question)
            calls = [sent for sent in desk.department.sent if self.dialect.carries_question(sent)]
        said = [self.dialect.read_request(sent) for sent in calls]
        assert [self.dialect.plain_request(two.request or two.question.operation)] == said

    @shows("dropped")
    async def test_what_nobody_may_learn_is_dropped(self, caplog: pytest.LogCaptureFixture) -> None:
        """It stands in the golden reply, and neither in the evidence nor in any log."""
        caplog.set_level(logging.DEBUG)
        assert self.dialect.dropped, "declare what is dropped, or exempt the rule"
        for operation, texts in self.dialect.dropped.items():
            reply = await ask_golden(self.dialect, operation=operation)
            kept = repr(reply) + caplog.text
            for text in texts:
                assert text in self.dialect.plain(operation)
                assert text not in kept
                assert text.encode() not in pickle.dumps(reply)

    async def _read(self, reading: Reading) -> Reply:
        about = Person(JIANGUO.number, reading.asked_as or JIANGUO.name)
        question = self.dialect.question(reading.operation, about)
        return await ask_golden(self.dialect, reading.change, reading.operation, question)

    async def _read_all(self, holding: Holding) -> None:
        shown: Mapping[str, Reading] = {
            name: reading
            for name, reading in self.dialect.readings.items()
            if reading.holding is holding
        }
        assert shown, f"declare a reading of {holding.value}, or exempt the rule"
        for reading in shown.values():
            reply = await self._read(reading)
            assert isinstance(reply, Answered)
            assert holding is reply.holding
