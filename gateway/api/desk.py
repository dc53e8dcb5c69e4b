"""What every call of the front desk works with, joined once by assembly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gateway.api.passes import Passes
from gateway.api.rates import Rates
from gateway.api.readiness import Readiness
from gateway.flow.parts import Parts
from gateway.ports.registers import OneTimeTokens
from gateway.signing.key_store import SigningKeys

Exposition = Callable[[], bytes]
"""The metrics in Prometheus' text format."""


@dataclass(frozen=True, slots=True)
class Desk:
    """`keys` sign and check access tokens; `tokens` remembers what may be used once.

    `document` is the interface document as JSON.
    """

    parts: Parts
    keys: SigningKeys
    tokens: OneTimeTokens
    passes: Passes
    rates: Rates
    readiness: Readiness
    exposition: Exposition
    document: bytes
