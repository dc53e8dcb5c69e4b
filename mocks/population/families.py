"""Makes up ordinary families over three generations, in whose registers nothing is odd.

Everything odd is in the scenarios. Must never use any randomness but what it is given.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from mocks.population.ledger import Ledger
from mocks.population.people import Sex
from mocks.population.recording import (
    FIRST_CERTIFICATES,
    deliver,
    die,
    divorce,
    issue_document,
    live_together,
    marry,
    register_birth,
    see_in_person,
)

AREAS = ("500112", "500105", "500157", "500109", "500103", "511202")
"""Some of Chongqing's districts, one of them new, and one that is long abolished."""
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何罗高林"
MEN = ("伟", "强", "磊", "军", "勇", "杰", "涛", "明", "超", "志强", "建华", "文博", "子轩", "浩然")
WOMEN = (
    "芳",
    "娜",
    "敏",
    "静",
    "丽",
    "艳",
    "娟",
    "霞",
    "秀兰",
    "桂英",
    "雨涵",
    "欣怡",
    "梓涵",
    "玉梅",
)
LATEST_EVENT = date(2025, 12, 31)
CHILD_CODES = {"1": ("21", "22", "23", "24"), "2": ("31", "32", "33", "34")}


@dataclass(slots=True)
class Couple:
    """Two spouses and their children."""

    husband: str
    wife: str
    married_on: date
    children: list[str] = field(default_factory=list)


class Families:
    """Raises one clan after the other; `couples` are the marriages so far, divorced ones too."""

    def __init__(self, ledger: Ledger, random: Random, areas: tuple[str, ...] = AREAS) -> None:
        self.couples: list[Couple] = []
        self._ledger = ledger
        self._random = random
        self._areas = areas
        self._count = 0

    def raise_clan(self) -> None:
        """Grandparents, their children with spouses of their own, and the grandchildren."""
        elders = self._found_couple(self._random.randint(1932, 1955))
        self._have_children(elders, self._random.randint(1, 3))
        at_home = []
        for child in elders.children:
            if self._random.random() < 0.85:
                self._settle(child)
            else:
                at_home.append(child)
        self._share_home(elders, at_home)
        for elder in (elders.husband, elders.wife):
            self._grow_old(elder)
        for child in at_home:
            self._live_on(child)

    def _settle(self, child: str) -> None:
        """A child marries somebody from elsewhere, and perhaps they have children."""
        born = self._ledger.residents[child]
        spouse = self.newcomer(born.born_on.year + self._random.randint(-3, 3), _other(born.sex))
        husband, wife = (child, spouse) if born.sex == "1" else (spouse, child)
        couple = self._marry(husband, wife)
        if self._random.random() < 0.8:
            self._have_children(couple, self._random.randint(1, 2))
        self._share_home(couple, couple.children)
        if self._random.random() < 0.12:
            on = self._day(couple.married_on.year + 6)
            divorce(self._ledger, husband, wife, min(on, LATEST_EVENT))
        for person in (husband, wife, *couple.children):
            self._live_on(person)

    def _found_couple(self, year: int) -> Couple:
        husband = self.newcomer(year, "1")
        wife = self.newcomer(year + self._random.randint(0, 3), "2")
        return self._marry(husband, wife)

    def _marry(self, husband: str, wife: str) -> Couple:
        born = [self._ledger.residents[key].born_on.year for key in (husband, wife)]
        married_on = min(self._day(max(born) + self._random.randint(22, 29)), LATEST_EVENT)
        marry(self._ledger, husband, wife, married_on)
        self.couples.append(Couple(husband, wife, married_on))
        return self.couples[-1]

    def _have_children(self, couple: Couple, count: int) -> None:
        year = couple.married_on.year
        for _ in range(count):
            year += self._random.randint(1, 4)
            if year > LATEST_EVENT.year:
                return
            surname = self._ledger.residents[couple.husband].name[0]
            parents = (couple.wife, couple.husband)
            sex: Sex = self._random.choice(("1", "2"))
            child = self.newcomer(year, sex, surname, parents)
            register_birth(self._ledger, child)
            if self._ledger.residents[child].born_on >= FIRST_CERTIFICATES:
                deliver(self._ledger, child)
            couple.children.append(child)

    def _share_home(self, couple: Couple, children: list[str]) -> None:
        relations = {couple.husband: "02", couple.wife: "12"}
        for sex, (only, *in_order) in CHILD_CODES.items():
            same = [key for key in children if self._ledger.residents[key].sex == sex]
            codes = [only] if len(same) == 1 else in_order
            relations.update(zip(same, codes, strict=False))
        live_together(self._ledger, couple.married_on + timedelta(days=30), relations)

    def _grow_old(self, elder: str) -> None:
        age = self._random.randint(68, 96)
        died_on = self._day(self._ledger.residents[elder].born_on.year + age)
        if died_on <= LATEST_EVENT:
            die(self._ledger, elder, died_on)
        else:
            self._live_on(elder)

    def _live_on(self, person: str) -> None:
        born_on = self._ledger.residents[person].born_on
        if self._random.random() < 0.8:
            seen_on = self._ledger.ago(self._random.randint(3, 400))
            see_in_person(self._ledger, person, max(born_on, seen_on))
        if self._random.random() < 0.4:
            issued_on = self._ledger.ago(self._random.randint(30, 3000))
            issue_document(self._ledger, person, max(born_on, issued_on))

    def newcomer(
        self,
        year: int,
        sex: Sex,
        surname: str | None = None,
        parents: tuple[str | None, str | None] = (None, None),
    ) -> str:
        """Somebody born that year, by default of any surname and of parents unknown."""
        self._count += 1
        given = self._random.choice(MEN if sex == "1" else WOMEN)
        name = (surname or self._random.choice(SURNAMES)) + given
        return self._ledger.resident(
            f"r{self._count:05d}",
            name,
            min(self._day(year), LATEST_EVENT),
            sex,
            area=self._random.choice(self._areas),
            parents=parents,
        )

    def _day(self, year: int) -> date:
        return date(year, 1, 1) + timedelta(days=self._random.randrange(365))


def raise_families(ledger: Ledger, random: Random, size: int) -> None:
    """Add at least `size` residents; the last family is finished."""
    families = Families(ledger, random)
    wanted = len(ledger.residents) + size
    while len(ledger.residents) < wanted:
        families.raise_clan()


def _other(sex: Sex) -> Sex:
    return "2" if sex == "1" else "1"
