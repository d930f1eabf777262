"""Charts and words of fairness: marks that lie on each other, figures in words, names of strangers."""

import numpy as np
import pandas as pd
import pytest

from core.domain.scenario import Scenario
from core.look.palette import DARK, LIGHT
from core.services.evenness import Evenness, Harm
from core.services.fairness_report import FIGURES, FairnessReport
from tests.unit.ui.frames import HOSTILE
from ui import charts, tell_fairness

POINTS = pd.DataFrame(
    {
        "floor": [0.5, 0.6, 0.7],
        "worst_coverage": [0.5, 0.6, 0.7],
        "weighted_unmet": [1000.0, 1000.0, 1100.0],
        "cost_usd": [100.0, 150.0, 120.0],
        "objective": [100_100.0, 100_150.0, 110_120.0],
        "price_share": [0.0, 0.0001, 0.02],
    }
)


def report(points=POINTS, **changes):
    found = {
        "efficiency": (0.5, 1000.0, 100.0),
        "equal_shares": (0.65, 1200.0, 130.0),
        "coverage_floor": (0.6, 1000.0, 150.0),
        "worst_off": (0.7, 1100.0, 120.0),
        "leximin": (0.7, 1101.0, 121.0),
        "ledger": (0.4, 1050.0, 140.0),
    }
    rules = pd.DataFrame(found, index=["worst_coverage", "weighted_unmet", "cost_usd"]).T.rename_axis("rule")
    rules = rules.reset_index().assign(gini=0.1, price_share=0.0, why="")
    rules[[name for name in FIGURES if name not in rules]] = 0.0
    return FairnessReport(points, rules, **{"parts_of_units": False, "is_whole": True, **changes})


def plain(words):
    return words.replace("\u00a0", " ")


def test_marks_that_lie_on_each_other_are_one_with_both_letters():
    marks = tell_fairness.marks(report(), "efficiency")
    figure = charts.price_curve(POINTS, marks, "weighted_unmet", LIGHT)
    letters = [trace.text[0] for trace in figure.data[1:]]
    assert letters == ["<b>A</b>", "<b>B</b>", "<b>C</b>", "<b>DE</b>", "<b>F</b>"]
    assert figure.data[1].marker.color == LIGHT.accent
    assert figure.data[2].marker.color == LIGHT.paper
    low, high = figure.layout.yaxis.range
    assert low < 1000 < 1200 < high


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_nothing_to_draw_is_said(theme):
    marks = tell_fairness.marks(report(), "efficiency")
    figure = charts.price_curve(POINTS.iloc[:0], marks.iloc[:0], "cost_usd", theme)
    assert "no camp needs" in figure.layout.annotations[0].text
    empty = pd.DataFrame({"camp_id": [""], "coverage": [np.nan], "need_share": [0.0], "delivered_share": [0.0]})
    assert "Nobody" in charts.lorenz(empty.assign(name=""), None, theme, "this plan").layout.annotations[0].text


def lorenz_curve(names):
    n = len(names)
    steps = np.linspace(0, 1, n + 1)
    curve = pd.DataFrame({"camp_id": ["", *names], "need_share": steps, "delivered_share": steps**2})
    return curve.assign(coverage=[np.nan, *np.linspace(0.1, 1, n)], name=["", *names])


def test_names_of_strangers_do_nothing_in_a_lorenz_curve():
    figure = charts.lorenz(lorenz_curve(HOSTILE), lorenz_curve(HOSTILE), LIGHT, "this plan", "pro-rata")
    drawn = figure.to_json()
    assert not [name for name in HOSTILE if name in drawn and name != "trailing\\"]
    assert figure.data[2].text[1].startswith("&lt;img")


def test_the_price_is_told_in_a_sentence():
    words = plain(tell_fairness.price_finding(report()))
    assert (
        words == "The worst-off camp can have 70 % of its need in place of 50 %, for 2.0 % of all person-weeks served"
    )
    assert plain(tell_fairness.free_rise(report())).startswith("Up to a floor of 60 %")
    assert "for USD 50 more" in plain(tell_fairness.free_rise(report()))
    one = report(POINTS.head(1))
    assert plain(tell_fairness.price_finding(one)) == "No plan can lift the worst-off camp above 50 % of its need"
    assert "nothing is to be shared" in tell_fairness.price_finding(report(POINTS.iloc[:0]))
    assert len(tell_fairness.curve_table(report(POINTS.iloc[:0]))) == 0


