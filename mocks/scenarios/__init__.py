"""The scenario residents: for every row of the domain's tables, a question and its answer.

`mocks.town` puts them into a population; `table` writes them as the table of mocks/README.md.
"""

from mocks.scenarios.story import Expected, Needs, Scenario, Trouble

__all__ = ["Expected", "Needs", "Scenario", "Trouble"]
