"""The four connectors through the national exchange platform, over HTTP: they do not notice it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from connectors.kit.people import ENVELOPE, plenty
from gateway.domain.evidence import Answered, Cause, Failed, Reply
from gateway.domain.person import Person
from gateway.domain.question import Question
from gateway.outbound import Outbound, Patience
from gateway.outbound.platform import open_link
from gateway.ports.machine import Deadline
from gateway.ports.source import Source, SourceSettings
from gateway.private_files import write_private_file
from mocks.platform.front import REFRESH_PATH
from mocks.platform.registrations import APPLICATION_KEY, REQUESTER, SERVICE_OF
from mocks.population import Population
from mocks.serving import Mocks, running
from mocks.town import build_town
from tests.connectors.dialects import BY_NAME, DIALECTS

DEPARTMENTS = [dialect.department for dialect in DIALECTS]


class Machine:
    """The wall clock, which the mock platform reads too."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()


@pytest.fixture(scope="module")
def town() -> Population:
    """The residents of the scenarios and a few families."""
    return build_town(date(2026, 11, 20), size=5)


@pytest.fixture(scope="module")
def served(town: Population) -> Iterator[Mocks]:
    """The four mock departments, each with the platform in front of it."""
    with running(town) as mocks:
        yield mocks


@pytest.fixture
def mocks(served: Mocks) -> Iterator[Mocks]:
    """The departments, mended afterwards."""
    served.mend()
    yield served
    served.mend()


@asynccontextmanager
async def opened(
    mocks: Mocks,
    department: str,
    folder: Path,
    seconds: float = 5.0,
    changed: Mapping[str, str] | None = None,
) -> AsyncIterator[Source]:
    """A source of one department behind the platform."""
    key = folder / "platform.key"
    write_private_file(key, APPLICATION_KEY.encode())
    options = {
        "platform_refresh": mocks.urls[department] + REFRESH_PATH,
        "platform_requester": REQUESTER,
        "platform_service": SERVICE_OF[department],
        "platform_key": str(key),
        **(changed or {}),
    }
    settings = SourceSettings(
        department,
        mocks.platform_urls[department],
        timeout_seconds=seconds,
        poll_seconds=0.01,
        options=options,
    )
    link = open_link(Outbound(Patience(attempts=1)), settings, Machine())
    source = BY_NAME[department].connect().open(settings, link)
    try:
        yield source
    finally:
        await source.close()


def _question(department: str, town: Population) -> Question:
    resident = town.residents[0]
    about = Person(resident.number, resident.name)
    return Question(department, BY_NAME[department].example, about)


async def _direct(mocks: Mocks, question: Question) -> Reply:
    department = question.department
    settings = SourceSettings(department, mocks.urls[department], poll_seconds=0.01)
    source = BY_NAME[department].connect().open(settings, Outbound().link(settings))
    try:
        return await source.ask(question, ENVELOPE, plenty())
    finally:
        await source.close()


@pytest.mark.parametrize("department", DEPARTMENTS)
async def test_the_same_answer_as_without_it(
    mocks: Mocks, town: Population, tmp_path: Path, department: str
) -> None:
    """Through the platform a question has the same answer; one secret serves all its calls."""
    question = _question(department, town)
    async with opened(mocks, department, tmp_path) as source:
        replies = await asyncio.gather(*(source.ask(question, ENVELOPE, plenty()) for _ in "abc"))
    expected = await _direct(mocks, question)
    assert isinstance(expected, Answered)
    assert [expected] * 3 == replies
    counts = mocks.controls(department).platform.counts
    assert (1, 0) == (counts["refreshed"], counts["refused"])
    assert counts["passed"] >= 3


@pytest.mark.parametrize("department", DEPARTMENTS)
async def test_a_stale_secret(
    mocks: Mocks, town: Population, tmp_path: Path, department: str
) -> None:
    """A secret that the platform has taken back is replaced, and the question answered."""
    question = _question(department, town)
    async with opened(mocks, department, tmp_path) as source:
        assert isinstance(await source.ask(question, ENVELOPE, plenty()), Answered)
        mocks.controls(department).platform.door.void()
        assert isinstance(await source.ask(question, ENVELOPE, plenty()), Answered)
    counts = mocks.controls(department).platform.counts
    assert (2, 1) == (counts["refreshed"], counts["refused"])


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        ("stale_secret", Cause.REFUSED),
        ("wrong_sign", Cause.REFUSED),
        ("busy", Cause.BROKEN),
        ("unknown_code", Cause.UNKNOWN_CODE),
        ("refresh_code", Cause.UNKNOWN_CODE),
        ("refresh_fails", Cause.BROKEN),
        ("refresh_malformed", Cause.MALFORMED),
        ("refresh_slow", Cause.TIMEOUT),
    ],
)
@pytest.mark.parametrize("department", DEPARTMENTS)
async def test_faults_of_the_platform_are_silence(
    mocks: Mocks, town: Population, tmp_path: Path, department: str, kind: str, cause: Cause
) -> None:
    """Whatever the platform does wrong is silence with its cause; the department hears nothing."""
    mocks.controls(department).platform.fault(kind)
    seconds = 0.2 if cause is Cause.TIMEOUT else 5.0
    async with opened(mocks, department, tmp_path, seconds) as source:
        reply = await source.ask(_question(department, town), ENVELOPE, plenty())
    assert Failed(cause) == reply
    assert () == mocks.controls(department).asks()


@pytest.mark.parametrize(
    "changed",
    [{"platform_requester": "nobody"}, {"platform_service": "s_14_apply"}],
    ids=["requester", "service"],
)
async def test_whoever_is_not_known_or_not_granted(
    mocks: Mocks, town: Population, tmp_path: Path, changed: dict[str, str]
) -> None:
    """An unknown requester, and a service for something else, are refused."""
    async with opened(mocks, "health", tmp_path, changed=changed) as source:
        reply = await source.ask(_question("health", town), ENVELOPE, plenty())
    assert Failed(Cause.REFUSED) == reply


async def test_services_of_single_addresses(mocks: Mocks, town: Population, tmp_path: Path) -> None:
    """Apply and result may be two services; each is called with a secret of its own."""
    services = {"platform_services": "/sfcx/v1/apply=s_14_apply,/sfcx/v1/result=s_14_result"}
    async with opened(mocks, "courts", tmp_path, changed=services) as source:
        assert isinstance(await source.ask(_question("courts", town), ENVELOPE, plenty()), Answered)
    assert 2 == mocks.controls("courts").platform.counts["refreshed"]


async def test_a_hanging_refresh_keeps_to_the_deadline(
    mocks: Mocks, town: Population, tmp_path: Path
) -> None:
    """The verification's deadline holds for the platform as it holds for the department."""
    mocks.controls("health").platform.fault("refresh_slow")
    began = asyncio.get_running_loop().time()
    async with opened(mocks, "health", tmp_path) as source:
        short = Deadline(0.1, lambda: 0.0)
        assert Failed(Cause.TIMEOUT) == await source.ask(_question("health", town), ENVELOPE, short)
    assert asyncio.get_running_loop().time() - began < 5.0


async def test_nothing_of_it_is_logged(
    mocks: Mocks, town: Population, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """At the lowest level no log holds a sign, the key, or whom a question is about."""
    caplog.set_level(logging.DEBUG)
    question = _question("health", town)
    async with opened(mocks, "health", tmp_path) as source:
        await source.ask(question, ENVELOPE, plenty())
    words = ("gjgxjhpt_sign", APPLICATION_KEY, question.about.number, question.about.name)
    assert [] == [word for word in words if word in caplog.text]
