"""The fields of a matter's form: their types, their ranges, their defaults.

Must never judge one field by another or by the catalogue: that is checked afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.domain.consent import Assurance
from gateway.domain.matter import (
    Approval,
    BasisKind,
    CertificateRef,
    Matter,
    MatterState,
    Notice,
    Quotas,
    SharingClass,
    Whose,
)
from gateway.policy.form import EMPTY, MISSING, OUT_OF_RANGE, TOO_MANY, UNKNOWN_VALUE

if TYPE_CHECKING:
    from gateway.domain.text import Text
    from gateway.policy.form import Form

LONGEST_VALIDITY_DAYS: Final = 365
MOST_USES: Final = 365  # once a day for the longest validity
MOST_AGE_LIMITS: Final = 10  # with more, a caller could bisect a date (domain.md, alive)
UNBOUNDED: Final = 2**53 - 1  # the largest whole number that JSON carries exactly
ILL_FORMED: Final = "ill_formed"

NOTICE_TEXTS: Final = ("purpose", "categories", "recipient", "retention", "rights", "effect")
QUOTAS: Final = ("per_requester", "per_matter", "per_operator")
_CODE: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")


def read_fields(form: Form) -> Matter:
    """Read all fields; the result is good only if the form has no problems afterwards."""
    matter = Matter(
        code=_code(form),
        requester=form.text("requester"),
        name=form.bilingual("name"),
        facts=_facts(form),
        bases=_bases(form.table("bases")),
        notice=_notice(form.table("notice")),
        approvals=tuple(_approval(table) for table in form.tables("approvals")),
        impact_assessment=form.text("impact_assessment"),
        replaces=_replaces(form),
        none_because=form.optional_bilingual("none_because"),
        exceptions=frozenset(form.wholes("exceptions")),
        whose=form.choice("whose", Whose, Whose.BOTH),
        minimum_assurance=form.choice("minimum_assurance", Assurance, Assurance.CONFIRMED_BY_CODE),
        validity_days=form.whole("validity_days", 1, LONGEST_VALIDITY_DAYS, default=90),
        uses=form.whole("uses", 1, MOST_USES, default=1),
        max_age_days=_max_age_days(form),
        derive=form.optional_bilingual("derive"),
        at_death=_at_death(form),
        reveals=frozenset(form.texts("reveals")),
        relations=_limit(form, "relations"),
        statuses=_limit(form, "statuses"),
        quotas=_quotas(form),
        retention_days=form.whole("retention_days", 1, UNBOUNDED, default=1095),
        notice_exempt=form.optional_bilingual("notice_exempt"),
        state=form.choice("state", MatterState, MatterState.ACTIVE),
    )
    form.close()
    return matter


def _code(form: Form) -> str:
    """A code of letters, digits, dot, line and dash: it stands in logs and in URLs."""
    code = form.text("code")
    if not set(code) <= _CODE:
        form.refuse("code", ILL_FORMED)
    return code


def _facts(form: Form) -> frozenset[str]:
    if not form.has("facts"):
        form.refuse("facts", MISSING)
    if form.is_empty_list("facts"):
        form.refuse("facts", EMPTY)
    return frozenset(form.texts("facts"))


def _bases(form: Form) -> dict[BasisKind, Text]:
    """The bases allowed, each with its citation; in the order of the law, not of the file."""
    known = {kind.value for kind in BasisKind}
    for name in form.names():
        if name not in known:
            form.refuse(name, UNKNOWN_VALUE)
    return {kind: form.bilingual(kind.value) for kind in BasisKind if form.has(kind.value)}


def _notice(form: Form) -> Notice:
    """What the law wants named, each in both languages (PIPL 17, 23, 30)."""
    texts = {name: form.bilingual(name) for name in NOTICE_TEXTS}
    notice = Notice(version=form.text("version"), **texts)
    form.close()
    return notice


def _approval(form: Form) -> Approval:
    approval = Approval(
        department=form.text("department"),
        item=form.text("item"),
        sharing=form.choice("sharing", SharingClass),
        number=form.text("number"),
        approved_on=form.day("approved_on"),
        expires_on=form.day("expires_on"),
    )
    if approval.expires_on < approval.approved_on:
        form.refuse("expires_on", OUT_OF_RANGE)
    form.close()
    return approval


def _replaces(form: Form) -> CertificateRef | None:
    if not form.has("replaces"):
        return None
    table = form.table("replaces")
    certificate = CertificateRef(table.text("listed"), table.whole("number", 1, UNBOUNDED))
    table.close()
    return certificate


def _max_age_days(form: Form) -> tuple[int, ...]:
    """The ages of a sign of life that may be asked for, the first being the matter's default."""
    if not form.has("max_age_days"):
        return (180,)
    ages = form.wholes("max_age_days")
    if form.is_empty_list("max_age_days"):
        form.refuse("max_age_days", EMPTY)
    if len(ages) > MOST_AGE_LIMITS:
        form.refuse("max_age_days", TOO_MANY)
    if any(age < 1 for age in ages):
        form.refuse("max_age_days", OUT_OF_RANGE)
    return ages


def _at_death(form: Form) -> bool:
    """`at = "death"`: kinship by marriage is judged the day before the death (domain.md K2)."""
    if not form.has("at"):
        return False
    at = form.text("at")
    if at.strip() and at != "death":
        form.refuse("at", UNKNOWN_VALUE)
    return at == "death"


def _limit(form: Form, key: str) -> frozenset[str] | None:
    """A list of codes that limits claims; None, for no limit, where it is absent."""
    if not form.has(key):
        return None
    if form.is_empty_list(key):
        form.refuse(key, EMPTY)
    return frozenset(form.texts(key))


def _quotas(form: Form) -> Quotas:
    if not form.has("quotas"):
        return Quotas()
    table = form.table("quotas")
    limits = {name: table.whole(name, 1, UNBOUNDED) for name in QUOTAS if table.has(name)}
    table.close()
    return Quotas(**limits)
