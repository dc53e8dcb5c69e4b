"""Scenarios of the fact alive: rows A1 to A5 of the domain's table.

Must never be corrected after what a program answers; only after the tables.
"""

from __future__ import annotations

from datetime import date

from mocks.population.court_files import Custody
from mocks.population.health_registers import Death
from mocks.population.people import Spelt
from mocks.population.recording import (
    deregister_dead,
    die,
    issue_document,
    see_in_person,
)
from mocks.scenarios.cast import Cast
from mocks.scenarios.story import Expected, Needs, down


def stage(cast: Cast) -> None:
    """Add the residents and the questions about them."""
    _conflict(cast)
    _dead(cast)
    _silent(cast)
    _signs(cast)
    _age(cast)
    _nothing(cast)


def _answer(outcome: str, *reasons: str) -> Expected:
    return Expected(outcome, {"alive": outcome}, reasons)


def _conflict(cast: Cast) -> None:
    seen = cast.woman("a1-seen", 1947)
    cast.ledger.add(Death("SW2024500112000910", "old", Spelt(seen), date(2024, 3, 3), "R99"))
    see_in_person(cast.ledger, seen, date(2024, 8, 8))
    cast.ask(
        "alive-a1-seen-after-death",
        "Seen in person months after her certified death",
        "死亡证明所载日期数月之后，本人又曾就诊到场",
        subject=seen,
        expected=Expected("conflict", {"alive": "conflict"}, ("sign_of_life_after_death",)),
    )


def _dead(cast: Cast) -> None:
    dead = cast.man("a2-dead", 1943)
    die(cast.ledger, dead, date(2024, 10, 21))
    contradicted = Expected("contradicted", {"alive": "contradicted"}, None)
    cast.ask(
        "alive-a2-dead",
        "Certified, cremated and deregistered",
        "有死亡证明，已火化，已注销户口",
        subject=dead,
        expected=contradicted,
    )
    deregistered = cast.man("a2-deregistered", 1930)
    deregister_dead(cast.ledger, deregistered, date(2001, 12, 12))
    cast.ask(
        "alive-a2-others-silent",
        "Deregistered by death; health is out of order, which changes nothing",
        "已因死亡注销户口；卫健接口故障不影响结论",
        subject=deregistered,
        expected=contradicted,
        troubles=down("health"),
    )


def _silent(cast: Cast) -> None:
    someone = cast.woman("a3-someone", 1949)
    issue_document(cast.ledger, someone, cast.ledger.ago(5))
    cast.ask(
        "alive-a3-silent",
        "A fresh sign of life, but health cannot say whether she has died since",
        "有近期在世迹象，但卫健接口故障，无法排除其后死亡",
        subject=someone,
        rows=("G3",),
        expected=Expected("unavailable", {"alive": "unavailable"}, None, silent=("health",)),
        troubles=down("health"),
    )


def _signs(cast: Cast) -> None:
    served = cast.woman("a4-served", 1945)
    see_in_person(cast.ledger, served, cast.ledger.ago(30))
    cast.ask(
        "alive-a4-service",
        "Seen in person by a health service a month ago",
        "一个月前本人曾到医疗卫生机构",
        subject=served,
        expected=_answer("confirmed"),
    )
    issued = cast.man("a4-issued", 1956)
    issue_document(cast.ledger, issued, cast.ledger.ago(60))
    cast.ask(
        "alive-a4-document",
        "A document was issued to him in person two months ago",
        "两个月前本人到场领取证件",
        subject=issued,
        expected=_answer("confirmed"),
    )
    held = cast.man("a4-custody", 1982)
    cast.ledger.add(Custody(Spelt(held), cast.ledger.ago(15)))
    cast.ask(
        "alive-a4-custody",
        "A prisoner, confirmed in custody a fortnight ago",
        "服刑人员，半月前确认在押",
        subject=held,
        expected=_answer("confirmed"),
    )


def _age(cast: Cast) -> None:
    aged = cast.woman("a4-aged", 1941)
    see_in_person(cast.ledger, aged, cast.ledger.ago(120))
    for key, days, outcome, en, zh in (
        ("alive-a4-within-180", 180, "confirmed", "Seen 120 days ago, asked for 180", "180天"),
        ("alive-a5-not-within-90", 90, "no_record", "Seen 120 days ago, asked for 90", "90天"),
    ):
        reasons = () if outcome == "confirmed" else ("no_recent_sign_of_life",)
        cast.ask(
            key,
            en,
            f"120天前本人到场，核验期限为{zh}",
            subject=aged,
            claim={"max_age_days": days},
            expected=_answer(outcome, *reasons),
            needs=Needs(max_age_days=days),
        )


def _nothing(cast: Cast) -> None:
    quiet = cast.man("a5-quiet", 1937)
    cast.ask(
        "alive-a5-nothing",
        "Registered, no death known, but nobody has seen him for a long time",
        "户口在册、无死亡记录，但长期无在世迹象",
        subject=quiet,
        expected=_answer("no_record", "no_recent_sign_of_life"),
    )
    cast.ask(
        "alive-a5-unknown-person",
        "No register holds the number",
        "任何登记均无此号码",
        subject=cast.nobody("a5-nobody", 1955, "1"),
        expected=_answer("no_record", "no_recent_sign_of_life"),
    )
