"""Schema drift changes names and types in a reply, and nothing that is held."""

from __future__ import annotations

import httpx
import pytest

from mocks.faults import DRIFTS
from mocks.serving import Mocks
from tests.mocks import calls
from tests.mocks.examples import FATHER

PERSON = {"name": FATHER.name, "cert_num": FATHER.number}


def test_something_new(mocks: Mocks) -> None:
    """An element or member more, beside all that was there."""
    for department in ("public_security", "civil_affairs", "health", "courts"):
        mocks.controls(department).fault("unknown_member")
    person = calls.ask_public_security(mocks.urls["public_security"], "RYXX", *_father())
    assert ("2", "1") == tuple(calls.text(person, f"RYLB/RY/{n}") for n in ("gmsfzh_ppddm", "xzd"))
    civil = calls.ask_civil_affairs(mocks.urls["civil_affairs"], "cremation", PERSON)
    (row,) = civil["biz_data"]["result"]
    assert ("0", "1") == (row["seal_flag"], row["xzd"])
    death = calls.ask_health(mocks.urls["health"], "SWZM", XM=FATHER.name, GMSFHM=FATHER.number)
    assert "1" == death.findtext("body/records/record/xzd")
    assert death.findtext("body/records/record/SWRQ")
    court = calls.ask_courts(mocks.urls["courts"], "FAMILY", *_father())
    assert ("DONE", "1") == (court["state"], court["xzd"])


def test_another_name(mocks: Mocks) -> None:
    """The value is there, under a name that is in no contract."""
    mocks.controls("civil_affairs").fault("renamed_member")
    civil = calls.ask_civil_affairs(mocks.urls["civil_affairs"], "cremation", PERSON)
    (row,) = civil["biz_data"]["result"]
    assert ("seal_flag" in row, row["seal_flag_xzd"]) == (False, "0")
    mocks.controls("health").fault("renamed_member")
    death = calls.ask_health(mocks.urls["health"], "SWZM", XM=FATHER.name, GMSFHM=FATHER.number)
    record = death.find("body/records/record")
    assert record is not None
    assert (None, True) == (record.findtext("SWRQ"), bool(record.findtext("SWRQ_xzd")))


def test_another_type(mocks: Mocks) -> None:
    """A list or an element where a text was."""
    mocks.controls("civil_affairs").fault("changed_type", member="data_date")
    civil = calls.ask_civil_affairs(mocks.urls["civil_affairs"], "cremation", PERSON)
    assert isinstance(civil["biz_data"]["data_date"], list)
    mocks.controls("public_security").fault("changed_type", member="SJRQ")
    person = calls.ask_public_security(mocks.urls["public_security"], "RYXX", *_father())
    assert calls.text(person, "SJRQ/xzd")


@pytest.mark.parametrize("kind", sorted(DRIFTS))
def test_a_member_that_is_not_there(mocks: Mocks, kind: str) -> None:
    """Nothing is changed."""
    whole = calls.ask_civil_affairs(mocks.urls["civil_affairs"], "cremation", PERSON)
    mocks.controls("civil_affairs").fault(kind, member="gone")
    assert whole == calls.ask_civil_affairs(mocks.urls["civil_affairs"], "cremation", PERSON)


def test_a_latency_ends_with_an_answer(mocks: Mocks) -> None:
    """The reply is whole, only later; it is shown among the faults."""
    mocks.controls("courts").fault("latency", seconds=0.01, times=1)
    (shown,) = httpx.get(f"{mocks.urls['courts']}/_control/faults").json()["faults"]
    assert ("latency", 0.01) == (shown["kind"], shown["seconds"])
    assert "DONE" == calls.ask_courts(mocks.urls["courts"], "FAMILY", *_father())["state"]
    assert () == mocks.controls("courts").faults.on()


def test_a_stale_secret_is_the_platforms_fault(mocks: Mocks) -> None:
    """Switched like any other, it waits at the platform."""
    mocks.controls("health").fault("stale_secret", times=2)
    assert () == mocks.controls("health").faults.on()
    shown = mocks.controls("health").platform.shown()["faults"]
    assert [{"kind": "stale_secret", "times": 2}] == shown


def _father() -> tuple[str, str]:
    return FATHER.number, FATHER.name
