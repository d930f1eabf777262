"""Bias: signed error and interval coverage of forecasts by kind of camp, and the bounds they are held to.

A forecast that is right on average may still be too low for every new camp. So past forecasts are parted by place,
size, age and quality of the counts, and every part that has enough of them is judged by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from core.domain.schemas import QUANTILES
from core.forecasting.scores import MEDIAN, inside_80

PLACE, CAMP, TRUTH, LEVEL = "place", "camp", "truth", "level"
PEOPLE, AGE, STALE, COUNTS = "camp_people", "age_weeks", "stale_days", "n_counts"
POINT_COLUMNS = (PLACE, CAMP, PEOPLE, AGE, STALE, COUNTS, LEVEL, TRUTH, *QUANTILES)
"""Columns of a table of past forecasts: place and camp, how many people the camp has (NaN where not known), its age,
age and number of its counts at the cutoff, last count then, later count, and the forecast; one row per forecast."""

BIAS_COLUMNS = ("by", "group", "n", "camps", "bias_share", "naive_bias_share", "coverage_80", "is_judged", "breach")
"""Columns of a bias table; ``breach`` is ``bias``, ``coverage``, both joined by a blank, or empty."""

PARTS: Mapping[str, tuple[str, tuple[float, ...]]] = {
    "size": (PEOPLE, (5_000, 20_000, 50_000)),
    "age": (AGE, (13, 52, 156)),
    "staleness": (STALE, (8, 29, 57)),
    "counts": (COUNTS, (6, 21, 101)),
}
"""How a column is cut: a row is in the part below the first edge it does not reach. People, weeks, days, counts."""


@dataclass(frozen=True)
class BiasBounds:
    """What a model is held to before it may serve.

    Attributes
    ----------
    most_bias_share
        Largest mean of (median less later count) over the larger of last and later count, in either direction.
    least_coverage
        Least share of later counts inside the 80 % interval.
    fewest_forecasts, fewest_camps
        A group with less is shown and not judged: a single camp says little about its kind.
    """

    most_bias_share: float = 0.10
    least_coverage: float = 0.60
    fewest_forecasts: int = 100
    fewest_camps: int = 3


BOUNDS = BiasBounds()


def bias_table(points: pd.DataFrame, bounds: BiasBounds = BOUNDS) -> pd.DataFrame:
    """Signed error and coverage by place, size, age, staleness and number of counts.

    Parameters
    ----------
    points
        Columns ``POINT_COLUMNS``, one row per forecast that was scored.
    bounds
        What a group is held to.

    Returns
    -------
    pandas.DataFrame
        Columns ``BIAS_COLUMNS``; first all together (``by`` is ``all``), then the parts in order. Shares are means over
        forecasts, each counting alike; below zero the forecast was too low. Groups without a forecast are left out.
    """
    if points.empty:
        return pd.DataFrame(columns=list(BIAS_COLUMNS))
    quantiles = points[list(QUANTILES)].to_numpy(dtype=float)
    truth, level = points[TRUTH].to_numpy(dtype=float), points[LEVEL].to_numpy(dtype=float)
    over = np.maximum(np.maximum(truth, level), 1e-9)
    scored = pd.DataFrame(
        {
            "camp": points[PLACE].astype(str).to_numpy() + "\n" + points[CAMP].astype(str).to_numpy(),
            "bias": (quantiles[:, MEDIAN] - truth) / over,
            "naive": (level - truth) / over,
            "held": inside_80(truth, quantiles).astype(float),
        }
    )
    rows = [_row("all", "", scored, bounds)]
    place = points[PLACE].astype(str).to_numpy()
    rows += [_row("place", name, scored[place == name], bounds) for name in sorted(set(place))]
    for by, (column, edges) in PARTS.items():
        values = points[column].to_numpy(dtype=float)
        part = np.searchsorted(edges, values, side="right")
        for number, name in enumerate(part_names(edges)):
            here = (part == number) & ~np.isnan(values)
            if here.any():
                rows.append(_row(by, name, scored[here], bounds))
    return pd.DataFrame(rows, columns=list(BIAS_COLUMNS))


def part_names(edges: Sequence[float]) -> list[str]:
    """Names of the parts between edges, as stored.

    Examples
    --------
    >>> part_names((13, 52))
    ['under 13', '13 to 51', '52 or more']
    """
    middle = [f"{low:,.0f} to {high - 1:,.0f}" for low, high in pairwise(edges)]
    return [f"under {edges[0]:,.0f}", *middle, f"{edges[-1]:,.0f} or more"]


def breaches(table: pd.DataFrame) -> pd.DataFrame:
    """The groups of a bias table that are beyond the bounds."""
    return table[table["breach"].astype(str) != ""] if len(table) else table


def _row(by: str, group: str, scored: pd.DataFrame, bounds: BiasBounds) -> dict[str, object]:
    bias, held = float(scored["bias"].mean()), float(scored["held"].mean())
    camps = int(scored["camp"].nunique())
    judged = len(scored) >= bounds.fewest_forecasts and camps >= bounds.fewest_camps
    beyond = [
        name
        for name, is_beyond in (
            ("bias", abs(bias) > bounds.most_bias_share),
            ("coverage", held < bounds.least_coverage),
        )
        if judged and is_beyond
    ]
    return {
        "by": by,
        "group": group,
        "n": len(scored),
        "camps": camps,
        "bias_share": bias,
        "naive_bias_share": float(scored["naive"].mean()),
        "coverage_80": held,
        "is_judged": judged,
        "breach": " ".join(beyond),
    }
