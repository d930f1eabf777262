"""Freight cost of a kilogram, by past orders that are like the asked one."""

import numpy as np
import pandas as pd

from core.domain.schemas import Orders
from core.errors import NotEnoughHistory
from core.lead_times.answer import Answer
from core.lead_times.features import sizes, word_means
from core.lead_times.neighbours import MOST_CELLS, TREES, fit_neighbours
from core.lead_times.plain_rule import COMMON_ORDERS, same_group
from core.lead_times.shipments import known_on
from core.lead_times.survival import survival_quantiles
from core.lead_times.trial import ASKED_DAYS, LEAST_PAST, Answers, Trial, try_both

FADING_DAYS = 900.0
"""Days in which the weight of a past freight bill falls to 1/e; fading faster was a little worse."""
COMMON_SHARE = 0.03
"""Share of all past bills together in every answer."""
TRIAL_TREES = 100


def with_freight(orders: pd.DataFrame) -> pd.DataFrame:
    """Orders whose weight and freight are both told and above 0."""
    told = (orders[Orders.weight_kg] > 0) & (orders[Orders.freight_usd] > 0)
    return orders[told].reset_index(drop=True)


def log_usd_per_kg(orders: pd.DataFrame) -> np.ndarray:
    """Logarithm of the freight of a kilogram, shape (n,)."""
    return np.log((orders[Orders.freight_usd] / orders[Orders.weight_kg]).to_numpy(float))


def forecast_freight(orders: pd.DataFrame, asked: pd.DataFrame, day: pd.Timestamp, trees: int = TREES) -> Answer:
    """Quantiles of USD per kg for asked orders, from bills recorded before a day.

    Parameters
    ----------
    orders
        ``shipments.sound_orders``.
    asked
        As ``shipments.one_row_per_order``; its weight is used where it is told.

    Raises
    ------
    NotEnoughHistory
        If no order with weight and freight was recorded before the day.
    """
    known = with_freight(known_on(orders, day))
    if known.empty:
        raise NotEnoughHistory(
            f"No order with weight_kg and freight_usd was recorded before {day.date()}.",
            "Ask for a later day, or add past orders with their weight and freight.",
        )
    trial = try_freight(known, day, min(trees, TRIAL_TREES))
    logs = forest_logs(known, asked, day, trees) if trial.forest_is_kept else plain_logs(known, asked)
    return Answer(np.exp(logs), trial)


def try_freight(known: pd.DataFrame, day: pd.Timestamp, trees: int = TRIAL_TREES) -> Trial:
    """Both answers beside the bills that came in after earlier days."""

    def answers_on(cutoff: pd.Timestamp) -> Answers | None:
        past = known[known[Orders.recorded] < cutoff].reset_index(drop=True)
        soon = known[Orders.recorded] < cutoff + pd.Timedelta(days=ASKED_DAYS)
        asked = known[(known[Orders.recorded] >= cutoff) & soon].reset_index(drop=True)
        if len(past) < LEAST_PAST or asked.empty:
            return None
        forest = forest_logs(past, asked, cutoff, trees)
        return Answers(log_usd_per_kg(asked), plain_logs(past, asked), forest)

    return try_both(day, answers_on)


def plain_logs(past: pd.DataFrame, asked: pd.DataFrame) -> np.ndarray:
    """Past quantiles of the destination and mode, shrunken to those of all; shape (q, 9)."""
    weights = same_group(past, asked) + COMMON_ORDERS / len(past)
    return _quantiles(log_usd_per_kg(past), weights)


def forest_logs(past: pd.DataFrame, asked: pd.DataFrame, day: pd.Timestamp, trees: int = TREES) -> np.ndarray:
    """Quantiles of past bills like the asked ones, shape (q, 9); an order of unknown weight is asked without it."""
    logs = log_usd_per_kg(past)
    age = (day - past[Orders.delivered]).dt.days.to_numpy(float)
    weights = np.exp(-np.maximum(age, 0.0) / FADING_DAYS)
    seen_words, asked_words = word_means(past, asked, logs, weights)
    weighed = (asked[Orders.weight_kg] > 0).to_numpy()
    answers = np.empty((len(asked), 9))
    for with_weight in (True, False):
        rows = np.flatnonzero(weighed == with_weight)
        if not len(rows):
            continue
        seen = np.column_stack([seen_words, _numbers(past, with_weight)])
        neighbours = fit_neighbours(seen, logs, weights, trees)
        wanted = np.column_stack([asked_words, _numbers(asked, with_weight)])
        for part in np.array_split(rows, 1 + len(rows) * len(logs) // MOST_CELLS):
            shares = (1 - COMMON_SHARE) * neighbours.shares(wanted[part]) + COMMON_SHARE * weights / weights.sum()
            answers[part] = _quantiles(logs, shares)
    return answers


def _numbers(orders: pd.DataFrame, with_weight: bool) -> np.ndarray:
    told = sizes(orders)
    if not with_weight:
        return told
    weight = np.log(orders[Orders.weight_kg].where(orders[Orders.weight_kg] > 0, 1.0).to_numpy(float))[:, None]
    return np.column_stack([told, weight, told[:, :2] - weight])


def _quantiles(logs: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return survival_quantiles(logs, np.ones(len(logs), bool), weights, np.full(len(weights), -np.inf))
