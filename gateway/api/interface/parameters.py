"""The parameters and reply headers of the interface document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from gateway.api.idempotency import HEADER, LONGEST_KEY
from gateway.api.interface import examples as sent
from gateway.api.interface.survey_examples import SURVEY_ID
from gateway.domain.catalogue import NEGATIVE, RETAINED
from gateway.domain.fact import JsonValue
from gateway.domain.survey import PERIOD_FORM
from gateway.policy.catalogue_search import LONGEST_QUERY

Schema = dict[str, Any]

_TEXT: Final[Schema] = {"type": "string"}
_NUMBER: Final[Schema] = {"type": "integer", "minimum": 1}
_LISTS: Final[Schema] = {"enum": [NEGATIVE, RETAINED]}


def _parameter(
    place: str, name: str, schema: JsonValue, description: str, example: JsonValue
) -> Schema:
    return {
        "name": name,
        "in": place,
        "required": place == "path" or name == HEADER,
        "schema": schema,
        "description": description,
        "example": example,
    }


PARAMETERS: Final[Mapping[str, Schema]] = {
    "IdempotencyKey": _parameter(
        "header",
        HEADER,
        {**_TEXT, "minLength": 1, "maxLength": LONGEST_KEY},
        "New for each new request, the same when trying again; kept for 24 hours.",
        "b7c1b7de-0a4c-4f0e-9a3e-5d2f1c0b9a88",
    ),
    "VerificationId": _parameter(
        "path",
        "verification_id",
        {**_TEXT, "pattern": "^ver_[0-9a-f]{32}$"},
        "The verification.",
        sent.VERIFICATION_ID,
    ),
    "VerificationIds": _parameter(
        "path",
        "verification_id",
        {**_TEXT, "pattern": "^ver_[0-9a-f]{32}(,ver_[0-9a-f]{32}){0,7}$"},
        "The verification, or all those of one paper that was asked for, joined by commas.",
        sent.VERIFICATION_ID,
    ),
    "ConsentId": _parameter(
        "path",
        "consent_id",
        {**_TEXT, "pattern": "^cns_[0-9a-f]{32}$"},
        "The consent.",
        sent.CONSENT_ID,
    ),
    "SurveyId": _parameter(
        "path",
        "survey_id",
        {**_TEXT, "pattern": "^srv_[0-9a-f]{32}$"},
        "The survey.",
        SURVEY_ID,
    ),
    "SurveyPeriod": _parameter(
        "query", "period", {**_TEXT, "pattern": f"^{PERIOD_FORM}$"}, "Only this period.", "2026"
    ),
    "NeededPeriod": {
        **_parameter(
            "query", "period", {**_TEXT, "pattern": f"^{PERIOD_FORM}$"}, "The period.", "2026"
        ),
        "required": True,
    },
    "SurveyHeadings": _parameter(
        "query", "headings", {"enum": ["codes", "zh"]}, "Headings by code or in Chinese.", "zh"
    ),
    "Language": _parameter("query", "lang", {"enum": ["zh", "en"]}, "Language of the page.", "en"),
    "Listed": _parameter("path", "listed", _LISTS, "Which list.", NEGATIVE),
    "EntryNumber": _parameter("path", "number", _NUMBER, "Its number.", 1),
    "List": _parameter("query", "list", _LISTS, "Only this list.", NEGATIVE),
    "Number": _parameter("query", "number", _NUMBER, "Only this number.", 1),
    "NamePart": _parameter(
        "query", "name", {**_TEXT, "maxLength": 40}, "A part of a paper's name.", "亲属"
    ),
    "Wanted": _parameter(
        "query",
        "q",
        {**_TEXT, "minLength": 1, "maxLength": LONGEST_QUERY},
        "What somebody calls the paper: number, name or part of it, older name, who demands it.",
        "健在",
    ),
    "Tile": _parameter(
        "path",
        "tile",
        {
            **_TEXT,
            "pattern": "^(entries|0|[1-9][0-9]?)/(x[0-9]{3}/)*[0-9]{3}(\\.p/[1-9][0-9]{0,2})?$",
        },
        "Level or `entries`, number in groups of three digits, and the width of a partial tile.",
        "0/x001/x234/067",
    ),
    "SurveyHeld": _parameter(
        "header",
        "If-Match",
        _TEXT,
        "The digest of the draft that you hold: another one is not replaced. Left out, any is.",
        f'"{"ab" * 32}"',
    ),
    "IfNoneMatch": _parameter("header", "If-None-Match", _TEXT, "An ETag you hold.", '"9f2c4e0d"'),
}

HEADERS: Final[Mapping[str, tuple[str, Schema]]] = {
    "Replayed": (
        "Idempotent-Replayed",
        {"schema": {"const": "true"}, "description": "An earlier reply, given again."},
    ),
    "Location": ("Location", {"schema": _TEXT, "description": "Where to look for it."}),
    "RetryAfter": (
        "Retry-After",
        {"schema": {"type": "integer"}, "description": "Seconds to wait at least."},
    ),
    "ETag": ("ETag", {"schema": _TEXT, "description": "The catalogue's digest."}),
    "Challenge": (
        "WWW-Authenticate",
        {"schema": _TEXT, "description": "What is wrong with the token (RFC 6750)."},
    ),
}
"""The header behind each component."""
