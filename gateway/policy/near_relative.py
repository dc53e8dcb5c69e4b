"""Who is a deceased person's near relative in the words of the law (CC 1045; PIPL 49).

Must never be read as proof: a relation that is claimed is verified in the first round.
"""

from __future__ import annotations

from typing import Final

NEAR_RELATIVES: Final = frozenset(
    {"10", "11", "12"}  # spouse
    | {"20", "21", "22", "23", "24", "25", "26", "27"}  # sons, adopted and step-sons
    | {"30", "31", "32", "33", "34", "35", "36", "37"}  # daughters, adopted and step-daughters
    | {"40", "41", "42", "43", "44"}  # grandchildren of both lines
    | {"50", "51", "52", "57", "58"}  # parents, adoptive and step-parents
    | {"60", "61", "62", "63", "64"}  # grandparents of both lines
    | {"70", "71", "73", "75", "77"}  # siblings
)
"""GB/T 4761 codes of CC 1045: what the near relative may be to the deceased.

The residual codes (x9) are left out: they say that a relation exists, not which. Where the
catalogue's legal basis lists relations of its own, that list holds.
"""
