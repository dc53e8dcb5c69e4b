"""Makes up large numbers of residents, block by block, and plants disagreements of registers.

A block is one clan with everything that the registers hold of it; no record reaches into another
block, so that no more than one is ever in memory. Must never use randomness but what it is given.
"""
