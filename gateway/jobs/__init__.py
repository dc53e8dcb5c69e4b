"""The job library (Huey) behind the port of `gateway.ports.jobs`; nobody else knows it.

The store is the truth about what there is to do: what is kept here only says when to look again.
"""
