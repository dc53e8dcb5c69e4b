"""Answers questions about invented residents from what their registers hold, by the tables alone.

A reading of the decision tables of its own (domain.md §1): no department is ever silent here, but
for a court that cannot prove the effect of a divorce. What the tables leave open it does not
answer. Must never import the gateway, nor be corrected after what the gateway answers, only after
the tables.
"""
