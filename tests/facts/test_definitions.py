"""The definitions themselves: names, reasons, schemas, examples."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import jsonschema
import pytest

from gateway.facts.alive import fact as alive
from gateway.facts.birth import fact as birth
from gateway.facts.childbirth import fact as childbirth
from gateway.facts.death import fact as death
from gateway.facts.identity import fact as identity
from tests.facts.builders import SUBJECT

if TYPE_CHECKING:
    from gateway.domain.fact import Fact

FACTS = (identity, death, alive, birth, childbirth)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_reasons_are_declared_once(fact: Fact) -> None:
    """No code is declared twice, and every neutral code is declared as well."""
    codes = [reason.code for reason in fact.reasons]
    assert sorted(set(codes)) == sorted(codes)
    told = {reason.told_as for reason in fact.reasons} - {None}
    assert set() == told - set(codes)


def test_shared_codes_mean_the_same_everywhere() -> None:
    """A code has one sentence, whichever fact gives it."""
    texts = {(reason.code, reason.text) for fact in FACTS for reason in fact.reasons}
    assert len({code for code, _ in texts}) == len(texts)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_example_fits_schema_and_reader(fact: Fact) -> None:
    """What the interface document shows can be sent."""
    jsonschema.Draft202012Validator.check_schema(dict(fact.claim_schema))
    jsonschema.validate(dict(fact.claim_example), dict(fact.claim_schema))
    assert fact.read_claim(fact.claim_example, SUBJECT).canonical() != {}


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_fact_is_found_by_its_entry_point(fact: Fact) -> None:
    """The module's `fact` is the definition, under its own name."""
    assert fact is import_module(f"gateway.facts.{fact.name}").fact
    assert set() == set(fact.required) & set(fact.consulted)
