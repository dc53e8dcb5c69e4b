"""What a printed notice bears, read off the page as somebody with the paper in hand would."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey

from gateway.signing.notices import NOTICE_TYPE

GROUPS = re.compile(r'<p class="groups">(.*?)</p>', re.DOTALL)


def printed_code(page: str) -> str | None:
    """The code in groups, put together; None if the page bears none."""
    found = GROUPS.search(page)
    return None if found is None else "".join(re.findall(r"<span>([^<]+)</span>", found[1]))


def payload_of(code: str) -> Mapping[str, Any]:
    """What the code says, unchecked."""
    part = code.split(".")[1]
    content: Mapping[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return content


def tampered(code: str, **changes: Any) -> str:
    """The code with another payload under the same signature."""
    header, _, signature = code.split(".")
    content = json.dumps({**payload_of(code), **changes}, ensure_ascii=False).encode()
    return ".".join((header, base64.urlsafe_b64encode(content).rstrip(b"=").decode(), signature))


def with_es256(claims: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The claims signed by an issuer whose key is on P-256, and its JWK set."""
    key = ECKey.generate_key("P-256")
    header = {"alg": "ES256", "kid": key.thumbprint(), "typ": NOTICE_TYPE}
    content = json.dumps(dict(claims), ensure_ascii=False).encode()
    code = jws.serialize_compact(header, content, key, algorithms=["ES256"])
    return code, {"keys": [key.as_dict(private=False)]}
