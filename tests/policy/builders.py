"""Builders of what the policy decides upon: everything in order, unless a keyword says otherwise.

Other rooms' tests may use them too. Must never hold a number that belongs to somebody: they are
computed from a date and a serial of an area that does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from gateway.domain.catalogue import Catalogue
from gateway.domain.codes import Codes
from gateway.domain.consent import Assurance, Consent, ConsentState, HowGiven
from gateway.domain.decision import Permit
from gateway.domain.fact import JsonValue, Terms
from gateway.domain.finding import Finding, PartFinding
from gateway.domain.identity_number import IdentityNumber, NumberRefused
from gateway.domain.matter import (
    Approval,
    BasisKind,
    CertificateRef,
    Matter,
    Notice,
    SharingClass,
)
from gateway.domain.outcome import Outcome, least_favourable
from gateway.domain.person import Person
from gateway.domain.requester import Caller, Requester, RequesterKind
from gateway.domain.text import Text
from gateway.domain.verification import Basis, NearRelative, NoticeGiven, Operator, Verification
from gateway.policy.gathered import Gathered
from gateway.storage.catalogue_files import load_catalogue
from gateway.storage.code_files import load_codes

CONTRACTS = Path(__file__).resolve().parents[2] / "contracts"
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
REQUESTER = "12500112EXAMPLE010"
TOKEN = "c0ffee"
DEPARTMENTS = ("civil_affairs", "courts", "health", "public_security")
SUBJECT_REF, OTHER_REF = "per_subject", "per_other"


@cache
def the_catalogue() -> Catalogue:
    """The bundled catalogue."""
    return load_catalogue(CONTRACTS)


@cache
def the_codes() -> Codes:
    """The bundled code tables."""
    return load_codes(CONTRACTS)


def a_number(born_on: date = date(1980, 5, 17), serial: int = 1) -> str:
    """An identity number of an area that does not exist, with its check character."""
    body = f"000000{born_on:%Y%m%d}{serial:03}"
    for check in "0123456789X":
        try:
            return IdentityNumber(body + check).value
        except NumberRefused:
            continue
    raise AssertionError("one of the eleven must fit")


def a_person(born_on: date = date(1980, 5, 17), serial: int = 1, **changes: Any) -> Person:
    """Somebody with a resident identity number."""
    return replace(Person(a_number(born_on, serial), "甲乙"), **changes)


SUBJECT = a_person(serial=1)
OTHER = a_person(serial=2)
THIRD = a_person(serial=3)


@dataclass(frozen=True, slots=True)
class AClaim:
    """A claim that needs no fact."""

    others: tuple[Person, ...] = ()
    content: Mapping[str, JsonValue] = field(default_factory=dict)

    def canonical(self) -> dict[str, JsonValue]:
        """What its fact would say of it."""
        return dict(self.content)


def a_kinship_claim(relation: str = "51", relative: Person = OTHER) -> AClaim:
    """The claim that the relative is what the code says to the subject."""
    return AClaim((relative,), {"relation": relation})


def a_requester(**changes: Any) -> Requester:
    """An authorised organisation in good standing."""
    kind = RequesterKind.AUTHORISED_ORGANISATION
    return replace(Requester(REQUESTER, Text("示例中心", "Example Centre"), kind), **changes)


def a_bank(**changes: Any) -> Requester:
    """A requester of kind `other` with the agreement of every department."""
    agreements = tuple((department, f"AGR-{department}") for department in DEPARTMENTS)
    return a_requester(**{"kind": RequesterKind.OTHER, "agreements": agreements} | changes)


def an_approval(department: str = "health", **changes: Any) -> Approval:
    """A department's approval for the year."""
    approval = Approval(
        department=department,
        item="目录项",
        sharing=SharingClass.CONDITIONAL,
        number="A-1",
        approved_on=date(2026, 1, 1),
        expires_on=date(2026, 12, 31),
    )
    return replace(approval, **changes)


def a_text(what: str = "text") -> Text:
    """A text whose two halves name it."""
    return Text(f"{what}（中）", f"{what} (en)")


def a_notice(**changes: Any) -> Notice:
    """A complete notice."""
    parts = ("purpose", "categories", "recipient", "retention", "rights", "effect")
    return replace(Notice(version="2026-01", **{p: a_text(p) for p in parts}), **changes)


def a_matter(**changes: Any) -> Matter:
    """A matter that may ask every fact on every basis, approved by every department."""
    matter = Matter(
        code="GJJ-007",
        requester=REQUESTER,
        name=a_text("matter"),
        facts=frozenset({"identity", "kinship", "marriage", "birth", "alive", "death"}),
        bases={kind: a_text(kind.value) for kind in BasisKind},
        notice=a_notice(),
        approvals=tuple(an_approval(department) for department in DEPARTMENTS),
        impact_assessment="PIA-1",
        replaces=CertificateRef("negative", 1),
    )
    return replace(matter, **changes)


