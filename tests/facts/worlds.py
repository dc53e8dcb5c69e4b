"""Random worlds: what every department would reply to every question a plan might put.

A test walks a fact's plan through a world as the flow does. Must never decide anything itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from gateway.domain.evidence import Answered, Evidence, Failed, Holding, Item, Late, Reply
from gateway.domain.question import (
    ADOPTIONS,
    BIRTH_BY_CERTIFICATE,
    BIRTH_BY_CHILD,
    BIRTH_REGISTRATION,
    CREMATION,
    CUSTODY,
    DEATH,
    DECLARATIONS,
    LAST_SERVICE,
    PERSON,
    PUBLIC_SECURITY,
    UNNATURAL_DEATH,
    Question,
)
from gateway.domain.records import (
    Adoption,
    BirthRecord,
    CancellationBasis,
    CancelledBecause,
    DeathKind,
    DeathRecord,
    Declaration,
    DeclarationKind,
    PopulationEntry,
    SignKind,
    SignOfLife,
)
from tests.facts.builders import (
    AS_OF,
    FATHER,
    MOTHER,
    RENAMED,
    RENUMBERED,
    STRANGER,
    SUBJECT,
    days_ago,
    silent,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hypothesis.strategies import SearchStrategy

    from gateway.domain.fact import Fact, Inquiry
    from gateway.domain.person import Person
    from gateway.domain.records import Record

MOST_ROUNDS: Final = 4

# Few days, so that they meet: recent, at both sides of 180 days, and long ago.
DAYS: Final = tuple(days_ago(count) for count in (5, 6, 180, 181, 400, 401, 900))
CERTIFICATE: Final = "E500000123"
BIRTHDAYS: Final = (date(1958, 3, 12), date(1958, 3, 21))

_days = st.sampled_from(DAYS)
_maybe_days = st.none() | _days
_parents = st.sampled_from(
    (
        None,
        MOTHER,
        FATHER,
        STRANGER,
        replace(MOTHER, name="李桂花"),
        replace(MOTHER, id_type="passport"),
    )
)


def _entries() -> SearchStrategy[Record]:
    return st.builds(
        PopulationEntry,
        in_force=st.booleans(),
        cancelled_on=_maybe_days,
        cancelled_because=st.sampled_from((None, *CancelledBecause)),
        cancellation_basis=st.sampled_from((None, *CancellationBasis)),
        died_on=_maybe_days,
        former_names=st.sampled_from(((), (RENAMED.name,))),
        former_numbers=st.sampled_from(((), (RENUMBERED.number,), (SUBJECT.number,))),
        born_on=st.sampled_from(BIRTHDAYS),
    )


def _deaths(kind: DeathKind) -> SearchStrategy[Record]:
    return st.builds(DeathRecord, kind=st.just(kind), on=_maybe_days)


def _signs(kind: SignKind) -> SearchStrategy[Record]:
    return st.builds(SignOfLife, kind=st.just(kind), on=_days)


def _declarations() -> SearchStrategy[Record]:
    return st.builds(
        Declaration,
        kind=st.sampled_from(DeclarationKind),
        judged_on=_days,
        revoked_on=_maybe_days,
    )


def _births() -> SearchStrategy[Record]:
    return st.builds(
        BirthRecord,
        born_on=st.sampled_from((None, *BIRTHDAYS)),
        mother=_parents,
        father=_parents,
        child=st.sampled_from((None, SUBJECT, RENUMBERED, STRANGER)),
        certificate_number=st.sampled_from((CERTIFICATE, "E500000999")),
        replaced_by=st.sampled_from((None, None, "E500000999")),
        voided=st.sampled_from((False, False, True)),
    )


def _adoptions() -> SearchStrategy[Record]:
    return st.builds(
        Adoption,
        adopted=st.sampled_from((SUBJECT, RENUMBERED, STRANGER)),
        adopters=st.just((FATHER,)),
        registered_on=_days,
        dissolved_on=_maybe_days,
    )


_RECORDS: Final[Mapping[str, Callable[[], SearchStrategy[Record]]]] = {
    PERSON: lambda: _entries() | _entries() | _signs(SignKind.DOCUMENT_ISSUED),
    UNNATURAL_DEATH: lambda: _deaths(DeathKind.UNNATURAL_CERTIFICATE),
    DEATH: lambda: _deaths(DeathKind.MEDICAL_CERTIFICATE),
    LAST_SERVICE: lambda: _signs(SignKind.IN_PERSON_SERVICE),
    CREMATION: lambda: _deaths(DeathKind.CREMATION),
    CUSTODY: lambda: _signs(SignKind.CUSTODY),
    DECLARATIONS: _declarations,
    BIRTH_BY_CHILD: _births,
    BIRTH_BY_CERTIFICATE: _births,
    BIRTH_REGISTRATION: _births,
    ADOPTIONS: _adoptions,
}


def _answers(question: Question) -> SearchStrategy[Reply]:
    """Mostly usable answers: silence is what the properties add by themselves."""
    records = st.lists(_RECORDS[question.operation](), min_size=1, max_size=2).map(tuple)
    as_of = st.sampled_from((AS_OF, days_ago(3)))
    held = st.builds(
        Answered,
        holding=st.sampled_from((Holding.HELD, Holding.HELD, Holding.FORMER_NAME)),
        records=records,
        as_of=as_of,
        variant=st.sampled_from((False, False, True)),
    )
    empty = st.builds(Answered, st.just(Holding.NOT_HELD), st.just(()), as_of)
    odd = st.builds(
        Answered,
        st.sampled_from((Holding.NAME_MISMATCH, Holding.SHARED, Holding.HELD)),
        st.just(()),
        as_of,
    )
    unheard: SearchStrategy[Reply] = st.sampled_from((silent(), Late("1")))
    return st.one_of(held, held, held, empty, empty, empty, odd, unheard)


@dataclass(frozen=True, slots=True)
class World:
    """What everybody would reply."""

    replies: Mapping[Question, Reply]

    def without(self, silenced: Callable[[Question], bool]) -> World:
        """The same world in which the chosen questions fail."""
        failed = Failed(silent().cause)
        return World({q: failed if silenced(q) else r for q, r in self.replies.items()})

    def reply_to(self, question: Question) -> Item:
        """The reply to one question; whoever is not in this world is silent."""
        return Item(question, self.replies.get(question, silent()))


def worlds_of(fact: Fact, inquiry: Inquiry) -> SearchStrategy[World]:
    """Worlds over the fact's first round and the same questions under former identities."""
    first = fact.next_round(inquiry, Evidence())
    assert first is not None
    questions = dict.fromkeys(
        replace(question, about=about)
        for question in first.questions
        for about in _identities(question)
    )
    return st.fixed_dictionaries({q: _answers(q) for q in questions}).map(World)


def walk(fact: Fact, inquiry: Inquiry, world: World) -> Evidence:
    """Put round after round, as the flow does; asserts that the plan ends and never repeats."""
    evidence = Evidence()
    for _ in range(MOST_ROUNDS):
        asked = fact.next_round(inquiry, evidence)
        if asked is None:
            return evidence
        assert [] == [q for q in asked.questions if evidence.reply_to(q) is not None]
        assert len(asked.questions) == len(set(asked.questions)) > 0
        evidence = evidence.plus(tuple(world.reply_to(q) for q in asked.questions))
    assert fact.next_round(inquiry, evidence) is None
    return evidence


def _identities(question: Question) -> tuple[Person, ...]:
    if question.department == PUBLIC_SECURITY:
        return (SUBJECT,)
    both = replace(RENUMBERED, name=RENAMED.name)
    return (SUBJECT, RENAMED, RENUMBERED, both)
