"""Stand-ins for other people's systems: the four departments, serving one invented population.

Nothing here may import anything of ours, or a misunderstanding would be tested against itself.
"""
