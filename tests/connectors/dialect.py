"""What the tests of single connectors take from the kit, and the numbers in their golden files."""

from connectors.kit.dialect import Change, Dialect, swap, unchanged
from tests.connectors.dialects import APPLY, CERTIFICATE, QUERY_NUMBER

__all__ = ["APPLY", "CERTIFICATE", "QUERY_NUMBER", "Change", "Dialect", "swap", "unchanged"]
