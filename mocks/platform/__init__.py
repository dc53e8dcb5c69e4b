"""The mock of the national exchange platform (its wire contract is with the contracts).

It stands in front of a department: whoever comes through the platform shows its headers, signed
with a secret that ends.
"""

from mocks.platform.door import Door
from mocks.platform.front import PREFIX, FrontDoor

__all__ = ["PREFIX", "Door", "FrontDoor"]
