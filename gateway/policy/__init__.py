"""May this be asked, and what may be told? Pure: everything that counts is passed in.

Must never read a clock, a register or a setting, and never speak to a department.
"""
