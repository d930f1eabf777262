"""Every colour of the product, in its light and its dark theme, and the scales that sort figures into colours."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from core.locale import message

UNKNOWN = -1
"""Class of a figure that is not known: hatched with "?", never pale."""

ThemeName = Literal["light", "dark"]


@dataclass(frozen=True)
class Step:
    """One class of a scale: its fill and the text that can be read on it."""

    fill: str
    text: str


@dataclass(frozen=True)
class Tag:
    """Text, fill and edge of a tag or note."""

    text: str
    fill: str


@dataclass(frozen=True)
class Theme:
    """Colours of one theme, as hexadecimal RGB.

    Attributes
    ----------
    ink, soft
        Text, and text that stands back.
    paper, panel, line, grid
        Page, panel, line around a box, line behind a chart.
    accent, on_accent
        The one blue, and text on it.
    steps
        Coverage and cover, worst first.
    outline
        Edge of the two pale steps.
    hatch
        Lines of an unknown cell.
    change
        Loses most to gains most; ``gain`` and ``loss`` are the single accents.
    band80, band50, median
        Spread of a forecast.
    items
        Categories, in the order water, flour, pulses, oil, blankets, soap, tarpaulins, other.
    land, water, border, flow, closed
        Ground and lines of maps.
    error, question, solved, note
        Tags.
    """

    name: ThemeName
    ink: str
    soft: str
    paper: str
    panel: str
    line: str
    grid: str
    accent: str
    on_accent: str
    steps: tuple[Step, ...]
    outline: str
    hatch: str
    change: tuple[str, ...]
    gain: str
    loss: str
    band80: str
    band50: str
    band_edge: str
    median: str
    items: tuple[str, ...]
    land: str
    water: str
    border: str
    flow: str
    closed: str
    error: Tag
    question: Tag
    solved: Tag
    note: Tag


CHANGE = ("#7A3300", "#C8701E", "#EDB878", "#F3F4F5", "#9CC4E4", "#3F86BF", "#0B3F73")

LIGHT = Theme(
    name="light",
    ink="#16202B",
    soft="#4A5766",
    paper="#FFFFFF",
    panel="#F2F5F7",
    line="#C3CCD5",
    grid="#E3E8ED",
    accent="#0B5C8F",
    on_accent="#FFFFFF",
    steps=(
        Step("#560B28", "#FFFFFF"),
        Step("#A0322E", "#FFFFFF"),
        Step("#C77100", "#16202B"),
        Step("#E0B176", "#16202B"),
        Step("#E5F3FC", "#16202B"),
    ),
    outline="#4A5766",
    hatch="#D5DCE3",
    change=CHANGE,
    gain="#0B5C8F",
    loss="#C8701E",
    band80="#C9DFEF",
    band50="#86B7DA",
    band_edge="#86B7DA",
    median="#0B5C8F",
    items=("#4275F7", "#E75D28", "#652637", "#87947A", "#3E2690", "#B182A5", "#AC080B", "#665E76"),
    land="#F7F5F0",
    water="#DCE8EF",
    border="#A9B1B9",
    flow="#33505F",
    closed="#A0322E",
    error=Tag("#8A231F", "#FBECEA"),
    question=Tag("#7A4300", "#FCF1E1"),
    solved=Tag("#155746", "#E6F3EF"),
    note=Tag("#4A5766", "#FFFFFF"),
)

DARK = Theme(
    name="dark",
    ink="#EAF0F5",
    soft="#A9B6C3",
    paper="#10161D",
    panel="#1A232D",
    line="#3A4754",
    grid="#26313C",
    accent="#6BB8EA",
    on_accent="#10161D",
    steps=(
        Step("#FFE6DB", "#16202B"),
        Step("#EBA07C", "#16202B"),
        Step("#BD6C09", "#10161D"),
        Step("#6F4E2E", "#FFFFFF"),
        Step("#212D38", "#EAF0F5"),
    ),
    outline="#A9B6C3",
    hatch="#3A4754",
    change=("#F3C9A0", "#E3A34A", "#8A5A25", "#26313C", "#2F5F82", "#6BB8EA", "#CBE6F8"),
    gain="#6BB8EA",
    loss="#E3A34A",
    band80="#1D3E57",
    band50="#336A92",
    band_edge="#336A92",
    median="#6BB8EA",
    items=("#ACAFF0", "#E6B626", "#F1397D", "#A7F6F2", "#04998C", "#A55AD8", "#E7EABB", "#748401"),
    land="#1B242D",
    water="#0B1015",
    border="#4A5866",
    flow="#9DB4C4",
    closed="#EBA07C",
    error=Tag("#F5C0AB", "#3A201C"),
    question=Tag("#F0C78C", "#35270F"),
    solved=Tag("#9ADCCB", "#12302A"),
    note=Tag("#A9B6C3", "#10161D"),
)

THEMES: dict[str, Theme] = {"light": LIGHT, "dark": DARK}


@dataclass(frozen=True)
class Scale:
    """Classes of a figure, worst first, with the words of each.

    Attributes
    ----------
    title
        What the colours tell, for the legend.
    cuts
        Least value of every class but the worst, in the figure as it is printed.
    labels
        Words of each class.
    """

    title: str
    cuts: tuple[float, ...]
    labels: tuple[str, ...]
    per_cent: bool = False

    def classes(self, values: Sequence[float] | npt.ArrayLike) -> npt.NDArray[np.int_]:
        """Class of each value, 0 the worst; ``UNKNOWN`` where it is not known.

        The value is sorted as it is printed, whole per cent or whole days rounded down, so that a figure and its
        colour never contradict each other.

        Examples
        --------
        >>> DAYS_OF_COVER.classes([3.9, 4, 30, float("nan")]).tolist()
        [0, 1, 4, -1]
        """
        numbers = np.asarray(values, dtype=float)
        known = ~np.isnan(numbers)
        printed = printed_percent(numbers) if self.per_cent else np.floor(numbers + 1e-9)
        classes = np.searchsorted(np.asarray(self.cuts), np.where(known, printed, 0.0), side="right")
        return np.where(known, classes, UNKNOWN)

    def step(self, value: float, theme: Theme) -> Step | None:
        """Fill and text of one value; None where it is not known."""
        of = int(self.classes([value])[0])
        return None if of == UNKNOWN else theme.steps[of]


def printed_percent(shares: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Whole per cent of shares as it is printed: 100 only where nothing is left, 0 only where there is nothing."""
    numbers = np.asarray(shares, dtype=float)
    whole = np.round(numbers * 100)
    whole = np.where((whole >= 100) & (numbers < 1 - 1e-6), 99, whole)
    return np.where((whole == 0) & (numbers > 1e-6), 1, whole)


