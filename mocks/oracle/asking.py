"""A question about a resident, and its answer by the tables, under former identities too (G8).

Must never answer what the tables leave open: that raises UndeterminedError.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mocks.oracle import answer as answers
from mocks.oracle.answer import Answer, UndeterminedError, together
from mocks.oracle.birth import answer_birth, answer_childbirth
from mocks.oracle.death import RECENT, answer_alive, answer_death
from mocks.oracle.deaths import gather
from mocks.oracle.identity import answer_identity
from mocks.oracle.kinship import answer_kinship
from mocks.oracle.marriage import answer_spouse, answer_status
from mocks.oracle.view import Asked, View, asked
from mocks.population.numbers import sex_of

FACTS = ("identity", "kinship", "marriage", "birth", "childbirth", "alive", "death")
STATEMENTS = (answers.CONFIRMED, answers.CONTRADICTED)
Person = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """What a requester asks; persons are `{"id_number", "name"}`.

    `derive` and `at_death` are what the matter must allow.
    """

    fact: str
    subject: Person
    claim: Mapping[str, object] = field(default_factory=dict)
    derive: bool = False
    at_death: bool = False


def answer(view: View, question: Question) -> Answer:
    """The answer by the tables; raises UndeterminedError where they leave it open."""
    if question.fact == "birth" and len(question.claim) > 1:
        # The tables work per claimed part, and so does the search under former identities.
        parts = [replace(question, claim={n: v}) for n, v in question.claim.items()]
        return together([answer(view, part) for part in parts])
    persons = _persons(question)
    if question.fact != "identity" and any(len(view.entries(w)) > 1 for w in persons.values()):
        raise UndeterminedError  # a number of two people
    first = _answer(view, question, persons)
    if question.fact == "identity" or not _tries_former(first):
        return first
    known = {name: view.also_known(who) for name, who in persons.items()}
    if known == persons:
        return first
    second = _answer(view, question, known)
    if second.parts == first.parts or second.outcome not in STATEMENTS:
        # Whether it is a match that nothing was stated on is not said.
        return Answer(second.parts, None)
    return second.because("former_identity")


def _tries_former(first: Answer) -> bool:
    """Others are asked again only if nothing was found, or only under another name."""
    if answers.NO_RECORD in first.parts.values():
        return True
    return first.reasons is not None and "name_mismatch" in first.reasons


def _persons(question: Question) -> dict[str, Asked]:
    persons = {"subject": _read(question.subject)}
    for name, value in question.claim.items():
        if isinstance(value, Mapping):
            persons[name] = _read(value)
    return persons


def _read(person: Mapping[str, object]) -> Asked:
    return asked(str(person["id_number"]), str(person["name"]))


def _answer(view: View, question: Question, persons: Mapping[str, Asked]) -> Answer:
    subject, claim, today = persons["subject"], question.claim, view.population.today
    match question.fact:
        case "identity":
            return answer_identity(view, question.subject["id_number"], subject, claim)
        case "death":
            return answer_death(gather(view, subject), today, claim)
        case "alive":
            age = int(str(claim.get("max_age_days", RECENT)))
            return answer_alive(gather(view, subject), today, age)
        case "marriage" if "spouse" in persons:
            return answer_spouse(view, subject, persons["spouse"], "spouse", today)
        case "marriage":
            return answer_status(view, subject, str(claim["status"]))
        case "birth":
            return answer_birth(view, subject, {**claim, **_named(persons)})
        case "childbirth":
            sex = sex_of(subject.numbers[0])
            return answer_childbirth(view, subject, persons.get("child"), sex)
        case "kinship":
            return answer_kinship(
                view,
                subject,
                persons["relative"],
                str(claim["relation"]),
                may_derive=question.derive,
                at_death=question.at_death,
            )
        case _:
            raise ValueError("no such fact")


def _named(persons: Mapping[str, Asked]) -> dict[str, Asked]:
    return {name: who for name, who in persons.items() if name != "subject"}
