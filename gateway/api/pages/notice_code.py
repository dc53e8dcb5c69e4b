"""The notice's code: signed, so that anybody can check the paper offline, and drawn as a QR code.

The address in it is that of a public page, and the signed text stands behind its `#`: no browser
ever sends that to a server. Must never hold a name, a number or a case (gateway/signing/notices).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import segno
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool

from gateway.api.pages.notice_questions import Asked, in_beijing, persons_of
from gateway.domain.fact import JsonValue
from gateway.domain.person import Person
from gateway.flow.parts import Parts
from gateway.policy.certificates import overall
from gateway.policy.guidance import Guidance
from gateway.signing.notices import NOTICE_TYPE, SALT_BYTES, encoded, person_digest

CHECK_PATH: Final = "/notices/check"
TRANSITION: Final = "transition"
RETAINED: Final = "retained"
GROUP: Final = 8  # characters that somebody copies from paper in one go
QUIET_ZONE: Final = 4  # modules around the code (ISO/IEC 18004)


@dataclass(frozen=True, slots=True, repr=False)
class Code:
    """The signed text, the same in groups, and drawn; until when the notice counts."""

    token: str
    groups: tuple[str, ...]
    drawn: Markup
    address: str
    good_until: str


async def write_code(parts: Parts, told: Sequence[Asked], guidance: Guidance | None) -> Code:
    """Sign what the notice says, in codes. Every one of `told` has its receipt.

    It counts as long as the receipts do, however often it is printed. Raises SigningUnavailable.
    """
    receipts = [_receipt(str(one.body["receipt"])) for one in told]
    until = min(int(claims["exp"]) for _, claims in receipts)
    content: dict[str, JsonValue] = {
        **_asked(told),
        "answered_at": max(str(claims["answered_at"]) for _, claims in receipts),
        "exp": until,
        "catalogue": encoded(bytes.fromhex(parts.catalogue_digest)),
        **_to_do(parts, guidance),
        "receipts": [digest for digest, _ in receipts],
        **await run_in_threadpool(_bound, told, parts.chance.take(SALT_BYTES)),
    }
    token = await parts.signer.sign_statement(NOTICE_TYPE, content)
    address = f"{parts.settings.issuer}{CHECK_PATH}"
    return Code(
        token=token,
        groups=tuple(token[at : at + GROUP] for at in range(0, len(token), GROUP)),
        drawn=_draw(f"{address}#{token}"),
        address=address,
        good_until=in_beijing(datetime.fromtimestamp(until, UTC)),
    )


def notice_number(told: Sequence[Asked]) -> str:
    """The notice's number: the verification's, or those of all that it is about."""
    return ",".join(one.stored.verification_id for one in told)


def _asked(told: Sequence[Asked]) -> dict[str, JsonValue]:
    first, outcomes = told[0], {one.stored.fact: one.outcome for one in told}
    content: dict[str, JsonValue] = {
        "jti": notice_number(told),
        "outcome": overall(outcomes).value,
        "facts": {fact: outcome.value for fact, outcome in outcomes.items()},
        "requester": first.stored.requester,
        "matter": first.stored.matter,
    }
    judged = [str(one.body["judged_at"]) for one in told if "judged_at" in one.body]
    return content | ({"judged_at": judged[0]} if judged else {})


def _to_do(parts: Parts, guidance: Guidance | None) -> dict[str, JsonValue]:
    """What the office must accept, by the decree's ways, and whether a committee may certify."""
    content: dict[str, JsonValue] = {"accept": [], "committee": []}
    if guidance is None or guidance.certificate is None:
        return content
    number = guidance.certificate.number
    paper = parts.catalogue.negative[number]
    fallbacks: list[JsonValue] = [fallback.certificate.number for fallback in guidance.fallbacks]
    committee: list[JsonValue] = [TRANSITION] if guidance.transition else []
    content |= {
        "paper": number,
        "accept": [route.value for route in paper.routes],
        "committee": [*committee, RETAINED] if fallbacks else committee,
    }
    return content | ({"retained": fallbacks} if fallbacks else {})


def _bound(told: Sequence[Asked], salt: bytes) -> dict[str, JsonValue]:
    """The digests that bind the paper to its persons. Slow on purpose: not for the event loop."""
    persons: dict[str, Person] = {}
    for one in told:
        persons |= persons_of(one)
    digests = {role: person_digest(p.name, p.number, salt) for role, p in persons.items()}
    return {"salt": encoded(salt), "persons": {**digests}}


def _receipt(compact: str) -> tuple[str, Mapping[str, Any]]:
    """The digest to which the trail's entry commits too, and the claims, of our own receipt."""
    jwt = compact.partition("~")[0]
    payload = jwt.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return encoded(hashlib.sha256(jwt.encode("ascii")).digest()), claims


def _draw(text: str) -> Markup:
    """The QR code as SVG: black, without a size of its own, and nothing loaded."""
    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(border=QUIET_ZONE, omitsize=True, svgclass=None, lineclass=None)
    return Markup(drawn)  # noqa: S704 - made of modules, not of text
