"""Scenarios of the fact marriage between two people: rows M1 to M4 of the domain's table.

Must never be corrected after what a program answers; only after the tables.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mocks.population.model import Planted
from mocks.population.people import Spelt
from mocks.population.recording import divorce, marital, marry
from mocks.scenarios.cast import Cast
from mocks.scenarios.story import Expected, Needs, down, late


def stage(cast: Cast) -> None:
    """Add the residents and the questions about them."""
    _in_force(cast)
    _silent_or_late(cast)
    _again(cast)
    _reissued(cast)
    _nothing(cast)
    _twice(cast)
    _names(cast)


def couple(cast: Cast, key: str, year: int, married_on: date | None = None) -> tuple[str, str]:
    """A wife and a husband born around that year, married at civil affairs if a day is given."""
    wife, husband = cast.woman(key, year), cast.man(f"{key}:husband", year - 2)
    if married_on is not None:
        marry(cast.ledger, wife, husband, married_on)
    return wife, husband


def answer(outcome: str, *reasons: str) -> Expected:
    """An answer about the part `spouse`."""
    return Expected(outcome, {"spouse": outcome}, reasons)


ENDED = answer("contradicted", "marriage_not_in_force")
NOTHING = answer("no_record", "no_marriage_record")


def unavailable(*silent: str) -> Expected:
    """An answer that departments' silence kept from being given."""
    return Expected("unavailable", {"spouse": "unavailable"}, None, silent=silent)


def _in_force(cast: Cast) -> None:
    wife, husband = couple(cast, "m2-married", 1986, date(2012, 5, 20))
    claim = {"spouse": cast.person(husband)}
    cast.ask(
        "marriage-m2-in-force",
        "Registered and never ended",
        "已登记结婚，婚姻存续",
        subject=wife,
        claim=claim,
        expected=answer("confirmed"),
    )
    cast.ask(
        "marriage-m2-from-the-other-side",
        "The same asked about the husband",
        "同上，以丈夫为被核验人",
        subject=husband,
        claim={"spouse": cast.person(wife)},
        expected=answer("confirmed"),
    )
    cast.ask(
        "marriage-m2-death-not-checked",
        "In force, but nobody can say whether one of the two has died",
        "婚姻存续，但无部门可反馈双方是否死亡",
        subject=wife,
        claim=claim,
        expected=answer("confirmed", "spouse_death_not_checked"),
        troubles=down("health", "public_security"),
    )


def _silent_or_late(cast: Cast) -> None:
    wife, husband = couple(cast, "g3-married", 1991, date(2018, 8, 8))
    claim = {"spouse": cast.person(husband)}
    cast.ask(
        "marriage-g3-courts-silent",
        "Registered, but the courts are out of order: they may have ended it",
        "已登记结婚，但法院接口故障，无法排除判决离婚",
        subject=wife,
        claim=claim,
        expected=unavailable("courts"),
        troubles=down("courts"),
    )
    cast.ask(
        "marriage-g3-civil-affairs-silent",
        "Civil affairs is out of order",
        "民政接口故障",
        subject=wife,
        claim=claim,
        expected=unavailable("civil_affairs"),
        troubles=down("civil_affairs"),
    )
    cast.ask(
        "marriage-g3-courts-late",
        "Registered; the courts will answer later",
        "已登记结婚，法院待反馈",
        subject=wife,
        claim=claim,
        rows=("M2",),
        expected=Expected("pending", {"spouse": "pending"}, None, later=answer("confirmed")),
        troubles=late("courts"),
    )


def _again(cast: Cast) -> None:
    wife, husband = couple(cast, "m2-again", 1978, date(2003, 9, 9))
    divorce(cast.ledger, wife, husband, date(2010, 4, 1))
    marry(cast.ledger, wife, husband, date(2013, 2, 14))
    cast.ask(
        "marriage-m2-married-again",
        "Married, divorced, and married each other again",
        "离婚后复婚",
        subject=wife,
        claim={"spouse": cast.person(husband)},
        expected=answer("confirmed"),
    )


