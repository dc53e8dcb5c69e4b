"""The store: tables, migrations, the trail's commands, and the readers of our data files.

No transaction leaves this room, and nothing personal enters its tables in the clear.
"""
