"""Questions about one person, or about a person and a spouse or a child.

Must never ask with a marital status that is no claim (90).
"""

from __future__ import annotations

from datetime import date, timedelta

from mocks.generator.questions.folk import NOBODY, Folk
from mocks.oracle.asking import Question

AGES = (90, 180, 365)
"""The values of `max_age_days` that the matter must list."""
STATUSES = ("10", "20", "20", "21", "22", "23", "30", "40")


def about_identity(folk: Folk, key: str) -> Question:
    """As she calls herself, by an old number or name, or by a wrong one; with or without claims."""
    random, subject = folk.random, folk.person(key)
    entries = [e for e in folk.population.public_security.entries if e.who.person == key]
    former = [name for entry in entries for name in entry.former_names]
    numbers = [number for entry in entries for number in entry.other_numbers]
    dice = random.random()
    if dice < 0.3:
        return Question(
            "identity", subject, {"status": random.choice(("registered", "deregistered"))}
        )
    if numbers and dice < 0.7:
        return Question("identity", {**subject, "id_number": random.choice(numbers)})
    if former and dice < 0.5:
        return Question("identity", subject, {"former_name": random.choice(former)})
    if former and dice < 0.8:
        return Question("identity", {**subject, "name": random.choice(former)})
    if dice < 0.82:
        return Question("identity", {**subject, "name": "诸葛不同"})
    if "·" in subject["name"] and dice < 0.95:
        return Question("identity", {**subject, "name": subject["name"].replace("·", "．")})
    return Question("identity", NOBODY if dice < 0.84 else subject)


def about_death(folk: Folk, key: str) -> Question:
    """Whether she died, and perhaps on which day."""
    claim = {}
    if folk.random.random() < 0.5:
        claim["died_on"] = _died_on(folk, key).isoformat()
    return Question("death", folk.person(key), claim)


def _died_on(folk: Folk, key: str) -> date:
    days = [death.on for death in folk.population.health.deaths if death.who.person == key]
    entries = [e for e in folk.population.public_security.entries if e.who.person == key]
    days += [e.cancelled.died_on or e.cancelled.on for e in entries if e.cancelled is not None]
    declared = folk.population.courts.declarations
    days += [one.judged_on for one in declared if one.who.person == key]
    days += [one.on for one in folk.population.civil_affairs.cremations if one.who.person == key]
    days = days or [folk.population.today - timedelta(days=folk.random.randint(0, 2000))]
    shift = folk.random.choice((0, 0, 0, -1, 30))
    return min(folk.random.choice(days) + timedelta(days=shift), folk.population.today)


def about_life(folk: Folk, key: str) -> Question:
    """Whether she is alive."""
    claim = {} if folk.random.random() < 0.3 else {"max_age_days": folk.random.choice(AGES)}
    return Question("alive", folk.person(key), claim)


def about_marriage(folk: Folk, key: str) -> Question:
    """Whether she is married to somebody, or of which status."""
    spouses = folk.spouses(key)
    dice = folk.random.random()
    if spouses and dice < 0.5:
        return Question(
            "marriage", folk.person(key), {"spouse": folk.person(folk.random.choice(spouses))}
        )
    if dice < 0.6:
        claim = {"spouse": folk.person(folk.somebody_but(key))}
        return Question("marriage", folk.person(key), claim)
    return Question("marriage", folk.person(key), {"status": folk.random.choice(STATUSES)})


def about_birth(folk: Folk, key: str) -> Question:
    """One or two things about a birth, true or not."""
    random, resident = folk.random, folk.residents[key]
    births = folk.population.health.births
    own = [b.certificate for b in births if b.child is not None and b.child.person == key]
    others = [b.certificate for b in births]
    registered = folk.population.public_security.birth_registrations
    days = [b.born_on for b in registered if b.child.person == key] + [resident.born_on]
    wrong = folk.person(folk.somebody_but(key))
    claims: dict[str, object] = {
        "certificate_number": random.choice(own * 3 + others or ["E500000000"]),
        "born_on": random.choice([*days, resident.born_on - timedelta(days=1)]).isoformat(),
        "mother": folk.person(resident.mother) if resident.mother else wrong,
        "father": folk.person(resident.father) if resident.father else NOBODY,
    }
    if random.random() < 0.2:
        claims["mother"], claims["father"] = wrong, NOBODY
    adopters = folk.adopters(key)
    if adopters and random.random() < 0.5:
        claims["mother"] = folk.person(adopters[0])
    chosen = random.sample(list(claims), random.choice((1, 1, 2)))
    return Question("birth", folk.person(key), {name: claims[name] for name in chosen})


def about_childbirth(folk: Folk, key: str) -> Question:
    """Whether she has a recorded child, or this one."""
    children = folk.children(key)
    dice = folk.random.random()
    if children and dice < 0.6:
        child = folk.random.choice(children)
    elif dice < 0.7:
        child = folk.somebody_but(key)
    else:
        return Question("childbirth", folk.person(key))
    return Question("childbirth", folk.person(key), {"child": folk.person(child)})
