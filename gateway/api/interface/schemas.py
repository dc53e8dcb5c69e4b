"""The shapes of lists and registers that come back, as models for the interface document.

A test holds real replies against them. They describe; they never filter what is sent.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from gateway.api.interface import answer_shapes as answers
from gateway.api.interface.answer_shapes import Rule, Shape, Text
from gateway.api.interface.demand_shapes import DEMAND_SHAPES


class Coded(Shape):
    """A code and its sentence."""

    code: str
    text: Text


class OutcomeText(Coded):
    """An outcome, its name, and what it means and does not mean."""

    name: Text


class OutcomeReason(Coded):
    """A reason of an outcome; `told_as` is what is told instead unless the matter reveals it."""

    told_as: str | None
    facts: list[str]


class ProblemReason(Coded):
    """A problem or refusal with its status."""

    status: int


class Reasons(Shape):
    """All codes."""

    outcomes: list[OutcomeText]
    outcome_reasons: list[OutcomeReason]
    refusals: list[ProblemReason]
    problems: list[ProblemReason]
    content: list[Coded]


class Approval(Shape):
    """A department's approval of this use."""

    department: str
    number: str
    approved_on: date
    expires_on: date
    valid: bool


class Matter(Shape):
    """A matter of the caller's own."""

    code: str
    name: Text
    state: Literal["active", "inactive"]
    facts: list[str]
    bases: dict[str, Text] = Field(description="Each allowed basis with its citation.")
    whose: Literal["subject", "both"]
    minimum_assurance: str
    validity_days: int
    uses: int
    max_age_days: list[int]
    approvals: list[Approval]


class Matters(Shape):
    """What the caller may ask."""

    matters: list[Matter]


class LatencyMs(Shape):
    """Percentiles in milliseconds of the calls that were answered or promised."""

    p50: float
    p95: float
    p99: float


class SourceHealth(Shape):
    """How a department fared in the last quarter of an hour, as this process has seen it."""

    state: Literal["untried", "answering", "failing", "resting", "probing"]
    answered: int
    late: int
    silent: dict[str, int]
    latency_ms: LatencyMs | None
    last_spoke_at: datetime | None
    data_as_of: date | None
    coverage: dict[str, date]


class Source(Shape):
    """A department."""

    department: str
    name: Text | None
    connected: bool
    operations: list[str]
    required_for: list[str]
    consulted_for: list[str]
    health: SourceHealth | None


class FactForm(Shape):
    """A fact that can be asked, and the form of its claim."""

    fact: str
    title: Text
    required: list[str]
    consulted: list[str]
    claim_schema: dict[str, Any]


class Sources(Shape):
    """Whom the gateway asks, and for what."""

    sources: list[Source]
    facts: list[FactForm]


class Paper(Shape):
    """An entry of one of the decree's two lists."""

    number: int
    name: Text


class CertificateReply(Paper):
    """One entry, with the list and the catalogue it is of."""

    digest: str
    list: Literal["negative", "retained"]


class FoundPaper(Shape):
    """What a search found, and by which of its texts."""

    number: int
    by: str
    text: Text
    list: Literal["negative", "retained"]


class Catalogue(Shape):
    """Both lists, and the rules around them; what was found, if something was searched for."""

    digest: str
    negative: list[Paper]
    retained: list[Paper]
    found: list[FoundPaper] | None = None
    on_neither_list: bool | None = None
    unlisted: Rule
    transition: Rule


class Health(Shape):
    """A word."""

    status: Literal["ok", "ready"]


class Keys(Shape):
    """A JWK set (RFC 7517)."""

    keys: list[dict[str, Any]]


class Metadata(Shape):
    """Authorization server metadata (RFC 8414)."""

    issuer: str
    token_endpoint: str
    jwks_uri: str
    scopes_supported: list[str]
    response_types_supported: list[str]
    grant_types_supported: list[str]
    token_endpoint_auth_methods_supported: list[str]
    token_endpoint_auth_signing_alg_values_supported: list[str]
    service_documentation: str


SHAPES: tuple[type[Shape], ...] = (
    answers.Answer,
    answers.Pending,
    answers.CertificateAnswer,
    answers.Problem,
    answers.TokenProblem,
    answers.Token,
    answers.Consent,
    answers.RecordedConsent,
    answers.ConsentState,
    Reasons,
    Matters,
    Sources,
    Catalogue,
    CertificateReply,
    Health,
    Keys,
    Metadata,
    *DEMAND_SHAPES,
)
