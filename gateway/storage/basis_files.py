"""The legal bases of ``contracts/catalogue/legal_bases.toml``, read and checked.

Knows no law itself: which fact a basis may serve, and for whom, is what the file says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Final

from gateway.domain.catalogue import Citation, LegalBasis
from gateway.domain.matter import BasisKind
from gateway.domain.requester import RequesterKind
from gateway.storage.toml_files import Entry, read_toml

_RELATION: Final = re.compile(r"[0-9]{2}")


def read_bases(root: Traversable) -> Mapping[BasisKind, LegalBasis]:
    """Read every legal basis, each exactly once. Raises SettingsRefused."""
    file = read_toml(root, "catalogue/legal_bases.toml")
    bases: dict[BasisKind, LegalBasis] = {}
    for entry in file.tables("basis"):
        basis = _basis(entry)
        if basis.kind in bases:
            raise entry.refused("occurs twice")
        bases[basis.kind] = basis
    file.close()
    missing = [kind.value for kind in BasisKind if kind not in bases]
    if missing:
        raise file.refused(f"basis {', '.join(missing)} is missing")
    return MappingProxyType(bases)


def _basis(entry: Entry) -> LegalBasis:
    kind = entry.choice("kind", BasisKind)
    entry.rename(f"basis {kind.value}")
    basis = LegalBasis(
        kind=kind,
        name=entry.both("name"),
        citations=tuple(_citation(item) for item in entry.tables("citations")),
        conditions=entry.boths("conditions"),
        only_facts=frozenset(entry.texts("only_facts")) if entry.has("only_facts") else None,
        except_facts=frozenset(entry.texts("except_facts")),
        requester_kinds=frozenset(entry.choices("requester_kinds", RequesterKind)),
        agreement_for=frozenset(entry.choices("agreement_for", RequesterKind)),
        relations=_relations(entry),
    )
    entry.close()
    if not basis.citations or not basis.requester_kinds:
        raise entry.refused("needs citations and requester_kinds")
    if not basis.agreement_for <= basis.requester_kinds:
        raise entry.refused("agreement_for names a kind that the basis is not open to")
    return basis


def _relations(entry: Entry) -> frozenset[str] | None:
    if not entry.has("relations"):
        return None
    relations = entry.texts("relations")
    if not all(_RELATION.fullmatch(relation) for relation in relations):
        raise entry.refused("relations must be codes of two digits")
    return frozenset(relations)


def _citation(entry: Entry) -> Citation:
    citation = Citation(entry.both("law"), entry.both("says"))
    entry.close()
    return citation
