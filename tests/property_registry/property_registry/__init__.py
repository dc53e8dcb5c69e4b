"""Real estate (不动产登记) for the gateway: the connector to its register, and the fact `property`.

Lives outside the gateway: connector and fact arrive by their entry points.
"""

from gateway.ports.source import Connector
from property_registry.source import Housing

connector: Connector = Housing()
