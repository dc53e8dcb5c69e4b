"""A matter (事项): a registered public-service matter of one requester (domain.md §2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from gateway.domain.consent import Assurance

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gateway.domain.text import Text


class BasisKind(Enum):
    """处理依据."""

    CONSENT = "consent"
    STATUTORY_DUTY = "statutory_duty"
    NEAR_RELATIVE = "near_relative"


class Whose(Enum):
    """Whose consent is needed for a question about two persons."""

    SUBJECT = "subject"
    BOTH = "both"


class SharingClass(Enum):
    """The sharing class of the department's data-catalogue item."""

    UNCONDITIONAL = "unconditional"
    CONDITIONAL = "conditional"
    NOT_SHARED = "not_shared"


class MatterState(Enum):
    """Whether it may be used."""

    ACTIVE = "active"
    INACTIVE = "inactive"


@dataclass(frozen=True, slots=True)
class CertificateRef:
    """An entry of one of the decree's two lists: `listed` is "negative" or "retained"."""

    listed: str
    number: int


@dataclass(frozen=True, slots=True)
class Approval:
    """A providing department's own approval of this use; without a valid one it is not asked."""

    department: str
    item: str  # the department's data-catalogue item
    sharing: SharingClass
    number: str
    approved_on: date
    expires_on: date

    def is_valid_on(self, day: date) -> bool:
        """Whether the approval covers that day, both ends included."""
        if self.sharing is SharingClass.NOT_SHARED:
            return False
        return self.approved_on <= day <= self.expires_on


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice (PIPL 17, 23, 30) whose text names what the law wants named."""

    version: str
    purpose: Text
    categories: Text
    recipient: Text
    retention: Text
    rights: Text
    effect: Text


@dataclass(frozen=True, slots=True)
class Quotas:
    """Questions per civil day (Asia/Shanghai); misses and refusals count too. None = no limit."""

    per_requester: int | None = None
    per_matter: int | None = None
    per_operator: int | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """What one requester may ask, on which basis and with which limits.

    `bases` maps each allowed basis to its citation. `facts` names the facts it may ask.
    `relations` and `statuses` limit kinship and marriage claims; None = all.
    Exactly one of `replaces` and `none_because` is set. `exceptions` are the numbers of the
    retained list whose circumstances this matter is (real-estate registration, notarisation: 5);
    only then may guidance name that paper as the fallback.
    """

    code: str
    requester: str
    name: Text
    facts: frozenset[str]
    bases: Mapping[BasisKind, Text]
    notice: Notice
    approvals: tuple[Approval, ...]
    impact_assessment: str
    replaces: CertificateRef | None = None
    none_because: Text | None = None
    exceptions: frozenset[int] = frozenset()
    whose: Whose = Whose.BOTH
    minimum_assurance: Assurance = Assurance.CONFIRMED_BY_CODE
    validity_days: int = 90
    uses: int = 1
    max_age_days: tuple[int, ...] = (180,)
    derive: Text | None = None  # the citation that authorises derivations; None = not allowed
    at_death: bool = False
    reveals: frozenset[str] = frozenset()
    relations: frozenset[str] | None = None
    statuses: frozenset[str] | None = None
    quotas: Quotas = field(default_factory=Quotas)
    retention_days: int = 1095
    notice_exempt: Text | None = None  # the citation that exempts it from the notice (PIPL 35)
    state: MatterState = MatterState.ACTIVE
