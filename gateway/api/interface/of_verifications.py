"""The calls around a verification, described."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gateway.api.calls.log import NOTE
from gateway.api.calls.verifications import SD_JWT
from gateway.api.interface import described as d
from gateway.api.interface import examples as sent
from gateway.api.interface import reply_examples as given
from gateway.api.interface.described import Body, Described, Given, reference
from gateway.api.interface.of_log import PROOF
from gateway.api.problems.kinds import KINDS
from gateway.domain.fact import Fact

TAG: Final = "verifications"
UNAVAILABLE: Final = ("trail_unavailable", "log_behind", "signing_unavailable")
REFUSALS: Final = tuple(kind.reason for kind in KINDS.values() if kind.trailed)
_ID: Final = ("VerificationId",)
_OWN: Final = (*d.SESSION, "not_found", "trail_unavailable")
_ALL_REFUSALS: Final = tuple(r for r in REFUSALS if r != "requester_suspended")


def asking(fact: Fact) -> Described:
    """The call that asks a fact."""
    answers = given.answers(fact)
    return Described(
        summary=f"Ask one verification: {fact.title.en}",
        summary_zh=fact.title.zh,
        tag=TAG,
        detail=(
            "An outcome comes back, never a record. Unavailable is never a no, and no record is not"
            " proof of the contrary. Every answer and every refusal is on the trail."
        ),
        scope=f"verify:{fact.name}",
        parameters=("IdempotencyKey",),
        body=Body(reference(request_schema(fact)), sent.verification_requests(fact)),
        given=(
            Given(200, "The answer.", reference("Answer"), answers, headers=("Replayed",)),
            Given(
                202,
                "A department answers later.",
                reference("Pending"),
                given.pending(fact),
                headers=("Replayed", "Location", "RetryAfter"),
            ),
        ),
        problems=(
            "token_missing",
            "token_invalid",
            "scope_missing",
            *d.OF_A_BODY,
            *d.OF_A_KEY,
            *REFUSALS,
            *UNAVAILABLE,
        ),
    )


def request_schema(fact: Fact) -> str:
    """The component's name of a fact's request."""
    return f"VerificationRequest_{fact.name}"


def described(example: Fact) -> Mapping[str, Described]:
    """What can be read of a verification; `example` is the fact of the examples."""
    return {
        "readVerification": _reading(example),
        "readReceipt": _READ_RECEIPT,
        "readProof": _READ_PROOF,
        "readNotice": _READ_NOTICE,
    }


def _reading(example: Fact) -> Described:
    waiting = Given(
        202,
        "Still to come.",
        reference("Pending"),
        given.pending(example),
        headers=("Location", "RetryAfter"),
    )
    return Described(
        summary="Read state and outcome of a verification",
        summary_zh="查询核验状态和结果",
        tag=TAG,
        detail="Looks for a late answer on the way. For the same requester only.",
        scope="",
        parameters=_ID,
        given=(
            Given(200, "The answer.", reference("Answer"), given.answers(example)),
            waiting,
        ),
        problems=(*_OWN, *_ALL_REFUSALS, "signing_unavailable"),
    )


_READ_RECEIPT: Final = Described(
    summary="Read the receipt (SD-JWT)",
    summary_zh="取得核验回执",
    tag=TAG,
    detail="Can be checked offline with the keys of /.well-known/jwks.json.",
    scope="",
    parameters=_ID,
    given=(
        Given(
            200,
            "The receipt.",
            {"type": "string"},
            {"receipt": given.RECEIPT},
            media_type=SD_JWT,
        ),
    ),
    problems=(*_OWN, *_ALL_REFUSALS, "receipt_not_yet", "signing_unavailable"),
)
_READ_PROOF: Final = Described(
    summary="Read the log's proof of the entry",
    summary_zh="取得日志证明",
    tag=TAG,
    detail=(
        "Exists once the entry is in a checkpoint of the log, a moment after the answer. A proof"
        " file (C2SP tlog-proof) whose `extra` is the entry; the entry commits to the receipt, so"
        " that `gateway receipt verify --proof` binds the receipt to the log, offline."
    ),
    scope="",
    parameters=_ID,
    given=(
        Given(
            200,
            "The proof.",
            {"type": "string"},
            {"proof": PROOF},
            media_type=NOTE,
        ),
    ),
    problems=(*_OWN, "proof_not_yet"),
)
_READ_NOTICE: Final = Described(
    summary="Read the printable notice, signed where nothing was confirmed",
    summary_zh="取得可打印的核验回执或者未能核验告知单",
    tag=TAG,
    detail=(
        "A page for the resident to take along; `?lang=en` is in English. For a paper that was"
        " asked for by its number, its verifications' ids joined by commas give one notice for the"
        " whole. What is neither confirmed nor pending is signed: the code on it is a JWS (RFC"
        " 7515) of the type `verification-notice+jwt`, which anybody can check offline, at"
        " `/notices/check` or with `gateway notice verify`."
    ),
    scope="",
    parameters=("VerificationIds", "Language"),
    given=(
        Given(
            200,
            "The page.",
            {"type": "string"},
            {"page": '<!doctype html><html lang="zh-CN"><h1>核验回执</h1></html>'},
            media_type="text/html",
        ),
    ),
    problems=(*_OWN, *_ALL_REFUSALS, "signing_unavailable"),
)
