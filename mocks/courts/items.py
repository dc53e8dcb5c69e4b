"""Looks into the courts' files and writes their items.

Must never drop a sealed item: the court says that there is one, and leaving it out is the
connector's work.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from mocks.asking import NOBODY
from mocks.population import Population
from mocks.population.archive import Archive
from mocks.population.court_files import Custody, Declaration, Judgment
from mocks.population.index import ByNumber, Directory
from mocks.population.numbers import canonical
from mocks.population.people import Spelt
from mocks.population.shelf import Shelf

Item = dict[str, object]

JUDGMENT_KINDS = {
    "divorce_judgment": "LHPJ",
    "divorce_mediation": "LHTJ",
    "void": "HYWX",
    "revoked": "HYCX",
}
EFFECTS = {"judgment_final": "JUDGMENT_FINAL", "last_signature": "LAST_SIGNATURE"}
DECLARED = {"death": "XGSW", "disappearance": "XGSZ"}
REVOKED = {"death": "CXSW", "disappearance": "CXSZ"}
SEALED: Item = {"sealed": True}


class FileRoom(Protocol):
    """Where the courts look for a person's files."""

    def items(self, operation: str, number: str) -> list[Item]:
        """The items of that kind of query, oldest first."""
        ...

    def somebody_else(self, number: str) -> str:
        """Another number than that one, for the fault of the wrong person."""
        ...


def open_files(holdings: Population | Archive) -> FileRoom:
    """The files of one population, or of an archive that is larger than memory."""
    return ArchivedFiles(holdings) if isinstance(holdings, Archive) else Files(holdings)


class ArchivedFiles:
    """Files that are opened block by block."""

    def __init__(self, archive: Archive) -> None:
        self._shelf = Shelf(archive, Files)

    def items(self, operation: str, number: str) -> list[Item]:
        """The items of that kind of query, oldest first."""
        return self._shelf.about(number).items(operation, number)

    def somebody_else(self, number: str) -> str:
        """Another number than that one, for the fault of the wrong person."""
        return self._shelf.about(number).somebody_else(number)


class Files:
    """Judgments, declarations and custody, by number."""

    def __init__(self, population: Population) -> None:
        held = population.courts
        self._directory = Directory(population)
        self._numbers = [resident.number for resident in population.residents]
        self._judgments = ByNumber(
            held.judgments, lambda judgment: [judgment.one, judgment.other], self._directory
        )
        self._declarations = ByNumber(
            held.declarations, lambda declaration: [declaration.who], self._directory
        )
        self._custodies = ByNumber(held.custodies, lambda custody: [custody.who], self._directory)

    def items(self, operation: str, number: str) -> list[Item]:
        """The items of that kind of query, oldest first."""
        if operation == "family_judgments":
            judgments = sorted(self._judgments.find(number), key=lambda file: file.document_on)
            return [self._judgment(judgment, number) for judgment in judgments]
        if operation == "declarations":
            return self._declaration_items(number)
        custodies = sorted(self._custodies.find(number), key=lambda custody: custody.on)
        return [self._custody(custody) for custody in custodies[-1:]]

    def somebody_else(self, number: str) -> str:
        """Another number than that one, for the fault of the wrong person."""
        asked = canonical(number)
        return next((held for held in self._numbers if canonical(held) != asked), NOBODY)

    def _judgment(self, judgment: Judgment, number: str) -> Item:
        if judgment.sealed:
            return SEALED
        own, partner = judgment.one, judgment.other
        if not self._directory.is_number_of(number, own):
            own, partner = partner, own
        established = judgment.established
        return {
            **self._own(own),
            "kind": JUDGMENT_KINDS[judgment.kind],
            "partnerName": self._directory.name(partner),
            "partnerIdNo": self._directory.number(partner) or None,
            "documentDate": _instant(judgment.document_on),
            "effectiveDate": _instant(judgment.effective_on),
            "effectBy": None if established is None else EFFECTS[established],
        }

    def _declaration_items(self, number: str) -> list[Item]:
        dated: list[tuple[date, Item]] = []
        for declaration in self._declarations.find(number):
            dated.append((declaration.judged_on, self._declared(declaration)))
            if declaration.revoked_on is not None:
                dated.append((declaration.revoked_on, self._revoked(declaration)))
        return [item for _, item in sorted(dated, key=lambda pair: pair[0])]

    def _declared(self, declaration: Declaration) -> Item:
        item: Item = {
            "kind": DECLARED[declaration.kind],
            "judgedOn": _instant(declaration.judged_on),
            "revokes": None,
            "noResume": None,
        }
        return self._finished(declaration, item)

    def _revoked(self, declaration: Declaration) -> Item:
        no_resume = declaration.no_resume
        item: Item = {
            "kind": REVOKED[declaration.kind],
            "judgedOn": _instant(declaration.revoked_on),
            "revokes": _instant(declaration.judged_on),
            "noResume": None if no_resume is None else no_resume.upper(),
        }
        return self._finished(declaration, item)

    def _finished(self, declaration: Declaration, item: Item) -> Item:
        if declaration.sealed:
            return SEALED
        spouse = declaration.spouse
        named: Item = {
            "spouseName": self._directory.name(spouse) or None,
            "spouseIdNo": self._directory.number(spouse) or None,
        }
        return {**self._own(declaration.who), **item, **named}

    def _custody(self, custody: Custody) -> Item:
        if custody.sealed:
            return SEALED
        return {**self._own(custody.who), "confirmedOn": _instant(custody.on)}

    def _own(self, who: Spelt) -> Item:
        return {
            "sealed": False,
            "selfName": self._directory.name(who),
            "selfIdNo": self._directory.number(who),
        }


def _instant(day: date | None) -> str | None:
    """Beijing midnight, as the courts write a day."""
    return None if day is None else f"{day.isoformat()}T00:00:00+08:00"
