"""The mock of public security's population register (its wire contract is with the contracts)."""

from mocks.public_security.department import PublicSecurityMock

__all__ = ["PublicSecurityMock"]
