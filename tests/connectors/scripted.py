"""A scripted department: the kit's own, for the tests of single connectors and of the link."""

from connectors.kit.scripted import HANG, HANG_UP, RESET, Department, Line, Sent, reply, scripted

__all__ = ["HANG", "HANG_UP", "RESET", "Department", "Line", "Sent", "reply", "scripted"]
