"""A gateway whose settings leave a fact out: its papers are not available, and all are told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from gateway.settings import BUNDLED_FACTS
from tests.journeys.desk import an_office, open_desk, open_matter, problem, scenarios
from tests.journeys.served import Served, a_request, serving, settings_for
from tests.journeys.test_certificates import ask

KEPT = tuple(name for name in BUNDLED_FACTS if name != "childbirth")


@pytest.fixture
def smaller(tmp_path: Path) -> Iterator[Served]:
    """A gateway without `childbirth`."""
    with serving(settings_for(tmp_path / "data", {}, facts=KEPT)) as served:
        yield served


def test_the_catalogue_says_so(smaller: Served) -> None:
    """No. 14 is not available here, no. 9 is; the ETag is another than that of the files alone."""
    lists = httpx.get(f"{smaller.url}/v1/catalogue")
    available = {paper["number"] for paper in lists.json()["negative"] if paper["available"]}
    assert (True, False) == (9 in available, 14 in available)
    assert f'"{lists.json()["digest"]}-14"' == lists.headers["etag"]


def test_asking_for_it_gets_the_decrees_way(smaller: Served) -> None:
    """422 with guidance and routes, on the trail, like every paper nobody can be asked about."""
    desk = open_desk(smaller, an_office(85), open_matter(facts=frozenset(KEPT)))
    subject = next(iter(scenarios().values())).subject
    body = a_request(subject, {"childbirth": {}}, desk.matter, smaller.case())
    refused = ask(desk, 14, body)
    assert (422, "certificate_not_askable") == problem(refused)
    told = refused.json()["guidance"]
    assert [True, True, True] == [bool(told[name]) for name in ("papers", "lost", "accepted")]


def test_the_start_warns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line names the paper and what it lacks; a gateway with everything warns of nothing."""
    for facts, wanted in ((KEPT, [(14, "childbirth")]), (BUNDLED_FACTS, [])):
        with serving(settings_for(tmp_path / str(len(facts)), {}, facts=facts)):
            lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
        found = [line for line in lines if line["event"] == "certificate_not_available"]
        assert wanted == [(line["certificate"], line["fact"]) for line in found]
        assert {"warning"} >= {line["level"] for line in found}
