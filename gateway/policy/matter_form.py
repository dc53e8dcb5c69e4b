"""A matter as a form: read from TOML, kept as canonical JSON, read back from it.

All problems of a form are found at once. Must never let a matter pass of which a lawyer could not
say on which basis, with whose approval and after which notice it asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.errors import ContentRefused, Problem
from gateway.policy.form import Form
from gateway.policy.matter_checks import Known, check
from gateway.policy.matter_fields import NOTICE_TEXTS, QUOTAS, read_fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway.domain.catalogue import Catalogue
    from gateway.domain.codes import Codes
    from gateway.domain.fact import Fact, JsonValue
    from gateway.domain.matter import Approval, Matter, Notice
    from gateway.domain.requester import Requester


def read_matter(
    raw: Mapping[str, object],
    catalogue: Catalogue,
    known_facts: Mapping[str, Fact],
    *,
    requester: Requester,
    codes: Codes,
) -> Matter:
    """Read the form of a matter that `requester` registers (domain.md §2, "A matter is ...").

    `raw` is decoded TOML. `known_facts` are the facts loaded, by name. Raises ContentRefused with
    every problem that was found, each with its pointer.
    """
    problems: list[Problem] = []
    matter = read_fields(Form(raw, problems))
    known = Known(raw, catalogue, known_facts, requester, codes)
    problems.extend(check(matter, known, tuple(problems)))
    return _matter_unless(problems, matter)


def matter_from_json(raw: Mapping[str, JsonValue]) -> Matter:
    """Read back what `matter_json` wrote; whatever it was checked against may have changed.

    Raises ContentRefused if the form itself is wrong.
    """
    problems: list[Problem] = []
    return _matter_unless(problems, read_fields(Form(raw, problems)))


def matter_json(matter: Matter) -> dict[str, JsonValue]:
    """The canonical JSON form: equal matters give equal forms, and so equal policy digests.

    Same fields as the TOML form, defaults written out; what is None is left out.
    """
    form: dict[str, JsonValue] = {
        "code": matter.code,
        "requester": matter.requester,
        "name": matter.name.form(),
        "facts": _sorted(matter.facts),
        "exceptions": [*sorted(matter.exceptions)],
        "whose": matter.whose.value,
        "minimum_assurance": matter.minimum_assurance.value,
        "validity_days": matter.validity_days,
        "uses": matter.uses,
        "max_age_days": [*matter.max_age_days],
        "reveals": _sorted(matter.reveals),
        "retention_days": matter.retention_days,
        "impact_assessment": matter.impact_assessment,
        "state": matter.state.value,
        "bases": {kind.value: citation.form() for kind, citation in matter.bases.items()},
        "notice": _notice_json(matter.notice),
        "quotas": {n: v for n in QUOTAS if (v := getattr(matter.quotas, n)) is not None},
        "approvals": [_approval_json(approval) for approval in matter.approvals],
    }
    return form | _optional_json(matter)


def _optional_json(matter: Matter) -> dict[str, JsonValue]:
    """The fields that a matter may lack."""
    form: dict[str, JsonValue] = {}
    if matter.replaces is not None:
        form["replaces"] = {"listed": matter.replaces.listed, "number": matter.replaces.number}
    if matter.at_death:
        form["at"] = "death"
    for key, text in (
        ("none_because", matter.none_because),
        ("derive", matter.derive),
        ("notice_exempt", matter.notice_exempt),
    ):
        if text is not None:
            form[key] = text.form()
    for key, codes in (("relations", matter.relations), ("statuses", matter.statuses)):
        if codes is not None:
            form[key] = _sorted(codes)
    return form


def _notice_json(notice: Notice) -> dict[str, JsonValue]:
    texts = {name: getattr(notice, name).form() for name in NOTICE_TEXTS}
    return {"version": notice.version, **texts}


def _approval_json(approval: Approval) -> dict[str, JsonValue]:
    return {
        "department": approval.department,
        "item": approval.item,
        "sharing": approval.sharing.value,
        "number": approval.number,
        "approved_on": approval.approved_on.isoformat(),
        "expires_on": approval.expires_on.isoformat(),
    }


def _sorted(codes: frozenset[str]) -> list[JsonValue]:
    return [*sorted(codes)]


def _matter_unless(problems: list[Problem], matter: Matter) -> Matter:
    if problems:
        raise ContentRefused(*problems)
    return matter
