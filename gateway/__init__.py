"""A gateway that verifies a bounded fact about a person with the departments that hold the record.

This package is the gateway itself. It must never import a connector or a mock department:
connectors arrive by entry point.
"""

__version__ = "0.1.0"
