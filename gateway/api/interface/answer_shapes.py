"""The shapes of answers, problems, tokens and consents, as models for the interface document.

A test holds real replies against them. They describe; they never filter what is sent.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

OutcomeCode = Literal[
    "confirmed", "contradicted", "no_record", "ambiguous", "conflict", "pending", "unavailable"
]


class Shape(BaseModel):
    """A JSON object that comes back; clients must tolerate members that are not listed."""

    model_config = ConfigDict(extra="allow")


class Text(Shape):
    """The same thing in Chinese and in English."""

    zh: str
    en: str


class RestsOn(Shape):
    """A neutral kind of record, and the day its data are of."""

    record: str
    as_of: date


class CertificateEntry(Shape):
    """The entry of the negative list that the paper stands in."""

    listed: Literal["negative", "retained"]
    number: int
    name: Text | None
    instead: Text | None


class Issuer(Shape):
    """Somebody else who issues a paper of their own."""

    who: Text
    what: Text


class Fallback(Shape):
    """A retained certificate that applies."""

    number: int
    name: Text
    cases: list[Text]
    limits: list[Text]
    signed_by: Text


class Rule(Shape):
    """A general rule of the decree."""

    rule: Text
    proviso: Text
    conditions: list[Text]
    citation: Text


class Guidance(Shape):
    """办理指引: what clerk and resident can do when the outcome is not `confirmed`."""

    meaning: Text
    steps: list[Text]
    papers: list[Text]
    papers_open: bool
    accepted: Text | None
    lost: Text | None
    certificate: CertificateEntry | None
    issuers: list[Issuer]
    retained: list[Fallback]
    transition: Rule | None


class Audit(Shape):
    """The entries of the trail: the intent to ask, and the disclosure of the answer."""

    intent: str
    disclosure: str | None


class ListedPaper(Shape):
    """A paper of one of the decree's two lists."""

    listed: Literal["negative", "retained"]
    number: int
    name: Text


class Answer(Shape):
    """An outcome, never a record. Only `contradicted` is a no, and only `confirmed` a yes."""

    verification_id: str
    fact: str
    outcome: OutcomeCode
    reasons: list[str] = Field(description="Codes of /v1/reasons; tolerate unknown ones.")
    parts: dict[str, OutcomeCode] = Field(description="The outcome of each claimed part.")
    as_of: date | None
    rests_on: list[RestsOn]
    guidance: Guidance | None
    receipt: str | None = Field(description="SD-JWT (RFC 9901); null only while pending.")
    audit: Audit
    departments: list[str] | None = Field(
        default=None, description="Who did not answer (yet); absent where that would tell a cause."
    )
    certificate: ListedPaper | None = Field(
        default=None, description="The paper that was asked for by its number, if one was."
    )
    judged_at: Literal["death"] | None = Field(
        default=None, description="Kinship was judged at the subject's death, not today."
    )


class Pending(Answer):
    """An answer that is still to come: a department answers later, at the latest on `due_on`."""

    due_on: date
    due_provisional: bool = Field(
        default=False,
        description=(
            "True if the holidays of a year on the way to `due_on` are not announced yet: the"
            " number of working days until then may turn out to be another."
        ),
    )


class CertificateAnswer(Shape):
    """What came of a paper: the least favourable outcome, and the answer of each of its facts."""

    certificate: ListedPaper
    outcome: OutcomeCode
    parts: dict[str, OutcomeCode] = Field(description="The outcome of each fact.")
    guidance: Guidance | None
    notice: str = Field(description="Where the printable notice of the whole is.")
    verifications: dict[str, Answer] = Field(description="The answer of each fact, by its name.")
    due_on: date | None = Field(
        default=None, description="While pending: the day by which all have answered."
    )
    due_provisional: bool | None = Field(
        default=None, description="While pending: whether holidays on the way are not announced."
    )


class ContentProblem(Shape):
    """One thing that is wrong: where (RFC 6901) and why. Never what was written there."""

    pointer: str
    reason: str


class SurveyProblem(Shape):
    """One thing that is wrong in a survey; `row` counts from 1, null outside the rows."""

    row: int | None
    field: str
    reason: str
    text: Text


class Problem(Shape):
    """A problem document (RFC 9457) in both languages."""

    type: str = Field(description="A page that explains it, relative to the gateway's address.")
    title: str
    title_zh: str
    status: int
    detail: str
    detail_zh: str
    reason: str = Field(description="A code of /v1/reasons.")
    request_id: str
    errors: list[ContentProblem] | None = None
    survey_problems: list[SurveyProblem] | None = Field(
        default=None, description="All that is wrong in a survey, in words."
    )
    survey_id: str | None = Field(default=None, description="The survey that is in the way.")
    verification_id: str | None = Field(default=None, description="With a refusal.")
    dependency: Literal["trail", "log", "signing"] | None = Field(
        default=None, description="With a 503."
    )


class TokenProblem(Problem):
    """The same with the members of RFC 6749 §5.2."""

    error: str
    error_description: str


class Token(Shape):
    """An access token (RFC 9068), bound to the client's key."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    scope: str


class Consent(Shape):
    """A consent: its record after ISO/IEC TS 27560, and the signed consent receipt over it."""

    consent_id: str
    state: Literal["awaiting", "active", "exhausted", "expired", "revoked"]
    record: dict[str, Any]
    receipt: str


class RecordedConsent(Consent):
    """A consent that was recorded just now, with the code by which the resident withdraws it."""

    withdrawal_code: str


class ConsentState(Shape):
    """What a consent is now."""

    consent_id: str
    state: Literal["active", "revoked"]
