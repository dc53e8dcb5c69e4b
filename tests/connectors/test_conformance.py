"""Conformance of the bundled connectors, by the suite that every other connector is run with too.

The rules are those of connectors/README.md; a class is one connector.
"""

from __future__ import annotations

from typing import ClassVar

from connectors.kit.dialect import Dialect
from connectors.kit.suite import Conformance
from tests.connectors.dialects import CIVIL_AFFAIRS, COURTS, HEALTH, PUBLIC_SECURITY


class TestPublicSecurity(Conformance):
    dialect: ClassVar[Dialect] = PUBLIC_SECURITY


class TestCivilAffairs(Conformance):
    dialect: ClassVar[Dialect] = CIVIL_AFFAIRS


class TestHealth(Conformance):
    dialect: ClassVar[Dialect] = HEALTH


class TestCourts(Conformance):
    dialect: ClassVar[Dialect] = COURTS
