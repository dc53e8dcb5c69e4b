"""The connector to the population register of public security (公安).

Speaks the wire contract of `public_security`; must never be imported by another connector.
"""

from connectors.public_security.source import PublicSecurity
from gateway.ports.source import Connector

connector: Connector = PublicSecurity()
