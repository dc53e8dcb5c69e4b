"""What the checking page knows, as data: words for every code that a notice may hold, and the keys.

The same for everybody, so that it can be kept, saved and used offline. Must never hold anything of
a verification.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from gateway.api.as_json import as_json
from gateway.api.outcomes import MEANINGS, TITLES
from gateway.api.pages.notice_check_words import ACCEPTED, COMMITTEE, SAYS
from gateway.api.pages.notice_words import LABELS
from gateway.domain.catalogue import Certificate, RetainedCertificate
from gateway.domain.fact import JsonValue
from gateway.domain.outcome import Outcome
from gateway.domain.text import Text
from gateway.flow.parts import Parts
from gateway.policy.guidance import who_replaces
from gateway.policy.outcome_words import meaning
from gateway.signing.notices import NOTICE_TYPE, STRETCHES, encoded


def check_data(parts: Parts) -> dict[str, JsonValue]:
    """Everything that the page's script needs beside the notice itself."""
    catalogue = parts.catalogue
    return {
        "kind": NOTICE_TYPE,
        "stretches": STRETCHES,
        "catalogue": encoded(bytes.fromhex(parts.catalogue_digest)),
        "keys": {**parts.signer.jwks()},
        "outcomes": {
            outcome.value: {"name": as_json(title), "says": as_json(MEANINGS[outcome])}
            for outcome, title in TITLES.items()
        },
        "no_record": {name: meaning(Outcome.NO_RECORD, name).form() for name in parts.facts},
        "facts": {name: fact.title.form() for name, fact in parts.facts.items()},
        "roles": _forms(LABELS),
        "accept": _forms(ACCEPTED),
        "committee": _forms(COMMITTEE),
        "says": _forms(SAYS),
        "papers": {
            str(n): _paper(paper, who_replaces(paper, catalogue))
            for n, paper in catalogue.negative.items()
        },
        "retained": {str(n): _retained(paper) for n, paper in catalogue.retained.items()},
        "conditions": _all(catalogue.transition.conditions),
    }


def _paper(paper: Certificate, lost: Text | None) -> JsonValue:
    return {
        "name": as_json(paper.name),
        "instead": as_json(paper.instead),
        "documents": _all(paper.documents),
        "open": paper.documents_open,
        "lost": as_json(lost),
        "issuers": [{"who": as_json(i.who), "what": as_json(i.what)} for i in paper.issuers],
    }


def _retained(paper: RetainedCertificate) -> JsonValue:
    return {
        "name": as_json(paper.name),
        "used_for": as_json(paper.used_for),
        "signed_by": as_json(paper.signed_by),
        "limits": _all(paper.limits),
    }


def _all(texts: Iterable[Text]) -> list[JsonValue]:
    return [text.form() for text in texts]


def _forms(words: Mapping[str, Text]) -> JsonValue:
    return cast("JsonValue", {name: text.form() for name, text in words.items()})