def _reissued(cast: Cast) -> None:
    wife, husband = couple(cast, "m2-reissued", 1969, date(1994, 6, 6))
    cast.ledger.add(marital(cast.ledger, "marriage_reissued", wife, husband, date(2017, 3, 1)))
    cast.ask(
        "marriage-m2-certificate-reissued",
        "In force; the certificate was once re-issued, which is no event",
        "婚姻存续，曾补领结婚证",
        subject=wife,
        claim={"spouse": cast.person(husband)},
        expected=answer("confirmed"),
    )
    wife, husband = couple(cast, "m3-reissued", 1967, date(1992, 1, 10))
    divorce(cast.ledger, wife, husband, date(2001, 7, 7))
    cast.ledger.add(marital(cast.ledger, "divorce_reissued", wife, husband, date(2015, 10, 20)))
    cast.ask(
        "marriage-m3-divorce-reissued",
        "Divorced; the divorce certificate was once re-issued, which is no event",
        "已离婚，曾补领离婚证",
        subject=wife,
        claim={"spouse": cast.person(husband)},
        expected=ENDED,
    )


def _nothing(cast: Cast) -> None:
    one, other = couple(cast, "m4-single", 1994)
    cast.ask(
        "marriage-m4-nothing",
        "Two people with no record between them",
        "双方之间无任何婚姻记录",
        subject=one,
        claim={"spouse": cast.person(other)},
        expected=NOTHING,
    )
    wife, _ = couple(cast, "m4-elsewhere", 1984, date(2009, 9, 19))
    cast.ask(
        "marriage-m4-married-to-another",
        "The claimed wife is married to another, which was not asked and is not told",
        "所申报者已与他人结婚：未问及，不告知",
        subject=other,
        claim={"spouse": cast.person(wife)},
        expected=NOTHING,
    )
    one, other = couple(cast, "m4-sealed", 1976)
    event = marital(cast.ledger, "marriage", one, other, date(2004, 4, 4))
    cast.ledger.add(replace(event, sealed=True))
    cast.ask(
        "marriage-m4-sealed",
        "The only record is sealed: exactly as if there were none",
        "唯一的婚姻记录已封存，与无记录无任何区别",
        subject=one,
        claim={"spouse": cast.person(other)},
        expected=NOTHING,
    )


def _twice(cast: Cast) -> None:
    wife, husband = couple(cast, "m1-twice", 1981, date(2006, 3, 3))
    second = cast.woman("m1-twice:second", 1985)
    marry(cast.ledger, second, husband, date(2014, 11, 11))
    cast.ledger.planted.append(Planted("two_in_force", (husband, wife, second)))
    claim = {"spouse": cast.person(wife)}
    cast.ask(
        "marriage-m1-two-in-force",
        "Two marriages of his are in force at once, the claimed one among them",
        "同时存在两段有效婚姻登记，其一为所申报者",
        subject=husband,
        claim=claim,
        expected=answer("conflict", "records_disagree"),
    )
    cast.ask(
        "marriage-m1-two-in-force-revealed",
        "The same for a matter that may be told the reason",
        "同上，该事项可获知原因",
        subject=husband,
        claim=claim,
        needs=Needs(reveals=("more_than_one_in_force",)),
        expected=answer("conflict", "more_than_one_in_force"),
    )


def _names(cast: Cast) -> None:
    wife = cast.woman("g2-married", 1989, name="古丽娜尔·吐尔逊")
    husband = cast.man("g2-married:husband", 1987)
    event = marital(cast.ledger, "marriage", wife, husband, date(2015, 7, 1))
    cast.ledger.add(replace(event, one=Spelt(wife, name="古丽娜尔．吐尔逊")))
    cast.ask(
        "marriage-g2-interpunct",
        "The marriage register writes the interpunct of her name as a full stop",
        "婚姻登记以全角句点书写其姓名间隔号",
        subject=wife,
        claim={"spouse": cast.person(husband)},
        rows=("M2",),
        expected=answer("confirmed", "name_variant"),
    )
    wife, husband = cast.woman("g2-mistaken", 1979), cast.man("g2-mistaken:husband", 1977)
    event = marital(cast.ledger, "marriage", wife, husband, date(2002, 2, 2))
    cast.ledger.add(replace(event, one=Spelt(wife, name="欧阳婉婷")))
    cast.ask(
        "marriage-g2-name-mismatch",
        "The marriage register holds her number under quite another name",
        "婚姻登记中该号码对应另一姓名",
        subject=wife,
        claim={"spouse": cast.person(husband)},
        expected=answer("ambiguous", "name_mismatch"),
    )
