"""The connector to the registers of civil affairs (民政): marriage, adoption, cremation.

Speaks the wire contract of `civil_affairs`; must never be imported by another connector.
"""

from connectors.civil_affairs.source import CivilAffairs
from gateway.ports.source import Connector

connector: Connector = CivilAffairs()
