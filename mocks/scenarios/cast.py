"""Hires residents for scenarios and takes down the questions about them.

Names and birth dates follow from a resident's key, so that a new scenario changes nobody else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta

from mocks.population.families import AREAS, MEN, SURNAMES, WOMEN
from mocks.population.ledger import Ledger
from mocks.population.people import Resident, Sex
from mocks.scenarios.story import Expected, Json, Needs, Scenario, Trouble


class Cast:
    """A ledger with the scenarios' residents, and the scenarios so far."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.scenarios: list[Scenario] = []

    def man(self, key: str, year: int, **more: str) -> str:
        """A man born that year; see `hire`."""
        return self.hire(key, year, "1", **more)

    def woman(self, key: str, year: int, **more: str) -> str:
        """A woman born that year; see `hire`."""
        return self.hire(key, year, "2", **more)

    def hire(
        self,
        key: str,
        year: int,
        sex: Sex,
        *,
        name: str | None = None,
        mother: str | None = None,
        father: str | None = None,
        area: str | None = None,
    ) -> str:
        """A new resident, by default named after the father or the mother; returns the key."""
        dice = hashlib.sha256(key.encode()).digest()
        born_on = date(year, 1, 1) + timedelta(days=(dice[0] * 256 + dice[1]) % 365)
        given = MEN if sex == "1" else WOMEN
        return self.ledger.resident(
            key,
            name or self._surname(dice, father or mother) + given[dice[2] % len(given)],
            born_on,
            sex,
            area=area or AREAS[dice[3] % len(AREAS)],
            parents=(mother, father),
        )

    def nobody(self, key: str, year: int, sex: Sex = "2") -> dict[str, str]:
        """A person with a valid number whom no register holds."""
        dice = hashlib.sha256(key.encode()).digest()
        born_on = date(year, 1, 1) + timedelta(days=(dice[0] * 256 + dice[1]) % 365)
        number = self.ledger.issue(AREAS[0], born_on, sex)
        given = MEN if sex == "1" else WOMEN
        return {
            "id_number": number,
            "name": self._surname(dice, None) + given[dice[2] % len(given)],
        }

    def resident(self, key: str) -> Resident:
        """The truth about a resident."""
        return self.ledger.residents[key]

    def person(
        self, key: str, *, name: str | None = None, number: str | None = None
    ) -> dict[str, str]:
        """How a requester names a resident: as she is, or by another name or number."""
        resident = self.resident(key)
        return {"id_number": number or resident.number, "name": name or resident.name}

    def ask(  # noqa: PLR0913 - a keyword for everything that a scenario says
        self,
        key: str,
        en: str,
        zh: str,
        *,
        subject: Mapping[str, str] | str,
        expected: Expected,
        claim: Mapping[str, Json] | None = None,
        rows: tuple[str, ...] = (),
        needs: Needs | None = None,
        troubles: tuple[Trouble, ...] = (),
    ) -> None:
        """Take down a scenario; fact and first row are in the key."""
        fact, row, _ = key.split("-", 2)
        asked = self.person(subject) if isinstance(subject, str) else subject
        self.scenarios.append(
            Scenario(
                key=key,
                rows=(row.upper(), *rows),
                fact=fact,
                en=en,
                zh=zh,
                subject=asked,
                claim=claim or {},
                expected=expected,
                needs=needs or Needs(),
                troubles=troubles,
            )
        )

    def _surname(self, dice: bytes, parent: str | None) -> str:
        if parent is not None:
            return self.resident(parent).name[0]
        return SURNAMES[dice[4] % len(SURNAMES)]
