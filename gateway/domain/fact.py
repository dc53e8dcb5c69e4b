"""A fact (核验事实) as a definition: claim form, plan of questions, decision table, reasons.

Facts arrive through the entry-point group `verification_gateway.facts`. Everything here is pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gateway.domain.evidence import Evidence
    from gateway.domain.finding import Finding, Reason
    from gateway.domain.person import Person
    from gateway.domain.question import Round
    from gateway.domain.text import Text

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]


class Claim(Protocol):
    """待核验内容: what the requester asserts. A frozen value made by its fact."""

    @property
    def others(self) -> tuple[Person, ...]:
        """The further persons it names (the relative, the spouse, a mother and a father)."""
        ...

    def canonical(self) -> dict[str, JsonValue]:
        """A JSON form in which equal claims are equal, for digests; `read_claim` reads it back.

        Field names are those of the interface; a person is `{"id_number", "id_type", "name"}` with
        the number in canonical form.
        """
        ...


@dataclass(frozen=True, slots=True)
class Terms:
    """What matter and calendar add to a claim.

    `today` is the civil date in Asia/Shanghai. `at_death`: kinship by marriage is judged the day
    before the recorded death (domain.md K2). `derive`: derivations are authorised (K7).
    """

    today: date
    max_age_days: int = 180
    derive: bool = False
    at_death: bool = False


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What a fact's plan and table see of a verification."""

    subject: Person
    claim: Claim
    terms: Terms


class Fact(Protocol):
    """One kind of bounded question. Implementations are stateless."""

    name: str
    title: Text
    version: str  # of the decision table; part of the policy digest
    required: tuple[str, ...]  # departments whose silence can make the answer unavailable (G3)
    consulted: tuple[str, ...]  # departments that never block
    claim_schema: Mapping[str, JsonValue]  # JSON Schema of the claim, for the interface document
    claim_example: Mapping[str, JsonValue]
    reasons: tuple[Reason, ...]

    def read_claim(self, raw: Mapping[str, JsonValue], subject: Person) -> Claim:
        """Read a claim in its JSON form (design.md §6).

        Raises ContentRefused with a pointer below `/claim` and a reason for everything wrong:
        unknown fields, wrong types, unknown codes, bad numbers, the subject named as the other.
        """
        ...

    def next_round(self, inquiry: Inquiry, evidence: Evidence) -> Round | None:
        """The questions still to be put, or None when the table can decide.

        Called with empty evidence first; never returns a question that evidence already answers.
        A plan ends after at most four rounds.
        """
        ...

    def decide(self, inquiry: Inquiry, evidence: Evidence) -> Finding:
        """Apply the decision table. The order of the evidence makes no difference.

        Questions of the plan that were not answered (because a department has no source, say)
        count as silence.
        """
        ...


class BringsWords(Fact, Protocol):
    """A fact whose claim fields, parts or kinds of record are not among the house's.

    `words` says what people call each of them. A fact without this member has none of its own; what
    nobody has a word for is shown as it is called in the interface.
    """

    words: Mapping[str, Text]
