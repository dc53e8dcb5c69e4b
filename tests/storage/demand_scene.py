"""Reports for the tests of the store. Every office here is invented."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from gateway.domain.demand import DemandedPaper, Office, Report, Reporter
from gateway.ports.demands import NewDemand
from tests.storage.scene import Scene

CODE = "11500112009999991P"
ALIVE = DemandedPaper("negative", 10, "健在证明")
KINSHIP = DemandedPaper("retained", 5, "办理不动产登记、公证、税务业务的亲属关系证明")
OTHER = DemandedPaper(None, None, "好人证明")
OFFICE = Office("两江区养老金经办中心", None, "两江区人力资源和社会保障局")


def a_report(**changes: Any) -> Report:
    """A good report."""
    values: dict[str, Any] = {
        "reporter": Reporter.RESIDENT,
        "paper": ALIVE,
        "office": OFFICE,
        "happened_on": date(2026, 11, 23),
        "area": "500112",
        "place": "二楼3号窗口",
        "said": "说没有村里盖章就停发",
    }
    return Report(**(values | changes))


def a_new_demand(scene: Scene, report: Report | None = None, key: str | None = None) -> NewDemand:
    """A report under a key of its own."""
    wanted = report or a_report()
    demand_id = "dmd_" + scene.new_id().replace("-", "")
    digest = hashlib.sha256(repr(wanted).encode()).digest()
    return NewDemand(demand_id, key or demand_id, digest, wanted, date(2026, 12, 8))
