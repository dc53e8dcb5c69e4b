"""A family over three generations for the tests of kinship, and how it is asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from gateway.domain.fact import Terms
from gateway.domain.person import Person
from gateway.domain.records import Adoption, BirthRecord, HouseholdMember
from gateway.facts.kinship import fact
from tests.facts.builders import (
    FATHER,
    MOTHER,
    SPOUSE,
    STRANGER,
    SUBJECT,
    TODAY,
    entry,
    inquire,
    number_of,
    person_json,
)
from tests.facts.register_builders import Answer, Carried, Registers, carry_out, married

if TYPE_CHECKING:
    from gateway.domain.fact import Inquiry
    from gateway.domain.finding import PartFinding

MALE: Final = "1"
FEMALE: Final = "2"


def _person(year: int, serial: int, name: str) -> Person:
    return Person(number_of(date(year, 6, 1), serial), name)


FATHER_IN_LAW: Final = _person(1930, 11, "王福生")
MOTHER_IN_LAW: Final = _person(1932, 12, "周玉兰")
ELDER_BROTHER: Final = _person(1952, 13, "陈建军")
ELDER_SISTER: Final = _person(1954, 14, "陈建英")
YOUNGER_BROTHER: Final = _person(1961, 15, "陈建民")
YOUNGER_SISTER: Final = _person(1963, 16, "陈建芳")
WIFE_OF_ELDER: Final = _person(1953, 18, "何秀兰")
HUSBAND_OF_ELDER: Final = _person(1950, 19, "孙大勇")
WIFE_OF_YOUNGER: Final = _person(1964, 20, "吴小红")
HUSBAND_OF_YOUNGER: Final = _person(1960, 21, "郑国强")
SON: Final = _person(1984, 23, "陈志远")
DAUGHTER: Final = _person(1986, 24, "陈小雨")
DAUGHTER_IN_LAW: Final = _person(1985, 26, "林晓梅")
SON_IN_LAW: Final = _person(1983, 27, "李伟")
SONS_SON: Final = _person(2010, 29, "陈乐")
SONS_DAUGHTER: Final = _person(2012, 30, "陈欢")
DAUGHTERS_SON: Final = _person(2011, 31, "李安")
DAUGHTERS_DAUGHTER: Final = _person(2013, 32, "李宁宁")

PARENTS_OF: Final[dict[Person, tuple[Person, Person]]] = {
    SPOUSE: (FATHER_IN_LAW, MOTHER_IN_LAW),
    **dict.fromkeys(
        (SUBJECT, ELDER_BROTHER, ELDER_SISTER, YOUNGER_BROTHER, YOUNGER_SISTER), (FATHER, MOTHER)
    ),
    **dict.fromkeys((SON, DAUGHTER), (SUBJECT, SPOUSE)),
    **dict.fromkeys((SONS_SON, SONS_DAUGHTER), (SON, DAUGHTER_IN_LAW)),
    **dict.fromkeys((DAUGHTERS_SON, DAUGHTERS_DAUGHTER), (SON_IN_LAW, DAUGHTER)),
}
COUPLES: Final = (
    (FATHER, MOTHER),
    (FATHER_IN_LAW, MOTHER_IN_LAW),
    (SUBJECT, SPOUSE),
    (ELDER_BROTHER, WIFE_OF_ELDER),
    (HUSBAND_OF_ELDER, ELDER_SISTER),
    (YOUNGER_BROTHER, WIFE_OF_YOUNGER),
    (HUSBAND_OF_YOUNGER, YOUNGER_SISTER),
    (SON, DAUGHTER_IN_LAW),
    (SON_IN_LAW, DAUGHTER),
)
EVERYBODY: Final = tuple(
    dict.fromkeys((*PARENTS_OF, *(p for pair in (*COUPLES, *PARENTS_OF.values()) for p in pair)))
)

RELATIVE_BY_CODE: Final[dict[str, tuple[Person, Person]]] = {
    "10": (SUBJECT, SPOUSE),
    "11": (SPOUSE, SUBJECT),
    "12": (SUBJECT, SPOUSE),
    "20": (SUBJECT, SON),
    "30": (SUBJECT, DAUGHTER),
    "50": (SUBJECT, MOTHER),
    "51": (SUBJECT, FATHER),
    "52": (SUBJECT, MOTHER),
    "28": (SUBJECT, SON_IN_LAW),
    "38": (SUBJECT, DAUGHTER_IN_LAW),
    "40": (SUBJECT, SONS_SON),
    "41": (SUBJECT, SONS_SON),
    "42": (SUBJECT, SONS_DAUGHTER),
    "43": (SUBJECT, DAUGHTERS_SON),
    "44": (SUBJECT, DAUGHTERS_DAUGHTER),
    "53": (SPOUSE, FATHER),
    "54": (SPOUSE, MOTHER),
    "55": (SUBJECT, FATHER_IN_LAW),
    "56": (SUBJECT, MOTHER_IN_LAW),
    "60": (SON, MOTHER_IN_LAW),
    "61": (SON, FATHER),
    "62": (SON, MOTHER),
    "63": (SON, FATHER_IN_LAW),
    "64": (SON, MOTHER_IN_LAW),
    "70": (SUBJECT, ELDER_BROTHER),
    "71": (SUBJECT, ELDER_BROTHER),
    "72": (SUBJECT, WIFE_OF_ELDER),
    "73": (SUBJECT, YOUNGER_BROTHER),
    "74": (SUBJECT, WIFE_OF_YOUNGER),
    "75": (SUBJECT, ELDER_SISTER),
    "76": (SUBJECT, HUSBAND_OF_ELDER),
    "77": (SUBJECT, YOUNGER_SISTER),
    "78": (SUBJECT, HUSBAND_OF_YOUNGER),
}
"""Who is whose relative of that code, in this family."""
DIRECT_CODES: Final = ("10", "11", "12", "20", "30", "50", "51", "52")
DERIVED_CODES: Final = tuple(code for code in RELATIVE_BY_CODE if code not in DIRECT_CODES)


def sex_of(person: Person) -> str:
    """The sex that this family's registers hold."""
    return MALE if int(person.number[16]) % 2 else FEMALE


