"""What the entries about surveys commit to: a content, a sign-off, a round.

These digests are plain, so that whoever holds the paper can check it against the trail; nothing
that goes into them is personal (DECISIONS §29). Must never digest anything of a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.audit.canonical import canonical_json, digest
from gateway.policy.survey_form import sign_off_json, survey_json
from gateway.policy.survey_record import call_json

if TYPE_CHECKING:
    from gateway.domain.survey import SignOff, Survey, SurveyCall


def survey_digest(survey: Survey) -> str:
    """SHA-256 (hex) of a survey's canonical content: what is printed on the form."""
    return digest(canonical_json(survey_json(survey)))


def sign_off_digest(sign_off: SignOff) -> str:
    """SHA-256 (hex) of who in office signed, when, and that it was sealed."""
    return digest(canonical_json(sign_off_json(sign_off)))


def call_digest(call: SurveyCall) -> str:
    """SHA-256 (hex) of a round: its period, its day, and the units in the order of their codes."""
    return digest(canonical_json(call_json(call)))
