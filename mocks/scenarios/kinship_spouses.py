"""Scenarios of kinship by marriage: row K2, at the day of asking and at a death.

Must never be corrected after what a program answers; only after the tables.
"""

from __future__ import annotations

from datetime import date

from mocks.population.recording import certify_death, deregister_dead, die, divorce
from mocks.scenarios.cast import Cast
from mocks.scenarios.kinship import answer, ask
from mocks.scenarios.marriage import couple
from mocks.scenarios.story import Expected, Needs

AT_DEATH = Needs(at_death=True)
ENDED = answer("contradicted", "marriage_not_in_force")


def stage(cast: Cast) -> None:
    """Add the residents and the questions about them."""
    _living(cast)
    _widow(cast)
    _dates_differ(cast)


def _living(cast: Cast) -> None:
    wife, husband = couple(cast, "k2-married", 1987, date(2013, 9, 9))
    ask(
        cast,
        "kinship-k2-11-married",
        "Her husband",
        "丈夫",
        (wife, husband),
        "11",
        answer("confirmed"),
        rows=("M2",),
    )
    wife, husband = couple(cast, "k2-divorced", 1984, date(2009, 1, 9))
    divorce(cast.ledger, wife, husband, date(2015, 5, 15))
    ask(
        cast,
        "kinship-k2-10-divorced",
        "Once her husband",
        "前夫",
        (wife, husband),
        "10",
        ENDED,
        rows=("M3",),
    )


def _widow(cast: Cast) -> None:
    widow, husband = couple(cast, "k2-widow", 1955, date(1979, 2, 1))
    die(cast.ledger, husband, date(2025, 6, 18))
    ask(
        cast,
        "kinship-k2-12-widow-at-death",
        "His wife on the day before he died: she is an heir",
        "其死亡前一日仍为妻子：属于继承人",
        (husband, widow),
        "12",
        answer("confirmed"),
        needs=AT_DEATH,
        rows=("M2",),
    )
    ask(
        cast,
        "kinship-k2-12-widow-today",
        "The same judged today: his death ended the marriage",
        "同上，以今日为准：婚姻因其死亡而终止",
        (husband, widow),
        "12",
        ENDED,
        rows=("M3",),
    )


def _dates_differ(cast: Cast) -> None:
    widow, husband = couple(cast, "k2-dates", 1950, date(1974, 3, 3))
    certify_death(cast.ledger, husband, date(2024, 11, 1))
    deregister_dead(cast.ledger, husband, date(2024, 11, 4))
    ask(
        cast,
        "kinship-k2-12-dates-of-death-differ",
        "At his death, of which two registers state different dates",
        "以其死亡时为准，但两处登记的死亡日期不同",
        (husband, widow),
        "12",
        Expected("ambiguous", {"relation": "ambiguous"}, None),
        needs=AT_DEATH,
    )
