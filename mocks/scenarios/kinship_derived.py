"""Scenarios of kinship that is derived from steps: row K7 of the domain's table.

Must never be corrected after what a program answers; only after the tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mocks.population.recording import deliver, marry, register_birth
from mocks.scenarios.cast import Cast
from mocks.scenarios.kinship import NOTHING, answer, ask, unavailable
from mocks.scenarios.kinship_adoption import NOT_SPECIFIC, adopt
from mocks.scenarios.story import Needs, down

DERIVE = Needs(derive=True)
DERIVED = answer("confirmed", "derived")
NOT_AUTHORISED = answer("no_record", "derivation_not_authorised")


@dataclass(frozen=True, slots=True)
class Clan:
    """Three generations. `aunt` is the father's younger sister."""

    grandmother: str
    grandfather: str
    father: str
    aunt: str
    mother: str
    daughter: str
    son: str


def stage(cast: Cast) -> None:
    """Add the residents and the questions about them."""
    clan = _clan(cast)
    _siblings(cast, clan)
    _generations(cast, clan)
    _in_laws(cast, clan)
    _not_derived(cast, clan)
    _adopted_in_between(cast)


def _clan(cast: Cast) -> Clan:
    grandmother, grandfather = cast.woman("k7-grandmother", 1946), cast.man("k7-grandfather", 1944)
    elders = {"mother": grandmother, "father": grandfather}
    father = cast.man("k7-father", 1970, **elders)
    aunt = cast.woman("k7-aunt", 1974, **elders)
    mother = cast.woman("k7-mother", 1972)
    parents = {"mother": mother, "father": father}
    daughter = cast.woman("k7-daughter", 1998, **parents)
    son = cast.man("k7-son", 2003, **parents)
    marry(cast.ledger, mother, father, date(1996, 10, 1))
    for older in (father, aunt):
        register_birth(cast.ledger, older)
    for younger in (daughter, son):
        deliver(cast.ledger, younger)
        register_birth(cast.ledger, younger)
    return Clan(grandmother, grandfather, father, aunt, mother, daughter, son)


def _siblings(cast: Cast, clan: Clan) -> None:
    for relation, pair, en, zh in (
        ("70", (clan.daughter, clan.son), "A sibling: they share a parent", "兄弟姐妹：有共同父母"),
        ("73", (clan.daughter, clan.son), "The younger brother", "弟"),
        ("75", (clan.son, clan.daughter), "The elder sister", "姐姐"),
    ):
        ask(
            cast,
            f"kinship-k7-{relation}-sibling",
            en,
            zh,
            pair,
            relation,
            DERIVED,
            needs=DERIVE,
        )


def _generations(cast: Cast, clan: Clan) -> None:
    for relation, pair, en, zh in (
        ("60", (clan.son, clan.grandmother), "A grandparent", "祖父母或外祖父母"),
        ("61", (clan.daughter, clan.grandfather), "The father's father", "祖父"),
        ("62", (clan.daughter, clan.grandmother), "The father's mother", "祖母"),
        ("41", (clan.grandfather, clan.son), "The son's son", "孙子"),
        ("42", (clan.grandmother, clan.daughter), "The son's daughter", "孙女"),
    ):
        ask(
            cast,
            f"kinship-k7-{relation}-generations",
            f"{en}: two steps",
            f"{zh}：两步推导",
            pair,
            relation,
            DERIVED,
            needs=DERIVE,
        )


def _in_laws(cast: Cast, clan: Clan) -> None:
    for relation, pair, en, zh in (
        ("53", (clan.mother, clan.grandfather), "The husband's father", "公公"),
        ("54", (clan.mother, clan.grandmother), "The husband's mother", "婆婆"),
        ("38", (clan.grandmother, clan.mother), "The daughter-in-law", "儿媳"),
        ("72", (clan.aunt, clan.mother), "The elder brother's wife", "嫂"),
    ):
        ask(
            cast,
            f"kinship-k7-{relation}-in-law",
            f"{en}: a marriage in force and steps of birth",
            f"{zh}：存续婚姻加血亲推导",
            pair,
            relation,
            DERIVED,
            needs=DERIVE,
        )


def _not_derived(cast: Cast, clan: Clan) -> None:
    for relation, pair, en, zh in (
        ("70", (clan.daughter, clan.son), "sibling", "兄弟姐妹"),
        ("61", (clan.daughter, clan.grandfather), "grandfather", "祖父"),
    ):
        ask(
            cast,
            f"kinship-k7-{relation}-not-authorised",
            f"A {en}, but the matter allows no derivations",
            f"{zh}，但该事项未获授权进行推导",
            pair,
            relation,
            NOT_AUTHORISED,
        )
    ask(
        cast,
        "kinship-k10-70-civil-affairs-silent",
        "A sibling, but civil affairs cannot exclude an adoption",
        "兄弟姐妹，但民政接口故障，无法排除收养",
        (clan.daughter, clan.son),
        "70",
        unavailable("civil_affairs"),
        needs=DERIVE,
        troubles=down("civil_affairs"),
    )
    ask(
        cast,
        "kinship-k11-70-strangers",
        "Derivations are allowed, but there is nothing to derive from",
        "可以推导，但无可据以推导的登记",
        (clan.son, cast.man("k11-stranger", 2001)),
        "70",
        NOTHING,
        needs=DERIVE,
    )


def _adopted_in_between(cast: Cast) -> None:
    grandmother = cast.woman("k4-grandmother", 1950)
    mother = cast.woman("k4-between", 1975, mother=grandmother)
    child = cast.woman("k4-grandchild", 2000, mother=mother)
    register_birth(cast.ledger, mother)
    deliver(cast.ledger, child)
    adopt(cast, child, cast.woman("k4-grandchild:adopter", 1968))
    ask(
        cast,
        "kinship-k4-64-adopted",
        "The birth mother's mother of a child whom others adopted",
        "被他人收养之子女的外祖母（生母之母）",
        (child, grandmother),
        "64",
        NOT_SPECIFIC,
        needs=DERIVE,
    )
