"""What of the mock departments no single connector's suite can see."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from connectors.kit.asking import IMPATIENT
from connectors.kit.people import ENVELOPE, envelope_of, plenty
from gateway.domain.evidence import Answered, Late
from gateway.outbound import Outbound
from gateway.ports.machine import Deadline
from gateway.ports.source import SourceSettings
from mocks.serving import Mocks, running
from tests.connectors.dialects import COURTS
from tests.connectors.mocked import faults_of, people_of, question_to, town


@pytest.fixture(scope="module")
def mocks() -> Iterator[Mocks]:
    """The four mock departments of the town."""
    with running(town()) as mocks:
        yield mocks


def test_every_fault_of_the_mocks_is_shown(mocks: Mocks) -> None:
    """No misbehaviour of a mock department is left out of its connector's suite."""
    for name, one in mocks.departments.items():
        assert set() == one.department.twists - set(faults_of(name))


async def test_a_late_answer_of_the_mock_courts_is_resumed(mocks: Mocks) -> None:
    """A court that needs longer promises; the ticket gets the answer that others get at once."""
    question = question_to("courts", "declarations", people_of(town())[0])
    settings = SourceSettings("courts", mocks.urls["courts"], poll_seconds=0.1)
    source = COURTS.connect().open(settings, Outbound(IMPATIENT).link(settings))
    mocks.controls("courts").after_polls(None)
    late = await source.ask(question, envelope_of("q-10000"), Deadline(0.2, lambda: 0.0))
    assert isinstance(late, Late)
    assert late == await source.resume(question, late.ticket, ENVELOPE, plenty())
    mocks.controls("courts").after_polls(0)
    resumed = await source.resume(question, late.ticket, ENVELOPE, plenty())
    assert isinstance(resumed, Answered)
    assert resumed == await source.ask(question, envelope_of("q-10001"), plenty())
    await source.close()
