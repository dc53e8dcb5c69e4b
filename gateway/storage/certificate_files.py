"""Both lists of certificates and the rules around them, read entry by entry.

Sees one entry at a time; what an entry says about another is checked where the whole catalogue is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Final

from gateway.domain.catalogue import (
    Ask,
    Certificate,
    CertificateException,
    CurrentBasis,
    DecreeSharing,
    Department,
    Issuer,
    ListRule,
    OlderItem,
    RetainedCertificate,
    Route,
)
from gateway.domain.codes import Certainty
from gateway.storage.toml_files import Entry, read_toml

_CODE: Final = re.compile(r"[a-z][a-z_]*")
_OPENING: Final = "村（社区）不出具"


def read_negative(root: Traversable) -> Mapping[int, Certificate]:
    """Read the negative list by number. Raises SettingsRefused."""
    entries = _numbered(read_toml(root, "catalogue/negative.toml"))
    return MappingProxyType({number: _certificate(number, entry) for number, entry in entries})


def read_retained(root: Traversable) -> Mapping[int, RetainedCertificate]:
    """Read the retained list by number. Raises SettingsRefused."""
    entries = _numbered(read_toml(root, "catalogue/retained.toml"))
    return MappingProxyType({number: _retained(number, entry) for number, entry in entries})


def read_departments(root: Traversable) -> Mapping[str, Department]:
    """Read the departments that the decree names, by code. Raises SettingsRefused."""
    file = read_toml(root, "catalogue/departments.toml")
    departments: dict[str, Department] = {}
    for entry in file.tables("department"):
        code = entry.matching("code", _CODE)
        if code in departments:
            raise entry.refused(f"department {code} occurs twice")
        departments[code] = Department(code, entry.name(), entry.flag("connected"))
        entry.close()
    file.close()
    return MappingProxyType(departments)


def read_rules(root: Traversable) -> tuple[ListRule, ListRule]:
    """Read the rule for papers on neither list, and the transition rule. Raises SettingsRefused."""
    file = read_toml(root, "catalogue/rules.toml")
    rules = (_rule(file.table("unlisted")), _rule(file.table("transition")))
    file.close()
    return rules


def _numbered(file: Entry) -> list[tuple[int, Entry]]:
    """Number the entries, which must stand in order from 1 to the file's own ``count``."""
    count = file.whole("count")
    entries = file.tables("certificate")
    file.close()
    numbered = [(entry.whole("number"), entry) for entry in entries]
    for place, (number, entry) in enumerate(numbered, start=1):
        if number != place:
            raise entry.refused(f"has number {number} where {place} was expected")
        entry.rename(f"certificate {number}")
    if len(numbered) != count:
        raise file.refused(f"holds {len(numbered)} certificates, not {count}")
    return numbered


def _certificate(number: int, entry: Entry) -> Certificate:
    certificate = Certificate(
        number=number,
        name=entry.both("name"),
        also_called=entry.boths("also_called"),
        also_called_open=entry.flag("also_called_open"),
        older=tuple(_older(item) for item in entry.tables("older")),
        cancelled_as=entry.optional_whole("cancelled_as"),
        routes=entry.choices("routes", Route),
        instead=entry.both("instead"),
        steps=entry.boths("steps"),
        decree_sharing=_sharing(entry.table("decree_sharing"))
        if entry.has("decree_sharing")
        else None,
        asks=tuple(_ask(item) for item in entry.tables("asks")),
        facts=entry.texts("facts"),
        available=entry.flag("available"),
        documents=entry.boths("documents"),
        documents_open=entry.flag("documents_open"),
        lost=entry.optional_both("lost"),
        issuers=tuple(_issuer(item) for item in entry.tables("issuers")),
        exceptions=tuple(_exception(item) for item in entry.tables("exceptions")),
    )
    entry.close()
    _check_routes(certificate, entry)
    return certificate


def _check_routes(certificate: Certificate, entry: Entry) -> None:
    """Check that every route named has what it needs, and that the wording is the decree's."""
    routes = set(certificate.routes)
    if not certificate.instead.zh.startswith(_OPENING):
        raise entry.refused(f"instead must begin with {_OPENING}")
    if not routes or (Route.NO_LEGAL_BASIS in routes and len(routes) > 1):
        raise entry.refused("routes must name a way, or no_legal_basis alone")
    if (Route.SHARING in routes) != (certificate.decree_sharing is not None):
        raise entry.refused("route sharing and decree_sharing need each other")
    if Route.OWN_DOCUMENTS in routes and not certificate.documents:
        raise entry.refused("route own_documents needs documents")
    if routes & {Route.OTHER_AUTHORITY, Route.COURT} and not certificate.issuers:
        raise entry.refused("routes other_authority and court need issuers")
    if certificate.available and not certificate.facts:
        raise entry.refused("is available, but names no facts")


def _sharing(entry: Entry) -> DecreeSharing:
    sharing = DecreeSharing(entry.texts("departments"), entry.flag("open_list"))
    if not sharing.departments:
        raise entry.refused("departments is empty")
    entry.close()
    return sharing


def _ask(entry: Entry) -> Ask:
    ask = Ask(entry.text("department"), entry.optional_both("basis"))
    entry.close()
    return ask


def _issuer(entry: Entry) -> Issuer:
    issuer = Issuer(entry.both("who"), entry.both("what"))
    entry.close()
    return issuer


def _exception(entry: Entry) -> CertificateException:
    exception = CertificateException(entry.both("case"), entry.optional_whole("retained"))
    entry.close()
    return exception


def _older(entry: Entry) -> OlderItem:
    older = OlderItem(entry.both("name"), entry.boths("also_called"))
    entry.close()
    return older


def _retained(number: int, entry: Entry) -> RetainedCertificate:
    retained = RetainedCertificate(
        number=number,
        name=entry.both("name"),
        demanded_by=entry.boths("demanded_by"),
        used_for=entry.both("used_for"),
        basis_printed=entry.boths("basis_printed"),
        basis_current=tuple(_current(item) for item in entry.tables("basis_current")),
        signed_by=entry.both("signed_by"),
        limits=entry.boths("limits"),
        older_number=entry.optional_whole("older_number"),
        exception_of=entry.wholes("exception_of"),
    )
    entry.close()
    if not retained.demanded_by or not retained.basis_printed:
        raise entry.refused("needs demanded_by and basis_printed")
    return retained


def _current(entry: Entry) -> CurrentBasis:
    current = CurrentBasis(entry.both("text"), entry.choice("certainty", Certainty))
    entry.close()
    return current


def _rule(entry: Entry) -> ListRule:
    rule = ListRule(
        entry.both("rule"), entry.both("proviso"), entry.boths("conditions"), entry.both("citation")
    )
    entry.close()
    if not rule.conditions:
        raise entry.refused("conditions is empty")
    return rule
