"""Gives each department its share of a file of faults that is for all of them.

Must never let a fault pass that no department could have.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from mocks.asking import Department
from mocks.fault_reading import PLATFORM_KINDS, read_faults
from mocks.faults import ANY, WIRE_FAULTS, Fault, FaultRefused


def read_file(body: bytes, departments: Sequence[Department]) -> tuple[Fault, ...]:
    """The faults in a file; raises FaultRefused naming all that is wrong with it."""
    try:
        value: object = json.loads(body)
    except (ValueError, RecursionError):
        raise FaultRefused("the file of faults is not JSON") from None
    return read_faults(
        value, lambda fault: any(concerns(fault, department) for department in departments)
    )


def concerns(fault: Fault, department: Department) -> bool:
    """Whether the department can have that fault, and is meant."""
    kinds = WIRE_FAULTS | PLATFORM_KINDS | department.twists
    return (
        fault.department in (ANY, department.name)
        and fault.kind in kinds
        and fault.operation in (ANY, *department.operations)
    )
