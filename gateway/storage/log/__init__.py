"""The transparency log in the store: sequencing entries, reading the tree back (formats.md §2)."""
