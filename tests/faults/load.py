"""Clients that ask side by side while the gateway is killed and started again under them.

Each errand is a resident who consents once; two rivals ask the same under that one consent. Whoever
gets no answer asks again with the same key, as the interface wants it.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from gateway.client import Answer, Gateway, NotPermitted, Unreachable
from tests.faults.counter import Counter, completed
from tests.faults.gateway_process import PATIENCE, wait_until
from tests.faults.trail_rows import assert_consistent, assert_recorded, count_entries

RIVALS = 2
PAIRS = 2
ENOUGH = 1000  # errands of one life: more than anybody gets through


@dataclass
class Errand:
    """One consent for one use, and what came of asking under it."""

    number: int
    case: str
    consent_id: str | None = None
    recording: threading.Lock = field(default_factory=threading.Lock)
    answers: list[Answer] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    done: set[int] = field(default_factory=set)

    def is_done(self) -> bool:
        """Whether both rivals have had their last word."""
        return RIVALS == len(self.done)


class Load:
    """All errands so far, and the clients that run them."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self.errands: list[Errand] = []
        self._lock = threading.Lock()
        self._heard = threading.Condition()
        self._failures: list[BaseException] = []
        self._threads: list[threading.Thread] = []

    def answers(self) -> Iterator[Answer]:
        """Every answer that a client received."""
        for errand in self.errands:
            yield from list(errand.answers)

    def refusals(self) -> Iterator[str]:
        """The reason of every refusal that a client received."""
        for errand in self.errands:
            yield from list(errand.refusals)

    def confirmed(self) -> dict[str | None, set[str]]:
        """Consents with the verifications that were confirmed under them."""
        found: dict[str | None, set[str]] = {}
        for errand in self.errands:
            told = {a.verification_id for a in errand.answers if a.outcome == "confirmed"}
            if told:
                found[errand.consent_id] = told
        return found

    def start(self) -> None:
        """Send clients against the gateway as it runs now, until it is killed."""
        open_errands = [errand for errand in self.errands if not errand.is_done()]
        for pair in range(PAIRS):
            left = open_errands[pair::PAIRS]
            course = _Course(self, left)
            for rival in range(RIVALS):
                client = self.counter.client()
                work = threading.Thread(target=self._run, args=(client, course, rival))
                self._threads.append(work)
                work.start()

    def wait(self) -> None:
        """Wait until all clients have noticed that the gateway is gone; raise what they raised."""
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive(), "a client hangs"
        self._threads.clear()
        if self._failures:
            raise self._failures[0]

    def finish(self) -> None:
        """Give every errand its last word, on a gateway that stays."""
        client = self.counter.client()
        for errand in self.errands:
            for rival in range(RIVALS):
                self._do(client, errand, rival)

    def wait_for_answers(self, count: int) -> None:
        """Wait until the clients have received so many more answers."""
        with self._heard:
            target = len(list(self.answers())) + count
            assert self._heard.wait_for(lambda: len(list(self.answers())) >= target, PATIENCE)

    def new_errand(self) -> Errand:
        """The next resident."""
        with self._lock:
            number = len(self.errands) + 1
            self.errands.append(Errand(number, f"2026-{number:06d}"))
            return self.errands[-1]

    def _run(self, client: Gateway, course: _Course, rival: int) -> None:
        try:
            for number in range(ENOUGH):
                self._do(client, course.errand(number), rival)
        except Unreachable:
            return
        except BaseException as error:  # noqa: BLE001 - raised again by `wait`
            self._failures.append(error)

    def _do(self, client: Gateway, errand: Errand, rival: int) -> None:
        if rival in errand.done:
            return
        self._record(client, errand)
        assert errand.consent_id is not None
        request = self.counter.request(errand.consent_id, case=errand.case)
        attempt = 0
        while rival not in errand.done:
            key = f"{errand.number}-{rival}-{attempt}"
            attempt += 1
            try:
                answer = completed(client, request, key)
            except NotPermitted as problem:
                errand.refusals.append(problem.reason)
                errand.done.add(rival)
                return
            with self._heard:
                errand.answers.append(answer)
                self._heard.notify_all()
            if answer.outcome != "unavailable":  # it was cut off: a new question, as told
                errand.done.add(rival)

    def _record(self, client: Gateway, errand: Errand) -> None:
        with errand.recording:
            if errand.consent_id is None:
                form = self.counter.consent_form(errand.case)
                key = f"consent-{errand.number}"
                errand.consent_id = client.record_consent(form, idempotency_key=key).consent_id


class _Course:
    """The errands that one pair of rivals goes through side by side: the open ones, then new."""

    def __init__(self, load: Load, left: list[Errand]) -> None:
        self._load = load
        self._errands = left
        self._lock = threading.Lock()

    def errand(self, number: int) -> Errand:
        """The errand at this place; whoever comes first makes it."""
        with self._lock:
            if number >= len(self._errands):
                self._errands.append(self._load.new_errand())
            return self._errands[number]


def keep_killing(counter: Counter, rounds: int, seed: int) -> Load:
    """Kill and start again so often; check after each kill, and finish everything at the end."""
    chance = random.Random(seed)
    load = Load(counter)
    jwks = counter.client().jwks()
    for _ in range(rounds):
        load.start()
        _wait_for_a_moment(load, chance)
        counter.gateway.kill()
        load.wait()
        counter.mocks.mend()
        assert_recorded(counter.data, jwks, load.answers())
        assert_consistent(counter.data)
        counter.start()
    load.finish()
    assert_recorded(counter.data, jwks, load.answers())
    assert_consistent(counter.data)
    return load


def _wait_for_a_moment(load: Load, chance: random.Random) -> None:
    """Return somewhere in the middle of the work: just begun, asking, about to reply, replied."""
    count = chance.randint(1, 6)
    controls = load.counter.mocks.controls("public_security")
    match chance.choice(("begun", "asking", "hanging", "disclosed", "answered")):
        case "begun":
            _wait_for_entries(load, "verification.intent", count)
        case "asking":
            assert controls.journal.wait_for(len(controls.asks()) + count, PATIENCE)
        case "hanging":
            controls.fault("timeout")
            before = len(controls.asks())
            assert controls.journal.wait_for(before + 1, PATIENCE)
        case "disclosed":
            _wait_for_entries(load, "verification.disclosed", count)
        case _:
            load.wait_for_answers(count)


def _wait_for_entries(load: Load, kind: str, count: int) -> None:
    """Look until so many more entries of this kind are durable."""
    target = count_entries(load.counter.data, kind) + count
    wait_until(lambda: count_entries(load.counter.data, kind) >= target, "no more entries")
