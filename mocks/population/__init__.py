"""Invented residents, consistent across the four departments; no real person is among them.

Reading and writing them is `filing`, making them up `generator`, looking into them `index`.
"""

from mocks.population.model import DEPARTMENTS, FORMAT, Population

__all__ = ["DEPARTMENTS", "FORMAT", "Population"]
