"""Gives out identity numbers to millions in memory that does not grow with them.

Must never give one out twice.
"""

from __future__ import annotations

from datetime import date

from mocks.population.numbers import NumberError, complete

AREAS = (
    *(f"5001{district:02d}" for district in (*range(1, 21), *range(51, 58))),
    *(f"5002{county}" for county in (29, 30, 31, 33, 35, 36, 37, 38, 40, 41, 42, 43)),
    "511202",
)
"""Chongqing's districts and counties, and one that is long abolished."""
FIRST_DAY = date(1880, 1, 1).toordinal()
LAST_DAY = date(2060, 1, 1).toordinal()
DAYS = LAST_DAY - FIRST_DAY
PER_CELL = 250  # of one sex, born on one day in one area


class Counters:
    """Counts who was born when and where: one byte for each area, day and sex."""

    def __init__(self) -> None:
        self._areas = {area: index for index, area in enumerate(AREAS)}
        self._given = bytearray(2 * DAYS * len(AREAS))

    def issue(self, area: str, born_on: date, sex: str) -> str:
        """A new number; raises NumberError where none is left for that area, day and sex.

        A full area is no reason to fail: the next one is tried, for people are born elsewhere too.
        """
        first = self._areas[area]
        for step in range(len(AREAS)):
            index = (first + step) % len(AREAS)
            odd = sex == "1"
            cell = (index * DAYS + born_on.toordinal() - FIRST_DAY) * 2 + odd
            given = self._given[cell]
            if given < PER_CELL:
                self._given[cell] = given + 1
                serial = 2 * given + (1 if odd else 2)
                return complete(f"{AREAS[index]}{born_on:%Y%m%d}{serial:03d}")
        raise NumberError("no serial is left for that day")
