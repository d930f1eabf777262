"""Kinds of camps that forecasts are judged by: country, size, age, age of the last count."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from core.forecasting.bias import AGE, LEVEL, PARTS, PLACE, STALE, part_names

GROUPED_BY = ("all", "country", "size", "age", "staleness")
"""Ways of grouping, in order."""

_COLUMNS = {"size": LEVEL, "age": AGE, "staleness": STALE}
"""Size by the last count known when the forecast was made."""


def camp_groups(points: pd.DataFrame) -> Iterator[tuple[str, str, np.ndarray]]:
    """Way, name and rows (a mask) of every group of past forecasts that has any; all together first."""
    yield "all", "", np.ones(len(points), dtype=bool)
    place = points[PLACE].astype(str).to_numpy()
    for name in sorted(set(place)):
        yield "country", name, place == name
    for by, column in _COLUMNS.items():
        edges = PARTS[by][1]
        values = points[column].to_numpy(dtype=float)
        part = np.searchsorted(edges, values, side="right")
        for number, name in enumerate(part_names(edges)):
            here = (part == number) & ~np.isnan(values)
            if here.any():
                yield by, name, here
