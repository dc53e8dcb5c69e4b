"""Asking a department through a connector: the kit's own way, under its old name."""

from connectors.kit.asking import IMPATIENT, Counter, ask_golden, counter

__all__ = ["IMPATIENT", "Counter", "ask_golden", "counter"]
