"""All calls at a glance, in the order of design.md §6."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from gateway.api.calls import (
    callbacks,
    catalogue,
    catalogue_pages,
    certificates,
    consents,
    demand_desk,
    demand_pages,
    demands,
    log,
    notices,
    operating,
    pages,
    reasons,
    registers,
    surveys,
    tokens,
    verifications,
    verifying,
    well_known,
)
from gateway.api.calls.call import Call
from gateway.domain.fact import Fact

_VERIFICATIONS: Final = (
    Call("GET", "/v1/verifications/{verification_id}", "readVerification",
         verifications.read_verification),
    Call("GET", "/v1/verifications/{verification_id}/receipt", "readReceipt",
         verifications.read_receipt),
    Call("GET", "/v1/verifications/{verification_id}/proof", "readProof",
         verifications.read_proof),
    Call("GET", "/v1/verifications/{verification_id}/notice", "readNotice",
         notices.show_notice, query=notices.QUERY),
)  # fmt: skip

_CERTIFICATES: Final = (
    Call("POST", f"{certificates.PATH}/{{number}}", "verifyCertificate",
         certificates.ask_certificate),
    Call("POST", f"{certificates.RETAINED_PATH}/{{number}}", "askRetainedCertificate",
         certificates.ask_retained),
)  # fmt: skip

_CONSENTS: Final = (
    Call("POST", "/v1/consents", "recordConsent", consents.record),
    Call("POST", "/v1/consents/confirm", "confirmConsent", consents.confirm),
    Call("POST", "/v1/consents/withdraw", "withdrawConsent", consents.withdraw),
    Call("GET", "/v1/consents/{consent_id}", "readConsent", consents.read),
    Call("POST", "/v1/consents/{consent_id}/revoke", "revokeConsent", consents.revoke),
)

_OPEN_TO_ALL: Final = (
    Call("GET", "/v1/catalogue", "readCatalogue", catalogue.read_lists, query=catalogue.QUERY),
    Call("GET", "/v1/catalogue/{listed}/{number}", "readCertificate", catalogue.read_paper),
    Call("GET", "/v1/reasons", "readReasons", reasons.read_reasons),
)

_DEMANDS: Final = (
    Call("POST", "/v1/demands", "reportDemand", demands.report),
    Call("POST", "/v1/demands/follow", "followDemand", demands.follow),
    Call("GET", "/v1/demands", "listDemands", demand_desk.list_demands,
         query=demand_desk.LIST_QUERY),
    Call("GET", "/v1/demands/repeats", "listRepeats", demand_desk.list_repeats,
         query=demand_desk.LIST_QUERY),
    Call("GET", "/v1/demands/export", "exportDemands", demand_desk.export,
         query=demand_desk.EXPORT_QUERY),
    Call("GET", "/v1/demands/{demand_id}", "readDemand", demand_desk.read_demand),
    Call("POST", "/v1/demands/{demand_id}/disposition", "disposeOfDemand", demand_desk.dispose),
)  # fmt: skip

_REGISTERS: Final = (
    Call("GET", "/v1/matters", "readMatters", registers.read_matters),
    Call("GET", "/v1/sources", "readSources", registers.read_sources),
)

_OF_PERIOD: Final = frozenset({surveys.PERIOD})

_SURVEYS: Final = (
    Call("POST", surveys.PATH, "draftSurvey", surveys.draft),
    Call("GET", surveys.PATH, "readSurveys", surveys.list_surveys, query=_OF_PERIOD),
    Call("GET", f"{surveys.PATH}/overview", "readSurveyOverview", surveys.read_overview,
         query=_OF_PERIOD),
    Call("GET", f"{surveys.PATH}/export", "exportSurveys", surveys.export, query=_OF_PERIOD),
    Call("GET", f"{surveys.PATH}/export.csv", "exportSurveyTable", surveys.export_table,
         query=_OF_PERIOD | {surveys.HEADINGS}),
    Call("GET", f"{surveys.PATH}/{{survey_id}}", "readSurvey", surveys.read),
    Call("PUT", f"{surveys.PATH}/{{survey_id}}", "replaceSurvey", surveys.replace),
    Call("POST", f"{surveys.PATH}/{{survey_id}}/submit", "submitSurvey", surveys.submit),
    Call("GET", f"{surveys.PATH}/{{survey_id}}/form", "readSurveyForm", surveys.show_form,
         query=frozenset({surveys.LANG})),
)  # fmt: skip

_CALLBACKS: Final = (
    Call("POST", "/callbacks/{department}", "takeCallback", callbacks.take_callback),
)

_OPERATIONS: Final = (
    Call("GET", "/healthz", "checkLife", operating.alive),
    Call("GET", "/readyz", "checkReadiness", operating.ready),
    Call("GET", "/metrics", "readMetrics", operating.expose),
    Call("GET", "/.well-known/jwks.json", "readKeys", well_known.read_keys),
    Call("GET", "/.well-known/oauth-authorization-server", "readMetadata",
         well_known.read_metadata),
)  # fmt: skip

_LOG: Final = (
    Call("GET", "/log/checkpoint", "readCheckpoint", log.read_checkpoint),
    Call("GET", "/log/key", "readLogKey", log.read_key),
    Call("GET", "/log/tile/{tile:path}", "readTile", log.read_tile),
)

_PAGES: Final = (
    Call("GET", "/catalogue", "showCatalogue", catalogue_pages.show_catalogue,
         query=catalogue_pages.SEARCH_QUERY, listed=False),
    Call("GET", "/catalogue/{listed}/{number}", "showCertificate",
         catalogue_pages.show_certificate, query=catalogue_pages.PAPER_QUERY, listed=False),
    Call("GET", "/notices/check", "checkNotice", notices.show_check, query=notices.QUERY,
         listed=False),
    Call("GET", "/notices/check.js", "sendNoticeScript", notices.send_script, listed=False),
    Call("GET", "/demands", "showDemandForm", demand_pages.show_form,
         query=demand_pages.QUERY, listed=False),
    Call("POST", "/demands", "sendDemandForm", demand_pages.report, listed=False),
    Call("GET", "/demands/follow", "showFollowForm", demand_pages.show_follow,
         query=demand_pages.FOLLOW_QUERY, listed=False),
    Call("POST", "/demands/follow", "sendFollowForm", demand_pages.follow, listed=False),
    Call("GET", "/problems/{reason}", "showProblem", pages.show_problem, listed=False),
    Call("GET", "/openapi.json", "sendDocument", pages.send_document, listed=False),
    Call("GET", "/docs", "showDocs", pages.show_docs, listed=False),
    Call("GET", "/docs/assets/{name}", "sendAsset", pages.send_asset, listed=False),
)  # fmt: skip


def calls(facts: Iterable[Fact]) -> tuple[Call, ...]:
    """Every call of a gateway with these facts; a fact has a route of its own."""
    asking = (
        Call("POST", verifying.verify_path(f.name), f"verify_{f.name}", verifying.asking(f))
        for f in facts
    )
    unknown = Call(
        "POST", "/v1/verify/{fact}", "askUnknown", verifying.ask_unknown_fact, listed=False
    )
    return (
        Call("POST", "/oauth/token", "issueToken", tokens.issue_token),
        *asking,
        *_CERTIFICATES,
        unknown,
        *_VERIFICATIONS,
        *_CONSENTS,
        *_OPEN_TO_ALL,
        *_DEMANDS,
        *_REGISTERS,
        *_SURVEYS,
        *_CALLBACKS,
        *_LOG,
        *_OPERATIONS,
        *_PAGES,
    )
