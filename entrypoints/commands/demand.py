"""``aid demand``: what people will take of each item at each place, learnt from periodic stock reports."""

from pathlib import Path

import click

from entrypoints.commands.output import as_json, folder_argument, records, show, write_csv


@click.command()
@folder_argument("operation")
@click.option(
    "--cutoffs",
    type=click.Path(path_type=Path),
    required=True,
    help="CSV of place_id,item_id,cutoff: forecast exactly these, each from the reports that had ended by its cutoff.",
)
@click.option(
    "--horizons", type=click.IntRange(1, 12), default=3, show_default=True, help="Reporting periods to look ahead."
)
@click.option("--out", type=click.Path(path_type=Path), help="Write the forecast to this CSV file.")
@as_json
def demand(operation: Path, cutoffs: Path, horizons: int, out: Path | None, as_json: bool) -> None:
    """Forecast what people take of each item at each place of OPERATION, as quantiles by reporting period.

    Learns from the stock reports (consumption) alone. Periods with an empty shelf are not read as no demand; a place or
    item without reports of its own is told from its likes.

    Example: aid demand operation --cutoffs cutoffs.csv --out demand.csv
    """
    from core.services.forecast_demand import forecast_demand, method_words
    from core.services.read_stock_reports import load_stock_reports, read_demand_cutoffs

    reports = load_stock_reports(operation)
    found = forecast_demand(
        reports, read_demand_cutoffs(cutoffs, reports), horizons, lambda words: click.echo(words, err=True)
    )
    if out:
        write_csv(found.table, out)
    lines = [
        f"{len(found.table):,} forecasts of {len(found.methods):,} places, items and days, "
        f"1 to {horizons} reporting periods ahead.",
        *method_words(found),
        *(
            [f"{len(found.unknown):,} cannot be told: no report of their own, and too few of the same item elsewhere."]
            if len(found.unknown)
            else []
        ),
        *([f"Written to {out}."] if out else []),
    ]
    told = {
        "demand": records(found.table),
        "methods": records(found.methods),
        "losses": records(found.losses),
        "unknown": records(found.unknown),
    }
    show(told, "\n".join(lines), as_json)


COMMANDS = (demand,)
