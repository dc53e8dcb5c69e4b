"""The bundled mock departments, as the conformance suite looks at a mock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from functools import cache

from connectors.kit.mocking import RunningMock
from gateway.domain.evidence import Cause
from gateway.domain.identity_number import IdentityNumber
from gateway.domain.person import Person
from gateway.domain.question import Question
from mocks.faults import Fault
from mocks.population import Population
from mocks.serving import Mocks, running
from mocks.town import build_town

TODAY = date(2026, 11, 20)
SAME_FOR_ALL = {
    "timeout": Cause.TIMEOUT,
    "status_403": Cause.REFUSED,
    "status_404": Cause.BROKEN,
    "status_500": Cause.BROKEN,
    "status_501": Cause.UNSUPPORTED,
    "malformed_body": Cause.MALFORMED,
    "truncated_body": Cause.MALFORMED,
    "oversized_body": Cause.OVERSIZED,
    "connection_reset": Cause.UNREACHABLE,
    "slow_drip": Cause.TIMEOUT,
    "wrong_person": Cause.WRONG_PERSON,
    "unknown_code": Cause.UNKNOWN_CODE,
    "unknown_value": Cause.UNKNOWN_CODE,
    "busy": Cause.BROKEN,
}
OF_ONE = {
    "civil_affairs": {"partial": Cause.BROKEN},
    "courts": {"not_offered": Cause.UNSUPPORTED},
}


@cache
def town() -> Population:
    """The residents of the scenarios and a few families."""
    return build_town(TODAY, size=20)


def faults_of(department: str) -> Mapping[str, Cause]:
    """Every misbehaviour of a mock department, and the silence that it must become."""
    return {**SAME_FOR_ALL, **OF_ONE.get(department, {})}


def mocked(department: str) -> Callable[[], AbstractContextManager[RunningMock]]:
    """What a dialect holds: how to run its mock department."""
    return lambda: _running(department)


def people_of(population: Population) -> tuple[Person, ...]:
    """The residents as a question names them."""
    return tuple(Person(IdentityNumber.parse(r.number).value, r.name) for r in population.residents)


def question_to(department: str, operation: str, about: Person) -> Question:
    """A question that a mock department can answer."""
    by_certificate = operation == "birth_by_certificate"
    certificate = town().health.births[0].certificate if by_certificate else None
    return Question(department, operation, about, certificate_number=certificate)


@contextmanager
def _running(department: str) -> Iterator[RunningMock]:
    with running(town()) as mocks:
        yield RunningMock(
            url=mocks.urls[department],
            people=people_of(town()),
            question=lambda operation, person: question_to(department, operation, person),
            fields=lambda: _fields(mocks, department),
            faults=faults_of(department),
            switch=lambda kind: _switch(mocks, department, kind),
            mend=mocks.mend,
        )


def _fields(mocks: Mocks, department: str) -> Iterable[str]:
    return [name for ask in mocks.controls(department).asks() for name in ask.fields]


def _switch(mocks: Mocks, department: str, kind: str) -> None:
    mocks.controls(department).switch(Fault(kind, step=_step(department, kind)))


def _step(department: str, kind: str) -> str:
    """A court is late, not silent, once it has accepted; what it says wrong it says at the end."""
    if department != "courts":
        return "*"
    return "result" if kind in {"wrong_person", "unknown_value"} else "apply"
