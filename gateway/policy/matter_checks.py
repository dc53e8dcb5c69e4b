"""What must fit together in a matter: bases, facts, requester, approvals, catalogue, codes.

Each check names the fields it looks at and is passed over where one of them is wrong in itself, so
that one mistake is not reported as many. Must never correct a matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.domain.catalogue import NEGATIVE
from gateway.domain.matter import BasisKind, SharingClass
from gateway.errors import Problem
from gateway.policy.matter_rules import ALIVE, KINSHIP, MARRIAGE

if TYPE_CHECKING:
    from gateway.domain.catalogue import Catalogue
    from gateway.domain.codes import Codes
    from gateway.domain.fact import Fact
    from gateway.domain.matter import Matter
    from gateway.domain.requester import Requester

DEATH: Final = "death"
NEEDED_BY_NEAR_RELATIVES: Final = (DEATH, KINSHIP)
"""The facts whose departments the first round of the basis `near_relative` asks."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a matter is checked against; `raw` is the form, for the places of items in lists."""

    raw: Mapping[str, object]
    catalogue: Catalogue
    facts: Mapping[str, Fact]
    requester: Requester
    codes: Codes

    def place(self, field: str, item: object) -> str:
        """The pointer of an item of a list."""
        items = self.raw.get(field)
        number = list(items).index(item) if isinstance(items, list | tuple) else 0
        return f"/{field}/{number}"


Check = Callable[["Matter", Known], Iterable[Problem]]


