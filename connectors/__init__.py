"""The connectors to department systems, one folder each.

A connector knows the gateway's domain, ports, errors and outbound client and nothing else of ours;
it must never import another connector.
"""
