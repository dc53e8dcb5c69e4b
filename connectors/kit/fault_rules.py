"""What goes wrong: on the wire, in the document, in the dialect. All of it is silence."""

from __future__ import annotations

import logging

import pytest

from connectors.kit.asking import ask_golden, counter
from connectors.kit.dialect import unchanged
from connectors.kit.marking import AboutOneDialect, shows
from connectors.kit.misbehaviour import ON_THE_WIRE, in_the_document
from connectors.kit.people import holds_nothing_personal
from connectors.kit.scripted import Line, Sent
from gateway.domain.evidence import Cause, Failed, Late

SHORT, ENOUGH, LONG = 0.05, 1.0, 5.0
"""Seconds for what is to time out, and for what is not: the machine may be busy."""


class FaultRules(AboutOneDialect):
    """Rules about whatever a department does wrong."""

    @shows("wire_faults")
    async def test_faults_on_the_wire(
        self, wire_fault: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Whatever breaks on the wire is silence with its cause, and leaves nothing in the logs."""
        caplog.set_level(logging.DEBUG)
        misbehave, cause = ON_THE_WIRE[wire_fault]
        body = self.dialect.encode(self.dialect.plain())
        patience = SHORT if cause is Cause.TIMEOUT else LONG
        script = lambda _: misbehave(self.dialect, body)  # noqa: E731 - one line says it
        async with counter(self.dialect, script, patience=patience) as desk:
            reply = await desk.ask(self.dialect.question())
        assert Failed(cause) == reply
        assert holds_nothing_personal(caplog.text)

    @shows("wire_faults")
    async def test_faults_at_the_last_step(self, wire_fault: str) -> None:
        """The same where only the call breaks that holds the answer.

        Whoever answers late has promised by then: that it takes too long is no silence.
        """
        misbehave, cause = ON_THE_WIRE[wire_fault]
        body = self.dialect.encode(self.dialect.plain())

        def script(sent: Sent) -> Line:
            return self.dialect.between(sent) or misbehave(self.dialect, body)

        promised = cause is Cause.TIMEOUT and self.dialect.connect().answers_late
        # Whoever is to promise must have the time for it.
        patience = ENOUGH if promised else SHORT if cause is Cause.TIMEOUT else LONG
        async with counter(self.dialect, script, patience=patience) as desk:
            reply = await desk.ask(self.dialect.question())
        if promised:
            assert isinstance(reply, Late)
        else:
            assert Failed(cause) == reply

    @shows("document_faults")
    async def test_faults_in_the_document(self, document_fault: str) -> None:
        """Entities, DOCTYPEs, depth, doubled keys and numbers that are none cannot be read."""
        change = in_the_document(self.dialect)[document_fault]
        assert Failed(Cause.MALFORMED) == await ask_golden(self.dialect, change)

    @shows("dialect_faults")
    async def test_faults_in_the_dialect(
        self, misreading: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Unknown codes, other people and unreadable values are silence with their cause."""
        caplog.set_level(logging.DEBUG)
        operation, change, cause = self.dialect.misreadings[misreading]
        assert Failed(cause) == await ask_golden(self.dialect, change, operation)
        assert holds_nothing_personal(caplog.text)
        assert [] == [r.name for r in caplog.records if r.levelno >= logging.WARNING]

    @shows("dialect_faults")
    def test_the_worst_misreadings_are_shown(self) -> None:
        """An unknown code, another person, an unreadable value and a refusal are among them."""
        causes = {cause for _, _, cause in self.dialect.misreadings.values()}
        wanted = {Cause.UNKNOWN_CODE, Cause.WRONG_PERSON, Cause.MALFORMED, Cause.REFUSED}
        assert set() == wanted - causes

    @shows("down")
    async def test_a_department_that_is_down(self) -> None:
        """A port at which nobody listens is unreachable."""
        async with counter(self.dialect, self.dialect.script(unchanged)) as gone:
            url = gone.department.url
        async with counter(self.dialect, self.dialect.script(unchanged), url=url) as desk:
            assert Failed(Cause.UNREACHABLE) == await desk.ask(self.dialect.question())
