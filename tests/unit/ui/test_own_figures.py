"""Marks of people's own figures: apart from the forecast, whole on the chart, harmless whatever they are called."""

import datetime as dt

import pandas as pd
import pytest

from core.look.palette import DARK, LIGHT
from core.store import Override
from tests.unit.ui.frames import HOSTILE
from tests.unit.ui.test_charts import TODAY, counts, forecast
from ui import charts


def own(people=1500.0, low=None, high=None, author="Amina", week=dt.date(2025, 11, 23)):
    return Override(
        "X", "A", week, people, low, high, "r", author, TODAY.date(), 1, "m", None, None, None, None, None, id=1
    )


def drawn(*figures, theme=LIGHT):
    fan = charts.fan_chart(counts(), forecast(), TODAY, theme, within=charts.reach(figures))
    charts.mark_own_figures(fan, figures, theme)
    return fan


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_figure_and_its_range_stand_on_the_chart_with_its_name(theme):
    fan = drawn(own(low=1400.0, high=1800.0), theme=theme)
    mark = fan.data[-1]
    assert (pd.Timestamp(mark.x[0]), mark.y[0]) == (pd.Timestamp("2025-11-23"), 1500)
    assert (mark.error_y.arrayminus[0], mark.error_y.array[0]) == (100, 300)
    assert "Amina: 1,500" in [note.text for note in fan.layout.annotations]
    low, high = fan.layout.yaxis.range
    assert low <= 1400 < 1800 <= high


def test_a_figure_of_nobody_with_no_range_is_a_mark_at_zero():
    fan = drawn(own(people=0.0))
    assert fan.data[-1].error_y.array[0] == 0
    assert fan.layout.yaxis.range[0] == 0


def test_figures_leave_the_forecast_as_it_is():
    plain = charts.fan_chart(counts(), forecast(), TODAY, LIGHT)
    marked = drawn(own())
    assert len(marked.data) == len(plain.data) + 1
    for before, after in zip(plain.data, marked.data[:-1], strict=True):
        assert list(before.y) == list(after.y)
    assert len(drawn().data) == len(plain.data)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_only_text(name):
    fan = drawn(own(author=name))
    written = fan.to_json()
    assert "<img" not in written
    assert "<script" not in written