def check(matter: Matter, known: Known, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Find what does not fit together, given the problems that the fields themselves have."""
    wrong = {problem.pointer.split("/")[1] for problem in problems if problem.pointer}
    return tuple(
        problem
        for fields, checked in CHECKS
        if not wrong & set(fields)
        for problem in checked(matter, known)
    )


def _requester(matter: Matter, known: Known) -> Iterator[Problem]:
    if matter.requester != known.requester.code:
        yield Problem("/requester", "not_this_requester")


def _facts(matter: Matter, known: Known) -> Iterator[Problem]:
    for fact in sorted(matter.facts - known.facts.keys()):
        yield Problem(known.place("facts", fact), "unknown_fact")


def _bases(matter: Matter, known: Known) -> Iterator[Problem]:
    """Bases × facts × requester kinds (domain.md §2): none without use, no fact without basis."""
    if not matter.bases:
        yield Problem("/bases", "empty")
        return
    laws = {kind: known.catalogue.bases.get(kind) for kind in matter.bases}
    for kind, law in laws.items():
        if law is None or not law.is_open_to(known.requester.kind):
            yield Problem(f"/bases/{kind.value}", "not_open_to_requester")
        elif not any(law.serves(fact) for fact in matter.facts):
            yield Problem(f"/bases/{kind.value}", "serves_no_fact")
    for fact in sorted(matter.facts):
        if not any(law is not None and law.serves(fact) for law in laws.values()):
            yield Problem(known.place("facts", fact), "without_basis")


def _approvals(matter: Matter, known: Known) -> Iterator[Problem]:
    """Every required department of its facts has approved; nobody approves what is not asked."""
    asked = _facts_asked(matter, known)
    required = {department for fact in asked for department in fact.required}
    open_to_asking = required | {d for fact in asked for d in fact.consulted}
    shared = {a.department for a in matter.approvals if a.sharing is not SharingClass.NOT_SHARED}
    for department in sorted(required - shared):
        yield Problem(f"/approvals/{department}", "approval_missing")
    for number, approval in enumerate(matter.approvals):
        if approval.department not in open_to_asking:
            yield Problem(f"/approvals/{number}/department", "not_asked")


def _facts_asked(matter: Matter, known: Known) -> list[Fact]:
    names = set(matter.facts)
    if BasisKind.NEAR_RELATIVE in matter.bases:
        names |= set(NEEDED_BY_NEAR_RELATIVES)
    return [known.facts[name] for name in sorted(names) if name in known.facts]


def _certificate(matter: Matter, known: Known) -> Iterator[Problem]:
    """Either a listed certificate that it replaces, or why none (domain.md §2)."""
    if matter.replaces is None and matter.none_because is None:
        yield Problem("/replaces", "replaces_or_none_because")
    elif matter.replaces is not None and matter.none_because is not None:
        yield Problem("/none_because", "replaces_or_none_because")
    listed = matter.replaces
    if listed is not None and not known.catalogue.holds(listed.listed, listed.number):
        yield Problem("/replaces", "unknown_certificate")


def _exceptions(matter: Matter, known: Known) -> Iterator[Problem]:
    """Only papers of the retained list that serve an exception of the one replaced.

    Or of the entry of one of its facts: a succession is notarised, and the exception for that
    stands with the kinship (no. 1) of which the right to inherit (no. 18) is made.
    """
    entries = _entries_replaced(matter, known.catalogue)
    for number in sorted(matter.exceptions):
        paper = known.catalogue.retained.get(number)
        if paper is None:
            yield Problem(known.place("exceptions", number), "unknown_certificate")
        elif not entries & set(paper.exception_of):
            yield Problem(known.place("exceptions", number), "not_an_exception")


def _entries_replaced(matter: Matter, catalogue: Catalogue) -> set[int]:
    """The entry of the negative list that it replaces, and those of that entry's facts."""
    listed = matter.replaces
    if listed is None or listed.listed != NEGATIVE or listed.number not in catalogue.negative:
        return set()
    facts = catalogue.negative[listed.number].facts
    entries = (catalogue.entry_of(fact) for fact in facts)
    return {listed.number} | {entry.number for entry in entries if entry is not None}


def _derive(matter: Matter, _known: Known) -> Iterator[Problem]:
    """Derivations name people in between: only under a statutory basis (domain.md, kinship)."""
    if matter.derive is not None and BasisKind.STATUTORY_DUTY not in matter.bases:
        yield Problem("/derive", "needs_statutory_duty")
    if matter.derive is not None and KINSHIP not in matter.facts:
        yield Problem("/derive", "not_applicable")


def _notice_exempt(matter: Matter, _known: Known) -> Iterator[Problem]:
    """Only a statutory duty may be exempt from the notice (PIPL 35)."""
    if matter.notice_exempt is not None and BasisKind.STATUTORY_DUTY not in matter.bases:
        yield Problem("/notice_exempt", "needs_statutory_duty")


def _reveals(matter: Matter, known: Known) -> Iterator[Problem]:
    """Only ⓘ reasons of its own facts: everything else is told anyway, or never."""
    facts = [known.facts[name] for name in matter.facts if name in known.facts]
    hidden = {r.code for fact in facts for r in fact.reasons if r.told_as is not None}
    for code in sorted(matter.reveals - hidden):
        yield Problem(known.place("reveals", code), "not_a_hidden_reason")


def _limits(matter: Matter, known: Known) -> Iterator[Problem]:
    """Codes that limit claims are codes of their tables, and of a fact that it asks."""
    for field, fact, limit, table in (
        ("relations", KINSHIP, matter.relations, known.codes.family_relation),
        ("statuses", MARRIAGE, matter.statuses, known.codes.marital_status),
    ):
        if limit is not None and fact not in matter.facts:
            yield Problem(f"/{field}", "not_applicable")
        for code in sorted(limit or ()):
            if code not in table:
                yield Problem(known.place(field, code), "unknown_code")


def _for_one_fact(matter: Matter, known: Known) -> Iterator[Problem]:
    """Terms that only one fact knows stand only where it is asked."""
    if matter.at_death and KINSHIP not in matter.facts:
        yield Problem("/at", "not_applicable")
    if "max_age_days" in known.raw and ALIVE not in matter.facts:
        yield Problem("/max_age_days", "not_applicable")


CHECKS: Final[tuple[tuple[tuple[str, ...], Check], ...]] = (
    (("requester",), _requester),
    (("facts",), _facts),
    (("bases", "facts"), _bases),
    (("approvals", "bases", "facts"), _approvals),
    (("replaces", "none_because"), _certificate),
    (("exceptions", "replaces"), _exceptions),
    (("derive", "bases", "facts"), _derive),
    (("notice_exempt", "bases"), _notice_exempt),
    (("reveals", "facts"), _reveals),
    (("relations", "statuses", "facts"), _limits),
    (("at", "max_age_days", "facts"), _for_one_fact),
)