def a_consent(**changes: Any) -> Consent:
    """The subject's consent to `a_verification`, recorded yesterday and confirmed."""
    consent = Consent(
        consent_id="cns_1",
        principal=SUBJECT_REF,
        others=frozenset(),
        requester=REQUESTER,
        matter="GJJ-007",
        facts=frozenset({"identity"}),
        case="2026-000123",
        recorded_at=NOW - timedelta(days=1),
        valid_from=NOW - timedelta(days=1),
        valid_until=NOW + timedelta(days=89),
        uses_allowed=1,
        uses_left=1,
        assurance=Assurance.CONFIRMED_BY_CODE,
        how_given=HowGiven.ONE_TIME_CODE,
        state=ConsentState.ACTIVE,
    )
    return replace(consent, **changes)


def two_consents(**changes: Any) -> tuple[Consent, Consent]:
    """Both persons' consents to a kinship claim."""
    facts = frozenset({"kinship"})
    first = a_consent(others=frozenset({OTHER_REF}), facts=facts)
    second = a_consent(
        consent_id="cns_2", principal=OTHER_REF, others=frozenset({SUBJECT_REF}), facts=facts
    )
    return replace(first, **changes), replace(second, **changes)


def on_consent(*ids: str) -> Basis:
    """The basis that names these consents."""
    return Basis(BasisKind.CONSENT, consents=ids or ("cns_1",))


def on_duty(version: str = "2026-01", given_at: datetime = NOW - timedelta(hours=1)) -> Basis:
    """A statutory duty with the notice that was given."""
    return Basis(BasisKind.STATUTORY_DUTY, notice=NoticeGiven(version, given_at))


def for_a_relative(relation: str = "20", person: Person = OTHER) -> Basis:
    """A question on behalf of the deceased subject's near relative."""
    near = NearRelative(person, relation, "interest")
    return Basis(BasisKind.NEAR_RELATIVE, near_relative=near)


def a_verification(**changes: Any) -> Verification:
    """An identity question about the subject, on her consent."""
    verification = Verification(
        verification_id="ver_1",
        caller=Caller("client", REQUESTER, frozenset({"verify:identity"}), "jti"),
        fact="identity",
        subject=SUBJECT,
        claim=AClaim(),
        matter="GJJ-007",
        case="2026-000123",
        operator=Operator(a_person(serial=9), "0042"),
        basis=on_consent(),
        asked_at=NOW,
    )
    return replace(verification, **changes)


def a_gathering(
    verification: Verification | None = None,
    consents: Iterable[Consent] | None = None,
    **changes: Any,
) -> Gathered:
    """Everything about a verification, in order; the first two others are known persons."""
    asked = verification or a_verification()
    refs = (OTHER_REF, "per_third")[: len(asked.claim.others)]
    gathered = Gathered(
        verification=asked,
        requester=a_requester(),
        matter=a_matter(),
        law=the_catalogue().bases,
        consents=(a_consent(),) if consents is None else tuple(consents),
        subject_ref=SUBJECT_REF,
        other_refs=refs,
        required=frozenset({"public_security"}),
        consulted=frozenset({"health"}),
        now=NOW,
        today=TODAY,
        claim_token=TOKEN,
    )
    return replace(gathered, **changes)


def a_kinship_question(consents: Iterable[Consent] | None = None, **changes: Any) -> Gathered:
    """A kinship question about two persons, both of whom consent."""
    asked = a_verification(
        fact="kinship", claim=a_kinship_claim(), basis=on_consent("cns_1", "cns_2")
    )
    return a_gathering(asked, two_consents() if consents is None else consents, **changes)


def a_permit(**changes: Any) -> Permit:
    """A permit on consent that reveals nothing."""
    permit = Permit(
        basis=BasisKind.CONSENT,
        rule="basis.consent",
        terms=Terms(TODAY),
        departments=frozenset(DEPARTMENTS),
        consents=(),
        reveals=frozenset(),
        certificate=None,
    )
    return replace(permit, **changes)


def a_finding(as_of: date | None = None, **parts: PartFinding) -> Finding:
    """A finding over these parts, put together as the facts do."""
    found = parts or {"relation": PartFinding(Outcome.CONFIRMED, "K5")}
    reasons = dict.fromkeys(code for part in found.values() for code in part.reasons)
    return Finding(
        parts=found,
        outcome=least_favourable(part.outcome for part in found.values()),
        reasons=tuple(reasons),
        as_of=as_of,
    )
