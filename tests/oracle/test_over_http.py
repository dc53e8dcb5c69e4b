"""A smaller run through everything: client, HTTP, the real store, sockets, mock departments."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from gateway.assembly.machine import SystemClock
from gateway.client import Gateway
from gateway.domain.requester import RequesterKind
from gateway.ports.machine import civil_date
from mocks.generator.growing import RESIDENTS, grow
from mocks.generator.plants.bed import PLANTS
from mocks.generator.questions.setting import Set, set_questions
from mocks.population.archive import Archive
from mocks.serving import running
from tests.journeys.served import Served, a_request, serving, settings_for, through_platform
from tests.oracle.judging import Given, agrees_in_full
from tests.oracle.stage import matter_code, open_matter
from tests.policy.builders import a_requester

SEED = 3
SIZE = 5_000
QUESTIONS = 60
PATIENCE = 60.0  # a question of several rounds, on a busy machine


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Residents of today: the gateway goes by the machine's clock."""
    grow(tmp_path / RESIDENTS, SIZE, SEED, civil_date(SystemClock().now()))
    with Archive(tmp_path / RESIDENTS) as opened:
        yield opened


def test_answers_over_http_are_the_oracles(archive: Archive, tmp_path: Path) -> None:
    """What a requester's client is told agrees with the oracle in parts and reasons."""
    questions = list(set_questions(archive, QUESTIONS, SEED))
    with running(archive) as mocks:
        settings = settings_for(
            tmp_path / "data", mocks.urls, exchange_seconds=PATIENCE, deadline_seconds=PATIENCE
        )
        with serving(through_platform(settings), mocks) as served:
            gateway = _office(served)
            differing = [
                f"question {number}, seed {SEED}: {one.question.fact} planted={one.planted}"
                for number, one in enumerate(questions, 1)
                if not agrees_in_full(one, _ask(served, gateway, one))
            ]
    assert [] == differing
    assert len({one.planted for one in questions}) > len(PLANTS) / 2


def _office(served: Served) -> Gateway:
    matters = [open_matter(derive=d, at_death=a) for d, a in product((False, True), repeat=2)]
    return served.office(a_requester(kind=RequesterKind.STATE_ORGAN), *matters)


def _ask(served: Served, gateway: Gateway, one: Set) -> Given:
    question = one.question
    matter = matter_code(derive=question.derive, at_death=question.at_death)
    request = a_request(question.subject, question.claim, matter, served.case())
    answer = gateway.verify(question.fact, request).answer
    return Given(answer.parts, frozenset(answer.reasons))
