"""The one path of a verification, its steps numbered, and what surrounds it."""
