"""How an operation's forecasts and data do: coverage, skill, drift, age, flags, last runs, in one value."""

import datetime as dt
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import Camps, ForecastTable, Population
from core.domain.weeks import as_day
from core.errors import ForecastError, ModelIntegrity, RegistryError
from core.forecasting.bias import PLACE
from core.forecasting.counts import Counts, day_numbers
from core.forecasting.past_forecasts import rolling_forecasts
from core.forecasting.real_examples import RealExamples
from core.forecasting.storage import EXAMPLES
from core.forecasting.views import Views, build_views
from core.monitoring import (
    INPUTS,
    CoverageTable,
    DataAge,
    DriftLimits,
    DriftTable,
    Flags,
    Sample,
    coverage_table,
    data_age,
    drift_limits,
    drift_table,
    implausible_forecasts,
    inputs_of_examples,
    inputs_of_views,
    out_of_range,
    recorded_points,
)
from core.services.forecast_people import PEOPLE_TABLES, forecast_people
from core.services.keys import content_key
from core.services.open_operation import OpenOperation
from core.services.own_history import OWN
from core.services.resources import Resources
from core.services.score_overrides import OverrideTally, score_overrides, tally_overrides
from core.store import KeptForecast, StepRun

__all__ = [
    "CoverageTable", "DataAge", "DriftTable", "Flags", "Health", "StepRun", "health_of", "keep_forecast", "keep_health",
    "look_at_health",
]  # fmt: skip

WEEKS = 8
"""Weeks ahead that are looked at."""
WINDOW_WEEKS = 26
"""Past forecasts count where their week lies in the last half year."""
FEWEST_RECORDED = 30
"""With fewer scored forecasts on record, forecasts are replayed as they would have been made."""
RUNS_SHOWN = 20

ON_RECORD, REPLAYED, NOTHING = "on record", "replayed", "nothing yet"


@dataclass(frozen=True, eq=False)
class Health:
    """One look at an operation.

    Attributes
    ----------
    operation, as_of, data_version, model_version
        What was looked at, and from which day; ``data_version`` is None for tables that are not stored.
    coverage
        ``CoverageTable``; the row with ``by`` = ``all`` is over all camps. Empty where nothing can be scored.
    coverage_basis
        ``on record``: forecasts as they were served. ``replayed``: as the model of today would have made them.
        ``nothing yet``: no count came near a week that was forecast.
    has_learnt_from_it
        Whether the model learnt from this operation's own counts, so that a replay flatters it.
    drift
        ``DriftTable``, the furthest above its limit first; empty where ``drift_absent`` says why.
    drift_absent
        Why drift cannot be told; empty where it can.
    false_alarms
        Share of looks at an unchanged world in which any input at all is called drifted.
    data_age
        Days since the last real counts.
    flags
        Inputs beyond what was learnt from, forecasts that nobody should believe unasked.
    figures
        How people's own figures did against later counts.
    runs
        The newest steps of flows, the newest first.
    """

    operation: str
    as_of: pd.Timestamp
    data_version: int | None
    model_version: str
    coverage: pd.DataFrame
    coverage_basis: str
    has_learnt_from_it: bool
    drift: pd.DataFrame
    drift_absent: str
    false_alarms: float
    data_age: DataAge
    flags: Flags
    figures: OverrideTally
    runs: tuple[StepRun, ...]

    @property
    def overall(self) -> Mapping[str, Any] | None:
        """The row of ``coverage`` over all camps; None where nothing can be scored."""
        rows = self.coverage[self.coverage[CoverageTable.by] == "all"]
        return None if rows.empty else dict(rows.iloc[0])

    @property
    def drifted(self) -> list[str]:
        """Inputs of the model that drifted."""
        return self.drift.loc[self.drift[DriftTable.has_drifted].astype(bool), DriftTable.input].tolist()

    @property
    def reasons_to_retrain(self) -> list[str]:
        """Why the model should be trained anew, in words; empty where nothing speaks for it."""
        reasons = []
        if self.drifted:
            named = ", ".join(self.drifted[:3]) + (" and more" if len(self.drifted) > 3 else "")
            reasons.append(f"{len(self.drifted)} of {len(self.drift)} inputs drifted beyond chance: {named}")
        narrow = self.coverage[self.coverage[CoverageTable.verdict] == "too narrow"]
        if len(narrow):
            worst = narrow.sort_values(CoverageTable.coverage_80).iloc[0]
            reasons.append(
                f"the 80 % interval held {worst[CoverageTable.coverage_80]:.0%} of later counts "
                f"({'all camps' if worst[CoverageTable.by] == 'all' else worst[CoverageTable.group]})"
            )
        if self.overall is not None and self.overall[CoverageTable.skill] < 0:
            reasons.append("forecasts were no better than the last count")
        return reasons

    def to_json(self) -> dict[str, Any]:
        """Plain values, blanks as None."""
        return {
            "operation": self.operation,
            "as_of": str(self.as_of.date()),
            "data_version": self.data_version,
            "model_version": self.model_version,
            "coverage_basis": self.coverage_basis,
            "has_learnt_from_it": self.has_learnt_from_it,
            "coverage": json.loads(self.coverage.to_json(orient="records")),
            "drift": json.loads(self.drift.to_json(orient="records")),
            "drift_absent": self.drift_absent,
            "false_alarms": self.false_alarms,
            "data_age": asdict(self.data_age),
            "flags": asdict(self.flags),
            "figures": {k: None if np.isnan(v) else v for k, v in asdict(self.figures).items()},
            "reasons_to_retrain": self.reasons_to_retrain,
            "runs": [
                {
                    "run": run.run,
                    "flow": run.flow,
                    "step": run.step,
                    "started": run.started.isoformat(),
                    "seconds": run.seconds,
                    "outcome": run.outcome.value,
                    "tries": run.tries,
                    "message": run.message,
                }
                for run in self.runs
            ],
        }


