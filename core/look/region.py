"""The part of the world a map shows."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

WIDTH_PX, HEIGHT_PX = 640, 560
"""Usual size of the frame, with which room for labels is reckoned."""
PADDING_PX = 36
NEAR_SHARE = 0.35
"""Depots this far outside the box of the camps are still in view; as a share of its larger side."""
_DEEPEST_ZOOM_DEGREES = 0.4
"""A map of one place still shows this many degrees around it."""


@dataclass(frozen=True)
class Region:
    """A box in degrees."""

    south: float
    west: float
    north: float
    east: float

    @classmethod
    def around(cls, *tables: pd.DataFrame | None) -> "Region":
        """The least box around the ``latitude`` and ``longitude`` of all rows that have both; the world if none has."""
        places = [t[["latitude", "longitude"]].dropna() for t in tables if t is not None and len(t)]
        points = pd.concat(places) if places else pd.DataFrame()
        if points.empty:
            return cls(-60.0, -180.0, 75.0, 180.0)
        south, west = points.min()
        north, east = points.max()
        lat_room = max(0.0, _DEEPEST_ZOOM_DEGREES - (north - south)) / 2
        lon_room = max(0.0, _DEEPEST_ZOOM_DEGREES - (east - west)) / 2
        return cls(
            float(round(south - lat_room, 4)),
            float(round(west - lon_room, 4)),
            float(round(north + lat_room, 4)),
            float(round(east + lon_room, 4)),
        )

    @classmethod
    def of_camps(cls, camps: pd.DataFrame, depots: pd.DataFrame | None = None) -> "Region":
        """The box around camps and the depots near them; a port far away would leave no room for the camps."""
        around = cls.around(camps)
        if depots is None or depots.empty or camps[["latitude", "longitude"]].dropna().empty:
            return cls.around(camps, depots)
        wide = around.widened(NEAR_SHARE)
        near = depots["latitude"].between(wide.south, wide.north) & depots["longitude"].between(wide.west, wide.east)
        return cls.around(camps, depots[near])

    @property
    def corners(self) -> list[list[float]]:
        """South-west and north-east corner, as Leaflet wants them."""
        return [[self.south, self.west], [self.north, self.east]]

    def widened(self, share: float) -> "Region":
        """The box with room around it, by a share of its larger side."""
        room = max(self.north - self.south, self.east - self.west) * share
        return Region(max(self.south - room, -85.0), self.west - room, min(self.north + room, 85.0), self.east + room)

    def touches(self, south: float, west: float, north: float, east: float) -> bool:
        """Whether another box overlaps this one."""
        return not (north < self.south or south > self.north or east < self.west or west > self.east)

    def pixels(
        self, latitude: npt.ArrayLike, longitude: npt.ArrayLike, frame: tuple[int, int] = (WIDTH_PX, HEIGHT_PX)
    ) -> npt.NDArray[np.float64]:
        """Where places stand in a frame fitted to this region; shape (n, 2), x right and y down."""
        x, y = np.radians(np.asarray(longitude, float)), _mercator(np.asarray(latitude, float))
        west, east = math.radians(self.west), math.radians(self.east)
        low, high = _mercator(np.array([self.south, self.north]))
        scale = min(
            (frame[0] - 2 * PADDING_PX) / max(east - west, 1e-9), (frame[1] - 2 * PADDING_PX) / max(high - low, 1e-9)
        )
        return np.column_stack(
            [
                frame[0] / 2 + (x - (west + east) / 2) * scale,
                frame[1] / 2 - (y - (low + high) / 2) * scale,
            ]
        )


def _mercator(latitude: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.log(np.tan(np.pi / 4 + np.radians(np.clip(latitude, -85, 85)) / 2))