def test_the_end_of_a_curve_before_its_time_and_parts_of_trips_are_told():
    notes = " ".join(
        tell_fairness.curve_notes(report(parts_of_units=True, is_whole=False), Scenario(plan_for="spread"))
    )
    assert "need as planned" in notes
    assert "need as planned" not in " ".join(tell_fairness.curve_notes(report(), Scenario()))
    assert "parts of trips" in notes
    assert "time limit" in notes


def harmed(*plans):
    table = pd.DataFrame({"camp_id": [f"c{n}" for n in range(len(plans))], "pro_rata": 0.9, "plan": plans})
    return table.assign(less_share=table["pro_rata"] - table["plan"], less_person_weeks=1234.0)


@pytest.mark.parametrize(
    ("plans", "told"),
    [
        ((), "No camp gets less than under pro-rata"),
        ((0.85,), "1 of 9 camps gets less than under pro-rata; still has 80 % of its need"),
        ((0.5,), "1 of 9 camps gets less than under pro-rata; has under 80 % of its need"),
        ((0.85, 0.8), "2 of 9 camps get less than under pro-rata; each of them still has 80 % of its need"),
        ((0.85, 0.5), "2 of 9 camps get less than under pro-rata; 1 of them has under 80 % of their need"),
        ((0.6, 0.5), "2 of 9 camps get less than under pro-rata; 2 of them have under 80 % of their need"),
    ],
)
def test_who_loses_is_told_in_a_sentence(plans, told):
    table = harmed(*plans)
    assert plain(tell_fairness.harm_finding(Harm(table, table), 9)) == told


def test_the_table_says_who_still_has_enough():
    table = tell_fairness.harm_table(harmed(0.85, 0.5), {"c0": "Zero"})
    assert table["Still 80\u00a0%"].tolist() == ["yes", "no"]
    assert table["Points"].tolist() == ["−5", "−40"]
    assert table["Person-weeks less"].tolist() == ["1,230", "1,230"]


def test_figures_that_do_not_exist_are_words():
    assert tell_fairness.price(None) == "nobody is served"
    assert tell_fairness.weeks_late(float("nan")) == "nothing is needed once"
    assert plain(tell_fairness.price(0.0461)) == "USD 0.046"
    assert plain(tell_fairness.price(12.345)) == "USD 12.35"
    assert tell_fairness.tonnes_or_none(0.0) == "none"


def test_a_rule_without_a_plan_is_a_row_without_figures():
    broken = report()
    broken.rules.loc[1, "why"] = "These limits cannot hold together."
    table = tell_fairness.rules_table(broken)
    assert set(table.loc[1, list(tell_fairness.RULE_NUMBERS)]) == {"no plan"}
    assert tell_fairness.without_plan(broken) == [("equal shares:", "These limits cannot hold together.")]
    assert "Pro-rata" not in tell_fairness.objectives_table({"waste_t": 2.0}, broken)
    assert tell_fairness.objectives_table({"waste_t": 2.0}, broken).shape[0] == 6


def test_groups_stand_under_everybody():
    curve = pd.DataFrame({"camp_id": ["", "a", "b"], "coverage": [np.nan, 0.5, 1.0], "need_share": [0, 0.5, 1]})
    groups = pd.DataFrame(
        {"group": ["women"], "needed": [1.0], "coverage": [0.7], "gini": [0.2], "camps": [2], "estimated_camps": [1]}
    )
    table = tell_fairness.groups_table(Evenness(curve, 0.1667, groups, {}), None)
    assert table["Group"].tolist() == ["Everybody", "Women"]
    assert [plain(share) for share in table["Need met"]] == ["75 %", "70 %"]
    assert [plain(words) for words in table["Share known in"]] == ["", "1 of 2 camps"]
