"""Coordinates moved to the middle of a grid, so that a camp is shown in its area and not at its gate."""

import numpy as np
import pandas as pd

from core.domain.geography import EARTH_RADIUS_KM

KM_PER_DEGREE = EARTH_RADIUS_KM * np.pi / 180
DECIMALS = 4


def blurred(latitude: pd.Series, longitude: pd.Series, grid_km: float) -> tuple[pd.Series, pd.Series]:
    """Points moved to the middle of squares; a blank stays blank.

    The grid is fixed to the globe, so that exports of several days cannot be put together to find the point.

    Parameters
    ----------
    latitude, longitude
        Degrees.
    grid_km
        Side of a square, above 0; a point moves by at most 0.71 of it.
    """
    step = grid_km / KM_PER_DEGREE
    middle = np.clip((np.floor(latitude.to_numpy(float) / step) + 0.5) * step, -90, 90)
    # a degree of longitude is shorter towards the poles; the width follows the row of squares, not the point
    wide = np.minimum(step / np.maximum(np.cos(np.radians(middle)), 1e-3), 360)
    across = np.clip((np.floor(longitude.to_numpy(float) / wide) + 0.5) * wide, -180, 180)
    known = latitude.notna().to_numpy() & longitude.notna().to_numpy()
    return (
        pd.Series(np.where(known, middle.round(DECIMALS), np.nan), index=latitude.index),
        pd.Series(np.where(known, across.round(DECIMALS), np.nan), index=longitude.index),
    )
