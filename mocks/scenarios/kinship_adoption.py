"""Scenarios of adoptive, step and foster kin: rows K3 and K4 of the domain's table.

Must never be corrected after what a program answers; only after the tables.
"""

from __future__ import annotations

from datetime import date

from mocks.population.civil_registers import Adoption
from mocks.population.people import Spelt
from mocks.population.recording import deliver, live_together, register_birth
from mocks.scenarios.birth import family
from mocks.scenarios.cast import Cast
from mocks.scenarios.kinship import NOTHING, answer, ask
from mocks.scenarios.story import Needs

NOT_SPECIFIC = answer("ambiguous", "relation_not_specific")
REVEALED = Needs(reveals=("adopted",))


def stage(cast: Cast) -> None:
    """Add the residents and the questions about them."""
    _adopted(cast)
    _dissolved(cast)
    _step_parent(cast)
    _household_only(cast)


def adopt(
    cast: Cast,
    adopted: str,
    *adopters: str,
    dissolved_on: date | None = None,
    kept_parent: str | None = None,
) -> None:
    """Civil affairs registers an adoption."""
    cast.ledger.add(
        Adoption(
            f"S500112-2019-{cast.ledger.serial('adoption'):06d}",
            date(2019, 6, 3),
            Spelt(adopted),
            tuple(Spelt(adopter) for adopter in adopters),
            dissolved_on,
            None if kept_parent is None else Spelt(kept_parent),
        )
    )


def _adopted(cast: Cast) -> None:
    child, mother, _ = family(cast, "k4-child", 2016)
    deliver(cast.ledger, child)
    adopters = cast.woman("k4-child:adopter", 1982), cast.man("k4-child:adopter-2", 1980)
    adopt(cast, child, *adopters)
    for key, pair, relation, what, en, zh in (
        ("k3-57", (child, adopters[1]), "57", answer("confirmed"), "adoptive father", "养父"),
        ("k3-27", (adopters[0], child), "27", answer("confirmed"), "adoptive son", "养子"),
        ("k5-51", (child, adopters[1]), "51", answer("confirmed"), "father", "父亲"),
        ("k5-20", (adopters[0], child), "20", answer("confirmed"), "son", "子"),
    ):
        ask(
            cast,
            f"kinship-{key}-adopted",
            f"An adoption in force; claimed: {en}",
            f"收养登记有效，申报为{zh}",
            pair,
            relation,
            what,
        )
    ask(
        cast,
        "kinship-k4-52-birth-mother",
        "The birth mother of a child whom others adopted: neither yes nor no",
        "被他人收养之子女的生母：无法判定",
        (child, mother),
        "52",
        NOT_SPECIFIC,
    )
    ask(
        cast,
        "kinship-k4-52-birth-mother-revealed",
        "The same for a matter that may be told the reason",
        "同上，该事项可获知原因",
        (child, mother),
        "52",
        answer("ambiguous", "adopted"),
        needs=REVEALED,
    )


def _dissolved(cast: Cast) -> None:
    child, mother, _ = family(cast, "k4-dissolved", 2005)
    deliver(cast.ledger, child)
    adopter = cast.man("k4-dissolved:adopter", 1970)
    adopt(cast, child, adopter, dissolved_on=date(2024, 2, 29))
    ask(
        cast,
        "kinship-k11-57-dissolved",
        "The adoption was dissolved: nothing is held any more",
        "收养关系已解除：不再有登记",
        (child, adopter),
        "57",
        NOTHING,
    )
    ask(
        cast,
        "kinship-k5-52-dissolved",
        "The birth mother, after the adoption was dissolved",
        "收养关系解除后，申报生母",
        (child, mother),
        "52",
        answer("confirmed"),
    )


def _step_parent(cast: Cast) -> None:
    child, mother, father = family(cast, "k4-step", 2011)
    deliver(cast.ledger, child)
    register_birth(cast.ledger, child)
    step_father = cast.man("k4-step:husband", 1983)
    adopt(cast, child, step_father, kept_parent=mother)
    ask(
        cast,
        "kinship-k5-52-step-parent-adopted",
        "The mother's new husband adopted the child: her own tie is kept",
        "继父收养后，与其结婚的生母关系不消除",
        (child, mother),
        "52",
        answer("confirmed"),
        rows=("K4",),
    )
    ask(
        cast,
        "kinship-k4-51-step-parent-adopted",
        "The birth father's tie is not kept",
        "继父收养后，生父关系无法判定",
        (child, father),
        "51",
        NOT_SPECIFIC,
    )


def _household_only(cast: Cast) -> None:
    step_mother = cast.woman("k3-stepmother", 1971)
    child = cast.hire("k3-stepmother:child", 1998, "2")
    live_together(cast.ledger, date(2006, 8, 1), {step_mother: "02", child: "37"})
    ask(
        cast,
        "kinship-k3-58-household-only",
        "A stepmother, known from the household book alone",
        "继母，仅有户籍登记",
        (child, step_mother),
        "58",
        NOT_SPECIFIC,
    )
    foster_father = cast.man("k3-foster", 1968)
    child = cast.hire("k3-foster:child", 2008, "1")
    live_together(cast.ledger, date(2010, 9, 1), {foster_father: "02", child: "27"})
    ask(
        cast,
        "kinship-k3-27-household-only",
        "Registered as an adoptive son in the household book, never adopted",
        "户籍登记为养子，无收养登记",
        (foster_father, child),
        "27",
        NOT_SPECIFIC,
    )