def health_of(
    resources: Resources,
    operation: Operation,
    name: str,
    as_of: pd.Timestamp | str,
    version: str | None = None,
    data_version: int | None = None,
) -> Health:
    """Look at an operation as of a day; nothing is stored but cached results.

    Parameters
    ----------
    name
        Under which forecasts, figures and runs of it are stored.
    version
        Model looked at; the served one by default.
    data_version
        Number of the data version; None for tables that are not stored.

    Raises
    ------
    ModelNotFound, ModelIntegrity
        If the model cannot be used.
    """
    as_of = as_day(as_of)
    version = version or resources.registry.current_version()
    reference, absent = _reference(resources, version)
    views, camp_ids = _views_now(operation, as_of)
    drift, limits = _nothing_drifted(), None
    beyond: tuple[dict[str, int], tuple[str, ...]] = ({}, ())
    if not len(views):
        absent = absent or "No camp has a count on or before this day."
    elif reference is not None:
        now = inputs_of_views(views)
        limits = _limits(resources, version, reference, len(now))
        drift = drift_table(INPUTS, now, reference, limits)
        beyond = out_of_range(INPUTS, now, camp_ids, reference)
    points, basis = _past_forecasts(resources, operation, name, as_of, version)
    return Health(
        operation=name,
        as_of=as_of,
        data_version=data_version,
        model_version=version,
        coverage=coverage_table(points),
        coverage_basis=basis,
        has_learnt_from_it=name in _learnt_from(resources, version),
        drift=drift,
        drift_absent=absent,
        false_alarms=limits.false_alarms if limits else 0.0,
        data_age=data_age(operation.camps, operation.population, as_of),
        flags=_flags(resources, operation, as_of, version, views, camp_ids, beyond),
        figures=tally_overrides(score_overrides(operation, resources.store.overrides.of(name))),
        runs=tuple(resources.store.flow_runs.newest(RUNS_SHOWN, name)),
    )


def look_at_health(resources: Resources, opened: OpenOperation, today: dt.date, version: str | None = None) -> Health:
    """``health_of`` as of today; of illustrative data as of their planning start, for their world stands still."""
    operation = opened.operation
    day = operation.planning_start if operation.settings.illustrative else pd.Timestamp(today)
    return health_of(resources, operation, opened.version.operation, day, version, opened.version.number)


def keep_health(resources: Resources, opened: OpenOperation, health: Health) -> None:
    """Put a look on record, without the runs, which have a record of their own."""
    content = {key: value for key, value in health.to_json().items() if key != "runs"}
    resources.store.health_records.keep(
        health.operation, health.as_of.date(), opened.version.id, health.model_version, content
    )


def keep_forecast(resources: Resources, opened: OpenOperation, as_of: pd.Timestamp, weeks: int) -> bool:
    """Put the forecast of the served model on record, for later counts to score; False where it is there already."""
    version = resources.registry.current_version()
    table = forecast_people(resources, opened.operation, as_of, weeks, version).table
    return resources.store.kept_forecasts.keep(
        KeptForecast(
            opened.version.operation,
            as_day(as_of).date(),
            opened.version.id,
            version,
            resources.registry.fingerprint(version),
            table.to_csv(index=False, date_format="%Y-%m-%d").encode(),
        )
    )


def _reference(resources: Resources, version: str) -> tuple[Sample | None, str]:
    """The inputs a version learnt from, of the examples among its artifacts; else why there are none."""
    if EXAMPLES not in resources.registry.describe(version).metadata.get("files", {}):
        return None, f"Model {version} holds no real examples, so there is nothing to compare its inputs with."
    try:
        real = RealExamples.from_bytes(resources.registry.read_file(EXAMPLES, version))
    except ModelIntegrity as error:
        return None, error.message
    return inputs_of_examples(real), ""


def _learnt_from(resources: Resources, version: str) -> set[str]:
    learnt = resources.registry.describe(version).metadata.get("real", [])
    return {str(row.get("emergency")).removeprefix(OWN) for row in learnt}


