"""Every paper that can be asked about, with every outcome but `confirmed`: there is a way."""

from __future__ import annotations

import pytest

from gateway.domain.catalogue import Certificate
from gateway.domain.matter import Matter
from gateway.domain.outcome import Outcome
from gateway.policy.certificates import guide_certificate
from gateway.policy.guidance import Guidance
from tests.policy.builders import a_matter, the_catalogue

LISTS = the_catalogue()
ASKABLE = {n: paper for n, paper in LISTS.negative.items() if paper.available}
NOT_CONFIRMED = [outcome for outcome in Outcome if outcome is not Outcome.CONFIRMED]
DECIDED = (Outcome.CONTRADICTED, Outcome.PENDING)

every_case = pytest.mark.parametrize(
    ("number", "outcome"),
    [(n, outcome) for n in ASKABLE for outcome in NOT_CONFIRMED],
    ids=lambda value: value.value if isinstance(value, Outcome) else f"no-{value}",
)


def guided(number: int, outcome: Outcome, matter: Matter | None = None) -> Guidance:
    """What is said when every fact of the paper has this outcome."""
    paper = ASKABLE[number]
    outcomes = dict.fromkeys(paper.facts, outcome)
    guidance = guide_certificate(paper, outcomes, matter or a_matter(), LISTS)
    assert guidance is not None
    return guidance


def served_by(paper: Certificate) -> set[int]:
    """The retained papers for exceptions of the entry, or of the entries of its facts."""
    own = [e for e in LISTS.negative.values() if e is paper or _stands_for_a_part(e, paper)]
    return {e.retained for entry in own for e in entry.exceptions if e.retained is not None}


def _stands_for_a_part(entry: Certificate, paper: Certificate) -> bool:
    first = {f: next(e for e in LISTS.negative.values() if f in e.facts) for f in paper.facts}
    return entry in first.values()


def test_which_papers_can_be_asked_about() -> None:
    """The papers that this test is about: those of the issue, and no. 3 by its former name."""
    assert [1, 2, 3, 8, 9, 10, 11, 14, 18] == list(ASKABLE)


@every_case
def test_papers_accepted(number: int, outcome: Outcome) -> None:
    """The documents of the entry, and what the office does with them; or that it asks for none."""
    paper, guidance = ASKABLE[number], guided(number, outcome)
    assert (paper.documents, paper.documents_open) == (guidance.papers, guidance.papers_open)
    assert guidance.accepted is not None
    is_named = paper.documents or paper.issuers
    wanted = "村（社区）的证明" if is_named else "没有要求居民为此提供材料"
    assert wanted in guidance.accepted.zh


@every_case
def test_who_replaces_what_is_lost(number: int, outcome: Outcome) -> None:
    """The entry says who replaces lost papers; where it does not, no. 20 does."""
    wanted = ASKABLE[number].lost or LISTS.negative[20].lost
    assert wanted == guided(number, outcome).lost


@every_case
def test_the_committee_is_named_only_to_say_that_it_is_not_asked(
    number: int, outcome: Outcome
) -> None:
    """Meaning and steps in both languages; instead of the committee somebody else, or a check."""
    guidance = guided(number, outcome)
    assert guidance.instead is not None
    assert guidance.instead.zh.startswith("村（社区）不出具；改由")
    assert guidance.steps
    assert all(text.zh and text.en for text in (guidance.meaning, *guidance.steps))


@every_case
def test_retained_certificates_that_apply(number: int, outcome: Outcome) -> None:
    """Those that serve an exception of the paper, in a matter that is such a case, if undecided."""
    matter = a_matter(exceptions=frozenset(LISTS.retained))
    found = {f.certificate.number for f in guided(number, outcome, matter).fallbacks}
    wanted = set() if outcome in DECIDED else served_by(ASKABLE[number])
    assert wanted == found


@every_case
def test_no_retained_certificate_for_other_matters(number: int, outcome: Outcome) -> None:
    """A matter that is none of the cases is promised none."""
    assert () == guided(number, outcome).fallbacks


@every_case
def test_whether_a_committee_may_certify(number: int, outcome: Outcome) -> None:
    """The transition clause, with its conditions, wherever the resident has no answer."""
    wanted = None if outcome in DECIDED else LISTS.transition
    assert wanted == guided(number, outcome).transition
