"""Surveys for tests: everything in order, unless a keyword says otherwise; and strategies for any.

Units here are invented; nobody is named.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from gateway.domain.catalogue import NEGATIVE, RETAINED
from gateway.domain.matter import CertificateRef
from gateway.domain.survey import (
    Coverage,
    FiledSurvey,
    Proposal,
    SignOff,
    Survey,
    SurveyRow,
    SurveyState,
    Unit,
    UnitKind,
)
from gateway.policy.survey_form import read_survey
from gateway.policy.survey_texts import seems_personal
from tests.policy.builders import the_catalogue

HOSPITAL, SCHOOL, BUREAU = "12500112EXAMPLE010", "12500112EXAMPLE023", "11500112EXAMPLE039"
YEAR = 2026
MOMENT = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


def a_row(**changes: Any) -> dict[str, Any]:
    """The form of a row: no. 1 of the negative list; None leaves a field out."""
    row = {
        "listed": NEGATIVE,
        "number": 1,
        "matter": "住院病人亲属签字",
        "per_year": 1200,
        "proposal": "verify_by_sharing",
    }
    return {name: value for name, value in (row | changes).items() if value is not None}


def a_form(*rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The form of a hospital's survey; without rows, one row; None leaves a field out."""
    form = {
        "unit": {
            "code": HOSPITAL,
            "name": "示例医院",
            "kind": "hospital",
            "superior": "示例区卫生健康委员会",
        },
        "period": "2026",
        "covers": "own",
        "contact_role": "医务科",
        "rows": list(rows or (a_row(),)),
    }
    return {name: value for name, value in (form | changes).items() if value is not None}


def nothing_demanded(**changes: Any) -> dict[str, Any]:
    """The form of a unit that demands nothing."""
    return a_form(**{"rows": [], "nothing_demanded": True, **changes})


def a_survey(*rows: dict[str, Any], **changes: Any) -> Survey:
    """A survey, read from such a form."""
    return read_survey(a_form(*rows, **changes), the_catalogue(), YEAR)


def filed(survey: Survey, number: int = 1, **changes: Any) -> FiledSurvey:
    """A survey as it is kept, submitted."""
    values: dict[str, Any] = {
        "survey_id": f"srv_{number:032x}",
        "survey": survey,
        "state": SurveyState.SUBMITTED,
        "digest": "ab" * 32,
        "drafted_at": MOMENT,
        "changed_at": MOMENT,
        "filed_by": "client:one",
        "submitted_at": MOMENT,
        "sign_off": SignOff("分管副院长", date(2026, 11, 24), sealed=True),
    }
    return FiledSurvey(**(values | changes))


def texts(longest: int) -> st.SearchStrategy[str]:
    """Any text that may be filed: formulas, quotes, commas and all."""
    alphabet = st.characters(blacklist_categories=("Cc", "Cf", "Cs", "Zl", "Zp"))
    risky = st.sampled_from(("=1+1", "+x", "-2", "@sum(a1)", "'=x", "''", '"a,b"', "＝1", "a;b"))
    return (
        st.one_of(risky, st.text(alphabet, min_size=1, max_size=longest))
        .map(str.strip)
        .filter(lambda text: text != "" and not seems_personal(text))
    )


def rows(covers: Coverage, kind: UnitKind) -> st.SearchStrategy[SurveyRow]:
    """Any row of such a survey."""
    is_system = covers is Coverage.SYSTEM
    listed = st.one_of(
        st.builds(CertificateRef, st.just(NEGATIVE), st.integers(1, 30)),
        st.builds(CertificateRef, st.just(RETAINED), st.integers(1, 7)),
    )
    paper = st.one_of(
        st.tuples(listed, st.none()),
        st.tuples(st.none(), st.sampled_from(("无此奇葩证明书", "=好人证书", "'居民评价书"))),
    )

    def row(
        of: tuple[CertificateRef | None, str | None],
        basis: str | None,
        proposal: Proposal,
        **v: Any,
    ) -> SurveyRow:
        kept = Proposal.CANCEL if proposal is Proposal.KEEP and basis is None else proposal
        return SurveyRow(*of, basis=basis, proposal=kept, **v)

    return st.builds(
        row,
        paper,
        st.none() | texts(30),
        st.sampled_from(Proposal),
        matter=texts(20),
        per_year=st.integers(0, 10_000),
        demanded_at=st.sampled_from(UnitKind) if is_system else st.just(kind),
        demanded_by=st.none() | texts(12) if is_system else st.none(),
        remarks=st.none() | texts(20),
    )


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    """Any survey that may be filed."""
    kind = draw(st.sampled_from(UnitKind))
    covers = draw(st.sampled_from(Coverage))
    unit = Unit(
        draw(st.sampled_from((HOSPITAL, SCHOOL, BUREAU))),
        draw(texts(12)),
        kind,
        draw(st.none() | texts(12)),
    )
    found = draw(st.lists(rows(covers, kind), max_size=6, unique_by=_key))
    period = draw(st.sampled_from(("2025", "2026-H1", "2026-Q4", "2027-01")))
    summary = draw(st.none() | texts(40))
    return Survey(unit, period, covers, draw(texts(10)), tuple(found), summary)


def _key(row: SurveyRow) -> tuple[object, ...]:
    return (row.certificate, row.paper, row.matter, row.demanded_at, row.demanded_by)
