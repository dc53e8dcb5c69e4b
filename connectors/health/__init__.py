"""The connector to the registers of health (卫生健康): births, deaths, last in-person service.

Speaks the wire contract of `health`; must never be imported by another connector.
"""

from connectors.health.source import Health
from gateway.ports.source import Connector

connector: Connector = Health()
