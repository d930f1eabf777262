"""Small multiples: every camp's change against its last count, on one scale, as light pictures among words."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from core.domain.count_answers import is_copied
from core.domain.schemas import ForecastTable, Population
from core.look.palette import Theme
from ui import text
from ui.charts.layout import week_ticks
from ui.charts.small_fan import HEIGHT, TICK, Frame, SmallFan, small_fan_picture

MOST_CAMPS = 40
LEAST_EDGE, MOST_EDGE = 0.02, 0.6
"""Change that the scale always and never more than holds."""
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
"""Changes that can be written at the scale."""


def small_multiples(
    names: Mapping[str, str],
    counts: pd.DataFrame,
    forecast: pd.DataFrame,
    today: pd.Timestamp,
    theme: Theme,
    history_weeks: int = 8,
) -> str:
    """One small fan per camp as HTML, per cent change against the last count; "from to" above each.

    Parameters
    ----------
    names
        camp_id to name, in the order to draw, the worst first.
    counts, forecast
        ``Population`` and ``ForecastTable`` of all camps.
    """
    past = _by_camp(_counted(counts, today), Population.camp_id, Population.date)
    ahead = _by_camp(forecast, ForecastTable.camp_id, ForecastTable.week)
    drawable = [i for i in names if i in past and i in ahead and past[i][Population.population].iloc[-1] > 0]
    camps = drawable[:MOST_CAMPS]
    if not camps:
        return '<p class="aid-caption">No camp has both a count and a forecast.</p>'
    begin = today - pd.Timedelta(weeks=history_weeks)
    fans = {i: SmallFan.from_rows(past[i], ahead[i], begin) for i in camps}
    frame = _frame(list(fans.values()), begin)
    marks = _marks(frame)
    drawn = "".join(
        f"<figure>{_words(names[i], past[i], ahead[i])}"
        f'<div class="plot" style="height:{HEIGHT + TICK}px">'
        f'<img src="{small_fan_picture(fan, frame, theme)}" alt="{_spread(ahead[i])}">{marks}</div></figure>'
        for i, fan in fans.items()
    )
    return f'<div class="aid-multiples">{drawn}</div>'


def _counted(counts: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    known = counts.dropna(subset=[Population.population])
    known = known[~is_copied(known)]
    return known[known[Population.date] <= today]


def _by_camp(table: pd.DataFrame, camp: str, time: str) -> dict[str, pd.DataFrame]:
    return dict(iter(table.sort_values(time).groupby(camp)))


def _frame(fans: list[SmallFan], begin: pd.Timestamp) -> Frame:
    end = pd.Timestamp(max(fan.ahead[-1] for fan in fans))
    extreme = float(np.clip(max(fan.extreme for fan in fans), LEAST_EDGE, MOST_EDGE)) * 1.1
    step = max(s for s in STEPS if s <= extreme * 0.9)
    days = np.array(week_ticks(begin, end, 3), "datetime64[s]")
    return Frame(begin, end + pd.Timedelta(days=2), extreme, days, np.array([step, 0.0, -step]))


def _marks(frame: Frame) -> str:
    """Words at the scale and under the days; the style sheet shows them at the first column and the last row only."""
    scale = "".join(
        f'<span class="change" style="top:{down * HEIGHT:.1f}px">{_change(change)}</span>'
        for change, down in zip(frame.change_ticks, frame.down(frame.change_ticks), strict=True)
    )
    days = "".join(
        f'<span class="day" style="left:{across:.1%};transform:translateX(-{across:.1%})">{text.date(day)}</span>'
        for day, across in zip(frame.day_ticks, frame.across(frame.day_ticks), strict=True)
    )
    return scale + days


def _change(share: float) -> str:
    return f"{text.signed(share * 100)}{text.NBSP}%" if share else "0"


def _words(name: str, past: pd.DataFrame, ahead: pd.DataFrame) -> str:
    counted, median = past[Population.population].iloc[-1], ahead[ForecastTable.q50].iloc[-1]
    shown = text.safe(name)
    return (
        f'<figcaption><b title="{shown}">{shown}</b> '
        f"<span>{text.whole(counted)} to {text.hundreds(median)}</span></figcaption>"
    )


def _spread(ahead: pd.DataFrame) -> str:
    end = ahead.iloc[-1]
    return f"80{text.NBSP}% of outcomes: {text.between(end[ForecastTable.q10], end[ForecastTable.q90])}"
