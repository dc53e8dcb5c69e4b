"""A witness (C2SP tlog-witness): a small program that keeps the operator of a log honest.

It remembers of each log the newest head that it has seen, and cosigns a newer one only if that one
continues it. It shares formats and mathematics with the gateway and nothing else: it belongs into
other hands, on another machine.
"""
