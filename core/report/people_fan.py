"""The forecast of all camps' people as a fan, beside "same as last count"."""

import math

import pandas as pd

from core.domain import wording
from core.look.palette import LIGHT
from core.paper import Drawing, Line, Shape, Surface, Words
from core.report.brief import Brief

LETTERS = 2.5
LEFT, RIGHT, TOP, BOTTOM = 12.0, 19.0, 2.0, 5.0
TICKS = 3


def people_fan(brief: Brief, width: float, height: float, naive: str) -> Drawing | None:
    """The fan; None where there is no forecast.

    Parameters
    ----------
    width, height
        Millimetres.
    naive
        Label of the line that stays at the last counts.
    """
    ahead, language = brief.ahead, brief.language
    if ahead.empty:
        return None
    weeks = [brief.start, *ahead["week"]]
    counted = brief.counted_people
    low, high = _round_range(min(counted, ahead["q10"].min()), max(counted, ahead["q90"].max()))

    def x(day: pd.Timestamp) -> float:
        return LEFT + (width - LEFT - RIGHT) * (day - weeks[0]) / (weeks[-1] - weeks[0])

    def y(people: float) -> float:
        return height - BOTTOM - (height - TOP - BOTTOM) * (people - low) / (high - low)

    shapes: list[Shape] = []
    for tick in range(TICKS):
        people = low + (high - low) * tick / (TICKS - 1)
        shapes.append(Line(((LEFT, y(people)), (width - RIGHT, y(people))), LIGHT.grid, 0.2))
        label = language.number(people)
        shapes.append(Words((LEFT - 1, y(people) + 0.9), label, LETTERS, LIGHT.soft, anchor="right"))
    upper = [(x(week), y(people)) for week, people in zip(ahead["week"], ahead["q90"], strict=True)]
    lower = [(x(week), y(people)) for week, people in zip(ahead["week"], ahead["q10"], strict=True)]
    begin = (x(weeks[0]), y(counted))
    shapes.append(Surface(((begin, *upper, *reversed(lower)),), LIGHT.band80, LIGHT.band_edge, 0.15))
    shapes.append(Line((begin, (x(weeks[-1]), y(counted))), LIGHT.soft, 0.35, (0.4, 0.8)))
    middle = [(x(week), y(people)) for week, people in zip(ahead["week"], ahead["q50"], strict=True)]
    shapes.append(Line((begin, *middle), LIGHT.median, 0.6))
    last, end = ahead["q50"].iloc[-1], width - RIGHT + 1
    shapes.append(Words((end, y(last) + 0.9), wording.hundreds(last, language), LETTERS + 0.3, LIGHT.median, bold=True))
    lines = _two_lines(naive)
    is_above = y(counted) <= y(last)
    # the label of the dotted line gives way to that of the median, upwards or downwards as the line lies
    clear = y(last) + 0.9 - len(lines) * LETTERS - 0.4 if is_above else y(last) + 0.9 + LETTERS + 0.4
    first = min(y(counted) + 0.9, clear) if is_above else max(y(counted) + 0.9, clear)
    for number, part in enumerate(lines):
        shapes.append(Words((end, first + number * LETTERS), part, LETTERS - 0.3, LIGHT.soft))
    for week, anchor in ((weeks[0], "left"), (weeks[-1], "right")):
        at = (x(week), height - 1)
        shapes.append(Words(at, wording.day(week, language), LETTERS, LIGHT.soft, anchor=anchor))  # type: ignore[arg-type]
    return Drawing(width, height, tuple(shapes), f"{naive}: {wording.hundreds(counted, language)}")


def _round_range(low: float, high: float) -> tuple[float, float]:
    """A range around the figures that ends at round numbers, never without height."""
    room = max(high - low, 0.02 * abs(high), 10.0)
    step = 10 ** math.floor(math.log10(room))
    return max(0.0, math.floor((low - room * 0.1) / step) * step), math.ceil((high + room * 0.1) / step) * step


def _two_lines(words: str) -> list[str]:
    """A label in two lines of about the same length."""
    parts = words.split(" ")
    half = min(range(1, len(parts) + 1), key=lambda n: abs(len(" ".join(parts[:n])) - len(" ".join(parts[n:]))))
    return [line for line in (" ".join(parts[:half]), " ".join(parts[half:])) if line]
