"""The bytes of an audit entry: the stored bytes are the leaf of the log (formats.md §1).

Format version 1 is final: contracts/audit/entry.md describes it, and golden vectors hold it. This
module must never hash, seal or store, and never accept two byte forms of one entry.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast

from gateway.audit.canonical import canonical_json
from gateway.audit.entry import EntryDraft
from gateway.audit.instants import read_instant, write_instant
from gateway.audit.leaf_form import VERSION, wrong_field
from gateway.domain.consent import Assurance
from gateway.domain.decision import ConsentUse
from gateway.domain.matter import CertificateRef

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gateway.domain.fact import JsonValue

MAX_LEAF_BYTES = 65_535  # what an entry bundle can hold (formats.md §2)


class LeafRefused(ValueError):
    """Bytes or a draft that are no entry of a known format. Tells the field, never a value."""


@dataclass(frozen=True, slots=True)
class SealedPart:
    """One ciphertext of the detail: whose part it is, and its SHA-256 in hex."""

    role: str
    digest: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """An entry as its bytes state it; `draft.at` is exact to the millisecond."""

    draft: EntryDraft
    detail: tuple[SealedPart, ...]


def to_leaf(draft: EntryDraft, detail: Sequence[SealedPart] = ()) -> bytes:
    """The canonical bytes of an entry. Raises LeafRefused for ill-formed or too long ones."""
    content = {name: value for name, value in _content(draft, detail).items() if _is_there(value)}
    _check(content)
    try:
        leaf = canonical_json(content)
    except ValueError:
        raise LeafRefused("not representable as canonical JSON") from None
    if len(leaf) > MAX_LEAF_BYTES:
        raise LeafRefused("longer than 65,535 bytes")
    return leaf


def read_leaf(leaf: bytes) -> Leaf:
    """Read an entry's bytes back.

    Raises LeafRefused for unknown format versions, unknown fields, and for every byte string that
    `to_leaf` would not have written.
    """
    if len(leaf) > MAX_LEAF_BYTES:
        raise LeafRefused("longer than 65,535 bytes")
    try:
        content = json.loads(leaf.decode("utf-8"))
        canonical = canonical_json(content)
    except (ValueError, RecursionError):
        raise LeafRefused("not JSON in UTF-8") from None
    if canonical != leaf:
        raise LeafRefused("not in canonical form")
    if not isinstance(content, dict):
        raise LeafRefused("not an object")
    _check(content)
    return Leaf(_draft(content), tuple(SealedPart(**part) for part in content.get("detail", [])))


def _check(content: Mapping[str, object]) -> None:
    wrong = wrong_field(content)
    if wrong is not None:
        raise LeafRefused(f"field {wrong} is missing, unknown or ill-formed")


def _is_there(value: JsonValue) -> bool:
    return value is not None and value not in ("", [], {})


def _content(draft: EntryDraft, detail: Sequence[SealedPart]) -> dict[str, JsonValue]:
    return {
        "v": VERSION,
        "entry_id": draft.entry_id,
        "kind": draft.kind,
        "at": write_instant(draft.at),
        "parent": draft.parent,
        "verification_id": draft.verification_id,
        "requester": draft.requester,
        "matter": draft.matter,
        "fact": draft.fact,
        "certificate": asdict(draft.certificate) if draft.certificate else None,
        "basis": draft.basis,
        "consents": [
            {"consent_id": use.consent_id, "assurance": use.assurance.value}
            for use in draft.consents
        ],
        "decision": draft.decision,
        "rule": draft.rule,
        "outcome": draft.outcome,
        "reasons": [*draft.reasons],
        "departments": [
            {"department": department, "reply": reply} for department, reply in draft.departments
        ],
        "digests": {**draft.digests},
        "catalogue_digest": draft.catalogue_digest,
        "policy_digest": draft.policy_digest,
        "key_ids": [*draft.key_ids],
        "about": {word: text for word, text in draft.about.items() if text},
        "detail": [{"role": part.role, "digest": part.digest} for part in detail],
    }


def _draft(content: Mapping[str, Any]) -> EntryDraft:
    plain = {name: content[name] for name in _PLAIN if name in content}
    certificate = content.get("certificate")
    return EntryDraft(
        at=read_instant(content["at"]),
        certificate=CertificateRef(**certificate) if certificate else None,
        consents=tuple(
            ConsentUse(use["consent_id"], Assurance(use["assurance"]))
            for use in content.get("consents", [])
        ),
        reasons=tuple(content.get("reasons", [])),
        departments=tuple(
            (asked["department"], asked["reply"]) for asked in content.get("departments", [])
        ),
        key_ids=tuple(content.get("key_ids", [])),
        digests=cast("dict[str, str]", content.get("digests", {})),
        about=cast("dict[str, str]", content.get("about", {})),
        **plain,
    )


_PLAIN = (
    "entry_id",
    "kind",
    "parent",
    "verification_id",
    "requester",
    "matter",
    "fact",
    "basis",
    "decision",
    "rule",
    "outcome",
    "catalogue_digest",
    "policy_digest",
)
