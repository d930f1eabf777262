"""Days of an order by the past orders that are like it, the open ones among them."""

import numpy as np
import pandas as pd

from core.lead_times.features import day_parts, promised_span, sizes, word_means
from core.lead_times.neighbours import MOST_CELLS, TREES, fit_neighbours
from core.lead_times.spans import Spans
from core.lead_times.survival import days_foreseen, survival_quantiles
from core.lead_times.target import LATE, Target

COMMON_SHARE = 0.05
"""Share of all past orders together in every answer: what is rare among the neighbours is not impossible."""


def forest_quantiles(
    target: Target, past: Spans, asked: pd.DataFrame, at_least: np.ndarray, trees: int = TREES
) -> np.ndarray:
    """Quantiles of days, shape (q, 9).

    Open orders stand in the forest with the days foreseen of them, and in the answer as not ended: they pull it up,
    for the slow ones are those still open.
    """
    values = np.arcsinh(days_foreseen(past.days, past.ended, past.weights) / target.scale_days)
    seen_words, asked_words = word_means(past.orders, asked, values, past.weights)
    neighbours = fit_neighbours(
        np.column_stack([seen_words, _numbers(target, past.orders)]), values, past.weights, trees
    )
    wanted = np.column_stack([asked_words, _numbers(target, asked)])
    common = COMMON_SHARE * past.weights / past.weights.sum()
    answers = np.empty((0, 9))
    for rows in np.array_split(np.arange(len(asked)), 1 + len(asked) * len(values) // MOST_CELLS):
        weights = (1 - COMMON_SHARE) * neighbours.shares(wanted[rows]) + common
        answers = np.vstack([answers, survival_quantiles(past.days, past.ended, weights, at_least[rows])])
    return answers


def _numbers(target: Target, orders: pd.DataFrame) -> np.ndarray:
    """Features that are numbers; the promised day is seen only where days are counted from it."""
    own = [promised_span(orders)] if target is LATE else []
    return np.column_stack([sizes(orders), day_parts(orders, target.starts), *own])
