"""Whether each register holds only what such a register could hold.

Must never compare a register with the truth or with another register: they may differ.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from mocks.population.civil_registers import Adoption, MaritalEvent
from mocks.population.court_files import Declaration, Judgment
from mocks.population.health_registers import Birth
from mocks.population.model import Population
from mocks.population.numbers import NumberError, birth_date
from mocks.population.people import Spelt
from mocks.population.population_register import Entry, Household

BIRTH_CERTIFICATE = re.compile(r"[A-Z][0-9]{9}")
RELATIONS = frozenset({"01", "02", "03", "10", "11", "12", *map(str, range(20, 100))})
"""GB/T 4761, with the codes 03 and 98 of books before 2008."""
HEAD = "02"


def check_registers(population: Population) -> Iterator[str]:
    """Everything wrong inside one register's own records, as "where: what"."""
    register = population.public_security
    for index, entry in enumerate(register.entries):
        yield from _check_entry(f"/public_security/entries/{index}", entry)
    for index, death in enumerate(register.unnatural_deaths):
        if death.issued_on < death.died_on:
            yield f"/public_security/unnatural_deaths/{index}/issued_on: is before died_on"
    yield from _check_single(
        "/public_security/unnatural_deaths", [death.who for death in register.unnatural_deaths]
    )
    yield from _check_single(
        "/public_security/birth_registrations",
        [birth.child for birth in register.birth_registrations],
    )
    ids = Counter(household.id for household in register.households)
    for index, household in enumerate(register.households):
        if ids[household.id] > 1:
            yield f"/public_security/households/{index}/id: another household has it too"
        yield from _check_household(f"/public_security/households/{index}", household)
    for index, event in enumerate(population.civil_affairs.marital_events):
        yield from _check_event(f"/civil_affairs/marital_events/{index}", event)
    for index, adoption in enumerate(population.civil_affairs.adoptions):
        yield from _check_adoption(f"/civil_affairs/adoptions/{index}", adoption)
    yield from _check_births(population.health.births)
    for index, judgment in enumerate(population.courts.judgments):
        yield from _check_judgment(f"/courts/judgments/{index}", judgment)
    for index, declaration in enumerate(population.courts.declarations):
        yield from _check_declaration(f"/courts/declarations/{index}", declaration)


def _check_entry(place: str, entry: Entry) -> Iterator[str]:
    for index, number in enumerate(entry.other_numbers):
        try:
            birth_date(number)
        except NumberError as error:
            yield f"{place}/other_numbers/{index}: {error}"
    cancelled = entry.cancelled
    if cancelled is None:
        return
    if (cancelled.reason == "death") != (cancelled.basis is not None):
        yield f"{place}/cancelled/basis: belongs to a death, and a death needs one"
    if cancelled.died_on is not None and cancelled.reason != "death":
        yield f"{place}/cancelled/died_on: belongs to a death"
    if cancelled.died_on is not None and cancelled.on < cancelled.died_on:
        yield f"{place}/cancelled/on: is before died_on"


def _check_household(place: str, household: Household) -> Iterator[str]:
    heads = [member for member in household.members if member.relation == HEAD]
    if len(heads) != 1:
        yield f"{place}/members: has {len(heads)} heads, must have one (relation {HEAD})"
    if household.until is not None and household.until < household.since:
        yield f"{place}/until: is before since"
    people = Counter(member.who.person for member in household.members if member.who.person)
    for index, member in enumerate(household.members):
        if member.relation not in RELATIONS:
            yield f"{place}/members/{index}/relation: is not a code of GB/T 4761"
        if member.who.person is not None and people[member.who.person] > 1:
            yield f"{place}/members/{index}: is in this household twice"


def _check_event(place: str, event: MaritalEvent) -> Iterator[str]:
    if _same(event.one, event.other):
        yield f"{place}/other: is the same person as one"


def _check_adoption(place: str, adoption: Adoption) -> Iterator[str]:
    if len(adoption.adopters) not in (1, 2):
        yield f"{place}/adopters: must be one or two"
    if any(_same(adopter, adoption.adopted) for adopter in adoption.adopters):
        yield f"{place}/adopters: the adopted is among them"
    if adoption.kept_parent is not None and any(
        _same(adopter, adoption.kept_parent) for adopter in adoption.adopters
    ):
        yield f"{place}/kept_parent: is an adopter"
    if adoption.dissolved_on is not None and adoption.dissolved_on < adoption.on:
        yield f"{place}/dissolved_on: is before on"


def _check_births(births: tuple[Birth, ...]) -> Iterator[str]:
    certificates = Counter(birth.certificate for birth in births)
    for index, birth in enumerate(births):
        place = f"/health/births/{index}"
        if not BIRTH_CERTIFICATE.fullmatch(birth.certificate):
            yield f"{place}/certificate: must be a letter and nine digits"
        if certificates[birth.certificate] > 1:
            yield f"{place}/certificate: another birth has it too"
        if birth.born_at.tzinfo is not None:
            yield f"{place}/born_at: must be Beijing time, without an offset"
        if (birth.status == "replaced") != (birth.replaced_by is not None):
            yield f"{place}/replaced_by: belongs to status replaced, which needs it"
        if birth.replaced_by == birth.certificate:
            yield f"{place}/replaced_by: is the certificate itself"
        if birth.replaced_by is not None and birth.replaced_by not in certificates:
            yield f"{place}/replaced_by: no birth has that certificate"


def _check_judgment(place: str, judgment: Judgment) -> Iterator[str]:
    if _same(judgment.one, judgment.other):
        yield f"{place}/other: is the same person as one"
    if (judgment.effective_on is None) != (judgment.established is None):
        yield f"{place}/established: goes with effective_on, both or neither"
    if judgment.effective_on is not None and judgment.effective_on < judgment.document_on:
        yield f"{place}/effective_on: is before document_on"


def _check_declaration(place: str, declaration: Declaration) -> Iterator[str]:
    revoked = declaration.revoked_on
    if revoked is not None and revoked <= declaration.judged_on:
        yield f"{place}/revoked_on: is not after judged_on"
    if declaration.spouse is not None and _same(declaration.spouse, declaration.who):
        yield f"{place}/spouse: is the same person as who"
    if declaration.no_resume is not None and (revoked is None or declaration.kind != "death"):
        yield f"{place}/no_resume: belongs to a revoked declaration of death"


def _check_single(place: str, people: list[Spelt]) -> Iterator[str]:
    """A register holds one record of the kind for each resident at most."""
    held = Counter(one.person for one in people if one.person is not None)
    for index, one in enumerate(people):
        if one.person is not None and held[one.person] > 1:
            yield f"{place}/{index}: the resident has another one"


def _same(one: Spelt, other: Spelt) -> bool:
    return one.person is not None and one.person == other.person
