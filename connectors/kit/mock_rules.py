"""The connector against its mock department: two readings of one contract, side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager

import pytest

from connectors.kit.asking import opened_at
from connectors.kit.marking import AboutOneDialect, shows
from connectors.kit.mocking import RunningMock
from connectors.kit.people import ENVELOPE, envelope_of, plenty
from gateway.domain.evidence import Answered, Cause, Failed, Reply
from gateway.domain.person import Person
from gateway.ports.machine import Deadline
from gateway.ports.source import Source

SHORT, LONG = 0.2, 60.0
"""Seconds until a mock that does not answer is left, and for one that does."""


class MockRules(AboutOneDialect):
    """Rules shown with the connector's mock department."""

    @pytest.fixture(scope="class")
    @classmethod
    def running(cls) -> Iterator[RunningMock]:
        """The mock department of this connector."""
        assert cls.dialect.mock is not None, "give a mock department, or exempt the rule"
        with cls.dialect.mock() as running:
            yield running

    @pytest.fixture
    def mock(self, running: RunningMock) -> Iterator[RunningMock]:
        """The mock department, mended before and after."""
        running.mend()
        yield running
        running.mend()

    @shows("mock")
    async def test_everybody_is_answered(self, mock: RunningMock, operation: str) -> None:
        """About everybody there, and of every operation, there is an answer we understand."""
        async with self._opened(mock) as source:

            async def ask(number: int, person: Person) -> Reply:
                question = mock.question(operation, person)
                deadline = Deadline(LONG, lambda: 0.0)
                return await source.ask(question, envelope_of(f"q-{number}"), deadline)

            replies = await asyncio.gather(*(ask(n, p) for n, p in enumerate(mock.people)))
        assert [] == [n for n, reply in enumerate(replies) if not isinstance(reply, Answered)]
        assert any(isinstance(reply, Answered) and reply.records for reply in replies)

    @shows("mock")
    async def test_a_mock_sees_contracted_fields_only(
        self, mock: RunningMock, operation: str
    ) -> None:
        """A mock department, too, sees the fields of its contract and nothing else."""
        async with self._opened(mock) as source:
            await source.ask(mock.question(operation, mock.people[0]), ENVELOPE, plenty())
        seen = set(mock.fields())
        assert seen
        assert set() == seen - self.dialect.fields

    @shows("mock_faults")
    async def test_faults_of_the_mock_are_silence(self, mock: RunningMock) -> None:
        """Every misbehaviour that the mock knows becomes silence with its cause."""
        assert mock.faults, "give the mock some faults, or exempt the rule"
        heard: dict[str, Reply] = {}
        for fault, cause in mock.faults.items():
            mock.mend()
            mock.switch(fault)
            question = mock.question(self.dialect.example, mock.people[0])
            async with self._opened(mock, cause) as source:
                heard[fault] = await source.ask(question, ENVELOPE, plenty())
        assert {fault: Failed(cause) for fault, cause in mock.faults.items()} == heard

    def _opened(
        self, mock: RunningMock, cause: Cause | None = None
    ) -> AbstractAsyncContextManager[Source]:
        seconds = SHORT if cause is Cause.TIMEOUT else LONG
        poll_seconds = mock.poll_seconds
        return opened_at(self.dialect, mock.url, patience=seconds, poll_seconds=poll_seconds)
