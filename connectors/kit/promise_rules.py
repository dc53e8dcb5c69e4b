"""What a connector offers, what it promises, and what it refuses to be asked."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from connectors.kit.asking import counter
from connectors.kit.dialect import unchanged
from connectors.kit.marking import AboutOneDialect, shows
from connectors.kit.people import ENVELOPE, JIANGUO, plenty
from connectors.kit.scripted import Line, Sent
from gateway.domain.evidence import Answered, Cause, Failed, Late
from gateway.domain.person import Person
from gateway.domain.question import Question
from gateway.errors import SettingsRefused
from gateway.ports.machine import Deadline
from gateway.ports.source import LinkFailed

FOREIGN = Person("E00000000", "某人", "passport")
NO_OPERATIONS = ("no_such_operation", "", "*")
SECRET = "s3cret-value"


class PromiseRules(AboutOneDialect):
    """Rules about the manifest at work, late answers and options."""

    @shows("lacking")
    @pytest.mark.parametrize("lacked", NO_OPERATIONS)
    async def test_an_operation_it_lacks(self, lacked: str) -> None:
        """An operation that is not in the manifest is not asked."""
        async with counter(self.dialect, self.dialect.script(unchanged)) as desk:
            reply = await desk.ask(Question(self.dialect.department, lacked, JIANGUO))
            assert (Failed(Cause.UNSUPPORTED), []) == (reply, desk.department.sent)

    @shows("lacking")
    async def test_an_operation_that_this_department_lacks(self) -> None:
        """What the option `lacks` names is neither offered nor asked."""
        options = {"lacks": f" {self.dialect.example} ,"}
        script = self.dialect.script(unchanged)
        async with counter(self.dialect, script, options=options) as desk:
            reply = await desk.ask(self.dialect.question())
            assert (Failed(Cause.UNSUPPORTED), []) == (reply, desk.department.sent)
            left = self.dialect.connect().operations - {self.dialect.example}
            assert left == desk.source.operations

    @shows("documents")
    async def test_a_document_it_cannot_use(self) -> None:
        """Nobody is asked about somebody who is named by another document, on either side."""
        async with counter(self.dialect, self.dialect.script(unchanged)) as desk:
            for question in (
                self.dialect.question(about=FOREIGN),
                Question(self.dialect.department, self.dialect.example, JIANGUO, other=FOREIGN),
            ):
                assert Failed(Cause.UNSUPPORTED) == await desk.ask(question)
            assert [] == desk.department.sent

    @shows("late")
    async def test_a_late_answer_is_resumed(self) -> None:
        """It is promised in time; its ticket gets the answer that others get at once."""
        working = self.dialect.working()
        assert working is not None, "say how it looks while there is no answer, or exempt the rule"
        finished: list[bool] = []

        def script(sent: Sent) -> Line:
            text = self.dialect.plain() if finished else working
            return self.dialect.between(sent) or self.dialect.line(text)

        question = self.dialect.question()
        async with counter(self.dialect, script) as desk:
            soon = Deadline(time.monotonic() + 1.0, time.monotonic)
            late = await desk.ask(question, deadline=soon)
            assert isinstance(late, Late)
            assert late.ticket not in repr(late)
            assert late == await desk.source.resume(question, late.ticket, ENVELOPE, plenty())
            finished.append(True)
            resumed = await desk.source.resume(question, late.ticket, ENVELOPE, plenty())
            assert isinstance(resumed, Answered)
            assert resumed == await desk.ask(question)

    @shows("callbacks")
    def test_a_call_back(self) -> None:
        """Its message gives the ticket; whatever is not one is refused without a word about it."""
        told, connector = self.dialect.call_back, self.dialect.connect()
        assert told is not None, "give a call-back, or exempt the rule"
        read: Callable[[bytes], str] = getattr(connector, "read_callback")  # noqa: B009 - optional
        assert told.ticket == read(told.message)
        for broken in (b"", b"\xff", b"null", *told.broken):
            with pytest.raises(LinkFailed) as caught:
                read(broken)
            assert told.ticket not in str(caught.value)

    @shows("unpromised")
    async def test_resuming_where_nothing_was_promised(self) -> None:
        """A department that answers at once has promised nothing, and is not asked for it."""
        async with counter(self.dialect, self.dialect.script(unchanged)) as desk:
            question = self.dialect.question()
            reply = await desk.source.resume(question, "a-ticket", ENVELOPE, plenty())
            assert (Failed(Cause.UNSUPPORTED), []) == (reply, desk.department.sent)

    @shows("options")
    async def test_an_unknown_option(self) -> None:
        """It stops the start; the message names department and option, and no value."""
        options = {"no_such_option": SECRET}
        with pytest.raises(SettingsRefused) as caught:
            async with counter(self.dialect, self.dialect.script(unchanged), options=options):
                pass
        assert f"departments.{self.dialect.department}.options.no_such_option" in str(caught.value)
        assert SECRET not in str(caught.value)
