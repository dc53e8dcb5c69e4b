"""`gateway working-days …`: the data of holidays and worked weekends, checked before it is used."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from gateway.commands.options import a_table, out, told_plainly
from gateway.storage.working_day_files import load_working_days, years_at_a_glance

app = typer.Typer(no_args_is_help=True, help="Look at the data of working days (节假日与调休).")


@app.command()
def check(
    file: Annotated[
        Path | None, typer.Argument(help="A file of your own; by default the bundled one.")
    ] = None,
) -> None:
    """Check a file of holidays and worked weekends, and show what it says of each year."""
    days = told_plainly(lambda: load_working_days(files("contracts"), file))
    table = a_table("year", "holidays", "worked weekends", "working days", "announced")
    for number, count in years_at_a_glance(days).items():
        year = days.years[number]
        table.add_row(
            str(number),
            str(len(year.holidays)),
            str(len(year.worked_weekends)),
            str(count),
            "no: provisional" if year.provisional else "yes",
        )
    out.print(table)
    out.print(
        "every other year is provisional: weekends and the fixed days of the law are not worked"
    )
