"""One example of every problem document, made by the very code that makes the real ones."""

from __future__ import annotations

from typing import Final

from gateway.api.interface import examples as sent
from gateway.api.problems.documents import ProblemRaised, document
from gateway.api.problems.kinds import KINDS
from gateway.domain.fact import JsonValue
from gateway.errors import Problem

_PLACES: Final = {
    "content_invalid": (
        Problem("/subject/id_number", "number_check_digit"),
        Problem("/claim", "only_one_allowed"),
    ),
    "duplicate_key": (Problem("/claim/relation", "duplicate_key"),),
    "nesting_too_deep": (Problem("/claim", "nesting_too_deep"),),
    "number_out_of_range": (Problem("/claim/max_age_days", "number_out_of_range"),),
}


def problem_examples() -> dict[str, dict[str, JsonValue]]:
    """An example for each reason, as a component named `problem.<reason>`."""
    return {component(reason): {"value": example(reason)} for reason in KINDS}


def component(reason: str) -> str:
    """The name of a problem's example."""
    return f"problem.{reason}"


def example(reason: str) -> dict[str, JsonValue]:
    """The document of one problem."""
    members: dict[str, JsonValue] = {}
    if KINDS[reason].trailed:
        members["verification_id"] = sent.VERIFICATION_ID
    raised = ProblemRaised(reason, *_PLACES.get(reason, ()), members=members)
    return document(raised, sent.REQUEST_ID)


def token_example(reason: str, codes: frozenset[str], otherwise: str) -> dict[str, JsonValue]:
    """The same from the token endpoint, with the members of RFC 6749 §5.2."""
    error = reason if reason in codes else otherwise
    return {**example(reason), "error": error, "error_description": KINDS[reason].title.en}