def born_on(person: Person) -> date:
    """The birth date that this family's registers hold."""
    digits = person.number[6:14]
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def birth(child: Person, father: Person | None, mother: Person | None) -> BirthRecord:
    """A certificate of birth."""
    return BirthRecord(born_on(child), mother, father, child, "E500000123")


def family() -> Registers:
    """Every birth at health, every marriage at civil affairs, everybody with public security."""
    return Registers(
        civil=[married(date(born_on(two).year + 22, 5, 1), one, two) for one, two in COUPLES],
        births={child: [birth(child, *parents)] for child, parents in PARENTS_OF.items()},
        entries={p: entry(sex=sex_of(p), born_on=born_on(p)) for p in EVERYBODY},
    )


def household(head: Person, *others: tuple[Person, str]) -> list[HouseholdMember]:
    """A household book: the head, and others with their relation to the head."""
    return [
        HouseholdMember(head.number[-4:], member, relation, sex_of(member), born_on(member))
        for member, relation in ((head, "02"), *others)
    ]


def adoption(adopted: Person, *adopters: Person, kept: Person | None = None) -> Adoption:
    """An adoption in force."""
    return Adoption(adopted, adopters, date(2015, 3, 1), kept_parent=kept)


def bare() -> Registers:
    """Public security knows everybody; nobody's relations are on record."""
    return replace(family(), civil=[], births={})


def in_one_book(code: str) -> Registers:
    """The subject is head of a household, in which the book gives somebody this relation."""
    registers = bare()
    registers.entries[STRANGER] = entry(sex="1", born_on=date(1970, 5, 6))
    registers.households.append(household(SUBJECT, (STRANGER, code)))
    return registers


def kinship(
    subject: Person,
    relative: Person,
    code: str,
    *,
    derive: bool = False,
    at_death: bool = False,
) -> Inquiry:
    """What the relative is claimed to be to the subject."""
    return inquire(
        fact,
        {"relative": person_json(relative), "relation": code},
        subject=subject,
        terms=Terms(today=TODAY, derive=derive, at_death=at_death),
    )


def ask_code(code: str, answer: Answer, *, derive: bool = False) -> Carried:
    """The claim that the family's relative of that code is one."""
    return carry_out(fact, kinship(*RELATIVE_BY_CODE[code], code, derive=derive), answer)


def relation(inquiry: Inquiry, answer: Answer) -> PartFinding:
    """The finding on the one part."""
    return carry_out(fact, inquiry, answer).finding.parts["relation"]
