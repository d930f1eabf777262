"""Charts say what their tables say, in both themes, and draw nothing raw."""

import re
from urllib.parse import unquote
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from core.look.palette import DARK, LIGHT
from tests.unit.ui import frames
from ui import charts
from ui.charts.layout import spread_labels
from ui.charts.multiples import MOST_CAMPS
from ui.charts.small_fan import HEIGHT

TODAY = pd.Timestamp("2025-11-02")


def counts(camp: str = "A") -> pd.DataFrame:
    days = pd.date_range("2025-07-13", "2025-10-26", freq="7D")
    kinds = ["registration"] * len(days)
    kinds[9] = "recount"
    people = np.linspace(900.0, 1000.0, len(days))
    return pd.DataFrame({"camp_id": camp, "date": days, "population": people, "kind": pd.array(kinds, dtype="str")})


def forecast(camp: str = "A", weeks: int = 4, prefix: str = "") -> pd.DataFrame:
    levels = {f"{prefix}q{q}": 1000.0 + 10 * np.arange(1, weeks + 1) + (q - 50) for q in range(10, 100, 10)}
    days = pd.date_range("2025-11-09", periods=weeks, freq="7D")
    return pd.DataFrame({"camp_id": camp, "week": days, **levels})


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_fan_labels_its_median_its_naive_line_and_its_recount(theme):
    figure = charts.fan_chart(counts(), forecast(), TODAY, theme)
    words = " ".join(a.text for a in figure.layout.annotations)
    for part in ("median", "same as last count", "today", "re-count", "80"):
        assert part in words
    assert figure.layout.showlegend is False


def test_fan_shows_no_count_after_today():
    later = counts().assign(date=lambda t: t["date"] + pd.Timedelta(weeks=3))
    figure = charts.fan_chart(later, forecast(), TODAY, LIGHT)
    dots = [t for t in figure.data if t.mode == "markers"]
    assert all(pd.DatetimeIndex(t.x).max() <= TODAY for t in dots if len(t.x))


def test_charts_with_nothing_to_draw_say_so():
    nothing = counts().head(0)
    for figure in (
        charts.fan_chart(nothing, forecast().head(0), TODAY, LIGHT),
        charts.dumbbell(pd.DataFrame({"name": [], "before": [], "after": []}), LIGHT),
        charts.stacked_weeks(pd.DataFrame(), LIGHT),
    ):
        assert figure.layout.annotations[0].text


def test_dumbbell_prints_the_sign_of_every_change():
    table = pd.DataFrame({"name": ["A", "B", "C"], "before": [0.6, 0.9, 0.8], "after": [0.9, 0.87, 0.8]})
    words = [a.text for a in charts.dumbbell(table, LIGHT, floor=0.8).layout.annotations]
    assert any("+30" in w for w in words)
    assert any("−3" in w for w in words)
    assert any("floor" in w for w in words)


@pytest.mark.parametrize("hostile", frames.HOSTILE)
def test_no_chart_carries_a_name_raw(hostile):
    table = pd.DataFrame({"name": [hostile], "before": [0.1], "after": [0.5]})
    weeks = pd.DataFrame({hostile: [1.0, 2.0]}, index=pd.date_range("2025-11-09", periods=2, freq="7D"))
    for figure in (
        charts.dumbbell(table, LIGHT),
        charts.stacked_weeks(weeks, LIGHT),
        charts.need_fan(forecast(prefix="need_"), LIGHT, hostile),
    ):
        text = figure.to_json()
        assert "<img" not in text
        assert "<script" not in text


def multiples(names: dict[str, str], theme=LIGHT) -> str:
    """Small multiples of so many camps, all with the same counts and forecast."""
    tables = [pd.concat([table(camp) for camp in names]) for table in (counts, forecast)]
    return charts.small_multiples(names, *tables, TODAY, theme)


def pictures(html: str) -> list[str]:
    return [unquote(address) for address in re.findall(r'<img src="data:image/svg\+xml,([^"]+)"', html)]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_small_multiples_draw_each_camp_in_the_colours_of_the_theme_and_say_from_where_to_where(theme):
    html = multiples({"B": "Beta", "A": "Alpha"}, theme)
    assert html.index("Beta") < html.index("Alpha")
    assert html.count("1,000 to 1,000") == 2
    assert "outcomes: 1,000 to 1,100" in html
    drawn = pictures(html)
    assert len(drawn) == 2
    for picture in drawn:
        ElementTree.fromstring(picture)
        for color in (theme.band80, theme.band50, theme.median, theme.ink):
            assert color in picture


def test_small_multiples_share_a_scale_that_holds_every_change():
    html = multiples({"A": "Alpha"})
    assert "+5\u00a0%" in html
    assert "−5\u00a0%" in html
    heights = [float(y) for y in re.findall(r"[ML][-\d]+ (-?[\d.]+)", pictures(html)[0])]
    assert min(heights) >= 0
    assert max(heights) <= HEIGHT


def test_no_more_small_multiples_are_drawn_than_a_page_can_hold():
    html = multiples({f"c{i}": f"Camp {i}" for i in range(MOST_CAMPS + 3)})
    assert html.count("<figure>") == MOST_CAMPS
    assert "Camp 0<" in html


def test_small_multiples_with_nothing_to_draw_say_so():
    assert "No camp has both" in charts.small_multiples({"A": "Alpha"}, counts().head(0), forecast(), TODAY, LIGHT)


def test_a_camp_counted_long_ago_keeps_its_fan():
    old = counts().assign(date=lambda t: t["date"] - pd.Timedelta(weeks=20))
    html = charts.small_multiples({"A": "Alpha"}, old, forecast(), TODAY, LIGHT)
    assert "nan" not in html.lower()
    assert LIGHT.median in pictures(html)[0]


@pytest.mark.parametrize("hostile", frames.HOSTILE)
def test_small_multiples_carry_no_name_raw(hostile):
    html = multiples({"A": hostile})
    assert html.count("<img") == 1
    for raw in ("onerror=alert(1)>", "<script", "`", "${", "\\"):
        assert raw not in html


def test_labels_are_moved_apart_in_order():
    placed = spread_labels([1.0, 1.1, 1.2, 9.0], span=10, plot_px=170)
    assert np.all(np.diff(placed) >= 0.99)


def test_more_than_four_items_are_summed_as_others():
    weeks = pd.DataFrame(
        np.ones((2, 7)), columns=list("abcdefg"), index=pd.date_range("2025-11-09", periods=2, freq="7D")
    )
    figure = charts.stacked_weeks(weeks, LIGHT)
    assert len(figure.data) == 4
    assert sum(sum(t.y) for t in figure.data) == 14
