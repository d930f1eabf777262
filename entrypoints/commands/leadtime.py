"""``aid leadtime``: how long orders take, how late they come, what their freight costs."""

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


COMMANDS = (leadtime,)
