"""The challenger in the shadow of the champion: the same questions, both answers kept, scored when counts arrive."""

import io
import logging
from collections.abc import Mapping

import numpy as np
import pandas as pd

from core.domain.schemas import QUANTILES, ForecastTable, Population
from core.domain.tabular import csv_bytes
from core.errors import AidError, RegistryError
from core.forecasting.counts import Counts, day_numbers
from core.forecasting.scores import summary
from core.forecasting.truth import truth_at
from core.log import log_event
from core.services.forecast_people import forecast_people
from core.services.open_operation import OpenOperation
from core.services.resources import Resources
from core.store import ShadowForecast

logger = logging.getLogger(__name__)

SHADOW_WEEKS = 8
"""Weeks ahead that are kept, as far as a backtest looks."""

CHAMPION, CHALLENGER, LAST_COUNT = "champion", "challenger", "last_count"
WHO = (CHAMPION, CHALLENGER, LAST_COUNT)
ALL_WEEKS = 0
"""``horizon_weeks`` of the row over all weeks ahead."""
SCORE_COLUMNS = ("who", "horizon_weeks", "n", "camps", "mae", "wql", "coverage_80")


def forecast_in_shadow(resources: Resources, opened: OpenOperation) -> bool:
    """Keep what champion and challenger say to the current question of an operation; whether anything was kept.

    Nothing is done where there is no challenger, the pair has answered already, or one of the two cannot answer: the
    shadow never stands in the way of the forecast that is served.
    """
    try:
        found = _ask_both(resources, opened)
    except AidError as error:
        log_event(
            logger,
            logging.WARNING,
            "no forecast in the shadow",
            data_version=opened.version.id,
            kind=type(error).__name__,
        )
        return False
    return found is not None and resources.store.shadow_forecasts.add(found)


def _ask_both(resources: Resources, opened: OpenOperation) -> ShadowForecast | None:
    registry, operation = resources.registry, opened.operation
    challenger = registry.challenger()
    if challenger is None:
        return None
    champion = registry.current_version()
    prints = registry.fingerprint(champion), registry.fingerprint(challenger)
    as_of = operation.planning_start
    if champion == challenger or resources.store.shadow_forecasts.holds(opened.version.id, as_of.date(), *prints):
        return None
    tables = {
        f"{who}.csv": csv_bytes(forecast_people(resources, operation, as_of, SHADOW_WEEKS, version).table)
        for who, version in ((CHAMPION, champion), (CHALLENGER, challenger))
    }
    return ShadowForecast(
        operation=opened.version.operation,
        data_version=opened.version.id,
        as_of=as_of.date(),
        champion=champion,
        champion_fingerprint=prints[0],
        challenger=challenger,
        challenger_fingerprint=prints[1],
        tables=tables,
    )


def score_shadow(resources: Resources, version: str) -> pd.DataFrame:
    """How a challenger and the champions beside it did on counts that came after their forecasts.

    Of several forecasts for one camp, week and day of forecast the last one counts, so that data corrected twice do
    not count twice. A forecast that rests on a planning figure is not scored.

    Returns
    -------
    pandas.DataFrame
        Columns ``SCORE_COLUMNS``: for each of ``WHO`` a row over all weeks ahead (``horizon_weeks`` 0) and one per
        week ahead; ``n`` weeks scored at ``camps`` camps, ``mae`` people, ``wql`` loss over people, ``coverage_80``
        share. Empty as long as nothing can be scored.
    """
    points = _scored_points(resources, version)
    return scores_by_horizon(points) if points is not None else pd.DataFrame(columns=list(SCORE_COLUMNS))


