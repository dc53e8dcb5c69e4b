"""Sentences that people read: of refusals, of outcomes, of problems."""

import ast
from pathlib import Path

import pytest

from gateway.domain.decision import RefusalReason
from gateway.domain.outcome import Outcome
from gateway.policy import form, matter_fields, new_consent
from gateway.policy.outcome_words import first_steps, meaning
from gateway.policy.problem_words import PROBLEM_WORDS
from gateway.policy.refusals import explain

POLICY = Path(form.__file__).parent
NAMED = {
    name: value
    for module in (form, matter_fields, new_consent)
    for name, value in vars(module).items()
    if name.isupper() and isinstance(value, str)
}


@pytest.mark.parametrize("reason", list(RefusalReason))
def test_every_refusal_is_explained(reason: RefusalReason) -> None:
    """Every reason has a sentence and a next step, in both languages."""
    text = explain(reason)
    halves = (text.sentence.zh, text.sentence.en, text.next_step.zh, text.next_step.en)
    assert all(half[-1] in "。." for half in halves)


def test_refusals_say_different_things() -> None:
    """No two reasons share a sentence."""
    sentences = [explain(reason).sentence.zh for reason in RefusalReason]
    assert len(sentences) == len(set(sentences))


def test_missing_consent_does_not_tell_foreign_from_unknown() -> None:
    """The sentence for a missing consent says nothing of other requesters."""
    text = explain(RefusalReason.CONSENT_MISSING)
    assert "需求部门" not in text.sentence.zh + text.next_step.zh


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_is_explained(outcome: Outcome) -> None:
    """Every outcome has a meaning, and all but `confirmed` a first step."""
    assert meaning(outcome, "identity").en
    assert (outcome is Outcome.CONFIRMED) == (first_steps(outcome) == ())


def _reasons_given() -> set[str]:
    """The reason codes with which the policy makes problems, as its source has them."""
    given: set[str] = set()
    for path in POLICY.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _is_a_problem(node):
                given |= _codes(node.args[-1])
    return given


def _is_a_problem(call: ast.Call) -> bool:
    called = call.func
    name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
    return name in {"Problem", "refuse", "refuse_item"}


def _codes(argument: ast.expr) -> set[str]:
    """The code of a literal or of a constant; none where a code is handed on."""
    match argument:
        case ast.Constant(value=str(code)):
            return {code}
        case ast.Name(id=name):
            return {NAMED[name]} if name in NAMED else set()
        case _:
            return set()


def test_every_problem_is_explained() -> None:
    """The reasons that the policy gives for problems are those that have words."""
    assert _reasons_given() == set(PROBLEM_WORDS)
