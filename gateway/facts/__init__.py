"""The facts: what each claims, whom it asks, how its decision table reads the answers.

Everything here is pure: no clock, no department, no store. Must never hold what belongs to one
department's wire, and never return a record: only findings leave this room.
"""
