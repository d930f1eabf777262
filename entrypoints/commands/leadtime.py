"""``aid leadtime``: how long orders take, how late they come, what their freight costs; ``aid arrivals``."""

from pathlib import Path

import click

from entrypoints.commands.output import as_json, counted, folder_argument, records, show, write_csv


@click.command()
@folder_argument("operation")
@click.option("--as-of", required=True, help="Only what was recorded before this day is known, YYYY-MM-DD.")
@click.option(
    "--orders", type=click.Path(path_type=Path), required=True, help="File of the orders asked about, as `orders`."
)
@click.option(
    "--target",
    type=click.Choice(["lead", "late", "freight"]),
    default="lead",
    show_default=True,
    help="Days from ordered to delivered, days after the promised date, or freight in USD per kg.",
)
@click.option("--out", type=click.Path(path_type=Path), help="File for order_id,q10..q90.")
@as_json
def leadtime(operation: Path, as_of: str, orders: Path, target: str, out: Path | None, as_json: bool) -> None:
    """Forecast when orders arrive, or what their freight costs, from the `orders` table of the folder OPERATION.

    Other tables are not needed. Orders that are still open count as orders that take at least so long. The forest
    answers where it beat the plain rule on earlier days of the same record, else the plain rule does; which, is said.

    Example: aid leadtime history --as-of 2011-07-01 --orders open.csv --target late --out late.csv
    """
    from core.domain.weeks import day_from_text
    from core.services.forecast_orders import UNITS, forecast_orders, load_asked, load_orders

    day = day_from_text(as_of)
    found = forecast_orders(load_orders(operation), load_asked(orders), day, target)
    if out is not None:
        write_csv(found.table, out)
    middle = found.table["q50"].median()
    lines = [
        f"{counted(len(found.table), 'order')}, {UNITS[target]}: the median of the medians is {middle:,.1f}.",
        found.told(),
        *(f"{one.level}: {one.message} {one.suggestion}".rstrip() for one in found.findings),
        *([f"Written to {out}."] if out is not None else []),
    ]
    show({**found.values(), "rows": records(found.table)}, "\n".join(lines), as_json)


@click.command()
@folder_argument("operation")
@click.option("--as-of", help="Day of asking, YYYY-MM-DD; the planning start by default.")
@click.option("--weeks", type=click.IntRange(1, 52), default=8, show_default=True, help="Weeks to look ahead.")
@click.option("--out", type=click.Path(path_type=Path), help="File for the chances, one row per week.")
@as_json
def arrivals(operation: Path, as_of: str | None, weeks: int, out: Path | None, as_json: bool) -> None:
    """Tell by which week the goods on their way to OPERATION are there, and how surely.

    Arrivals come by the spread told of their delay, else as past orders did; open orders as past orders like them.

    Example: aid arrivals demo --weeks 8 --out chances.csv
    """
    from core.domain.weeks import day_from_text
    from core.services.check_operation import load_folder
    from core.services.expected_arrivals import expected_arrivals, in_words

    found = expected_arrivals(load_folder(operation), weeks, None if as_of is None else day_from_text(as_of))
    if out is not None:
        write_csv(found, out)
    lines = [*in_words(found), *([f"Written to {out}."] if out is not None else [])]
    show({"arrivals": records(found)}, "\n".join(lines), as_json)


COMMANDS = (leadtime, arrivals)
