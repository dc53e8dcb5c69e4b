"""Scenarios of marital status: rows M5 to M9 of the domain's table.

Must never be corrected after what a program answers; only after the tables.
"""

from __future__ import annotations

from datetime import date

from mocks.population.model import Planted
from mocks.population.recording import certify_death, divorce, marital, marry
from mocks.scenarios.cast import Cast
from mocks.scenarios.marriage import couple
from mocks.scenarios.marriage_ends import judge
from mocks.scenarios.story import Expected, down

CONFIRMED = Expected("confirmed", {"status": "confirmed"})
CONTRADICTED = Expected("contradicted", {"status": "contradicted"}, None)
NOTHING = Expected("no_record", {"status": "no_record"}, ("no_marriage_record",))
NOT_EXCLUDED = Expected("ambiguous", {"status": "ambiguous"}, ("earlier_marriages_not_excluded",))


def stage(cast: Cast) -> None:
    """Add the residents and the questions about them."""
    _single(cast)
    _first(cast)
    _second(cast)
    _again(cast)
    _divorced(cast)
    _widowed(cast)
    _annulled(cast)
    _twice(cast)
    _refused(cast)


def _ask(cast: Cast, key: str, en: str, zh: str, subject: str, what: Expected) -> None:
    """Ask for the status that is in the key: marriage-<row>-<status>-<what>."""
    status = key.split("-")[2]
    cast.ask(key, en, zh, subject=subject, claim={"status": status}, expected=what)


def _single(cast: Cast) -> None:
    single = cast.man("m9-single", 1996)
    for row, status, en, zh in (
        ("m9", "10", "unmarried: never confirmed", "未婚：从不予以“一致”"),
        ("m5", "20", "married", "已婚"),
        ("m6", "22", "remarried", "再婚"),
        ("m7", "40", "divorced", "离婚"),
        ("m8", "30", "widowed", "丧偶"),
    ):
        _ask(
            cast,
            f"marriage-{row}-{status}-no-record",
            f"No record; claimed to be {en}",
            f"查无婚姻记录，申报为{zh}",
            single,
            NOTHING,
        )


def _first(cast: Cast) -> None:
    wife, _ = couple(cast, "m5-married", 1990, date(2016, 10, 1))
    for row, status, what, en, zh in (
        ("m5", "20", CONFIRMED, "married", "已婚"),
        ("m6", "21", NOT_EXCLUDED, "in a first marriage: nothing earlier on record", "初婚"),
        ("m6", "22", NOT_EXCLUDED, "remarried: nothing earlier on record", "再婚"),
        ("m6", "23", NOT_EXCLUDED, "remarried to the same: nothing earlier on record", "复婚"),
        ("m7", "40", CONTRADICTED, "divorced", "离婚"),
        ("m8", "30", CONTRADICTED, "widowed", "丧偶"),
        ("m9", "10", CONTRADICTED, "unmarried", "未婚"),
    ):
        _ask(
            cast,
            f"marriage-{row}-{status}-in-force",
            f"One marriage, in force; claimed to be {en}",
            f"仅一段婚姻且存续，申报为{zh}",
            wife,
            what,
        )


def _second(cast: Cast) -> None:
    wife, husband = couple(cast, "m6-second", 1977, date(2001, 1, 1))
    divorce(cast.ledger, wife, husband, date(2007, 7, 7))
    marry(cast.ledger, wife, cast.man("m6-second:second", 1974), date(2011, 5, 5))
    for status, what, en, zh in (
        ("21", CONTRADICTED, "a first marriage", "初婚"),
        ("22", CONFIRMED, "a remarriage", "再婚"),
        ("23", NOT_EXCLUDED, "a remarriage to the same", "复婚"),
    ):
        _ask(
            cast,
            f"marriage-m6-{status}-second-marriage",
            f"Divorced from one and married to another; claimed to be {en}",
            f"离婚后与他人再婚，申报为{zh}",
            wife,
            what,
        )


