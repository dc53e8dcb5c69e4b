"""What the gateway tells about its work: one line for each request, and metrics.

Must never tell a value of a person, a URL, or another library's message.
"""

from gateway.telemetry.telling import FIELDS, Telemetry

__all__ = ["FIELDS", "Telemetry"]
