"""Scenarios of one succession: a widow, a child, and a son whom no register knows.

Their questions are facts like any other; together they answer for the certificate of the right to
inherit. Must never be corrected after what a program answers; only after the tables.
"""

from __future__ import annotations

from datetime import date

from mocks.population.recording import deliver, die
from mocks.scenarios.cast import Cast
from mocks.scenarios.kinship import NOTHING, answer, ask
from mocks.scenarios.marriage import couple
from mocks.scenarios.story import Expected, Needs


def stage(cast: Cast) -> None:
    """Add the residents and the questions about them."""
    widow, husband = couple(cast, "estate", 1970, date(1996, 5, 2))
    child = cast.hire("estate:child", 2001, "2", mother=widow, father=husband)
    deliver(cast.ledger, child)
    unknown = cast.hire("estate:son", 1990, "1", father=husband)
    die(cast.ledger, husband, date(2025, 9, 9))
    cast.ask(
        "death-d3-estate",
        "The deceased of a succession",
        "被继承人已死亡",
        subject=husband,
        expected=Expected("confirmed", {"death": "confirmed"}),
    )
    _heirs(cast, husband, widow, child)
    ask(
        cast,
        "kinship-k11-20-estate-son",
        "A son, born before there were certificates and registered nowhere with him",
        "其子，出生于出生医学证明制度之前，任何登记均未载明",
        (husband, unknown),
        "20",
        NOTHING,
    )


def _heirs(cast: Cast, husband: str, widow: str, child: str) -> None:
    ask(
        cast,
        "kinship-k2-10-estate-widow",
        "His widow, judged at his death",
        "其遗孀，以其死亡时为准",
        (husband, widow),
        "10",
        answer("confirmed"),
        needs=Needs(at_death=True),
        rows=("M2",),
    )
    ask(
        cast,
        "kinship-k5-30-estate-child",
        "Their daughter, whose certificate of birth names him",
        "其女儿，出生医学证明载其为父亲",
        (husband, child),
        "30",
        answer("confirmed"),
    )