def _again(cast: Cast) -> None:
    wife, husband = couple(cast, "m6-again", 1975, date(2000, 2, 2))
    divorce(cast.ledger, wife, husband, date(2009, 9, 1))
    marry(cast.ledger, wife, husband, date(2012, 12, 12))
    _ask(
        cast,
        "marriage-m6-23-same-again",
        "Divorced and married to the same again",
        "离婚后与原配偶复婚",
        wife,
        CONFIRMED,
    )


def _divorced(cast: Cast) -> None:
    wife, husband = couple(cast, "m7-divorced", 1985, date(2010, 3, 3))
    judge(cast, "divorce_judgment", wife, husband, date(2020, 8, 20))
    for row, status, what, en, zh in (
        ("m7", "40", CONFIRMED, "divorced", "离婚"),
        ("m5", "20", CONTRADICTED, "married", "已婚"),
        ("m6", "21", CONTRADICTED, "in a first marriage", "初婚"),
        ("m8", "30", CONTRADICTED, "widowed", "丧偶"),
        ("m9", "10", CONTRADICTED, "unmarried", "未婚"),
    ):
        _ask(
            cast,
            f"marriage-{row}-{status}-divorced",
            f"Divorced by a court, which civil affairs does not know; claimed to be {en}",
            f"判决离婚而民政不知，申报为{zh}",
            wife,
            what,
        )


def _widowed(cast: Cast) -> None:
    widow, husband = couple(cast, "m8-widow", 1948, date(1972, 2, 2))
    certify_death(cast.ledger, husband, date(2023, 3, 3))
    for row, status, what, en, zh in (
        ("m8", "30", CONFIRMED, "widowed", "丧偶"),
        ("m7", "40", CONTRADICTED, "divorced", "离婚"),
        ("m5", "20", CONTRADICTED, "married", "已婚"),
    ):
        _ask(
            cast,
            f"marriage-{row}-{status}-widowed",
            f"The husband died; claimed to be {en}",
            f"丈夫已故，申报为{zh}",
            widow,
            what,
        )
    cast.ask(
        "marriage-m8-30-death-not-answerable",
        "The same, while nobody can say whether the husband died",
        "同上，但无部门可反馈丈夫是否死亡",
        subject=widow,
        claim={"status": "30"},
        expected=Expected(
            "unavailable",
            {"status": "unavailable"},
            None,
            silent=("health", "public_security"),
        ),
        troubles=down("health", "public_security"),
    )


def _annulled(cast: Cast) -> None:
    one, other = couple(cast, "m5-annulled", 1998, date(2021, 5, 20))
    cast.ledger.add(marital(cast.ledger, "annulment", one, other, date(2022, 6, 1)))
    for row, status, en, zh in (
        ("m5", "20", "married", "已婚"),
        ("m7", "40", "divorced", "离婚"),
        ("m9", "10", "unmarried", "未婚"),
    ):
        _ask(
            cast,
            f"marriage-{row}-{status}-annulled",
            f"The only marriage was void from the beginning; claimed to be {en}",
            f"唯一的婚姻自始无效，申报为{zh}",
            one,
            NOTHING,
        )


def _twice(cast: Cast) -> None:
    one, _ = couple(cast, "m1-status", 1982, date(2008, 1, 1))
    marry(cast.ledger, one, cast.man("m1-status:second", 1980), date(2015, 1, 1))
    cast.ledger.planted.append(Planted("two_in_force", (one,)))
    _ask(
        cast,
        "marriage-m1-20-two-in-force",
        "Two marriages in force at once; claimed to be married",
        "同时存在两段有效婚姻登记，申报为已婚",
        one,
        Expected("conflict", {"status": "conflict"}, ("records_disagree",)),
    )


def _refused(cast: Cast) -> None:
    cast.ask(
        "marriage-m9-90-not-stated",
        "Status 90 (not stated) is no claim",
        "90（未说明）不构成申报内容",
        subject="m9-single",
        claim={"status": "90"},
        expected=Expected(None, status=422),
    )
