"""Examples of what is sent. The people in them are invented.

Their numbers carry the specimen area and proper check characters, so that an example passes the
form's checks as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gateway.domain.fact import Fact, JsonValue

SUBJECT: Final[Mapping[str, JsonValue]] = {"id_number": "11010519491231002X", "name": "示例甲"}
RELATIVE: Final[Mapping[str, JsonValue]] = {"id_number": "110105197503150049", "name": "示例乙"}
OPERATOR: Final[Mapping[str, JsonValue]] = {
    "id_number": "110101198003070017",
    "name": "示例丙",
    "staff_id": "GJJ-1024",
}
MATTER: Final = "GJJ-007"
CASE: Final = "2026-000123"
CONSENT_ID: Final = "cns_019ab5c07a2c7c3e9d4f1a2b3c4d5e6f"
VERIFICATION_ID: Final = "ver_019ab5c07a2c7c3e9d4f1a2b3c4d5e70"
REQUEST_ID: Final = "019ab5c0-7a2c-7c3e-9d4f-1a2b3c4d5e71"
INTENT: Final = "019ab5c0-7a2c-7c3e-9d4f-1a2b3c4d5e72"
DISCLOSURE: Final = "019ab5c0-7a2c-7c3e-9d4f-1a2b3c4d5e73"
DIGEST: Final = "9f2c4e0d6b8a1735c4e0d6b8a17359f2c4e0d6b8a17359f2c4e0d6b8a17359f2"

BASES: Final[Mapping[str, dict[str, JsonValue]]] = {
    "consent": {"kind": "consent", "consents": [CONSENT_ID]},
    "statutory_duty": {
        "kind": "statutory_duty",
        "notice": {"version": "2026-01", "given_at": "2026-11-24T01:30:00Z"},
    },
    "near_relative": {
        "kind": "near_relative",
        "person": {**RELATIVE},
        "relation": "30",
        "interest": "办理已故父亲的住房公积金提取",
    },
}
_BASES_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "death": ("statutory_duty", "near_relative"),
    "kinship": ("consent", "statutory_duty", "near_relative"),
}
"""Bases × facts of domain.md §2: consent all except death, near relatives two, a duty all."""


def verification_requests(fact: Fact) -> dict[str, JsonValue]:
    """A request for a fact on each basis that may carry it, by basis."""
    bases = _BASES_OF.get(fact.name, ("consent", "statutory_duty"))
    return {
        basis: {
            "subject": {**SUBJECT},
            "claim": {**fact.claim_example},
            "matter": MATTER,
            "case": CASE,
            "operator": {**OPERATOR},
            "basis": BASES[basis],
        }
        for basis in bases
    }


CONSENT_REQUESTS: Final[Mapping[str, JsonValue]] = {
    "one_time_code": {
        "principal": {**SUBJECT},
        "others": [{**RELATIVE}],
        "matter": MATTER,
        "facts": ["marriage"],
        "case": CASE,
        "operator": {**OPERATOR},
        "how_given": "one_time_code",
        "language": "zh",
        "contact": "+86 138 0000 0000",
    },
    "signed_by_a_guardian": {
        "principal": {**RELATIVE},
        "matter": MATTER,
        "facts": ["identity"],
        "case": CASE,
        "operator": {**OPERATOR},
        "how_given": "electronic_signature",
        "language": "zh",
        "uses": 1,
        "validity_days": 30,
        "evidence": {"digest": DIGEST, "place": "电子档案 2026/000123/3"},
        "guardian": {"person": {**SUBJECT}, "relation": "51", "proof_digest": DIGEST},
    },
}

TOKEN_REQUEST: Final[dict[str, JsonValue]] = {
    "grant_type": "client_credentials",
    "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    "client_assertion": "eyJhbGciOiJFZDI1NTE5In0.eyJpc3MiOiJnampfMSJ9.c2lnbmF0dXJl",
    "scope": "verify:kinship consent:write",
}
