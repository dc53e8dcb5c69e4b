"""Scenarios of numbers that changed: row G8 of the domain, for every fact that meets them.

Must never be corrected after what a program answers; only after the tables.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from mocks.population.health_registers import Birth, Service
from mocks.population.numbers import shorten
from mocks.population.people import Spelt
from mocks.population.recording import birth_certificate, marital
from mocks.scenarios.cast import Cast
from mocks.scenarios.story import Expected, down

FORMER = ("former_identity",)


def stage(cast: Cast) -> None:
    """Add the residents and the questions about them."""
    _fifteen_digits(cast)
    _corrected(cast)
    _married_under_former(cast)
    _married_in_old_archive(cast)
    _served_under_former(cast)
    _asked_under_former_name(cast)
    _born_under_former(cast)
    _born_under_duplicate(cast)
    _nothing_while_silent(cast)


def correct_number(cast: Cast, key: str, former_birth_date: date) -> str:
    """Give a resident a former number with another birth date; returns it."""
    resident = cast.resident(key)
    former = cast.ledger.issue("500105", former_birth_date, resident.sex)
    entry = cast.ledger.entries[key]
    cast.ledger.entries[key] = replace(entry, other_numbers=(former,))
    return former


def _fifteen_digits(cast: Cast) -> None:
    elder = cast.man("g8-fifteen", 1949)
    short = shorten(cast.resident(elder).number)
    cast.ledger.entries[elder] = replace(cast.ledger.entries[elder], other_numbers=(short,))
    cast.ask(
        "identity-g8-fifteen-digits",
        "Asked under the 15-digit number of an old paper",
        "以旧证件上的15位号码查询",
        subject=cast.person(elder, number=short),
        rows=("I5",),
        expected=Expected("confirmed", {"identity": "confirmed"}, FORMER),
    )


def _corrected(cast: Cast) -> None:
    corrected = cast.woman("g8-corrected", 1970)
    former = correct_number(cast, corrected, date(1971, 6, 1))
    cast.ask(
        "identity-g8-former-number",
        "Asked under the number she had before her birth date was corrected",
        "以更正出生日期之前的号码查询",
        subject=cast.person(corrected, number=former),
        rows=("I5",),
        expected=Expected("confirmed", {"identity": "confirmed"}, FORMER),
    )


def _married_under_former(cast: Cast) -> None:
    wife = cast.woman("g8-married", 1973)
    husband = cast.man("g8-married:husband", 1970)
    former = correct_number(cast, wife, date(1974, 2, 11))
    event = marital(cast.ledger, "marriage", wife, husband, date(1999, 5, 18))
    cast.ledger.add(replace(event, one=Spelt(wife, number=former)))
    claim = {"spouse": cast.person(husband)}
    cast.ask(
        "marriage-g8-former-number",
        "The marriage was registered under her former number",
        "结婚登记使用的是更正前的号码",
        subject=wife,
        claim=claim,
        rows=("M2",),
        expected=Expected("confirmed", {"spouse": "confirmed"}, FORMER),
    )
    cast.ask(
        "marriage-g8-former-number-unknowable",
        "The same, while public security cannot tell her former number",
        "同上，但公安接口故障，无从得知曾用号码",
        subject=wife,
        claim=claim,
        expected=Expected(
            "unavailable", {"spouse": "unavailable"}, None, silent=("public_security",)
        ),
        troubles=down("public_security"),
    )


def _married_in_old_archive(cast: Cast) -> None:
    wife = cast.woman("g8-archive", 1955)
    husband = cast.man("g8-archive:husband", 1952)
    event = marital(cast.ledger, "marriage", wife, husband, date(1979, 10, 1))
    spelt = [Spelt(key, number=shorten(cast.resident(key).number)) for key in (wife, husband)]
    cast.ledger.add(replace(event, one=spelt[0], other=spelt[1]))
    cast.ask(
        "marriage-m2-archive-of-15-digits",
        "The archive holds both under 15-digit numbers",
        "档案中双方均为15位号码",
        subject=wife,
        claim={"spouse": cast.person(husband)},
        expected=Expected("confirmed", {"spouse": "confirmed"}, None),
    )


def _served_under_former(cast: Cast) -> None:
    pensioner = cast.man("g8-served", 1951)
    former = correct_number(cast, pensioner, date(1952, 9, 9))
    cast.ledger.add(Service(Spelt(pensioner, number=former), cast.ledger.ago(20)))
    cast.ask(
        "alive-g8-former-number",
        "The clinic still knows the pensioner under his former number",
        "医疗机构仍以更正前的号码登记",
        subject=pensioner,
        rows=("A4",),
        expected=Expected("confirmed", {"alive": "confirmed"}, FORMER),
    )


def _asked_under_former_name(cast: Cast) -> None:
    renamed = cast.man("g8-renamed", 1950)
    entry = cast.ledger.entries[renamed]
    cast.ledger.entries[renamed] = replace(entry, former_names=("石头",))
    cast.ledger.add(Service(Spelt(renamed), cast.ledger.ago(12)))
    cast.ask(
        "alive-g8-former-name",
        "Asked under the pensioner's former name; the clinic knows only the present one",
        "以曾用名查询；医疗机构只登记了现用名",
        subject=cast.person(renamed, name="石头"),
        rows=("A4",),
        expected=Expected("confirmed", {"alive": "confirmed"}, FORMER),
    )


def _born_under_former(cast: Cast) -> None:
    mother = cast.woman("g8-born:mother", 1980)
    child = cast.hire("g8-born", 2006, "1", mother=mother)
    former = correct_number(cast, child, date(2006, 1, 31))
    certificate = birth_certificate(cast.ledger)
    born_at = datetime.combine(date(2006, 1, 31), time(23, 50))
    cast.ledger.add(Birth(certificate, born_at, Spelt(mother), Spelt(child, number=former), "1"))
    cast.ask(
        "birth-g8-former-number",
        "Health holds the birth under the number given before the correction",
        "卫健部门以更正前的号码登记该出生",
        subject=child,
        claim={"certificate_number": certificate, "mother": cast.person(mother)},
        rows=("B2",),
        expected=Expected(
            "confirmed", {"certificate_number": "confirmed", "mother": "confirmed"}, FORMER
        ),
    )


def _born_under_duplicate(cast: Cast) -> None:
    mother = cast.woman("g8-double:mother", 1978)
    child = cast.hire("g8-double", 2002, "2", mother=mother)
    second = cast.ledger.issue("511202", cast.resident(child).born_on, "2")
    entry = cast.ledger.entries[child]
    cast.ledger.entries[child] = replace(entry, other_numbers=(second,))
    cast.ledger.add(
        Birth(
            birth_certificate(cast.ledger),
            datetime.combine(cast.resident(child).born_on, time(4, 5)),
            Spelt(mother),
            Spelt(child, number=second),
            "2",
        )
    )
    cast.ask(
        "kinship-g8-double-registration",
        "Health knows the daughter under the other number of a double registration",
        "卫健部门登记的是其重复户口的另一号码",
        subject=child,
        claim={"relative": cast.person(mother), "relation": "52"},
        rows=("K5",),
        expected=Expected("confirmed", {"relation": "confirmed"}, FORMER),
    )


def _nothing_while_silent(cast: Cast) -> None:
    one = cast.woman("g8-nothing", 1990)
    other = cast.man("g8-nothing:other", 1990)
    cast.ask(
        "marriage-g8-nothing-while-silent",
        "No marriage found, but public security cannot say whether she had another number",
        "未查到婚姻记录，但公安无法反馈有无曾用号码",
        subject=one,
        claim={"spouse": cast.person(other)},
        expected=Expected(
            "unavailable", {"spouse": "unavailable"}, None, silent=("public_security",)
        ),
        troubles=down("public_security"),
    )
