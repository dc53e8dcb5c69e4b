"""How the real-estate register speaks, as the suite must know it; written from the contract."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import property_registry
from connectors.kit.dialect import Dialect, Reading, swap
from connectors.kit.mocking import RunningMock
from connectors.kit.schemas import contract_of
from gateway.domain.evidence import Cause, Holding
from gateway.domain.person import Person
from gateway.domain.question import Question
from property_registry.mock import read_scenarios, running
from property_registry.source import DEPARTMENT, OWNERSHIP, Housing

CONTRACT = Path(property_registry.__file__).parent / "contract"
SUFFIX = "schema.json"
ROW = '{"owner": "陈建国", "area": "500112", "since": "2015-06-30", "until": null, "sealed": "0"}'
NUMBER = '"number": "500112195803120017"'

READINGS = {
    "held": Reading(operation=OWNERSHIP, holding=Holding.HELD),
    "nothing": Reading(operation=OWNERSHIP, holding=Holding.NOT_HELD, change=swap(ROW, "")),
    "other_name": Reading(operation=OWNERSHIP, holding=Holding.NAME_MISMATCH, asked_as="陈健国"),
    "spaced_name": Reading(
        operation=OWNERSHIP, holding=Holding.HELD, asked_as="陈 建国", variant=True
    ),
}
MISREADINGS = {
    "code_7": (OWNERSHIP, swap('"code": "0"', '"code": "7"'), Cause.REFUSED),
    "code_8": (OWNERSHIP, swap('"code": "0"', '"code": "8"'), Cause.BROKEN),
    "code_9": (OWNERSHIP, swap('"code": "0"', '"code": "9"'), Cause.BROKEN),
    "code_00": (OWNERSHIP, swap('"code": "0"', '"code": "00"'), Cause.UNKNOWN_CODE),
    "code_as_number": (OWNERSHIP, swap('"code": "0"', '"code": 0'), Cause.MALFORMED),
    "seal_2": (OWNERSHIP, swap('"sealed": "0"', '"sealed": "2"'), Cause.UNKNOWN_CODE),
    "other_request": (OWNERSHIP, swap("0d6f9a3c-0001", "another"), Cause.WRONG_PERSON),
    "other_number": (OWNERSHIP, swap(NUMBER, '"number": "11010519491231002X"'), Cause.WRONG_PERSON),
    "no_rows": (OWNERSHIP, swap('"rows"', '"lines"'), Cause.MALFORMED),
    "no_name": (OWNERSHIP, swap('"owner": "陈建国"', '"owner": ""'), Cause.MALFORMED),
    "impossible_day": (OWNERSHIP, swap("2015-06-30", "2015-06-31"), Cause.MALFORMED),
    "future_right": (OWNERSHIP, swap("2015-06-30", "2026-11-21"), Cause.MALFORMED),
    "ended_before_it_began": (OWNERSHIP, swap("null", '"2015-06-29"'), Cause.MALFORMED),
    "ended_in_the_future": (OWNERSHIP, swap("null", '"2026-11-21"'), Cause.MALFORMED),
    "no_end_member": (OWNERSHIP, swap('"until": null, ', ""), Cause.MALFORMED),
    "nowhere": (OWNERSHIP, swap('500112"', '0"'), Cause.MALFORMED),
    "no_data_date": (OWNERSHIP, swap('"asOf"', '"date"'), Cause.MALFORMED),
}
FAULTS = {
    "status_403": Cause.REFUSED,
    "status_500": Cause.BROKEN,
    "malformed": Cause.MALFORMED,
    "truncated": Cause.MALFORMED,
    "timeout": Cause.TIMEOUT,
    "not_authorised": Cause.REFUSED,
    "busy": Cause.BROKEN,
    "unknown_code": Cause.UNKNOWN_CODE,
    "wrong_person": Cause.WRONG_PERSON,
}


@contextmanager
def _running() -> Iterator[RunningMock]:
    abouts = [scenario["about"] for scenario in read_scenarios()["scenarios"]]
    with running() as register:
        yield RunningMock(
            url=register.url,
            people=tuple(Person(about["number"], about["name"]) for about in abouts),
            question=lambda operation, person: Question(DEPARTMENT, operation, person),
            fields=lambda: register.fields,
            faults=FAULTS,
            switch=register.switch,
            mend=register.mend,
        )


DIALECT = Dialect(
    department=DEPARTMENT,
    connect=Housing,
    golden=Path(__file__).parent / "golden",
    example=OWNERSHIP,
    crowd=OWNERSHIP,
    reply_type="application/json; charset=utf-8",
    document="json",
    paths=("/ownership",),
    fields=frozenset({"request", "number", "name"}),
    contract=contract_of(CONTRACT / f"request.{SUFFIX}", CONTRACT / f"reply.{SUFFIX}"),
    readings=READINGS,
    misreadings=MISREADINGS,
    sealed={OWNERSHIP: swap('"sealed": "0"', '"sealed": "1"')},
    mock=_running,
    exempt={
        "former_names": "the register keeps no former names",
        "shared_numbers": "its reply is about the one number asked",
        "two_people": "no two-sided call",
        "dropped": "the contract holds nothing of the kind",
        "late": "answers at once",
        "callbacks": "answers at once",
    },
)
