"""``aid forecast``, ``aid backtest`` and ``aid needs``: people, how well they were foreseen, and what they need."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from entrypoints.commands.output import as_json, folder_argument, records, show, write_csv

if TYPE_CHECKING:
    import pandas as pd

as_of_option = click.option("--as-of", "as_of", help="Day to forecast from, YYYY-MM-DD; the planning start by default.")
weeks_option = click.option("--weeks", type=click.IntRange(1, 52), default=8, show_default=True, help="Weeks ahead.")
model_option = click.option("--model", "version", help="Model version; the promoted one by default.")


def day_of(text: str | None) -> "pd.Timestamp | None":
    """The day of an option, or None where it was not given."""
    from core.domain.weeks import day_from_text

    return None if text is None else day_from_text(text)


@click.command()
@folder_argument("operation")
@as_of_option
@weeks_option
@model_option
@click.option("--out", type=click.Path(path_type=Path), help="Write the forecast to this CSV file.")
@click.option(
    "--totals",
    type=click.Path(path_type=Path),
    help="Write what the camps add up to (regions, countries, all; groups) to this CSV file.",
)
@as_json
def forecast(
    operation: Path,
    as_of: str | None,
    weeks: int,
    version: str | None,
    out: Path | None,
    totals: Path | None,
    as_json: bool,
) -> None:
    """Forecast the people of each camp of OPERATION, as quantiles, using nothing dated after --as-of.

    Example: aid forecast demo --weeks 8 --out forecast.csv --totals totals.csv
    """
    from core.bootstrap import build_resources
    from core.services.check_operation import load_for_forecast
    from core.services.forecast_people import forecast_people
    from core.services.total_people import total_people, totals_of

    loaded = load_for_forecast(operation)
    start = day_of(as_of) or loaded.planning_start
    resources = build_resources()
    result = forecast_people(resources, loaded, start, weeks, version)
    together = total_people(resources, loaded, start, weeks, version)
    if out:
        write_csv(result.table, out)
    if totals:
        write_csv(together, totals)
    last = result.table[result.table["horizon_weeks"] == weeks]
    lines = [
        f"{loaded.place_names[row.camp_id]}: {row.q50:,.0f} people ({row.q10:,.0f} to {row.q90:,.0f}) in the week to "
        f"{row.week.date()}, {_basis(row.camp_id in result.planned, row.last_count_date)}"
        for row in last.itertuples()
    ]
    lines += [f"{loaded.place_names[camp]}: not known, no count on or before {start.date()}" for camp in result.missing]
    whole = totals_of(together, "operation").iloc[-1]
    lines.append(
        f"{whole.camps} camps together: {whole.q50:,.0f} people ({whole.q10:,.0f} to {whole.q90:,.0f}) in the week to "
        f"{whole.week.date()}"
    )
    told = {
        "forecast": records(result.table),
        "missing": list(result.missing),
        "planning_figures": list(result.planned),
        "totals": records(together),
    }
    show(told, "\n".join(lines), as_json)


def _basis(is_planned: bool, last_count: "pd.Timestamp") -> str:
    """What a camp's forecast rests on."""
    import pandas as pd

    from core.domain.planning_figures import LABEL

    counted = "" if pd.isna(last_count) else f"last count {last_count.date()}"
    return " and ".join(part for part in (LABEL if is_planned else "", counted) if part)


@click.command()
@folder_argument("operation")
@weeks_option
@model_option
@click.option("--cutoffs", type=click.Path(path_type=Path), help="CSV of camp_id,cutoff: forecast exactly these.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the result to this CSV file.")
@as_json
def backtest(
    operation: Path, weeks: int, version: str | None, cutoffs: Path | None, out: Path | None, as_json: bool
) -> None:
    """Forecast the past of OPERATION with what was known then; errors beside "same as last count".

    Example: aid backtest demo --weeks 8 --out errors.csv
    """
    from core.bootstrap import build_resources
    from core.services.backtest_forecast import backtest_cutoffs, backtest_errors
    from core.services.check_operation import load_for_forecast, read_cutoffs

    loaded = load_for_forecast(operation)
    resources = build_resources()
    if cutoffs:
        table = backtest_cutoffs(resources, loaded, read_cutoffs(cutoffs, loaded), weeks, version)
        summary = f"{len(table)} forecasts for {table['camp_id'].nunique()} camps."
    else:
        table = backtest_errors(resources, loaded, weeks, version)
        summary = "\n".join(_method_lines(table))
    if out:
        write_csv(table, out)
    show({"backtest": records(table)}, summary, as_json)


def _method_lines(errors: "pd.DataFrame") -> list[str]:
    if errors.empty:
        return ["No past week can be scored: too few counts."]
    weighted = errors.assign(
        total=errors["mean_absolute_error"] * errors["n"], inside=errors["coverage_80"] * errors["n"]
    )
    sums = weighted.groupby("method")[["n", "total", "inside"]].sum()
    return [
        f"{method}: typical miss {row.total / row.n:,.0f} people, {row.inside / row.n:.0%} inside the 80 % band, "
        f"{int(row.n)} past weeks"
        for method, row in sums.sort_values("total").iterrows()
    ]


@click.command()
@folder_argument("operation")
@as_of_option
@weeks_option
@model_option
@click.option("--quantile", type=float, default=0.5, show_default=True, help="Quantile of the column need.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the needs to this CSV file.")
@as_json
def needs(
    operation: Path,
    as_of: str | None,
    weeks: int,
    version: str | None,
    quantile: float,
    out: Path | None,
    as_json: bool,
) -> None:
    """Turn the forecast of OPERATION into item needs by its standards.

    Example: aid needs demo --weeks 4 --out needs.csv
    """
    from core.bootstrap import build_resources
    from core.domain.scenario import Scenario
    from core.services.check_operation import load_folder
    from core.services.needs_of_people import needs_of_people

    loaded = load_folder(operation)
    scenario = Scenario.from_values({"weeks": weeks, "planning_quantile": quantile})
    result = needs_of_people(
        build_resources(), loaded, day_of(as_of) or loaded.planning_start, weeks, scenario.planning_quantile, version
    )
    if out:
        write_csv(result.table, out)
    units = loaded.items.set_index("item_id")
    sums = result.table.groupby("item_id", sort=False)[["need", "net_need"]].sum()
    lines = [
        f"{units.at[item, 'name']}: {row.need:,.0f} {units.at[item, 'unit']} in {weeks} weeks, "
        f"{row.net_need:,.0f} beyond camp stock"
        for item, row in sums.iterrows()
    ]
    show({"needs": records(result.table), "notes": list(result.notes)}, "\n".join([*lines, *result.notes]), as_json)


COMMANDS = (forecast, backtest, needs)
