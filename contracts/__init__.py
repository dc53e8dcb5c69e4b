"""Agreements as data: catalogue, code tables, wire contracts and our own HTTP interface.

This module exists so that the data can be found with ``importlib.resources``; there must never be
code beside it.
"""
