"""What the flow needs from the world: sources, trail, registers, signer, clock, chance.

Protocols and the commands they take; nothing here does anything.
"""
