"""Demand ahead, by place and item, from what was reported by a day; several days are forecast one after the other."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.demand.choice import HELD_OUT_PERIODS, Choice, choose
from core.demand.examples import HORIZONS, rows_at
from core.demand.features import build_views
from core.demand.likes import levels_by_likes, numbers_of
from core.demand.model import DemandModel, fit_model
from core.demand.panel import SERIES, Calendar, known_on, panel_of
from core.domain.schemas import QUANTILES, Consumption

REFIT_PERIODS = 3
"""Periods for which one training serves; what is looked at is always the newest."""
YOUNG_PERIODS = 12
"""Periods under which every new one is learnt from at once."""
BY_LIKES = "likes"
"""Method of series with no period of known demand."""


@dataclass(frozen=True, eq=False)
class DemandForecast:
    """Demand ahead.

    Attributes
    ----------
    table
        place_id, item_id, cutoff, horizon, q10 to q90: units in the ``horizon``-th reporting period after the cutoff.
    methods
        place_id, item_id, cutoff, method: what the row was forecast with.
    losses
        cutoff, item_id, outcomes and each method's mean loss on the latest periods, held out.
    unknown
        place_id, item_id, cutoff of which nothing can be told: no report of it, and too few of its likes.
    """

    table: pd.DataFrame
    methods: pd.DataFrame
    losses: pd.DataFrame
    unknown: pd.DataFrame


def forecast_demand(
    reports: pd.DataFrame,
    tasks: pd.DataFrame,
    horizons: int = len(HORIZONS),
    seed: int = 0,
    progress: Callable[[str], None] = lambda _: None,
) -> DemandForecast:
    """Forecast places and items from cutoffs; at each, only reports whose period had ended are seen.

    Parameters
    ----------
    reports
        ``Consumption``.
    tasks
        place_id, item_id, cutoff.
    horizons
        Reporting periods ahead, at least 1; those beyond the third are forecast as the third.
    """
    models: dict[pd.Timestamp, DemandModel | None] = {}
    parts = []
    for cutoff, asked in tasks.groupby("cutoff", sort=True):
        progress(f"{cutoff.date()}: {len(asked)} series")
        parts.append(_forecast_from(known_on(reports, cutoff), asked, cutoff, horizons, seed, models))
    return DemandForecast(*(pd.concat([getattr(part, name) for part in parts], ignore_index=True) for name in _PARTS))


_PARTS = ("table", "methods", "losses", "unknown")


def _forecast_from(
    known: pd.DataFrame,
    asked: pd.DataFrame,
    cutoff: pd.Timestamp,
    horizons: int,
    seed: int,
    models: dict[pd.Timestamp, DemandModel | None],
) -> DemandForecast:
    keys = asked[[*SERIES, "cutoff"]].reset_index(drop=True)
    if known.empty:
        return _told(keys, np.full((len(keys), horizons, len(QUANTILES)), np.nan), np.full(len(keys), BY_LIKES), None)
    calendar = Calendar.of(known)
    last = max(calendar.ended_by(cutoff), 0)
    panel = panel_of(known, calendar, last)
    views = build_views(panel)

    def model_at(period: int) -> DemandModel | None:
        day = calendar.last_day(period)
        if day not in models:
            earlier = known_on(known, day)
            models[day] = fit_model(panel_of(earlier, calendar, period), seed) if len(earlier) else None
        return models[day]

    learnt = last if last < YOUNG_PERIODS else last - (last + 1) % REFIT_PERIODS
    before = learnt - HELD_OUT_PERIODS
    model = model_at(learnt)
    choice = choose(panel, views, model_at(before) if before > 0 else None, before)
    number = numbers_of(panel, keys)
    ever = np.where(number >= 0, np.isfinite(panel.seen).any(axis=1)[number], False)
    periods = panel.calendar.lengths(last + 1 + np.arange(horizons)) / panel.usual_days
    units = np.full((len(keys), horizons, len(QUANTILES)), np.nan)
    method = np.full(len(keys), BY_LIKES, dtype=object)
    if model is not None and ever.any():
        own = number[ever]
        for index in range(horizons):
            ahead = min(index + 1, HORIZONS[-1])
            rows = rows_at(panel, views, own, np.full(len(own), last), np.full(len(own), ahead))
            by_method = model.predict_by_method(rows)
            method[ever] = choice.method_of(keys.loc[ever, Consumption.item_id], by_method)
            for name in np.unique(method[ever].astype(str)):
                chosen = method[ever] == name
                units[np.flatnonzero(ever)[chosen], index] = by_method[name][chosen]
    by_likes = np.isnan(units[:, 0, 0])
    if by_likes.any():
        units[by_likes] = levels_by_likes(panel, keys[by_likes])[:, None, :]
        method[by_likes] = BY_LIKES
    return _told(keys, units * periods[:, None], method, choice)


def _told(keys: pd.DataFrame, units: np.ndarray, method: np.ndarray, choice: Choice | None) -> DemandForecast:
    n, horizons, _ = units.shape
    table = keys.loc[np.repeat(np.arange(n), horizons)].reset_index(drop=True)
    table["horizon"] = np.tile(np.arange(1, horizons + 1), n)
    table[list(QUANTILES)] = np.round(units.reshape(n * horizons, -1), 4)
    unknown = np.isnan(units[:, 0, 0])
    losses = pd.DataFrame() if choice is None else choice.losses.assign(cutoff=keys["cutoff"].iloc[0])
    return DemandForecast(
        table.dropna(subset=[QUANTILES[0]]).reset_index(drop=True),
        keys.assign(method=method)[~unknown].reset_index(drop=True),
        losses,
        keys[unknown].reset_index(drop=True),
    )
