"""What callers write, as models, and how it is read into the house's own values.

pydantic stops here. Must never keep, log or echo what was written: problems are pointers and
reasons.
"""
