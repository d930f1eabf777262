"""Distances on the globe."""

import numpy as np
import numpy.typing as npt

EARTH_RADIUS_KM = 6371.0
ROAD_FACTOR = 1.35
"""Road over straight line where no road distance is known; an estimate, shown as one."""


def great_circle_km(
    latitude_a: npt.ArrayLike, longitude_a: npt.ArrayLike, latitude_b: npt.ArrayLike, longitude_b: npt.ArrayLike
) -> np.ndarray:
    """Straight-line distance in km between points given in degrees; arrays broadcast.

    Examples
    --------
    >>> round(float(great_circle_km(0, 0, 0, 1)), 1)
    111.2
    """
    a, b = np.radians(latitude_a), np.radians(latitude_b)
    half_lat = (b - a) / 2
    half_lon = np.radians(np.subtract(longitude_b, longitude_a)) / 2
    chord = np.sin(half_lat) ** 2 + np.cos(a) * np.cos(b) * np.sin(half_lon) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1))))
