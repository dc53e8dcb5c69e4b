"""The mock of the courts' files (its wire contract is with the contracts)."""

from mocks.courts.department import CourtsMock

__all__ = ["CourtsMock"]
