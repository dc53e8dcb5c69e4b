"""The connector to the files of the people's courts (人民法院), which answer when they can.

Speaks the wire contract of `courts`; must never be imported by another connector.
"""

from connectors.courts.source import Courts
from gateway.ports.source import Connector

connector: Connector = Courts()
