"""One small fan: counts, bands and median of a camp as change against its last count, drawn as a light SVG picture."""

from dataclasses import dataclass
from urllib.parse import quote

import numpy as np
import pandas as pd

from core.domain.schemas import ForecastTable, Population
from core.look.palette import Theme
from ui.charts.bands import middle_half

WIDTH, HEIGHT, TICK = 1000, 103, 4
"""Of the drawing: a unit of height is a pixel, the width is stretched to its place."""


@dataclass(frozen=True)
class SmallFan:
    """A camp's counts and forecast as change against its last count; shares, 0 is the last count.

    Attributes
    ----------
    days, changes
        Of the counts.
    ahead
        Day of the last count, then the weeks of the forecast.
    median, band50, band80
        Change on the days ahead; bands as low and high.
    """

    days: np.ndarray
    changes: np.ndarray
    ahead: np.ndarray
    median: np.ndarray
    band50: tuple[np.ndarray, np.ndarray]
    band80: tuple[np.ndarray, np.ndarray]

    @classmethod
    def from_rows(cls, past: pd.DataFrame, ahead: pd.DataFrame, begin: pd.Timestamp) -> "SmallFan":
        """A fan from the rows of ``Population`` and ``ForecastTable`` of one camp, both in order of time."""
        days, people = past[Population.date].to_numpy(), past[Population.population].to_numpy(float)
        last, shown = people[-1], days >= begin.to_datetime64()

        def change(values: pd.Series | np.ndarray) -> np.ndarray:
            return np.concatenate([[0.0], np.asarray(values, float) / last - 1])

        low50, high50 = middle_half(ahead)
        return cls(
            days=days[shown],
            changes=people[shown] / last - 1,
            ahead=np.concatenate([days[-1:], ahead[ForecastTable.week].to_numpy()]),
            median=change(ahead[ForecastTable.q50]),
            band50=(change(low50), change(high50)),
            band80=(change(ahead[ForecastTable.q10]), change(ahead[ForecastTable.q90])),
        )

    @property
    def extreme(self) -> float:
        """The largest change in it, up or down."""
        return float(np.abs(np.concatenate([self.changes, *self.band80])).max())


@dataclass(frozen=True)
class Frame:
    """What fans side by side share: their days, their largest change, and where both are marked.

    Attributes
    ----------
    begin, end
        First and last day.
    extreme
        Change at the upper edge; its negative is the lower edge.
    day_ticks, change_ticks
        Marked days and changes.
    """

    begin: pd.Timestamp
    end: pd.Timestamp
    extreme: float
    day_ticks: np.ndarray
    change_ticks: np.ndarray

    def across(self, days: np.ndarray) -> np.ndarray:
        """Where days stand, 0 to 1 from the left."""
        begin, end = self.begin.to_datetime64(), self.end.to_datetime64()
        return (days - begin) / (end - begin)

    def down(self, changes: np.ndarray) -> np.ndarray:
        """Where changes stand, 0 to 1 from the top."""
        return (1 - changes / self.extreme) / 2


def small_fan_picture(fan: SmallFan, frame: Frame, theme: Theme) -> str:
    """The fan as an address that holds the whole picture: for ``src`` of an ``<img>``."""
    whole = np.array([frame.begin, frame.end], "datetime64[s]")
    around = np.concatenate([fan.ahead, fan.ahead[::-1]])
    bands = ((fan.band80, theme.band80, theme.band_edge), (fan.band50, theme.band50, theme.band50))
    dots = "".join(f"M{point}h0" for point in _points(frame, fan.days, fan.changes))
    plot = [
        *(_line(frame, whole, np.full(2, change), stroke=theme.grid) for change in frame.change_ticks),
        *(
            _line(frame, around, np.concatenate([high, low[::-1]]), fill=fill, stroke=edge)
            for (low, high), fill, edge in bands
        ),
        _line(frame, fan.ahead, fan.median, stroke=theme.median, stroke_width="2.5"),
        _path(dots, stroke=theme.ink, stroke_width="4", stroke_linecap="round"),
        _line(frame, fan.ahead[[0, -1]], np.zeros(2), stroke=theme.soft, stroke_width="1.2", stroke_dasharray="3"),
    ]
    ticks = "".join(f"M{x * WIDTH:.0f} {HEIGHT}v{TICK}" for x in frame.across(frame.day_ticks))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT + TICK}" preserveAspectRatio="none"'
        ' fill="none"><style>path{vector-effect:non-scaling-stroke}</style>'
        f'<svg width="{WIDTH}" height="{HEIGHT}">{"".join(plot)}</svg>'
        f"{_path(f'M0 {HEIGHT}H{WIDTH}{ticks}', stroke=theme.line)}</svg>"
    )
    return f"data:image/svg+xml,{quote(svg)}"


def _line(frame: Frame, days: np.ndarray, changes: np.ndarray, **look: str) -> str:
    return _path(f"M{'L'.join(_points(frame, days, changes))}", **look)


def _path(drawn: str, **look: str) -> str:
    attributes = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in look.items())
    return f'<path d="{drawn}"{attributes}/>'


def _points(frame: Frame, days: np.ndarray, changes: np.ndarray) -> list[str]:
    across, down = frame.across(days) * WIDTH, frame.down(changes) * HEIGHT
    return [f"{x:.0f} {y:.1f}" for x, y in zip(across, down, strict=True)]
