"""Conformance: the rules that every connector of the gateway keeps."""

from typing import ClassVar

from connectors.kit.dialect import Dialect
from connectors.kit.suite import Conformance
from housing_dialect import DIALECT


class TestHousing(Conformance):
    dialect: ClassVar[Dialect] = DIALECT
