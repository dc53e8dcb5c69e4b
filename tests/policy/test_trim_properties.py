"""Properties of trimming: over all findings, nothing forbidden is ever told."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.finding import Finding, PartFinding, Reason, RecordKind, RestsOn, Told
from gateway.domain.outcome import Outcome, least_favourable
from gateway.policy.trim import trim
from tests.policy.builders import DEPARTMENTS, TODAY, a_permit, a_text

HIDDEN = {"adopted": "relation_not_specific", "father_not_recorded": "not_recorded"}
OPEN = ("relation_not_specific", "not_recorded", "name_variant", "derived", "single_source")
REASONS = (
    *(Reason(code, a_text(), told_as=neutral) for code, neutral in HIDDEN.items()),
    *(Reason(code, a_text()) for code in OPEN),
)
DAYS = st.integers(0, 400).map(lambda days: TODAY - timedelta(days=days))
CODES = st.lists(st.sampled_from([*HIDDEN, *OPEN, "undeclared"]), max_size=3).map(tuple)
RESTS = st.lists(st.builds(RestsOn, st.sampled_from(RecordKind), DAYS), max_size=3).map(tuple)
PARTS = st.builds(
    PartFinding,
    outcome=st.sampled_from(Outcome),
    row=st.sampled_from(["D3", "K4", "M1"]),
    reasons=CODES,
    rests_on=RESTS,
    neutral=st.booleans(),
    silent=st.lists(st.sampled_from(DEPARTMENTS), max_size=2, unique=True).map(tuple),
)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    """A finding over one to three parts, put together as the facts do (G6, G7)."""
    parts = {f"part_{number}": draw(PARTS) for number in range(draw(st.integers(1, 3)))}
    dates = [rest.as_of for part in parts.values() for rest in part.rests_on]
    return Finding(
        parts=parts,
        outcome=least_favourable(part.outcome for part in parts.values()),
        reasons=tuple(dict.fromkeys(code for part in parts.values() for code in part.reasons)),
        as_of=min(dates, default=None),
    )


REVEALS = st.frozensets(st.sampled_from(list(HIDDEN)))


def _told(finding: Finding, reveals: frozenset[str] = frozenset()) -> Told:
    return trim(finding, a_permit(reveals=reveals), REASONS)


def _with_parts(finding: Finding, **changes: object) -> Finding:
    """The same finding with every part changed so."""
    parts = {name: replace(part, **changes) for name, part in finding.parts.items()}  # type: ignore[arg-type]
    return replace(finding, parts=parts)


@given(finding=findings(), reveals=REVEALS)
def test_no_hidden_reason_is_told_unrevealed(finding: Finding, reveals: frozenset[str]) -> None:
    """Of the ⓘ reasons only revealed ones go out, and nothing that the fact does not declare."""
    told = set(_told(finding, reveals).reasons)
    assert set() == (told & HIDDEN.keys()) - reveals
    assert told <= {reason.code for reason in REASONS}


@given(finding=findings(), reveals=REVEALS)
def test_nothing_goes_with_a_contradiction_or_a_cause(
    finding: Finding, reveals: frozenset[str]
) -> None:
    """No kind, date or department beside a part that is contradicted, derived or telling."""
    told = _told(finding, reveals)
    decided = [p for p in finding.parts.values() if p.outcome not in UNDECIDED]
    if any(p.outcome is Outcome.CONTRADICTED or not p.neutral for p in decided):
        assert (None, (), ()) == (told.as_of, told.rests_on, told.silent)


UNDECIDED = (Outcome.AMBIGUOUS, Outcome.CONFLICT)


@given(finding=findings())
def test_only_what_confirmed_parts_rest_on_is_named(finding: Finding) -> None:
    """Every record told belongs to a confirmed part, and none is told twice."""
    told = _told(finding).rests_on
    confirmed = [p for p in finding.parts.values() if p.outcome is Outcome.CONFIRMED]
    assert set(told) <= {rest for part in confirmed for rest in part.rests_on}
    assert len(told) == len(set(told))


@given(finding=findings())
def test_departments_are_named_only_where_there_is_no_answer(finding: Finding) -> None:
    """Every department told is one whose silence left a part open."""
    open_parts = [
        p for p in finding.parts.values() if p.outcome in (Outcome.UNAVAILABLE, Outcome.PENDING)
    ]
    told = _told(finding).silent
    assert set(told) <= {department for part in open_parts for department in part.silent}
    assert len(told) == len(set(told))


@given(finding=findings(), reveals=REVEALS)
def test_outcomes_are_never_changed(finding: Finding, reveals: frozenset[str]) -> None:
    """Trimming takes away and never restates: overall and parts stay as they were found."""
    told = _told(finding, reveals)
    assert finding.outcome == told.outcome
    assert {name: part.outcome for name, part in finding.parts.items()} == told.parts


@given(finding=findings(), reveals=REVEALS)
def test_revealing_a_reason_changes_nothing_else(finding: Finding, reveals: frozenset[str]) -> None:
    """With and without leave to tell a reason, everything but the reasons is the same."""
    assert replace(_told(finding), reasons=()) == replace(_told(finding, reveals), reasons=())


@given(finding=findings())
def test_a_hidden_reason_looks_like_its_neutral_one(finding: Finding) -> None:
    """A finding with an ⓘ reason and the same with the neutral reason give the same answer."""
    neutral = {
        name: replace(part, reasons=tuple(HIDDEN.get(code, code) for code in part.reasons))
        for name, part in finding.parts.items()
    }
    reasons = tuple(HIDDEN.get(code, code) for code in finding.reasons)
    assert _told(finding) == _told(replace(finding, parts=neutral, reasons=reasons))


@given(finding=findings())
def test_the_row_never_shows(finding: Finding) -> None:
    """Which row of the table decided makes no difference to what is told."""
    assert _told(finding) == _told(_with_parts(finding, row="another"))


@given(parts=st.dictionaries(st.sampled_from(["a", "b", "c"]), PARTS, min_size=1), rests=RESTS)
def test_sealed_looks_like_not_held(
    parts: dict[str, PartFinding], rests: tuple[RestsOn, ...]
) -> None:
    """Findings of no record that differ only in what stood behind them give the same answer."""
    as_of = date(2026, 11, 20)
    not_held = {
        name: replace(part, outcome=Outcome.NO_RECORD, rests_on=()) for name, part in parts.items()
    }
    sealed = {name: replace(part, row="X", rests_on=rests) for name, part in not_held.items()}
    found = Finding(not_held, Outcome.NO_RECORD, (), as_of)
    assert _told(found) == _told(replace(found, parts=sealed))


@given(finding=findings())
def test_trimming_is_repeatable(finding: Finding) -> None:
    """The same finding gives the same answer, in the same order."""
    assert _told(finding) == _told(finding)