def _views_now(operation: Operation, as_of: pd.Timestamp) -> tuple[Views, np.ndarray]:
    """What a forecast of this day sees of each camp that has a count, and the camps."""
    counts = Counts.from_population(operation.population)
    camp = counts.positions_of(operation.camps[Camps.camp_id])
    day = np.full(len(camp), day_numbers(as_of)[0])
    known = np.flatnonzero(counts.last_known(camp, day) >= 0) if len(counts.camp_ids) else np.zeros(0, dtype=np.int64)
    if not len(known):
        nothing = np.zeros(0, dtype=np.int64)
        return Views(**dict.fromkeys(Views.__dataclass_fields__, nothing)), nothing.astype(object)
    return build_views(counts, camp[known], day[known]), counts.camp_ids[camp[known]]


def _limits(resources: Resources, version: str, reference: Sample, n: int) -> DriftLimits:
    """Limits for so many camps, from the cache where they were worked out before."""
    key = content_key("drift limits", resources.registry.fingerprint(version), n, resources.code_version)
    found = resources.results.get(key)
    if found is None:
        limits = drift_limits(reference, n)
        table = pd.DataFrame({"psi": limits.psi, "ks": limits.ks})
        resources.results.put(key, {"limits": table, "of": {"false_alarms": limits.false_alarms}})
        return limits
    table = found["limits"]
    return DriftLimits(table["psi"].to_numpy(), table["ks"].to_numpy(), n, found["of"]["false_alarms"])


def _nothing_drifted() -> pd.DataFrame:
    return pd.DataFrame(columns=DriftTable.column_names())


def _past_forecasts(
    resources: Resources, operation: Operation, name: str, as_of: pd.Timestamp, version: str
) -> tuple[pd.DataFrame, str]:
    """Scored forecasts of the last half year, those on record where there are enough, and which they are."""
    since = as_of - pd.Timedelta(weeks=WINDOW_WEEKS)
    kept = resources.store.kept_forecasts.of(name, (since - pd.Timedelta(weeks=WEEKS)).date(), as_of.date())
    # a forecast of a day that was made again from mended data counts once, as it was served last
    newest = {one.as_of: one for one in kept if one.model_version == version}
    known = operation.population[operation.population[Population.date] <= as_of]
    tables = [
        recorded_points(_table_of(one), pd.Timestamp(one.as_of), operation.camps, known) for one in newest.values()
    ]
    points = _in_window(pd.concat(tables, ignore_index=True), since, as_of) if tables else pd.DataFrame()
    if len(points) >= FEWEST_RECORDED:
        return points, ON_RECORD
    replayed = _in_window(_replay(resources, operation, as_of, version), since, as_of)
    return replayed, REPLAYED if len(replayed) else NOTHING


def _table_of(kept: KeptForecast) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(kept.content), parse_dates=[ForecastTable.week], dtype={ForecastTable.camp_id: "str"})


def _in_window(points: pd.DataFrame, since: pd.Timestamp, until: pd.Timestamp) -> pd.DataFrame:
    if points.empty:
        return points
    week = points[ForecastTable.week]
    return points[(week > since) & (week <= until)].reset_index(drop=True)


def _replay(resources: Resources, operation: Operation, as_of: pd.Timestamp, version: str) -> pd.DataFrame:
    """Past forecasts as the model would have made them, with the place of each camp."""
    people, model = operation.fingerprint_of(*PEOPLE_TABLES), resources.registry.fingerprint(version)
    key = content_key("replay", people, as_of.date(), WEEKS, version, model, resources.code_version)
    found = resources.results.get(key)
    if found is not None:
        return pd.DataFrame(found["points"])
    recent = operation.population[Population.date] <= as_of
    if not recent.any():
        return pd.DataFrame()
    past = rolling_forecasts(
        _with_population(operation, operation.population[recent]),
        WEEKS,
        resources.registry.load(version),
        engine=resources.settings.parallel,
    )
    if not past.quantiles:
        return pd.DataFrame()
    points = past.points()
    country = operation.camps.set_index(Camps.camp_id)[Camps.country]
    points[PLACE] = country.reindex(points[ForecastTable.camp_id]).fillna("").astype(str).to_numpy()
    resources.results.put(key, {"points": points})
    return points


def _with_population(operation: Operation, population: pd.DataFrame) -> Operation:
    """The operation as far as its counts were known; only what a forecast looks at."""
    return Operation.build(
        {"camps": operation.camps, "population": population, "settings": operation.filled("settings")}
    )


def _flags(
    resources: Resources,
    operation: Operation,
    as_of: pd.Timestamp,
    version: str,
    views: Views,
    camp_ids: np.ndarray,
    beyond: tuple[dict[str, int], tuple[str, ...]],
) -> Flags:
    if not len(views):
        return Flags(*beyond, (), 0)
    try:
        forecast = forecast_people(resources, operation, as_of, WEEKS, version).table
    except (ForecastError, RegistryError):
        return Flags(*beyond, (), 0)
    last = pd.Series(views.level, index=camp_ids)
    odd = forecast[implausible_forecasts(forecast, last)]
    return Flags(*beyond, tuple(sorted(set(odd[ForecastTable.camp_id].astype(str)))), len(odd))
