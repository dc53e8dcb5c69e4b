"""The calls around a consent, described."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gateway.api.interface import described as d
from gateway.api.interface import examples as sent
from gateway.api.interface import reply_examples as given
from gateway.api.interface.described import Body, Described, Given, reference

TAG: Final = "consents"
_ID: Final = ("ConsentId",)
_WRITING: Final = (*d.SESSION, "scope_missing", *d.OF_A_KEY, "trail_unavailable")

DESCRIBED: Final[Mapping[str, Described]] = {
    "recordConsent": Described(
        summary="Record a person's consent",
        summary_zh="登记同意",
        tag=TAG,
        detail=(
            "One consent of one person. With `one_time_code` it is `awaiting` until she enters the"
            " code that is sent to `contact`. Hand her the withdrawal code."
        ),
        scope="consent:write",
        parameters=("IdempotencyKey",),
        body=Body(reference("ConsentForm"), sent.CONSENT_REQUESTS),
        given=(
            Given(
                201,
                "Recorded.",
                reference("RecordedConsent"),
                {"recorded": given.RECORDED_CONSENT},
                headers=("Location", "Replayed"),
            ),
        ),
        problems=(*_WRITING, *d.OF_A_BODY, "signing_unavailable"),
    ),
    "readConsent": Described(
        summary="Read a consent",
        summary_zh="查询同意",
        tag=TAG,
        scope="consent:read",
        parameters=_ID,
        given=(
            Given(
                200, "Its record and state.", reference("Consent"), {"active": given.ACTIVE_CONSENT}
            ),
        ),
        problems=(
            *d.SESSION,
            "scope_missing",
            "not_found",
            "trail_unavailable",
            "signing_unavailable",
        ),
    ),
    "revokeConsent": Described(
        summary="Revoke a consent for the resident",
        summary_zh="代为撤回同意",
        tag=TAG,
        detail="Revoking twice changes nothing.",
        scope="consent:write",
        parameters=(*_ID, "IdempotencyKey"),
        body=Body({"$ref": "#/components/schemas/EmptyForm"}, {"nothing": {}}, required=False),
        given=(
            Given(
                200,
                "Revoked.",
                reference("Consent"),
                {"revoked": given.REVOKED_CONSENT},
                headers=("Replayed",),
            ),
        ),
        problems=(*_WRITING, *d.OF_A_BODY, "not_found", "signing_unavailable"),
    ),
    "confirmConsent": Described(
        summary="Confirm a consent by the one-time code",
        summary_zh="居民凭验证码确认同意",
        tag=TAG,
        detail="For the resident, without login. Every wrong code gets the same answer.",
        body=Body(
            reference("ConfirmationForm"),
            {"code": {"consent_id": sent.CONSENT_ID, "code": "40718365"}},
        ),
        given=(Given(200, "Confirmed.", reference("ConsentState"), {"active": given.CONFIRMED}),),
        problems=(*d.OF_A_BODY, "code_refused", "trail_unavailable"),
    ),
    "withdrawConsent": Described(
        summary="Withdraw a consent by the withdrawal code",
        summary_zh="居民凭撤回码撤回同意",
        tag=TAG,
        detail="For the resident, without login and without the requester.",
        body=Body(
            reference("WithdrawalForm"), {"code": {"withdrawal_code": "MFRGGZDFMZTWQ2LKNNWG23TP"}}
        ),
        given=(Given(200, "Withdrawn.", reference("ConsentState"), {"revoked": given.WITHDRAWN}),),
        problems=(*d.OF_A_BODY, "code_refused", "trail_unavailable"),
    ),
}