def scores_by_horizon(points: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """``SCORE_COLUMNS`` of ``truth``, ``horizon``, ``camp`` (each (n,)) and quantiles of each of ``WHO`` ((n, 9))."""
    rows = []
    horizons = np.unique(points["horizon"])
    for who in (name for name in WHO if name in points):
        for horizon in (ALL_WEEKS, *horizons):
            here = slice(None) if horizon == ALL_WEEKS else points["horizon"] == horizon
            truth, quantiles = points["truth"][here], points[who][here]
            scored = summary(truth, quantiles, np.ones(len(truth)))
            rows.append(
                {
                    "who": who,
                    "horizon_weeks": int(horizon),
                    "n": len(truth),
                    "camps": len(set(points["camp"][here])),
                    "mae": scored["mae"],
                    "wql": scored["wql"],
                    "coverage_80": scored["coverage_80"],
                }
            )
    return pd.DataFrame(rows, columns=list(SCORE_COLUMNS))


def _scored_points(resources: Resources, version: str) -> dict[str, np.ndarray] | None:
    try:
        kept = resources.store.shadow_forecasts.of(resources.registry.fingerprint(version))
    except RegistryError:
        return None
    parts = []
    for operation in sorted({one.operation for one in kept}):
        newest = resources.store.latest_version(operation)
        if newest is not None:
            counts = resources.store.load_version(newest.id).population
            asked = _joined([one for one in kept if one.operation == operation])
            parts.append(_with_truth(asked, counts).assign(operation=operation))
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"truth": []})
    table = table[table["truth"].notna()]
    if table.empty:
        return None
    last = table["last_count"].to_numpy(dtype=float)
    return {
        "truth": table["truth"].to_numpy(dtype=float),
        "horizon": table[ForecastTable.horizon_weeks].to_numpy(dtype=int),
        "camp": (table["operation"] + "\n" + table[ForecastTable.camp_id].astype(str)).to_numpy(),
        CHAMPION: table[[f"{q}_{CHAMPION}" for q in QUANTILES]].to_numpy(dtype=float),
        CHALLENGER: table[[f"{q}_{CHALLENGER}" for q in QUANTILES]].to_numpy(dtype=float),
        LAST_COUNT: np.repeat(last[:, None], len(QUANTILES), axis=1),
    }


def _joined(kept: list[ShadowForecast]) -> pd.DataFrame:
    """Rows that both answered, quantiles of the two side by side."""
    on = [ForecastTable.camp_id, ForecastTable.week, ForecastTable.horizon_weeks, ForecastTable.last_count_date]
    parts = []
    for one in kept:
        champion, challenger = (
            pd.read_csv(
                io.BytesIO(one.tables[f"{who}.csv"]),
                dtype={ForecastTable.camp_id: "str"},
                parse_dates=[ForecastTable.week, ForecastTable.last_count_date],
            )[[*on, *QUANTILES]].dropna(subset=[ForecastTable.last_count_date])
            for who in (CHAMPION, CHALLENGER)
        )
        both = champion.merge(challenger, on=on, suffixes=(f"_{CHAMPION}", f"_{CHALLENGER}"))
        parts.append(both.assign(as_of=pd.Timestamp(one.as_of)))
    table = pd.concat(parts, ignore_index=True)
    return table.drop_duplicates([ForecastTable.camp_id, ForecastTable.week, "as_of"], keep="last", ignore_index=True)


def _with_truth(asked: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """What was counted near the week after the day of the forecast, and what "same as last count" would have said."""
    counts = Counts.from_population(population)
    camp = counts.positions_of(asked[ForecastTable.camp_id])
    found = asked[camp >= 0]
    camp = camp[camp >= 0]
    as_of = day_numbers(pd.DatetimeIndex(found["as_of"]))
    week = day_numbers(pd.DatetimeIndex(found[ForecastTable.week]))
    truth = truth_at(counts, camp, as_of, week[:, None])[:, 0]
    # the count that both started from, by its date; where it was corrected since, the corrected one
    people = population.drop_duplicates([Population.camp_id, Population.date], keep="last")
    by_day = people.set_index([Population.camp_id, Population.date])[Population.population]
    keys = pd.MultiIndex.from_frame(found[[ForecastTable.camp_id, ForecastTable.last_count_date]])
    last = by_day.reindex(keys).to_numpy(dtype=float)
    return found.assign(truth=np.where(np.isnan(last), np.nan, truth), last_count=last)
