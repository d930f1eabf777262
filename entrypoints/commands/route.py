"""``aid route``: vehicles for a week's shipments, or routes for a public benchmark file."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from entrypoints.commands.output import as_json, records, show, write_file

if TYPE_CHECKING:
    import pandas as pd

    from core.domain.dispatch import Dispatch


@click.command()
@click.argument("operation", required=False, type=click.Path(path_type=Path))
@click.argument("plan", required=False, type=click.Path(path_type=Path))
@click.option("--week", metavar="DATE", help="Sunday that ends the week; the first with shipments where none is given.")
@click.option(
    "--objective",
    type=click.Choice(["cost", "time", "co2"]),
    default="cost",
    show_default=True,
    help="What there should be least of: money, hours of vehicles, or CO2.",
)
@click.option(
    "--days", metavar="DAYS", help="Working days, as in “Mon Tue Wed Thu Fri”; every day where none is given."
)
@click.option(
    "--roads", type=click.Path(path_type=Path), help="A road network of your own, in place of the routes table."
)
@click.option("--vrplib", type=click.Path(path_type=Path), help="A benchmark file instead of an operation.")
@click.option("--seconds", type=float, default=60.0, show_default=True, help="Longest search.")
@click.option("--iterations", type=int, default=3000, show_default=True, help="Steps of the search from each origin.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the search; the same has the same answer.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the dispatch; or file for a benchmark's routes."
)
@as_json
def route(
    operation: Path | None,
    plan: Path | None,
    week: str | None,
    objective: str,
    days: str | None,
    roads: Path | None,
    vrplib: Path | None,
    seconds: float,
    iterations: int,
    seed: int,
    out: Path | None,
    as_json: bool,
) -> None:
    """Put the shipments of a week of PLAN on the vehicles of OPERATION: trips, stops, times and loads, checked.

    What no vehicle carries is listed with the reason and the cheapest change that would carry it. With --vrplib a
    public benchmark file is solved instead and its routes are written as a .sol file.

    Example: aid route demo plan --week 2026-11-08 --out dispatch
    """
    if vrplib is not None:
        if operation is not None:
            raise click.UsageError("Give either OPERATION and PLAN, or --vrplib FILE.")
        _benchmark(vrplib, seconds, seed, out, as_json)
        return
    if operation is None or plan is None:
        raise click.UsageError("Give OPERATION and PLAN, or --vrplib FILE.")
    from core.bootstrap import build_resources
    from core.services.check_operation import load_folder
    from core.services.plan_dispatch import (
        dispatch_folder,
        dispatch_request,
        keep_dispatch,
        refuse_occupied_dispatch_folder,
    )
    from core.services.plan_files import plan_of_folder
    from core.services.tell_dispatch import dispatch_in_words

    if out is not None:
        refuse_occupied_dispatch_folder(out)
    loaded = load_folder(operation)
    written = plan_of_folder(loaded, plan)
    request = dispatch_request(
        written, week, objective=objective, days=days, seconds=seconds, iterations=iterations, seed=seed
    )
    checked = dispatch_folder(build_resources(), loaded, written, request, roads)
    if out is not None:
        keep_dispatch(checked, out)
    dispatch = checked.dispatch
    lines = [
        *(["Illustrative data."] if dispatch.summary["illustrative"] else []),
        *dispatch_in_words(loaded, dispatch),
        f"Checked: all {checked.check.limits_checked:,} limits hold.",
        *([f"Written to {out}."] if out is not None else []),
    ]
    show(_as_values(dispatch), "\n".join(lines), as_json)


def _as_values(dispatch: "Dispatch") -> dict[str, Any]:
    tables: dict[str, pd.DataFrame] = dict(dispatch.tables)
    return {**dispatch.summary, "tables": {name: records(_timed(table)) for name, table in tables.items()}}


def _timed(table: "pd.DataFrame") -> "pd.DataFrame":
    """Moments as ISO text, for they are more than days."""
    import pandas as pd

    moments = [c for c in table.columns if pd.api.types.is_datetime64_any_dtype(table[c].dtype)]
    return table.assign(**{c: table[c].dt.strftime("%Y-%m-%dT%H:%M:%S") for c in moments})


def _benchmark(path: Path, seconds: float, seed: int, out: Path | None, machine: bool) -> None:
    from core.services.solve_benchmark import solve_benchmark_file

    solved = solve_benchmark_file(path, seconds, seed)
    if out is not None:
        write_file(solved.as_text().encode(), out)
    used = sum(bool(visits) for visits in solved.routes)
    lines = [
        f"{solved.name}: {used} routes, cost {solved.cost:,.{solved.decimals}f}."
        + ("" if solved.is_feasible else " They do not keep every limit; give more seconds."),
        *([f"Written to {out}."] if out is not None else []),
    ]
    values = {
        "name": solved.name,
        "cost": round(solved.cost, solved.decimals),
        "is_feasible": solved.is_feasible,
        "iterations": solved.steps,
        "routes": [list(visits) for visits in solved.routes],
    }
    show(values, "\n".join(lines), machine)


COMMANDS = (route,)
