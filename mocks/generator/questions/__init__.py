"""Makes up questions about generated residents, of which the oracle says the answers."""
