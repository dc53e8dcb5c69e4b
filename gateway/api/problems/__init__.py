"""Problem documents (RFC 9457) in Chinese and English: a closed list of kinds (design.md §6).

Must never hold a sentence with room for a value of a request.
"""
