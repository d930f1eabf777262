"""Demand ahead: nothing later reaches it, every kind of period works, and the plain rule stands where it is better."""

import numpy as np
import pandas as pd
import pytest

from core.demand import forecast_demand, known_on, panel_of, weekly_demand
from core.demand.choice import Choice
from core.demand.features import build_views
from core.demand.panel import Calendar
from core.domain.schemas import QUANTILES
from tests.unit.demand.stock_reports import monthly_reports, weekly_reports

CUTOFF = pd.Timestamp("2025-06-30")


def tasks_of(reports: pd.DataFrame, cutoff: pd.Timestamp = CUTOFF) -> pd.DataFrame:
    return reports[["place_id", "item_id"]].drop_duplicates().assign(cutoff=cutoff)


@pytest.fixture(scope="module")
def reports() -> pd.DataFrame:
    return monthly_reports()


@pytest.fixture(scope="module")
def forecast(reports):
    return forecast_demand(reports, tasks_of(reports))


def test_there_are_quantiles_of_every_period_and_they_never_cross(reports, forecast):
    assert list(forecast.table.columns) == ["place_id", "item_id", "cutoff", "horizon", *QUANTILES]
    assert len(forecast.table) == 3 * len(tasks_of(reports))
    quantiles = forecast.table[list(QUANTILES)].to_numpy()
    assert (np.diff(quantiles, axis=1) >= 0).all()
    assert (quantiles >= 0).all()


def test_a_steady_demand_is_foreseen(forecast):
    first = forecast.table[(forecast.table["place_id"] == "p4") & (forecast.table["item_id"] == "i0")]
    assert first["q50"].to_numpy() == pytest.approx([100, 100, 100], rel=0.3)


def test_nothing_reported_after_the_cutoff_reaches_the_forecast(reports, forecast):
    """The future is cut away, and made absurd: the forecast stays equal to the last digit."""
    gone = reports[reports["period_start"] < CUTOFF]
    absurd = pd.concat([gone, reports[reports["period_start"] > CUTOFF].assign(distributed=1e6, days=5.0)])
    for changed in (gone, absurd):
        again = forecast_demand(changed, tasks_of(reports))
        pd.testing.assert_frame_equal(again.table, forecast.table)


def test_features_of_a_period_do_not_change_when_later_ones_are_reported(reports):
    long, short = (build_views(panel_of(known_on(reports, day))) for day in (reports["period_start"].max(), CUTOFF))
    for name, column in short.columns.items():
        np.testing.assert_allclose(long.columns[name][:, : column.shape[1]], column, err_msg=name)


def test_several_cutoffs_together_give_what_each_gives_alone(reports, forecast):
    both = pd.concat([tasks_of(reports, CUTOFF - pd.Timedelta(days=30)), tasks_of(reports)])
    together = forecast_demand(reports, both).table
    pd.testing.assert_frame_equal(together[together["cutoff"] == CUTOFF].reset_index(drop=True), forecast.table)


def test_weekly_reports_are_forecast_by_weeks():
    reports = weekly_reports(places=3, items=1, months=30)
    table = forecast_demand(reports, tasks_of(reports, reports["period_start"].max() + pd.Timedelta(days=6))).table
    assert table["q50"].groupby(table["place_id"]).mean().to_numpy() == pytest.approx([20, 40, 60], rel=0.35)


def test_a_place_without_reports_is_told_from_the_same_item_elsewhere(reports):
    asked = pd.DataFrame({"place_id": ["new"], "item_id": ["i0"], "cutoff": [CUTOFF]})
    found = forecast_demand(reports, asked)
    assert found.methods["method"].tolist() == ["likes"]
    assert 20 <= found.table["q50"].iloc[0] <= 120, "places take 20 to 120 of it"


@pytest.mark.parametrize("months", [1, 2, 4])
def test_a_short_past_is_forecast_or_said_to_be_unknown(months):
    reports = monthly_reports(months=months)
    found = forecast_demand(reports, tasks_of(reports, pd.Timestamp("2025-01-31")))
    assert len(found.methods) + len(found.unknown) == len(tasks_of(reports))
    assert found.table[list(QUANTILES)].notna().all().all()


def test_where_every_shelf_was_always_empty_each_series_is_named_as_unknown():
    reports = monthly_reports(places=2, items=1).assign(distributed=0.0, stock_end=0.0)
    found = forecast_demand(reports, tasks_of(reports))
    assert found.table.empty
    assert len(found.unknown) == 2


def test_the_plain_rule_speaks_for_items_on_which_learning_was_no_better():
    losses = pd.DataFrame(
        {
            "item_id": ["good", "bad", "rare", None],
            "outcomes": [500, 500, 3, 1003],
            "mean_of_three": [1.0, 1.0, 1.0, 1.0],
            "blend": [0.9, 1.1, 2.0, 0.95],
        }
    )
    methods = {"blend": np.zeros((3, 9)), "mean_of_three": np.zeros((3, 9))}
    chosen = Choice(losses).method_of(pd.Series(["good", "bad", "rare"]), methods)
    assert chosen.tolist() == ["blend", "mean_of_three", "blend"], "three outcomes are no ground: all together decide"


def test_a_week_has_its_share_of_its_period(reports):
    weeks = pd.date_range(CUTOFF + pd.Timedelta(days=6), periods=4, freq="7D")
    weekly = weekly_demand(reports, CUTOFF, weeks)
    monthly = forecast_demand(reports, tasks_of(reports)).table
    days = Calendar.of(reports).lengths(np.array([18]))[0]
    first = monthly[monthly["horizon"] == 1].set_index(["place_id", "item_id"])["q50"]
    told = weekly[weekly["week"] == weeks[0]].set_index(["place_id", "item_id"])["q50"]
    pd.testing.assert_series_equal(told, first.reindex(told.index) * 7 / days, check_names=False)
