"""Population files are read and written without loss, and what is wrong in one is named."""

import json
import re
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mocks.population import DEPARTMENTS, filing
from mocks.population.checks import find_problems
from mocks.population.filing import PopulationRefused
from mocks.population.model import Planted
from mocks.population.recording import certify_death, divorce, marry
from tests.mocks import examples

SCHEMA = Path(__file__).parents[2] / "mocks" / "population" / "format.schema.json"
README = Path(__file__).parents[2] / "mocks" / "README.md"
Change = Callable[[dict[str, Any]], object]


def _example() -> dict[str, Any]:
    value: dict[str, Any] = json.loads(filing.dump(examples.make_population()))
    return value


def test_a_population_survives_its_file() -> None:
    """Reading what was written gives the same population, and writing it the same bytes."""
    population = examples.make_population()
    text = filing.dump(population)
    assert population == filing.load(text)
    assert text == filing.dump(filing.load(text.encode()))


def test_the_example_of_the_readme() -> None:
    """The population file that the documentation shows can be loaded, and every list is told."""
    text = README.read_text(encoding="utf-8")
    (example,) = re.findall(r"^```json\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    population = filing.load(example)
    assert ["mother", "child"] == [resident.id for resident in population.residents]
    registers = {name: getattr(population, name) for name in DEPARTMENTS}
    lists = [f"{name}.{part.name}" for name, held in registers.items() for part in fields(held)]
    assert [] == [name for name in lists if f"| `{name}` |" not in text]


def _set(path: str, value: object) -> Change:
    """A change that puts a value at a path like `residents.0.name`."""

    def change(population: dict[str, Any]) -> None:
        *way, last = path.split(".")
        at: Any = population
        for step in way:
            at = at[int(step)] if step.isdigit() else at[step]
        at[last] = value

    return change


WRONG: dict[str, tuple[Change, str]] = {
    "no format": (lambda p: p.pop("format"), "/format: "),
    "unknown member": (_set("more", 1), "/more: "),
    "unknown member below": (_set("residents.0.more", 1), "/residents/0/more: "),
    "no date": (_set("residents.0.born_on", "1958-02-30"), "/residents/0/born_on: "),
    "unknown kind": (
        _set("civil_affairs.marital_events.0.kind", "wedding"),
        "/civil_affairs/marital_events/0/kind: ",
    ),
    "dangling mother": (
        _set("residents.0.mother", "gone"),
        "/residents/0/mother: no resident has that id",
    ),
    "dangling person": (
        _set("health.deaths.0.who.person", "gone"),
        "/health/deaths/0/who/person: no resident has that id",
    ),
    "nobody named": (
        _set("civil_affairs.cremations.0.who", {}),
        "/civil_affairs/cremations/0/who: names nobody",
    ),
    "a father as mother": (
        _set("residents.2.mother", "father"),
        "/residents/2/mother: is of the other sex",
    ),
    "a child as mother": (
        _set("residents.2.mother", "grandchild"),
        "/residents/2/mother: was a child when this resident was born",
    ),
    "doubled id": (
        _set("residents.1.id", "father"),
        "/residents/0/id: another resident has it too",
    ),
    "doubled number": (
        _set("residents.1.number", "500112195803120017"),
        "/residents/0/number: another resident has it too (number_shared is not set)",
    ),
    "check character": (
        _set("residents.0.number", "500112195803120018"),
        "/residents/0/number: wrong check character",
    ),
    "length": (
        _set("residents.0.number", "5001121958"),
        "/residents/0/number: neither 18 characters nor 15 digits",
    ),
    "birth date": (
        _set("residents.0.born_on", "1958-03-13"),
        "/residents/0/number: has another birth date than born_on",
    ),
    "sex": (_set("residents.0.sex", "2"), "/residents/0/number: is of the other sex"),
    "no name": (_set("residents.0.name", ""), "/residents/0/name: is empty"),
    "death before birth": (
        _set("residents.0.died_on", "1950-01-01"),
        "/residents/0/died_on: is before born_on",
    ),
    "bad spelling of a number": (
        _set("health.deaths.0.who.number", "1"),
        "/health/deaths/0/who/number: neither 18 characters nor 15 digits",
    ),
    "future": (
        _set("health.deaths.0.on", "2026-11-21"),
        "/health/deaths/0/on: is after today",
    ),
    "distant past": (
        _set("health.deaths.0.on", "1879-01-01"),
        "/health/deaths/0/on: is before 1880-01-01",
    ),
    "basis": (
        _set("public_security.entries.0.cancelled.reason", "other"),
        "/public_security/entries/0/cancelled/basis: belongs to a death, and a death needs one",
    ),
    "date of death": (
        _set("public_security.entries.0.cancelled.reason", "other"),
        "/public_security/entries/0/cancelled/died_on: belongs to a death",
    ),
    "no head": (
        _set("public_security.households.0.members.0.relation", "20"),
        "/public_security/households/0/members: has 0 heads, must have one (relation 02)",
    ),
    "relation": (
        _set("public_security.households.0.members.1.relation", "wife"),
        "/public_security/households/0/members/1/relation: is not a code of GB/T 4761",
    ),
    "twice at home": (
        _set("public_security.households.0.members.1.who.person", "father"),
        "/public_security/households/0/members/0: is in this household twice",
    ),
    "moved out before": (
        _set("public_security.households.0.until", "1980-01-01"),
        "/public_security/households/0/until: is before since",
    ),
    "married to oneself": (
        _set("civil_affairs.marital_events.0.other.person", "father"),
        "/civil_affairs/marital_events/0/other: is the same person as one",
    ),
    "no adopter": (
        _set("civil_affairs.adoptions.0.adopters", []),
        "/civil_affairs/adoptions/0/adopters: must be one or two",
    ),
    "adopted by oneself": (
        _set("civil_affairs.adoptions.0.adopters.0.person", "grandchild"),
        "/civil_affairs/adoptions/0/adopters: the adopted is among them",
    ),
    "dissolved before": (
        _set("civil_affairs.adoptions.0.dissolved_on", "2020-01-01"),
        "/civil_affairs/adoptions/0/dissolved_on: is before on",
    ),
    "certificate": (
        _set("health.births.0.certificate", "500000123"),
        "/health/births/0/certificate: must be a letter and nine digits",
    ),
    "replaced by nothing": (
        _set("health.births.0.status", "replaced"),
        "/health/births/0/replaced_by: belongs to status replaced, which needs it",
    ),
    "replaced by a stranger": (
        _set("health.births.0.replaced_by", "E999999999"),
        "/health/births/0/replaced_by: no birth has that certificate",
    ),
    "sued oneself": (
        _set("courts.judgments.0.other.person", "daughter"),
        "/courts/judgments/0/other: is the same person as one",
    ),
    "half an effect": (
        lambda p: p["courts"]["judgments"][0].pop("established"),
        "/courts/judgments/0/established: goes with effective_on, both or neither",
    ),
    "revoked before": (
        _set("courts.declarations.0.revoked_on", "2019-04-12"),
        "/courts/declarations/0/revoked_on: is not after judged_on",
    ),
    "nothing to resume": (
        _set("courts.declarations.0.kind", "disappearance"),
        "/courts/declarations/0/no_resume: belongs to a revoked declaration of death",
    ),
    "unborn": (
        _set("health.services.0.on", "1900-01-01"),
        "/health/services/0/on: is before the birth of a resident in it",
    ),
    "after the data": (
        _set("data_dates.health", "2000-01-01"),
        "/health/deaths/0/on: is after the data date of the department",
    ),
    "another number's check": (
        _set("public_security.entries.0.other_numbers", ["500112195803120018"]),
        "/public_security/entries/0/other_numbers/0: wrong check character",
    ),
    "cancelled before death": (
        _set("public_security.entries.0.cancelled.on", "1999-01-01"),
        "/public_security/entries/0/cancelled/on: is before died_on",
    ),
    "issued before death": (
        _set("public_security.unnatural_deaths.0.issued_on", "1999-01-01"),
        "/public_security/unnatural_deaths/0/issued_on: is before died_on",
    ),
    "effective before it was written": (
        _set("courts.judgments.0.document_on", "2026-11-01"),
        "/courts/judgments/0/effective_on: is before document_on",
    ),
    "a parent who adopts and keeps": (
        _set("civil_affairs.adoptions.0.kept_parent", {"person": "son-in-law"}),
        "/civil_affairs/adoptions/0/kept_parent: is an adopter",
    ),
    "a child who adopts": (
        _set("civil_affairs.adoptions.0.adopted", {"person": "father"}),
        "/civil_affairs/adoptions/0/adopters/0: is not older than the adopted",
    ),
    "a note about nobody": (
        _set("planted", [{"kind": "renamed", "who": ["gone"]}]),
        "/planted/0/who/0: no resident has that id",
    ),
    "born after the data": (
        _set("data_dates.health", "2000-01-01"),
        "/health/births/0/born_at: is after the data date of the department",
    ),
    "revoked after the data": (
        _set("data_dates.courts", "2000-01-01"),
        "/courts/declarations/0/revoked_on: is after the data date of the department",
    ),
    "moved in after the data": (
        _set("data_dates.public_security", "1970-01-01"),
        "/public_security/households/0/since: is after the data date of the department",
    ),
    "an hour of elsewhere": (
        _set("health.births.0.born_at", "2010-11-03T08:15:00Z"),
        "/health/births/0/born_at: must be Beijing time, without an offset",
    ),
    "no former name": (
        _set("public_security.entries.0.former_names", [""]),
        "/public_security/entries/0/former_names/0: is empty",
    ),
    "an entry without a number": (
        _set("public_security.entries.0.who.number", ""),
        "/public_security/entries/0/who/number: is empty",
    ),
    "an unwritable name": (
        _set("residents.0.name", "陈\u0001"),
        "/residents/0/name: holds a character that no register can write",
    ),
    "two certificates of one death": (
        lambda p: p["public_security"]["unnatural_deaths"].extend(
            p["public_security"]["unnatural_deaths"]
        ),
        "/public_security/unnatural_deaths/1: the resident has another one",
    ),
    "the survivor of oneself": (
        _set("courts.declarations.0.spouse", {"person": "father"}),
        "/courts/declarations/0/spouse: is the same person as who",
    ),
    "replaced by itself": (
        _set(
            "health.births",
            [
                {
                    "certificate": "E500000123",
                    "born_at": "2010-11-03T08:15:00",
                    "mother": {"person": "daughter"},
                    "status": "replaced",
                    "replaced_by": "E500000123",
                }
            ],
        ),
        "/health/births/0/replaced_by: is the certificate itself",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_named(case: str) -> None:
    """Place and fault are in the message; the value that was found there is not."""
    change, expected = WRONG[case]
    population = _example()
    change(population)
    with pytest.raises(PopulationRefused) as caught:
        filing.load(json.dumps(population))
    assert any(problem.startswith(expected) for problem in caught.value.problems)


def test_form_and_sense_are_told_at_once() -> None:
    """An unknown code, a date that is none and a dangling parent, in places of the whole file."""
    population = _example()
    population["health"]["deaths"].insert(0, {"certificate": "A"})
    population["public_security"]["entries"][0]["sex"] = "7"
    population["residents"][2]["mother"] = "gone"
    population["health"]["deaths"][1]["who"]["person"] = "gone"
    with pytest.raises(PopulationRefused) as caught:
        filing.load(json.dumps(population))
    places = {problem.partition(":")[0] for problem in caught.value.problems}
    assert {
        "/public_security/entries/0/sex",
        "/health/deaths/0/form",
        "/health/deaths/1/who/person",
        "/residents/2/mother",
    } <= places


def test_unknown_members_hide_nothing() -> None:
    """What is wrong beside members that nobody knows is told with them."""
    population = _example()
    population["more"] = population["health"]["more"] = population["residents"][0]["more"] = 1
    population["residents"][2]["mother"] = "gone"
    with pytest.raises(PopulationRefused) as caught:
        filing.load(json.dumps(population))
    places = {problem.partition(":")[0] for problem in caught.value.problems}
    assert {"/more", "/health/more", "/residents/0/more", "/residents/2/mother"} == places


def test_no_value_is_repeated() -> None:
    """Neither number nor name nor id is in the message."""
    population = _example()
    number, name = population["residents"][0]["number"], population["residents"][0]["name"]
    for resident in population["residents"]:
        resident["number"], resident["mother"] = number[:-1] + "9", "somebody"
    with pytest.raises(PopulationRefused) as caught:
        filing.load(json.dumps(population))
    assert [] == [value for value in (number[:-1], name, "somebody") if value in str(caught.value)]


@pytest.mark.parametrize("planted", [False, True])
def test_two_marriages_in_force(planted: bool) -> None:
    """They are refused, unless the file says that they are meant."""
    ledger = examples.open_ledger()
    marry(ledger, "daughter", "son-in-law", date(2009, 1, 1))
    marry(ledger, "mother", "son-in-law", date(2012, 1, 1))
    if planted:
        ledger.planted.append(Planted("two_in_force", ("son-in-law",)))
    expected = () if planted else ("/civil_affairs/marital_events/1",)
    found = find_problems(ledger.close())
    assert expected == tuple(problem.partition(":")[0] for problem in found)


def test_a_divorce_makes_room_for_another_marriage() -> None:
    """Whoever divorced at either register, or lost a spouse, may marry again."""
    ledger = examples.open_ledger()
    marry(ledger, "daughter", "son-in-law", date(2009, 1, 1))
    divorce(ledger, "daughter", "son-in-law", date(2011, 1, 1))
    marry(ledger, "mother", "son-in-law", date(2012, 1, 1))
    certify_death(ledger, "mother", date(2015, 1, 1))
    marry(ledger, "daughter", "son-in-law", date(2016, 1, 1))
    assert () == find_problems(ledger.close())


def test_the_schema() -> None:
    """The file beside the code is what the code says, and every example fits it."""
    text = SCHEMA.read_text(encoding="utf-8")
    assert filing.write_schema() == text
    schema = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(_example(), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**_example(), "more": 1}, schema)


def test_two_births_with_one_certificate() -> None:
    """Both are named."""
    population = _example()
    population["health"]["births"] *= 2
    with pytest.raises(PopulationRefused) as caught:
        filing.load(json.dumps(population))
    places = [problem.partition(":")[0] for problem in caught.value.problems]
    assert ["/health/births/0/certificate", "/health/births/1/certificate"] == places


def test_what_is_no_json() -> None:
    """The whole file is named."""
    with pytest.raises(PopulationRefused, match="the file: Invalid JSON"):
        filing.load("{")


def test_many_problems() -> None:
    """A hundred are shown, the rest is counted."""
    population = _example()
    population["residents"] *= 30
    with pytest.raises(PopulationRefused) as caught:
        filing.load(json.dumps(population))
    lines = str(caught.value).splitlines()
    assert 102 == len(lines)
    assert f"  and {len(caught.value.problems) - 100} more" == lines[-1]
