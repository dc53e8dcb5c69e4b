"""The schemas of the interface document: what is sent, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic.json_schema import models_json_schema

from gateway.api.calls.tokens import ASSERTION_TYPE, GRANT
from gateway.api.forms.bases import ConsentBasis, NearRelativeBasis, StatutoryDutyBasis
from gateway.api.forms.consenting import ConfirmationForm, ConsentForm, EmptyForm, WithdrawalForm
from gateway.api.forms.demanding import DemandForm, DemandNumberForm, DispositionForm
from gateway.api.forms.fields import DESCRIBED_BY
from gateway.api.forms.surveying import SubmissionForm, SurveyForm
from gateway.api.forms.verifying import STAFF_ID, VerificationForm
from gateway.api.interface import of_certificates
from gateway.api.interface.described import reference
from gateway.api.interface.of_verifications import request_schema
from gateway.api.interface.schemas import SHAPES
from gateway.api.interface.survey_shapes import SURVEY_SHAPES
from gateway.domain.fact import Fact
from gateway.facts.claim_schema import PERSON_SCHEMA

Schema = dict[str, Any]

_FORMS: Final = (
    ConsentBasis,
    StatutoryDutyBasis,
    NearRelativeBasis,
    ConsentForm,
    ConfirmationForm,
    WithdrawalForm,
    EmptyForm,
    DemandForm,
    DemandNumberForm,
    DispositionForm,
    VerificationForm,
    SurveyForm,
    SubmissionForm,
)
_TEXT: Final[Schema] = {"type": "string"}


def schemas(facts: Mapping[str, Fact]) -> Schema:
    """Every schema by name: what is sent, with a request for each fact, and what comes back."""
    modes = [(model, "validation") for model in _FORMS] + [
        (shape, "serialization") for shape in (*SHAPES, *SURVEY_SHAPES)
    ]
    _, written = models_json_schema(modes, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
    made: Schema = _referred(written["$defs"])
    form = made.pop(VerificationForm.__name__)
    properties = {**PERSON_SCHEMA["properties"], STAFF_ID: {**_TEXT, "maxLength": 64}}  # type: ignore[dict-item]
    made["Person"] = PERSON_SCHEMA
    made["Operator"] = {
        **PERSON_SCHEMA,
        "required": ["id_number", "name", STAFF_ID],
        "properties": properties,
    }
    made["Basis"] = {
        "oneOf": [reference(m.__name__) for m in _FORMS[:3]],
        "description": "Exactly one of the three bases.",
    }
    made["TokenRequest"] = _TOKEN_REQUEST
    for fact in facts.values():
        made[request_schema(fact)] = _request(form, fact)
    made[of_certificates.REQUEST] = of_certificates.request_schema(form, facts)
    return dict(sorted(made.items()))


def _referred(node: Any) -> Any:  # noqa: ANN401 - any JSON there is
    """The same with references where a form has a reader of its own."""
    if isinstance(node, list):
        return [_referred(item) for item in node]
    if not isinstance(node, dict):
        return node
    if DESCRIBED_BY in node:
        return reference(node[DESCRIBED_BY])
    return {name: _referred(value) for name, value in node.items()}


def _request(form: Schema, fact: Fact) -> Schema:
    claim = {**fact.claim_schema, "description": f"{fact.title.en} {fact.title.zh}"}
    return {
        **form,
        "title": request_schema(fact),
        "properties": {**form["properties"], "claim": claim},
    }


_TOKEN_REQUEST: Final[Schema] = {
    "type": "object",
    "required": ["grant_type", "client_assertion_type", "client_assertion"],
    "properties": {
        "grant_type": {"const": GRANT},
        "client_assertion_type": {"const": ASSERTION_TYPE},
        "client_assertion": {**_TEXT, "description": "A JWT signed with a registered key."},
        "client_id": {**_TEXT, "description": "Optional; must be the assertion's subject."},
        "scope": {**_TEXT, "description": "Registered scopes, separated by spaces."},
    },
}
