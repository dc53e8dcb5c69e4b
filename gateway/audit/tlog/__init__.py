"""The transparency log's formats and mathematics (formats.md §2). No input or output.

Hashes and proofs after RFC 6962 and RFC 9162; tiles, checkpoints, signed notes, cosignatures, proof
files and witness messages after the C2SP documents of these names. Readers refuse whatever is not
exactly in the format: a byte off is another statement.
"""
