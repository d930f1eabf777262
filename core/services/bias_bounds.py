"""What the bias table of a model says against serving it, in words."""

import math

import pandas as pd

from core.forecasting.bias import breaches
from core.forecasting.evaluation import Evaluation
from core.forecasting.evaluation_card import PART_TITLES, group_words

__all__ = ["PART_TITLES", "group_words", "reasons_needed", "told_breach"]


def reasons_needed(evaluation: Evaluation | None) -> tuple[str, ...]:
    """What speaks against serving a version, in words; empty where nothing does."""
    if evaluation is None or evaluation.bias.empty:
        return ("its bias by kind of camp was not measured",)
    return tuple(told_breach(row, evaluation) for _, row in breaches(evaluation.bias).iterrows())


def told_breach(row: pd.Series, evaluation: Evaluation) -> str:
    """A group beyond the bounds in words."""
    bounds = evaluation.measured["bounds"]
    told = []
    if "bias" in row["breach"]:
        way = "too low" if row["bias_share"] < 0 else "too high"
        told.append(f"{abs(row['bias_share']):.1%} {way}, at most {bounds['most_bias_share']:.0%} is allowed")
    if "coverage" in row["breach"]:
        held = _rounded_down(row["coverage_80"])
        told.append(f"80 % interval holds {held}, at least {bounds['least_coverage']:.0%} is wanted")
    return (
        f"{group_words(row['by'], row['group'])}: {' and '.join(told)} ({row['n']:,} forecasts of {row['camps']} camps)"
    )


def _rounded_down(share: float) -> str:
    """A share that falls short of a bound, so printed that it does: 0.5996 is 59.9 %."""
    return f"{math.floor(share * 1000) / 10:.1f}%"
