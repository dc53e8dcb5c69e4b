"""Scenarios of the fact childbirth: rows C1 and C2, and a man whom no child names.

Must never be corrected after what a program answers; only after the tables.
"""

from __future__ import annotations

from mocks.population.recording import deliver
from mocks.scenarios.birth import family, one_part
from mocks.scenarios.cast import Cast
from mocks.scenarios.story import Expected, down


def stage(cast: Cast) -> None:
    """Add the residents and the questions about them."""
    _recorded(cast)
    _nothing(cast)
    _sealed(cast)


def _recorded(cast: Cast) -> None:
    child, mother, father = family(cast, "c1-child", 2012)
    deliver(cast.ledger, child)
    cast.ask(
        "childbirth-c1-any",
        "At least one child: a certificate names her as the mother",
        "至少有一个子女：出生医学证明载其为母亲",
        subject=mother,
        expected=one_part("confirmed", "childbirth"),
    )
    for key, zh, parent in (("mother", "母亲", mother), ("father", "父亲", father)):
        cast.ask(
            f"childbirth-c1-named-by-{key}",
            f"A child is named, and the child's certificate names the {key}",
            f"指明了子女，其出生医学证明载明{zh}",
            subject=parent,
            claim={"child": cast.person(child)},
            expected=one_part("confirmed", "childbirth"),
        )
    _not_concluded(cast, mother, father)
    _of_others(cast, child)


def _not_concluded(cast: Cast, mother: str, father: str) -> None:
    cast.ask(
        "childbirth-g1-father-names-no-child",
        "A man can be looked up with a named child only: nothing is concluded",
        "男性须指明子女方可查询，未指明的不作结论",
        subject=father,
        expected=Expected("unavailable", {"childbirth": "unavailable"}, None, silent=("health",)),
    )
    cast.ask(
        "childbirth-g3-silent",
        "Health is out of order",
        "卫健接口故障",
        subject=mother,
        rows=("G1",),
        expected=Expected("unavailable", {"childbirth": "unavailable"}, None, silent=("health",)),
        troubles=down("health"),
    )


def _of_others(cast: Cast, child: str) -> None:
    other = cast.woman("c2-other", 1984)
    cast.ask(
        "childbirth-c2-child-of-others",
        "The named child is recorded to others: no record, and nothing more is said",
        "所指子女登记在他人名下：查无记录，不作其他表示",
        subject=other,
        claim={"child": cast.person(child)},
        expected=one_part("no_record", "childbirth", "no_birth_record"),
    )


def _nothing(cast: Cast) -> None:
    woman = cast.woman("c2-nobody", 1979)
    cast.ask(
        "childbirth-c2-nothing",
        "No certificate names her: no proof of childlessness",
        "没有出生医学证明载其为母亲；查无记录不等于没有生育",
        subject=woman,
        expected=one_part("no_record", "childbirth", "no_birth_record"),
    )


def _sealed(cast: Cast) -> None:
    child, mother, _ = family(cast, "c2-sealed", 2013)
    deliver(cast.ledger, child, sealed=True)
    cast.ask(
        "childbirth-c2-sealed",
        "The only certificate is sealed: exactly as if there were none",
        "唯一的出生医学证明已封存，与无记录无任何区别",
        subject=mother,
        expected=one_part("no_record", "childbirth", "no_birth_record"),
    )
