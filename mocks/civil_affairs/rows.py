"""Looks into civil affairs' registers and writes their rows.

Must never drop a sealed row: the department marks it, and leaving it out is the connector's work.
"""

from __future__ import annotations

from mocks.asking import NOBODY
from mocks.population import Population
from mocks.population.civil_registers import Adoption, Cremation, MaritalEvent
from mocks.population.index import ByNumber, Directory
from mocks.population.numbers import canonical
from mocks.population.people import Spelt

Row = dict[str, object]

KINDS = {
    "marriage": ("IA", "结婚登记"),
    "divorce": ("IB", "离婚登记"),
    "marriage_reissued": ("ICA", "补领结婚登记证"),
    "divorce_reissued": ("ICB", "补领离婚登记证"),
    "annulment": ("ID", "撤销婚姻"),
}
NO_MATCH: Row = {
    "op_type": "INR",
    "op_type_desc": "无匹配记录",
    "op_date": "",
    "cert_no": "",
    "name_self": "",
    "cert_num_self": "",
    "name_match": "",
    "name_other": "",
    "cert_num_other": "",
    "seal_flag": "0",
}


class Registers:
    """Marriages, adoptions and cremations, by number."""

    def __init__(self, population: Population) -> None:
        held = population.civil_affairs
        self._directory = Directory(population)
        self._numbers = [resident.number for resident in population.residents]
        self._marital = ByNumber(
            held.marital_events, lambda event: [event.one, event.other], self._directory
        )
        self._adoptions = ByNumber(
            held.adoptions,
            lambda adoption: [adoption.adopted, *adoption.adopters],
            self._directory,
        )
        self._cremations = ByNumber(
            held.cremations, lambda cremation: [cremation.who], self._directory
        )

    def marital(self, number: str, name: str, other_number: str | None) -> list[Row]:
        """Rows of marital events of a person, or between two; one row INR if there are none."""
        events = sorted(self._marital.find(number), key=lambda event: event.on)
        rows = [
            self._marital_row(event, number, name)
            for event in events
            if other_number is None or self._concerns(event, number, other_number)
        ]
        return rows or [NO_MATCH]

    def adoptions(self, number: str, name: str) -> list[Row]:
        """Rows of adoptions in which the person was adopted or adopted somebody."""
        found = sorted(self._adoptions.find(number), key=lambda adoption: adoption.on)
        return [self._adoption_row(adoption, number, name) for adoption in found]

    def cremations(self, number: str, name: str) -> list[Row]:
        """Rows of cremations."""
        found = self._cremations.find(number)
        return [self._cremation_row(cremation, name) for cremation in found]

    def somebody_else(self, number: str) -> str:
        """Another number than that one, for the fault of the wrong person."""
        asked = canonical(number)
        return next((held for held in self._numbers if canonical(held) != asked), NOBODY)

    def _sides(self, event: MaritalEvent, number: str) -> tuple[Spelt, Spelt]:
        if self._directory.is_number_of(number, event.one):
            return event.one, event.other
        return event.other, event.one

    def _concerns(self, event: MaritalEvent, number: str, other_number: str) -> bool:
        _, other = self._sides(event, number)
        return self._directory.is_number_of(other_number, other)

    def _marital_row(self, event: MaritalEvent, number: str, name: str) -> Row:
        code, text = KINDS[event.kind]
        own, other = self._sides(event, number)
        return {
            "op_type": code,
            "op_type_desc": text,
            "op_date": event.on.isoformat(),
            "cert_no": event.certificate,
            **self._own(own, name),
            "name_other": self._directory.name(other),
            "cert_num_other": self._directory.number(other),
            "seal_flag": _flag(event.sealed),
        }

    def _adoption_row(self, adoption: Adoption, number: str, name: str) -> Row:
        is_adopted = self._directory.is_number_of(number, adoption.adopted)
        adopter = next(
            (one for one in adoption.adopters if self._directory.is_number_of(number, one)),
            adoption.adopted,
        )
        dissolved, kept = adoption.dissolved_on, adoption.kept_parent
        return {
            "reg_no": adoption.certificate,
            "reg_date": adoption.on.isoformat(),
            "dissolve_date": "" if dissolved is None else dissolved.isoformat(),
            "role": "A" if is_adopted else "B",
            **self._own(adoption.adopted if is_adopted else adopter, name),
            "adopted": self._person(adoption.adopted),
            "adopters": [self._person(one) for one in adoption.adopters],
            "kept_parent": None if kept is None else self._person(kept),
            "seal_flag": _flag(adoption.sealed),
        }

    def _cremation_row(self, cremation: Cremation, name: str) -> Row:
        return {
            "cremate_date": cremation.on.isoformat(),
            **self._own(cremation.who, name),
            "seal_flag": _flag(cremation.sealed),
        }

    def _own(self, who: Spelt, name: str) -> Row:
        held = self._directory.name(who)
        return {
            "name_self": held,
            "cert_num_self": self._directory.number(who),
            "name_match": "Y" if held == name else "N",
        }

    def _person(self, who: Spelt) -> dict[str, str]:
        return {"name": self._directory.name(who), "cert_num": self._directory.number(who)}


def _flag(sealed: bool) -> str:  # noqa: FBT001 - the one thing that it turns into a flag
    return "1" if sealed else "0"
