"""The kit for whoever adds a register: one conformance suite, a pytest plugin, a scaffold.

Must never be needed by a running gateway, and must never know a connector: a connector's own tests
hand it a `Dialect` (connectors/README.md), and `gateway connector new` copies the scaffold.
"""
