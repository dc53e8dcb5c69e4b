"""The code tables of ``contracts/codes``, read and checked.

Never falls back to a table of its own: a missing or wrong file stops the start, because a code
that is read wrongly turns into a statement about a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Final

from gateway.domain.codes import Area, Certainty, Code, Codes, CodeTable, Successor
from gateway.storage.toml_files import Entry, read_toml

_AREA_CODE: Final = re.compile(r"[0-9]{6}")
_IMPRECISE_DAY: Final = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_PREFIX: Final = re.compile(r"[0-9A-Z]{2}")
_SERIAL: Final = re.compile(r"[0-9]{3}")


def load_codes(root: Traversable) -> Codes:
    """Read all code tables below ``root``, the folder that holds ``codes``.

    Raises SettingsRefused, naming file and entry.
    """
    kinds, prefixes = _read_organisation_kinds(root)
    return Codes(
        sex=_read_table(root, "codes/sex.toml"),
        marital_status=_read_table(root, "codes/marital_status.toml"),
        family_relation=_read_table(root, "codes/family_relation.toml"),
        deregistration_reasons=_read_table(root, "codes/deregistration_reasons.toml"),
        requester_kinds=_read_table(root, "codes/requester_kinds.toml"),
        organisation_kinds=kinds,
        organisation_prefixes=prefixes,
        areas=_read_areas(root),
        centenary_serials=_read_centenary_serials(root),
    )


def _read_table(root: Traversable, name: str) -> CodeTable:
    file = read_toml(root, name)
    table = _table(file, file.tables("codes"))
    file.close()
    return table


def _read_organisation_kinds(root: Traversable) -> tuple[CodeTable, Mapping[str, str]]:
    file = read_toml(root, "codes/organisation_kinds.toml")
    entries = file.tables("codes")
    prefixes = {}
    for entry in entries:
        if entry.has("prefix"):
            prefix = entry.matching("prefix", _PREFIX)
            if prefix in prefixes:
                raise entry.refused(f"prefix {prefix} occurs twice")
            prefixes[prefix] = entry.text("code")
    table = _table(file, entries)
    file.close()
    return table, MappingProxyType(prefixes)


def _table(file: Entry, entries: tuple[Entry, ...]) -> CodeTable:
    default = file.choice("certainty", Certainty)
    codes: dict[str, Code] = {}
    for entry in entries:
        code = entry.text("code")
        entry.rename(f"code {code}")
        certainty = entry.choice("certainty", Certainty) if entry.has("certainty") else default
        if code in codes:
            raise entry.refused("occurs twice")
        codes[code] = Code(code, entry.name(), certainty)
        entry.close()
    if not codes:
        raise file.refused("holds no codes")
    return CodeTable(file.both("title"), file.optional_text("standard"), MappingProxyType(codes))


def _read_areas(root: Traversable) -> Mapping[str, Area]:
    file = read_toml(root, "codes/areas.toml")
    file.both("title")
    file.text("standard")
    entries = file.tables("area")
    file.close()
    areas: dict[str, Area] = {}
    for entry in entries:
        area = _area(entry)
        if area.code in areas:
            raise entry.refused("occurs twice")
        areas[area.code] = area
    for entry in entries:
        _check_successors(entry, areas[entry.text("code")], areas)
    return MappingProxyType(areas)


def _area(entry: Entry) -> Area:
    code = entry.matching("code", _AREA_CODE)
    entry.rename(f"area {code}")
    area = Area(
        code,
        entry.name(),
        entry.choice("certainty", Certainty),
        entry.matching("valid_from", _IMPRECISE_DAY) if entry.has("valid_from") else None,
        entry.matching("valid_until", _IMPRECISE_DAY) if entry.has("valid_until") else None,
        tuple(_successor(item) for item in entry.tables("successors")),
    )
    entry.close()
    return area


def _successor(entry: Entry) -> Successor:
    successor = Successor(entry.text("code"), entry.optional_both("part"))
    entry.close()
    return successor


def _check_successors(entry: Entry, area: Area, areas: Mapping[str, Area]) -> None:
    for successor in area.successors:
        if successor.code not in areas or successor.code == area.code:
            raise entry.refused(f"successor {successor.code} is not another area of this file")
        if successor.part is None and len(area.successors) > 1:
            raise entry.refused(f"successor {successor.code} does not say which part it took")
        if successor.part is None and area.valid_until is None:
            raise entry.refused(f"successor {successor.code} took all, but the area goes on")
    if area.valid_from and area.valid_until and area.valid_until < area.valid_from:
        raise entry.refused("ends before it begins")


def _read_centenary_serials(root: Traversable) -> frozenset[str]:
    file = read_toml(root, "codes/identity_numbers.toml")
    file.text("standard")
    file.choice("certainty", Certainty)
    serials = file.texts("centenary_serials")
    file.close()
    for serial in serials:
        if not _SERIAL.fullmatch(serial):
            raise file.refused("centenary_serials must be of three digits each")
    return frozenset(serials)