COVERAGE = Scale(
    message("Need met"),
    (25, 50, 75, 95),
    (
        message("under 25\u00a0%"),
        message("25 to 49\u00a0%"),
        message("50 to 74\u00a0%"),
        message("75 to 94\u00a0%"),
        message("95\u00a0% or more"),
    ),
    per_cent=True,
)
DAYS_OF_COVER = Scale(
    message("Days of cover"),
    (4, 8, 15, 30),
    (message("3 or fewer"), message("4 to 7"), message("8 to 14"), message("15 to 29"), message("30 or more")),
)

CHANGE_CUTS = (-20.0, -10.0, -3.0, 3.0, 10.0, 20.0)
"""Points of coverage that part the seven colours of a change."""


def change_color(points: float, theme: Theme) -> str:
    """Colour of a change of coverage, in points.

    Examples
    --------
    >>> change_color(-25, LIGHT), change_color(0, LIGHT), change_color(3, LIGHT)
    ('#7A3300', '#F3F4F5', '#9CC4E4')
    """
    losing = int(np.searchsorted(CHANGE_CUTS[:3], points, side="left"))
    gaining = int(np.searchsorted(CHANGE_CUTS[3:], points, side="right"))
    return theme.change[losing + gaining]


def finding_fill(level: str, theme: Theme) -> str:
    """Colour of a place by the worst finding about it: darker (in the dark theme brighter) is worse."""
    return {"error": theme.steps[1].fill, "question": theme.steps[3].fill}.get(level, theme.steps[4].fill)


def item_color(position: int, theme: Theme) -> str:
    """Colour of the item at a position of a chart; those beyond the eighth share the last."""
    return theme.items[min(position, len(theme.items) - 1)]
