"""How past forecasts of an operation did: by camp, by weeks ahead, by kind of camp; and the worst of them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.count_answers import is_copied
from core.domain.operation import Operation
from core.domain.schemas import Camps, ForecastTable, Population
from core.errors import BacktestCancelled
from core.forecasting.backtest import error_table
from core.forecasting.bias import BOUNDS, CAMP, LEVEL, PEOPLE, PLACE, TRUTH, BiasBounds, bias_table
from core.forecasting.past_forecasts import (
    CUTOFF,
    FEWEST_COUNTS,
    FEWEST_WEEKS,
    VIEWS_AT_ONCE,
    rolling_forecasts,
)
from core.forecasting.real_examples import RealExamples
from core.forecasting.seen_before import share_seen
from core.forecasting.storage import EXAMPLES
from core.metrics.meter import timed
from core.services.forecast_people import PEOPLE_TABLES
from core.services.keys import content_key
from core.services.resources import Resources
from core.services.worst_weeks import WorstWeek, worst_weeks

__all__ = ["BOUNDS", "CUTOFF", "EVERY_WEEKS", "FEWEST_COUNTS", "FEWEST_WEEKS", "WEEKS", "BacktestReport", "BiasBounds"]

WEEKS = 8
"""Weeks ahead that are scored."""

EVERY_WEEKS = 4
"""Weeks between two cutoffs, as ``aid backtest`` takes them."""

SEEN_SHARE = 0.2
"""A model has learnt from an operation where at least this share of its counts stands in the model's examples."""


@dataclass(frozen=True, eq=False)
class BacktestReport:
    """What the backtest page shows.

    Attributes
    ----------
    points
        ``past_forecasts.POINTS`` with ``name``; one row per camp, cutoff and week ahead that could be scored.
    errors
        Of ``backtest_errors``: every method, by camp and horizon.
    camps, horizons, overall
        ``n``, ``miss`` and ``naive_miss`` (mean absolute difference to the later count, people), ``skill`` (1 less
        their ratio, NaN where the last count never missed), ``coverage_80`` and ``bias_share``; by ``camp_id`` and
        ``name``, the least skill first; by ``horizon_weeks``; and one row of all.
    bias
        Of ``bias_table``, parted by country, size, age, staleness and number of counts.
    worst
        The worst camp-weeks, each with its story.
    unscored
        Names of camps that could not be scored.
    model_version
        Model that forecast.
    was_learnt_from
        Whether that model has learnt from these very counts; then every figure here flatters it.
    """

    points: pd.DataFrame
    errors: pd.DataFrame
    camps: pd.DataFrame
    horizons: pd.DataFrame
    overall: pd.DataFrame
    bias: pd.DataFrame
    worst: tuple[WorstWeek, ...]
    unscored: tuple[str, ...]
    model_version: str
    was_learnt_from: bool


def report_key(resources: Resources, operation: Operation, version: str, weeks: int = WEEKS) -> str:
    """Content key of a backtest: people, model, code, and the cutoffs, which follow from these and the two numbers."""
    people, model = operation.fingerprint_of(*PEOPLE_TABLES), resources.registry.fingerprint(version)
    return content_key("backtest report", people, weeks, EVERY_WEEKS, version, model, resources.code_version)


def cached_report(
    resources: Resources, operation: Operation, version: str, weeks: int = WEEKS
) -> BacktestReport | None:
    """The backtest where it was made before; None where it still is to be made."""
    found = resources.results.get(report_key(resources, operation, version, weeks))
    if found is None:
        return None
    return _report(operation, found["points"], found["errors"], version, found["seen"]["share"] >= SEEN_SHARE)


def cached_errors(resources: Resources, key: str) -> pd.DataFrame | None:
    """``BacktestReport.errors`` of a backtest by its key, where it was made before."""
    found = resources.results.get(key)
    return None if found is None else found["errors"]


