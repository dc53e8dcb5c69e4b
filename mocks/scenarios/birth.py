"""Scenarios of the fact birth: rows B1 to B4 and B8 of the domain's table.

Must never be corrected after what a program answers; only after the tables.
"""

from __future__ import annotations

from datetime import date, datetime, time

from mocks.population.civil_registers import Adoption
from mocks.population.health_registers import Birth
from mocks.population.people import Spelt
from mocks.population.population_register import BirthRegistration
from mocks.population.recording import birth_certificate, deliver, register_birth
from mocks.scenarios.cast import Cast
from mocks.scenarios.story import Expected, Json, down


def stage(cast: Cast) -> None:
    """Add the residents and the questions about them."""
    _matches(cast)
    _replaced(cast)
    _voided(cast)
    _conflict(cast)
    _adopted(cast)
    _silent(cast)


def family(cast: Cast, key: str, year: int) -> tuple[str, str, str]:
    """A child born that year with its mother and father; nothing is recorded of the birth yet."""
    mother = cast.woman(f"{key}:mother", year - 27)
    father = cast.man(f"{key}:father", year - 29)
    child = cast.hire(key, year, "2" if year % 2 else "1", mother=mother, father=father)
    return child, mother, father


def one_part(outcome: str, part: str, *reasons: str) -> Expected:
    """An answer about one claimed part."""
    return Expected(outcome, {part: outcome}, reasons)


def _contradicted(part: str) -> Expected:
    return Expected("contradicted", {part: "contradicted"}, None)


def _matches(cast: Cast) -> None:
    child, mother, father = family(cast, "b2-child", 2014)
    certificate = deliver(cast.ledger, child)
    register_birth(cast.ledger, child)
    claim: dict[str, Json] = {
        "certificate_number": certificate,
        "born_on": cast.resident(child).born_on.isoformat(),
        "mother": cast.person(mother),
        "father": cast.person(father),
    }
    cast.ask(
        "birth-b2-everything",
        "Number, date, mother and father as certified",
        "证号、日期、母亲、父亲均与出生医学证明一致",
        subject=child,
        claim=claim,
        expected=Expected("confirmed", dict.fromkeys(claim, "confirmed")),
    )
    other = family(cast, "b4-child", 2013)
    register_birth(cast.ledger, other[0])
    deliver(cast.ledger, other[0])
    cast.ask(
        "birth-b4-another-mother",
        "Another woman is claimed to be the mother",
        "申报的母亲与登记不一致",
        subject=other[0],
        claim={"mother": cast.person(mother)},
        expected=_contradicted("mother"),
    )
    cast.ask(
        "birth-b4-another-number",
        "The number is of another child's certificate",
        "申报的证号属于另一儿童",
        subject=other[0],
        claim={"certificate_number": certificate},
        expected=_contradicted("certificate_number"),
    )


def _replaced(cast: Cast) -> None:
    child, mother, _ = family(cast, "b1-replaced", 2010)
    current, old = deliver(cast.ledger, child), birth_certificate(cast.ledger)
    born_at = datetime.combine(cast.resident(child).born_on, time(8, 15))
    cast.ledger.add(
        Birth(
            old,
            born_at,
            Spelt(mother),
            Spelt(child),
            cast.resident(child).sex,
            status="replaced",
            replaced_by=current,
        )
    )
    cast.ask(
        "birth-b1-replaced",
        "The number of a certificate that was replaced by a new one",
        "申报的是已换发的旧证号",
        subject=child,
        claim={"certificate_number": old},
        expected=one_part("contradicted", "certificate_number", "certificate_replaced"),
    )
    cast.ask(
        "birth-b2-replacement",
        "The number of the new one",
        "申报的是换发后的新证号",
        subject=child,
        claim={"certificate_number": current},
        expected=one_part("confirmed", "certificate_number"),
    )


def _voided(cast: Cast) -> None:
    child, mother, _ = family(cast, "b1-voided", 2012)
    deliver(cast.ledger, child)
    void = birth_certificate(cast.ledger)
    born_at = datetime.combine(cast.resident(child).born_on, time(8, 15))
    cast.ledger.add(Birth(void, born_at, Spelt(mother), Spelt(child), status="voided"))
    cast.ask(
        "birth-b1-voided",
        "The number of a certificate that was voided",
        "申报的证号已作废",
        subject=child,
        claim={"certificate_number": void},
        expected=one_part("contradicted", "certificate_number", "certificate_replaced"),
    )


def _conflict(cast: Cast) -> None:
    child, mother, _ = family(cast, "b3-child", 2008)
    deliver(cast.ledger, child)
    resident = cast.resident(child)
    claimed = date.fromordinal(resident.born_on.toordinal() - 1)
    cast.ledger.add(BirthRegistration(Spelt(child), claimed, Spelt(mother)))
    cast.ask(
        "birth-b3-registers-differ",
        "The claimed date is the household register's, not the certificate's",
        "申报日期与户籍一致而与出生医学证明不一致",
        subject=child,
        claim={"born_on": claimed.isoformat()},
        expected=Expected("conflict", {"born_on": "conflict"}, None),
    )


def _adopted(cast: Cast) -> None:
    child, _, _ = family(cast, "b4-adopted", 2016)
    adopter = cast.woman("b4-adopted:adopter", 1980)
    deliver(cast.ledger, child)
    cast.ledger.add(
        Adoption("S500112-2018-000011", date(2018, 4, 4), Spelt(child), (Spelt(adopter),))
    )
    cast.ask(
        "birth-b4-adopted",
        "The adoptive mother is claimed: neither yes nor no, for an adoption is secret",
        "申报的是养母：收养须保密，故无法判定",
        subject=child,
        claim={"mother": cast.person(adopter)},
        expected=one_part("ambiguous", "mother", "relation_not_specific"),
    )


def _silent(cast: Cast) -> None:
    child, mother, _ = family(cast, "b8-child", 2019)
    deliver(cast.ledger, child)
    register_birth(cast.ledger, child)
    cast.ask(
        "birth-b8-silent",
        "Health is out of order; the household register alone does not do",
        "卫健接口故障，仅凭户籍登记不足以答复",
        subject=child,
        claim={"mother": cast.person(mother)},
        expected=Expected("unavailable", {"mother": "unavailable"}, None, silent=("health",)),
        troubles=down("health"),
    )
