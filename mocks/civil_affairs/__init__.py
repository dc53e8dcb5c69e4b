"""The mock of civil affairs' registers (its wire contract is with the contracts)."""

from mocks.civil_affairs.department import CivilAffairsMock

__all__ = ["CivilAffairsMock"]