@timed("backtest")
def make_report(
    resources: Resources,
    operation: Operation,
    version: str,
    weeks: int = WEEKS,
    *,
    progress: Callable[[float, str], None] = lambda _share, _words: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> str:
    """Forecast the past of an operation and keep the result; gives its key.

    Parameters
    ----------
    progress
        Called with the share done and what is being done.
    cancelled
        Asked every few hundred forecasts.

    Raises
    ------
    BacktestCancelled
        If a person stopped it.
    """

    def tick(share: float) -> None:
        if cancelled():
            raise BacktestCancelled("The backtest was cancelled.", "Start it again on the Backtest page.")
        progress(share, f"Forecasting the past, {VIEWS_AT_ONCE} forecasts at a time")

    key = report_key(resources, operation, version, weeks)
    past = rolling_forecasts(
        operation, weeks, resources.registry.load(version), EVERY_WEEKS, tick, resources.settings.parallel
    )
    seen = {"share": _share_seen(resources, operation, version)}
    resources.results.put(key, {"points": past.points(), "errors": error_table(past), "seen": seen})
    return key


def _share_seen(resources: Resources, operation: Operation, version: str) -> float:
    if EXAMPLES not in resources.registry.describe(version).metadata.get("files", {}):
        return 0.0
    real = RealExamples.from_bytes(resources.registry.read_file(EXAMPLES, version))
    return share_seen(operation.population, real)


def _report(
    operation: Operation, points: pd.DataFrame, errors: pd.DataFrame, version: str, was_learnt_from: bool
) -> BacktestReport:
    names = operation.place_names
    points = points.assign(name=points[ForecastTable.camp_id].map(names))
    country = dict(zip(operation.camps[Camps.camp_id], operation.camps[Camps.country], strict=True))
    size = operation.population.groupby(Population.camp_id)[Population.population].median()
    parted = points.assign(
        **{
            PLACE: points[ForecastTable.camp_id].map(country),
            CAMP: points[ForecastTable.camp_id],
            PEOPLE: points[ForecastTable.camp_id].map(size),
        }
    )
    camps = _scores(points, [ForecastTable.camp_id, "name"]).sort_values("skill", kind="stable", ignore_index=True)
    scored = set(points[ForecastTable.camp_id])
    return BacktestReport(
        points=points,
        errors=errors,
        camps=camps,
        horizons=_scores(points, [ForecastTable.horizon_weeks]),
        overall=_scores(points.assign(all=""), ["all"]),
        bias=bias_table(parted),
        worst=worst_weeks(operation, points),
        unscored=tuple(names[camp] for camp in operation.camps[Camps.camp_id] if camp not in scored),
        model_version=version,
        was_learnt_from=was_learnt_from,
    )


def _scores(points: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    error = points[ForecastTable.q50] - points[TRUTH]
    over = points[[TRUTH, LEVEL]].max(axis=1).clip(lower=1e-9)
    inside = points[TRUTH].between(points[ForecastTable.q10], points[ForecastTable.q90])
    measured = points[by].assign(
        n=1,
        miss=error.abs(),
        naive_miss=(points[LEVEL] - points[TRUTH]).abs(),
        coverage_80=inside.astype(float),
        bias_share=error / over,
    )
    grouped = measured.groupby(by, sort=True)
    table = grouped.mean().assign(n=grouped.size()).reset_index()
    table.insert(len(by) + 3, "skill", 1 - table["miss"] / table["naive_miss"].where(table["naive_miss"] > 0, np.nan))
    return table


@dataclass(frozen=True)
class MostCounted:
    """The camp with the most counts, for saying what is missing: its counts and the weeks they span."""

    name: str
    counts: int
    weeks: float


def most_counted(operation: Operation) -> MostCounted | None:
    """The camp that is nearest to a backtest; None where nothing was counted."""
    population = operation.population
    known = population[population[Population.population].notna() & ~is_copied(population)]
    if known.empty:
        return None
    grouped = known.groupby(Population.camp_id)[Population.date]
    camp = grouped.size().idxmax()
    span = grouped.max() - grouped.min()
    return MostCounted(operation.place_names[str(camp)], int(grouped.size()[camp]), span[camp].days / 7)
