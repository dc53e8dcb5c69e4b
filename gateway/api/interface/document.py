"""The interface document as a whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from gateway import __version__
from gateway.api.calls.table import calls
from gateway.api.interface import (
    of_access,
    of_callbacks,
    of_certificates,
    of_consents,
    of_demands,
    of_lists,
    of_log,
    of_surveys,
    of_verifications,
    of_webhooks,
)
from gateway.api.interface.components import schemas
from gateway.api.interface.demand_examples import DEMAND_PARAMETERS
from gateway.api.interface.described import Described
from gateway.api.interface.operations import BEARER, operation
from gateway.api.interface.parameters import HEADERS, PARAMETERS
from gateway.api.interface.problem_examples import problem_examples
from gateway.domain.fact import Fact

Document = dict[str, Any]

TITLE: Final = "Verification gateway · 信息共享核查网关"
_ABOUT: Final = (
    "Answers a bounded question about a person from the departments that hold the record, only"
    " when the law or the person allows it, and leaves a trail that nobody can quietly change. It"
    " returns an **outcome**, never a record.\n\n"
    "向掌握登记的部门核验关于个人的一个限定问题：仅在法律规定或者本人同意时核验，只返回**结果**，"
    "不返回登记内容，并且留下不能悄悄更改的审计记录。\n\n"
    "- Only `confirmed` is a yes and only `contradicted` is a no; `unavailable` and `no_record` are"
    " neither. 只有“一致”可以作肯定使用；“暂无法核验”“查无记录”都不是否定。\n"
    "- Errors are problem documents (RFC 9457); their codes are at `/v1/reasons`. Tolerate codes"
    " that you do not know.\n"
    "- A call that writes carries an `Idempotency-Key`: new for a new request, the same when trying"
    " again.\n"
    "- Never put personal data into a URL or a key. 个人信息不得写入网址或者请求头。"
)
_TAGS: Final = (
    ("access", "Tokens and keys 令牌与公钥"),
    ("verifications", "Verifications 核验"),
    ("consents", "Consents 同意"),
    ("registers", "What you may ask, and whom 事项与数据提供部门"),
    ("surveys", "Surveys of the papers that units still demand 摸排清理"),
    ("open to all", "Catalogue and codes, without login 清单与代码"),
    ("improper demands", "Improper demands 违规索要证明"),
    ("departments", "Call-backs of departments 部门通知"),
    ("log", "The transparency log 透明日志"),
    ("operations", "For operations 运行"),
)


def interface_document(facts: Mapping[str, Fact]) -> Document:
    """The OpenAPI 3.1 document of a gateway with these facts.

    Raises KeyError for a call that nobody described.
    """
    described = _described(facts)
    paths: dict[str, Document] = {}
    for call in calls(facts.values()):
        if call.listed:
            written = operation(call.name, described[call.name])
            paths.setdefault(call.address, {})[call.method.lower()] = written
    return {
        "openapi": "3.1.0",
        "info": {
            "title": TITLE,
            "version": __version__,
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "tags": [{"name": name, "description": text} for name, text in _TAGS],
        "paths": paths,
        "webhooks": {**of_webhooks.WEBHOOKS},
        "components": {
            "securitySchemes": {BEARER: _BEARER},
            "parameters": {
                **PARAMETERS,
                **DEMAND_PARAMETERS,
                **of_callbacks.CALLBACK_PARAMETERS,
            },
            "headers": {"RequestId": _REQUEST_ID, **{n: h for n, (_, h) in HEADERS.items()}},
            "examples": problem_examples(),
            "schemas": schemas(facts),
        },
    }


def openapi_document(facts: Mapping[str, Fact]) -> str:
    """The document as the text of contracts/gateway/openapi.json, with a final newline."""
    return json.dumps(interface_document(facts), ensure_ascii=False, indent=2) + "\n"


def _described(facts: Mapping[str, Fact]) -> Mapping[str, Described]:
    asking = {f"verify_{name}": of_verifications.asking(fact) for name, fact in facts.items()}
    first = next(iter(facts.values()))
    return {
        **asking,
        **of_certificates.described(facts),
        **of_verifications.described(first),
        **of_consents.DESCRIBED,
        **of_lists.DESCRIBED,
        **of_surveys.DESCRIBED,
        **of_demands.DESCRIBED,
        **of_access.DESCRIBED,
        **of_callbacks.DESCRIBED,
        **of_log.DESCRIBED,
    }


_BEARER: Final = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": (
        "An access token from `/oauth/token`. Scopes: `verify:<fact>`, `consent:read`,"
        " `survey:write`, `survey:read`,"
        " `consent:write`, `demands:read`, `demands:handle`; each call names the one that it needs."
    ),
}
_REQUEST_ID: Final = {
    "schema": {"type": "string", "format": "uuid"},
    "description": "Fresh for every request; name it when something went wrong.",
}
