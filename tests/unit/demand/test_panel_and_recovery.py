"""What stock reports tell, what an empty shelf hid, and what is said of it."""

import numpy as np
import pandas as pd
import pytest

from core.demand import known_on, panel_of, recover_demand, table_of
from core.demand.panel import Calendar
from core.demand.recovery import FINE_LEVELS, above_floor
from tests.unit.demand.stock_reports import START, monthly_reports, weekly_reports


def report(start, given, left, days=31.0, out=0.0, place="p0"):
    return {
        "place_id": place, "item_id": "i0", "period_start": pd.Timestamp(start), "days": days, "distributed": given,
        "received": np.nan, "adjustment": np.nan, "stock_end": left, "stockout_days": out, "ordered": np.nan,
    }  # fmt: skip


def test_a_zero_with_goods_on_the_shelf_is_demand_and_one_without_is_not():
    panel = panel_of(
        pd.DataFrame([report("2024-01-01", 0, 10), report("2024-03-01", 0, 0), report("2024-05-01", 0, 5, out=31)])
    )
    assert panel.seen[0, 0] == 0
    assert np.isnan(panel.seen[0, [2, 4]]).all()
    assert np.isnan(panel.given[0, 1]), "a period that nobody reported is not known, not zero"


def test_a_report_without_a_closing_stock_is_taken_as_it_is():
    panel = panel_of(pd.DataFrame([report("2024-01-01", 0, np.nan)]))
    assert panel.seen[0, 0] == 0


def test_reports_are_of_the_days_they_cover():
    panel = panel_of(pd.DataFrame([report("2024-01-01", 31, 9), report("2024-02-01", 29, 9, days=29.0)]))
    assert panel.given[0] == pytest.approx([365.25 / 12] * 2), "one a day in both"


def test_weeks_and_odd_periods_find_their_place():
    weekly = panel_of(weekly_reports(places=1, items=1, months=10))
    assert not weekly.calendar.monthly
    assert weekly.n_periods == 10
    odd = [report(START + pd.Timedelta(days=d), 5, 9, days=10.0) for d in (0, 10, 21, 40)]
    assert np.isfinite(panel_of(pd.DataFrame(odd)).given[0]).tolist() == [True, True, True, False, True]


def test_two_reports_of_one_period_are_added_up():
    rows = [
        *(report(f"2024-0{m}-01", 31, 9) for m in (1, 3, 5)),
        report("2024-07-01", 4, 9, 15),
        report("2024-07-16", 6, 3, 16),
    ]
    panel = panel_of(pd.DataFrame(rows))
    assert panel.given[0, 6] == pytest.approx(10 / 31 * 365.25 / 12)
    assert panel.stock[0, 6] == 3


@pytest.mark.parametrize(("day", "last"), [("2024-01-30", -1), ("2024-01-31", 0), ("2024-02-29", 1)])
def test_a_period_is_known_when_its_last_day_is_over(day, last):
    reports = monthly_reports(places=1, items=1)
    assert Calendar.of(reports).ended_by(pd.Timestamp(day)) == last
    assert len(known_on(reports, pd.Timestamp(day))) == last + 1


def test_hidden_demand_is_recovered_with_an_interval_that_holds():
    """Shelves emptied on purpose where demand is known: the truth lies in the 80 % interval about as often."""
    reports = monthly_reports(places=12, items=2, months=36, seed=3)
    whole = reports["stock_end"] > 0
    emptied = whole & (np.random.default_rng(1).random(len(reports)) < 0.1)
    truth = reports.loc[emptied, ["place_id", "item_id", "period_start", "distributed"]]
    panel = panel_of(
        reports.assign(
            distributed=reports["distributed"].mask(emptied, 0), stock_end=reports["stock_end"].mask(emptied, 0)
        )
    )
    told = table_of(panel, recover_demand(panel)).merge(
        truth, on=["place_id", "item_id", "period_start"], suffixes=("", "_true")
    )
    assert (told["state"] == "hidden").all()
    inside = told["distributed_true"].between(told["q10"], told["q90"]).mean()
    assert 0.65 <= inside <= 0.95
    assert told["q50"].sum() == pytest.approx(told["distributed_true"].sum(), rel=0.1)


def test_demand_of_a_period_that_ran_out_is_at_least_what_was_given():
    reports = monthly_reports()
    panel = panel_of(reports)
    told = table_of(panel, recover_demand(panel))
    ran = told[told["state"] == "at_least"]
    assert len(ran)
    assert (ran["q10"] >= ran["distributed"] - 1e-9).all()
    assert (ran["q90"] > ran["distributed"]).any()
    known = told[told["state"] == "known"]
    assert (known["q50"] == known["distributed"]).all()


def test_quantiles_above_a_floor_are_those_of_what_is_left():
    values = FINE_LEVELS[None] * 100
    assert above_floor(values, np.array([50.0]))[0] == pytest.approx(np.linspace(55, 95, 9), abs=0.6)
    assert (above_floor(values, np.array([300.0])) == 300).all(), "beyond all that was ever seen, the floor itself"


def test_a_shelf_that_was_always_empty_is_told_from_its_likes():
    reports = monthly_reports(places=6, items=2)
    own = (reports["place_id"] == "p3") & (reports["item_id"] == "i1")
    panel = panel_of(
        reports.assign(distributed=reports["distributed"].mask(own, 0), stock_end=reports["stock_end"].mask(own, 0))
    )
    recovered = recover_demand(panel)
    told = table_of(panel, recovered)
    told = told[(told["place_id"] == "p3") & (told["item_id"] == "i1")]
    assert (told["state"] == "hidden").all()
    assert told["q50"].median() == pytest.approx(160, rel=0.5), (
        "place 3 takes 80 of item 0, and of item 1 twice as much"
    )


def test_where_every_shelf_was_always_empty_nothing_is_told():
    reports = monthly_reports(places=2, items=1).assign(distributed=0.0, stock_end=0.0)
    panel = panel_of(reports)
    assert table_of(panel, recover_demand(panel))["q50"].isna().all()
