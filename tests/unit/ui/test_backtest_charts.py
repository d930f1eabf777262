"""Charts of past forecasts: the share held by weeks ahead, and the gain of each camp with its sign."""

import pandas as pd
import pytest

from core.look.palette import LIGHT
from ui import charts, tell_bias, text


def camps(**skill):
    return pd.DataFrame({"name": list(skill), "n": 10, "skill": list(skill.values())})


def test_the_share_that_is_wanted_is_drawn_and_each_share_is_printed():
    horizons = pd.DataFrame({"horizon_weeks": [1, 2], "coverage_80": [0.9, 0.714]})
    figure = charts.held_by_horizon(horizons, LIGHT)
    assert list(figure.data[0].text) == ["90", "71"]
    assert figure.layout.shapes[0].y0 == 0.8
    assert figure.layout.annotations[0].text == "wanted"


def test_bars_carry_their_sign_and_their_side():
    figure = charts.skill_by_camp(camps(Behind=-0.12, Even=0.0, Ahead=0.4), LIGHT)
    bars = figure.data[0]
    assert [words.replace(text.NBSP, " ") for words in bars.text] == ["−12 %", "0 %", "+40 %"]
    assert list(bars.marker.color) == [LIGHT.loss, LIGHT.gain, LIGHT.gain]
    assert figure.layout.xaxis.range[0] < -0.12


def test_a_huge_loss_is_cut_in_the_drawing_and_exact_in_words():
    bars = charts.skill_by_camp(camps(Far=-7.5, Ahead=0.4), LIGHT).data[0]
    assert min(bars.x) == -1
    assert bars.text[0].replace(text.NBSP, " ") == "−750 %"


def test_two_camps_of_one_name_have_a_bar_each():
    table = pd.DataFrame({"name": ["Twin", "Twin"], "n": 5, "skill": [0.1, 0.2]})
    assert len(set(charts.skill_by_camp(table, LIGHT).data[0].y)) == 2


def test_where_the_last_count_never_missed_the_chart_says_so():
    figure = charts.skill_by_camp(camps(Still=float("nan")), LIGHT)
    assert "never missed" in figure.layout.annotations[0].text


@pytest.mark.parametrize(
    ("breach", "judged", "told"),
    [
        ("", True, "yes"),
        ("bias", True, "no, leans"),
        ("coverage", True, "no, band too narrow"),
        ("bias coverage", True, "no, leans and too narrow"),
        ("", False, "too few to judge"),
    ],
)
def test_a_row_of_the_bias_table_says_whether_it_is_within_bounds(breach, judged, told):
    row = {
        "by": "age", "group": "under 13", "n": 1114, "camps": 16, "bias_share": -0.134, "naive_bias_share": -0.277,
        "coverage_80": 0.65, "is_judged": judged, "breach": breach,
    }  # fmt: skip
    words = tell_bias.bias_rows(pd.DataFrame([row])).iloc[0]
    assert words["Within bounds"] == told
    assert words["Bias"].replace(text.NBSP, " ") == "−13.4 %"
    finding = tell_bias.bias_finding(pd.DataFrame([row])).replace(text.NBSP, " ")
    assert ("camps under 13 weeks old" in finding) == bool(breach)
