"""``aid drift`` and ``aid monitor``: how an operation's forecasts and data do."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from entrypoints.commands.output import as_json, counted, records, show, write_csv
from entrypoints.commands.stored_operation import is_folder, operation_argument, operation_as_given, stored_operation

if TYPE_CHECKING:
    from core.services.health import Health

as_of_option = click.option(
    "--as-of", help="Day of the look, YYYY-MM-DD; today, of folders and illustrative data their planning start."
)
model_option = click.option("--model", help="Model version looked at; the served one by default.")


@click.command()
@operation_argument
@model_option
@as_of_option
@click.option("--out", type=click.Path(path_type=Path), help="Write the table to this CSV file.")
@as_json
def drift(operation: str, model: str | None, as_of: str | None, out: Path | None, as_json: bool) -> None:
    """Tell which inputs of the model lie further from what it learnt from than chance alone explains.

    OPERATION is a stored operation, or a folder of tables.

    Example: aid drift demo --out drift.csv
    """
    health = _look(operation, model, as_of)
    if out:
        write_csv(health.drift, out)
    lines = [
        f"{'drifted ' if row['has_drifted'] else 'as learnt'} {row['input']}: PSI {row['psi']:.2f} "
        f"(chance: up to {row['psi_limit']:.2f}), KS {row['ks']:.2f} (up to {row['ks_limit']:.2f})"
        for row in health.drift.to_dict("records")
    ]
    result = {
        "operation": health.operation,
        "as_of": str(health.as_of.date()),
        "model_version": health.model_version,
        "false_alarms": health.false_alarms,
        "drift": records(health.drift),
        "drifted": health.drifted,
        "absent": health.drift_absent,
        "verdict": _drift_verdict(health),
    }
    show(result, "\n".join([*lines, _drift_verdict(health)]), as_json)


@click.command()
@operation_argument
@model_option
@as_of_option
@click.option("--out", type=click.Path(path_type=Path), help="Write coverage and skill by group of camps to this CSV.")
@click.option("--keep", is_flag=True, help="Put the look on record; stored operations only.")
@as_json
def monitor(operation: str, model: str | None, as_of: str | None, out: Path | None, keep: bool, as_json: bool) -> None:
    """Tell how forecasts and data of OPERATION do: coverage, skill, drift, age of counts, flags, last runs.

    OPERATION is a stored operation, or a folder of tables.

    Example: aid monitor demo --json
    """
    health = _look(operation, model, as_of, keep)
    if out:
        write_csv(health.coverage, out)
    show(health.to_json(), "\n".join(_lines(health)), as_json)


def _look(name: str, model: str | None, as_of: str | None, keep: bool = False) -> "Health":
    from core.domain.weeks import day_from_text
    from core.errors import DataError
    from core.services.health import health_of, keep_health, look_at_health

    if is_folder(name) and not keep:
        resources, operation, called = operation_as_given(name)
        day = operation.planning_start if as_of is None else day_from_text(as_of)
        return health_of(resources, operation, called, day, model)
    resources, opened = stored_operation(name)
    if as_of is None:
        health = look_at_health(resources, opened, dt.date.today(), model)
    else:
        health = health_of(
            resources, opened.operation, opened.version.operation, day_from_text(as_of), model, opened.version.number
        )
    if keep:
        if health.data_version is None:
            raise DataError("Only looks at stored operations are kept.", "Name a stored operation.")
        keep_health(resources, opened, health)
    return health


def _drift_verdict(health: "Health") -> str:
    if health.drift_absent:
        return f"Drift is not known: {health.drift_absent}"
    camps = int(health.drift["camps"].iloc[0])
    told = f"{len(health.drifted)} of {len(health.drift)} inputs drifted" if health.drifted else "No input drifted"
    return (
        f"{told}; {counted(camps, 'camp')} beside {int(health.drift['reference_camps'].iloc[0]):,} learnt from. "
        f"By chance alone any input at all would be called so in {health.false_alarms:.0%} of looks."
    )


def _lines(health: "Health") -> list[str]:
    lines = [f"{health.operation}, as of {health.as_of.date()}, model {health.model_version}"]
    flattered = "; the model learnt from these counts, so this flatters it" if health.has_learnt_from_it else ""
    lines.append(f"Past forecasts ({health.coverage_basis}{flattered}):")
    for row in health.coverage.to_dict("records"):
        group = "all camps" if row["by"] == "all" else f"{row['by']} {row['group']}"
        skill = "" if row["skill"] != row["skill"] else f", {row['skill']:+.0%} against the last count"
        lines.append(
            f"  {group}: 80 % interval held {row['coverage_80']:.0%} ({row['low']:.0%} to {row['high']:.0%}){skill}; "
            f"{counted(row['forecasts'], 'forecast')} of {counted(row['camps'], 'camp')}: {row['verdict']}"
        )
    if health.coverage.empty:
        lines.append("  No count came near a week that was forecast.")
    age = health.data_age
    if age.median_days is None:
        lines.append("Counts: none.")
    else:
        lines.append(
            f"Counts: {age.median_days:g} days old in the middle, {age.newest_days} to {age.oldest_days}; "
            f"{counted(len(age.old), 'camp')} with an old one, {len(age.never)} never counted."
        )
    flags = health.flags
    lines.append(
        f"Flags: {counted(len(flags.camps_out_of_range), 'camp')} beyond what was learnt from, "
        f"{counted(flags.implausible_forecasts, 'implausible forecast')}."
    )
    lines.append(_drift_verdict(health))
    reasons = health.reasons_to_retrain
    lines.append(f"Train anew: {'; '.join(reasons)}." if reasons else "Nothing speaks for a new model.")
    for run in health.runs[:5]:
        lines.append(f"  {run.started:%Y-%m-%d %H:%M} {run.flow}/{run.step}: {run.outcome}. {run.message}".rstrip())
    return lines


COMMANDS = (drift, monitor)
