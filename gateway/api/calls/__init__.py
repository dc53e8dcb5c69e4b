"""The calls of design.md §6, one module for each kind of caller's errand."""
