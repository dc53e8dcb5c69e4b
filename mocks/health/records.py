"""Looks into health's registers and writes their records.

Must never leave an element out: what is not held, or is sealed, is empty.
"""

from __future__ import annotations

from lxml import etree

from mocks.asking import NOBODY
from mocks.envelope import add
from mocks.population import Population
from mocks.population.health_registers import Birth, Death, Service
from mocks.population.index import ByNumber, Directory
from mocks.population.numbers import canonical

STATUS_CODES = {"valid": "1", "replaced": "2", "voided": "3"}
FORM_CODES = {"new": "1", "old": "2"}
Fields = dict[str, str]


class Registers:
    """Births, deaths and last services, by number and by certificate."""

    def __init__(self, population: Population) -> None:
        held = population.health
        self._directory = Directory(population)
        self._numbers = [resident.number for resident in population.residents]
        self._certificates = {birth.certificate: birth for birth in held.births}
        self._by_child = ByNumber(held.births, lambda birth: [birth.child], self._directory)
        self._by_mother = ByNumber(held.births, lambda birth: [birth.mother], self._directory)
        self._deaths = ByNumber(held.deaths, lambda death: [death.who], self._directory)
        self._services = ByNumber(held.services, lambda seen: [seen.who], self._directory)

    def write(self, records: etree._Element, operation: str, asked: str) -> None:
        """Append one record for everything held under that number or certificate."""
        for fields, sealed in self._find(operation, asked):
            record = add(records, "record")
            for name, value in fields.items():
                add(record, name, "" if sealed else value)
            add(record, "FCBZ", "1" if sealed else "0")

    def something_else(self, operation: str, asked: str) -> str:
        """Another number or certificate than that one, for the fault of the wrong person."""
        if operation == "birth_by_certificate":
            return next((held for held in self._certificates if held != asked), "A000000000")
        number = canonical(asked)
        return next((held for held in self._numbers if canonical(held) != number), NOBODY)

    def _find(self, operation: str, asked: str) -> list[tuple[Fields, bool]]:
        match operation:
            case "birth_by_certificate":
                birth = self._certificates.get(asked)
                return [] if birth is None else self._births((birth,))
            case "birth_by_child":
                return self._births(self._by_child.find(asked))
            case "birth_by_mother":
                return self._births(self._by_mother.find(asked))
            case "death":
                deaths = sorted(self._deaths.find(asked), key=lambda death: death.on)
                return [(self._death(death), death.sealed) for death in deaths]
            case _:
                services = sorted(self._services.find(asked), key=lambda seen: seen.on)[-1:]
                return [(self._service(seen), seen.sealed) for seen in services]

    def _births(self, births: tuple[Birth, ...]) -> list[tuple[Fields, bool]]:
        oldest_first = sorted(births, key=lambda birth: birth.born_at)
        return [(self._birth(birth), birth.sealed) for birth in oldest_first]

    def _birth(self, birth: Birth) -> Fields:
        return {
            "CSZMBH": birth.certificate,
            "ZT": STATUS_CODES[birth.status],
            "HFBH": birth.replaced_by or "",
            "CSSJ": f"{birth.born_at:%Y-%m-%d %H:%M:%S}",
            "ETXM": self._directory.name(birth.child),
            "ETGMSFHM": self._directory.number(birth.child),
            "ETXB": birth.child_sex,
            "MQXM": self._directory.name(birth.mother),
            "MQGMSFHM": self._directory.number(birth.mother),
            "FQXM": self._directory.name(birth.father),
            "FQGMSFHM": self._directory.number(birth.father),
        }

    def _death(self, death: Death) -> Fields:
        return {
            "ZSBH": death.certificate,
            "ZSLX": FORM_CODES[death.form],
            "XM": self._directory.name(death.who),
            "GMSFHM": self._directory.number(death.who),
            "SWRQ": f"{death.on:%Y%m%d}",
            "SWYY": death.cause,
        }

    def _service(self, seen: Service) -> Fields:
        return {
            "XM": self._directory.name(seen.who),
            "GMSFHM": self._directory.number(seen.who),
            "JZRQ": f"{seen.on:%Y%m%d}",
        }
