"""Examples of the lists and registers that come back, shortened to one item each."""

from __future__ import annotations

from typing import Final

from gateway.api.interface import examples as sent
from gateway.api.interface.reply_examples import say
from gateway.domain.fact import JsonValue

PAPER: Final[dict[str, JsonValue]] = {
    "digest": sent.DIGEST,
    "list": "negative",
    "number": 1,
    "name": say("亲属关系证明", "certificate of kinship"),
    "instead": say(
        "村（社区）不出具；改由办事部门通过信息共享核对。",
        "Not from a committee: the office checks by sharing.",
    ),
    "facts": ["kinship"],
    "available": True,
}
_RULE: Final[dict[str, JsonValue]] = {
    "rule": say("一律不再出具。", "No longer issued."),
    "proviso": say("确属职责范围内的，可以据实提供。", "Within its duties, it may certify."),
    "conditions": [say("据实提供", "what it says is true")],
    "citation": say("《实施方案》二（三）", "action plan, part 2 (3)"),
}
CATALOGUE: Final[dict[str, JsonValue]] = {
    "digest": sent.DIGEST,
    "negative": [{name: PAPER[name] for name in ("number", "name", "instead", "facts")}],
    "retained": [{"number": 5, "name": say("亲属关系证明", "certificate of kinship")}],
    "unlisted": _RULE,
    "transition": _RULE,
}

MATTERS: Final[dict[str, JsonValue]] = {
    "matters": [
        {
            "code": sent.MATTER,
            "name": say("提取住房公积金", "Withdrawing housing fund savings"),
            "state": "active",
            "facts": ["kinship", "marriage"],
            "bases": {"consent": say("《个人信息保护法》第十三条", "PIPL art. 13")},
            "whose": "both",
            "minimum_assurance": "confirmed_by_code",
            "validity_days": 90,
            "uses": 1,
            "max_age_days": [180],
            "approvals": [
                {
                    "department": "civil_affairs",
                    "number": "MZ-2026-GJJ-007",
                    "approved_on": "2026-01-05",
                    "expires_on": "2031-01-04",
                    "valid": True,
                }
            ],
        }
    ]
}
SOURCES: Final[dict[str, JsonValue]] = {
    "sources": [
        {
            "department": "civil_affairs",
            "name": say("民政部门", "civil affairs"),
            "connected": True,
            "operations": ["adoptions", "cremation", "marital_events"],
            "required_for": ["kinship", "marriage"],
            "consulted_for": ["alive", "birth", "death"],
            "health": {
                "state": "answering",
                "answered": 412,
                "late": 0,
                "silent": {"timeout": 3},
                "latency_ms": {"p50": 48.2, "p95": 130.9, "p99": 402.5},
                "last_spoke_at": "2026-11-20T03:15:27Z",
                "data_as_of": "2026-11-20",
                "coverage": {"marital_events": "1994-02-01"},
            },
        }
    ],
    "facts": [
        {
            "fact": "marriage",
            "title": say("婚姻状况核验", "Marriage"),
            "required": ["civil_affairs", "courts"],
            "consulted": ["health", "public_security"],
            "claim_schema": {"type": "object"},
        }
    ],
}
REASONS: Final[dict[str, JsonValue]] = {
    "outcomes": [
        {
            "code": "no_record",
            "name": say("查无记录", "no record"),
            "text": say("查无记录不是相反事实的证明。", "That is not proof of the contrary."),
        }
    ],
    "outcome_reasons": [
        {
            "code": "department_silent",
            "text": say("有登记机关未能答复。", "A register did not answer."),
            "told_as": None,
            "facts": ["kinship"],
        }
    ],
    "refusals": [
        {
            "code": "consent_missing",
            "text": say("没有可用的同意记录。", "There is no usable consent."),
            "status": 403,
        }
    ],
    "problems": [{"code": "not_found", "text": say("没有找到。", "Not found."), "status": 404}],
    "content": [
        {
            "code": "number_check_digit",
            "text": say("公民身份号码的校验码不正确。", "The check character is wrong."),
        }
    ],
}
KEYS: Final[dict[str, JsonValue]] = {
    "keys": [
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
            "alg": "Ed25519",
            "use": "sig",
        }
    ]
}
METADATA: Final[dict[str, JsonValue]] = {
    "issuer": "https://gateway.example",
    "token_endpoint": "https://gateway.example/oauth/token",
    "jwks_uri": "https://gateway.example/.well-known/jwks.json",
    "scopes_supported": ["verify:kinship", "consent:read", "consent:write"],
    "response_types_supported": [],
    "grant_types_supported": ["client_credentials"],
    "token_endpoint_auth_methods_supported": ["private_key_jwt"],
    "token_endpoint_auth_signing_alg_values_supported": ["Ed25519", "ES256"],
    "service_documentation": "https://gateway.example/docs",
}
