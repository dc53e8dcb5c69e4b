"""Whom the marriage table asks, round by round: the least that answers (promise 4).

First what lies between the two (or the subject's own file); only if a marriage may be in force,
whether it has been ended by a death, and whether there is a second one (M1). Pure. Must never ask
about a partner whom nobody needs to know about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.domain.question import COURTS, FAMILY_JUDGMENTS, Question
from gateway.facts.former_identity import ask_person
from gateway.facts.marriage import claim
from gateway.facts.marriage.deaths import death_questions, declaration_question
from gateway.facts.marriage.reading import (
    couple_of,
    file_questions,
    pair_question,
    unrecorded_partner,
)
from gateway.facts.marriage.table import standing
from gateway.facts.marriage.timeline import Happening

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gateway.domain.person import Person
    from gateway.facts.marriage.histories import History
    from gateway.facts.marriage.reading import Register
    from gateway.facts.marriage.ruling import Point
    from gateway.facts.marriage.timeline import Key, Marriage

_TURN_ON_LIFE: Final = (*claim.MARRIED_STATUSES, claim.WIDOWED)
"""Statuses that a death would change. Never married is contradicted by any marriage; divorced by
one that lasts and by one that a death has ended alike, unless a divorce followed (M7).
"""


def judgment_question(person: Person) -> Question:
    """Family judgments; asked about both, since the file may be kept under either."""
    return Question(COURTS, FAMILY_JUDGMENTS, person)


def first_questions(point: Point) -> tuple[Question, ...]:
    """The first round; everything but public security's answer must be heard."""
    deaths = (q for p in point.persons for q in death_questions(p)) if point.at_death else ()
    return (*_first_required(point), *(ask_person(p) for p in point.persons), *deaths)


def required_questions(
    point: Point, register: Register, partners: Iterable[Person]
) -> tuple[Question, ...]:
    """What must be heard of civil affairs and the courts, the files of the partners included.

    `partners` are those with whom a marriage of the subject may be in force; a spouse whom the
    claim names is asked about from the start.
    """
    if point.spouse is not None or point.status == claim.NEVER_MARRIED:
        return _first_required(point)
    return (*_first_required(point), *_partner_files(point, register, partners))


def _first_required(point: Point) -> tuple[Question, ...]:
    subject, spouse = point.subject, point.spouse
    if spouse is not None:
        return (
            pair_question(subject, spouse),
            judgment_question(subject),
            judgment_question(spouse),
            declaration_question(subject),
            declaration_question(spouse),
        )
    if point.status == claim.NEVER_MARRIED:  # A declaration ends a marriage; it makes none unmade.
        return file_questions(subject)
    return (*file_questions(subject), declaration_question(subject))


def _partner_files(
    point: Point, register: Register, partners: Iterable[Person]
) -> Iterator[Question]:
    for partner in partners:
        yield judgment_question(partner)
        if turns_on_life(point, register):
            yield declaration_question(partner)


def further_questions(
    point: Point, register: Register, histories: tuple[History, ...], *, heard: bool
) -> tuple[Question, ...]:
    """What the table needs next. `heard`: every required question so far was answered.

    With civil affairs or the courts silent nothing but a conflict could be told, and only that is
    looked into further.
    """
    if point.spouse is None:
        return tuple(_about_status(point, register, histories, heard=heard))
    return tuple(_about_couple(point, point.spouse, register, histories, heard=heard))


def _about_couple(
    point: Point,
    spouse: Person,
    register: Register,
    histories: tuple[History, ...],
    *,
    heard: bool,
) -> Iterator[Question]:
    couple = couple_of(point.subject.key, spouse.key)
    lasting = [h for h in histories if any(m.couple == couple for m in _standing(h, point))]
    if not lasting:
        return
    for person in point.persons:
        yield file_questions(person)[0]
    rivals = partners_in(register, lasting, point)
    if heard or rivals:
        for person in point.persons:
            yield from death_questions(person)
    for rival in rivals:
        yield from _about_partner(rival)


def _about_status(
    point: Point, register: Register, histories: tuple[History, ...], *, heard: bool
) -> Iterator[Question]:
    partners = partners_in(register, histories, point)
    conflict = any(len({m.couple for m in _standing(h, point)}) > 1 for h in histories)
    if point.status == claim.NEVER_MARRIED or not (heard or conflict):
        return
    for partner in partners:
        if turns_on_life(point, register):
            yield from _about_partner(partner)
        else:
            yield judgment_question(partner)
        if _may_have_remarried(register, point.subject.key):
            yield file_questions(partner)[0]
    if partners and turns_on_life(point, register):
        yield from death_questions(point.subject)


def _about_partner(partner: Person) -> Iterator[Question]:
    """Whether the marriage with a partner whom a register revealed has ended since."""
    yield judgment_question(partner)
    yield declaration_question(partner)
    yield from death_questions(partner)


def _may_have_remarried(register: Register, subject: Key) -> bool:
    """The subject was declared dead and is back: the other may have married since (CC 51)."""
    life = register.lives.get(subject)
    return life is not None and any(d.revoked_on is not None for d in life.declared)


def turns_on_life(point: Point, register: Register) -> bool:
    """Whether a death that nobody has heard of could change the outcome.

    Does not depend on what has been heard of deaths, so that a question is not taken back.
    """
    if point.at_death:
        return False
    if point.status == claim.DIVORCED:
        return _was_divorced_from_another(register, point.subject.key)
    return point.spouse is not None or point.status in _TURN_ON_LIFE


def _was_divorced_from_another(register: Register, key: Key) -> bool:
    """Whether a divorce is dated after a registration with somebody else (M7): who was widowed,
    married again and was then divorced is divorced, if somebody knows of the death.
    """
    own = [event for event in register.events if key in event.couple]
    divorces = [(e.couple, e.on) for e in own if e.kind is Happening.DIVORCE]
    divorces += [
        (couple_of(key, unrecorded_partner(key)), e.on)
        for e in register.loose
        if e.owner == key and e.kind is Happening.DIVORCE
    ]
    return any(
        event.kind is Happening.REGISTRATION and event.couple != couple and event.on < on
        for event in own
        for couple, on in divorces
    )


def _standing(history: History, point: Point) -> set[Marriage]:
    return {m for p in point.persons for m in standing(history, p.key, point.day)}


def partners_in(
    register: Register, histories: Iterable[History], point: Point
) -> tuple[Person, ...]:
    """Whom a register has revealed as married, in any history, to somebody the request names."""
    keys = {k for h in histories for m in _standing(h, point) for k in m.couple}
    return tuple(register.partners[key] for key in sorted(keys & register.partners.keys()))
