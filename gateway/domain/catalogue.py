"""The decree's two lists as values: what a committee no longer issues, what it still may, and what
to do instead.

Wording never says that nobody may issue a paper: the lists bind village and neighbourhood
committees, and another issuer may still be asked for its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from gateway.domain.codes import Certainty
from gateway.domain.matter import BasisKind
from gateway.domain.requester import RequesterKind
from gateway.domain.text import Text

NEGATIVE = "negative"
RETAINED = "retained"


class Route(Enum):
    """How the decree has a matter settled without the committee's paper (办事途径)."""

    SHARING = "sharing"
    OWN_DOCUMENTS = "own_documents"
    OTHER_AUTHORITY = "other_authority"
    COURT = "court"
    SETTLEMENT = "settlement"
    NO_LEGAL_BASIS = "no_legal_basis"


@dataclass(frozen=True, slots=True)
class Department:
    """An organ that the decree names for sharing; ``connected`` if the gateway can ask it."""

    code: str
    name: Text
    connected: bool


@dataclass(frozen=True, slots=True)
class DecreeSharing:
    """The departments that the decree names; ``open_list`` if it adds 等 (and others)."""

    departments: tuple[str, ...]
    open_list: bool


@dataclass(frozen=True, slots=True)
class Ask:
    """A department that we ask, with the ``basis`` if the decree does not name it here."""

    department: str
    basis: Text | None


@dataclass(frozen=True, slots=True)
class Issuer:
    """Another authority that issues a paper of its own, and under which circumstances."""

    who: Text
    what: Text


@dataclass(frozen=True, slots=True)
class CertificateException:
    """A case in which the entry does not hold (……除外), and the retained certificate for it.

    ``retained`` is None where the decree names a case that none of the seven covers.
    """

    case: Text
    retained: int | None


@dataclass(frozen=True, slots=True)
class OlderItem:
    """An item of the municipality's list of 2018 that an entry covers (备注)."""

    name: Text
    also_called: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """An entry of the negative list (附件1): a committee no longer issues it.

    ``instead`` is the answer in one sentence, ``steps`` what clerk and resident can do in order.
    ``facts`` are the facts that answer for it and ``available`` tells whether they can be asked
    yet. ``lost`` says who replaces lost documents. ``cancelled_as`` is the number in the
    municipality's list of cancelled items of 2018 (取消清单), where the decree cites one.
    """

    number: int
    name: Text
    also_called: tuple[Text, ...]
    also_called_open: bool
    older: tuple[OlderItem, ...]
    cancelled_as: int | None
    routes: tuple[Route, ...]
    instead: Text
    steps: tuple[Text, ...]
    decree_sharing: DecreeSharing | None
    asks: tuple[Ask, ...]
    facts: tuple[str, ...]
    available: bool
    documents: tuple[Text, ...]
    documents_open: bool
    lost: Text | None
    issuers: tuple[Issuer, ...]
    exceptions: tuple[CertificateException, ...]


@dataclass(frozen=True, slots=True)
class CurrentBasis:
    """What has become of a printed basis since the decree, and how surely we know."""

    text: Text
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class RetainedCertificate:
    """An entry of the retained list (附件2): a committee may still issue it, within its limits.

    ``older_number`` is its number in the municipality's list of 2018; ``exception_of`` names the
    entries of the negative list whose exception it serves.
    """

    number: int
    name: Text
    demanded_by: tuple[Text, ...]
    used_for: Text
    basis_printed: tuple[Text, ...]
    basis_current: tuple[CurrentBasis, ...]
    signed_by: Text
    limits: tuple[Text, ...]
    older_number: int | None
    exception_of: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ListRule:
    """A general rule of the decree: what holds, unless what, under which conditions."""

    rule: Text
    proviso: Text
    conditions: tuple[Text, ...]
    citation: Text


@dataclass(frozen=True, slots=True)
class Citation:
    """A provision of law and what it says, in our words."""

    law: Text
    says: Text


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A basis for asking (domain.md §2): for which facts, open to whom.

    ``only_facts`` is None if the basis may serve every fact but ``except_facts``. Requesters of a
    kind in ``agreement_for`` need the written agreement of each department asked. ``relations``
    are the GB/T 4761 codes that the basis accepts, None where it does not turn on a relation.
    """

    kind: BasisKind
    name: Text
    citations: tuple[Citation, ...]
    conditions: tuple[Text, ...]
    only_facts: frozenset[str] | None
    except_facts: frozenset[str]
    requester_kinds: frozenset[RequesterKind]
    agreement_for: frozenset[RequesterKind]
    relations: frozenset[str] | None

    def serves(self, fact: str) -> bool:
        """Tell whether the basis may carry a question of this fact."""
        named = self.only_facts is None or fact in self.only_facts
        return named and fact not in self.except_facts

    def is_open_to(self, kind: RequesterKind) -> bool:
        """Tell whether a requester of this kind may use the basis."""
        return kind in self.requester_kinds


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Both lists by number, the rules around them, and the legal bases."""

    negative: Mapping[int, Certificate]
    retained: Mapping[int, RetainedCertificate]
    departments: Mapping[str, Department]
    unlisted: ListRule
    transition: ListRule
    bases: Mapping[BasisKind, LegalBasis]

    def holds(self, listed: str, number: int) -> bool:
        """Tell whether one of the two lists (``negative``, ``retained``) has this number."""
        lists: dict[str, Mapping[int, object]] = {NEGATIVE: self.negative, RETAINED: self.retained}
        return number in lists.get(listed, {})

    def entry_of(self, fact: str) -> Certificate | None:
        """The negative list's own entry for a fact: the first of those that it answers for."""
        about = (paper for _, paper in sorted(self.negative.items()) if fact in paper.facts)
        return next(about, None)
