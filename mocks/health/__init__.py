"""The mock of health's registers (its wire contract is with the contracts)."""

from mocks.health.department import HealthMock

__all__ = ["HealthMock"]
