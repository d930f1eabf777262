"""Days of cover follow the shelf; what is not counted is not known."""

import numpy as np
import pandas as pd
import pytest

from core.inventory import days_of_cover, share_served
from core.inventory.cover import LONGEST_COVER_DAYS
from core.needs import compute_needs
from tests.builders import PLANNING_START, small_operation, small_tables
from tests.unit.needs.test_compute_needs import forecast_of


def cover_of(operation, people, weeks=3):
    needs = compute_needs(operation, forecast_of(people, weeks), PLANNING_START).table
    return days_of_cover(operation, needs, PLANNING_START).set_index(["camp_id", "item_id"])


def test_a_shelf_lasts_its_quantity_over_the_daily_need():
    row = cover_of(small_operation(), {"north": 2000.0}).loc[("north", "cereal")]
    assert row["days"] == pytest.approx(9000 / (2000 * 0.4))
    assert row["days_low"] < row["days"] < row["days_high"]


def test_the_empty_date_is_the_first_day_without():
    row = cover_of(small_operation(), {"north": 2000.0}).loc[("north", "cereal")]
    assert row["empty_on"] == PLANNING_START + pd.Timedelta(days=12)


def test_cover_beyond_the_weeks_of_the_forecast_goes_on_at_the_last_rate():
    assert cover_of(small_operation(), {"north": 200.0}).loc[("north", "cereal"), "days"] == pytest.approx(9000 / 80)


def test_need_that_grows_week_by_week_is_followed():
    days = cover_of(small_operation(), {"north": [1000.0, 3000.0, 3000.0]}).loc[("north", "cereal"), "days"]
    assert days == pytest.approx(7 + (9000 - 2800) / 1200)


def test_a_shelf_nobody_counted_is_not_known():
    assert np.isnan(cover_of(small_operation(), {"north": 2000.0}).loc[("north", "soap"), "days"])
    stock = small_tables()["stock"]
    stock.loc[3, "quantity"] = np.nan
    assert np.isnan(cover_of(small_operation(stock=stock), {"north": 2000.0}).loc[("north", "cereal"), "days"])


def test_an_empty_shelf_is_zero_days_not_unknown():
    stock = small_tables()["stock"]
    stock.loc[3, "quantity"] = 0.0
    assert cover_of(small_operation(stock=stock), {"north": 2000.0}).loc[("north", "cereal"), "days"] == 0


def test_goods_that_nobody_needs_last_for_ever():
    row = cover_of(small_operation(), {"north": 0.0}).loc[("north", "cereal")]
    assert row["days"] == LONGEST_COVER_DAYS
    assert pd.isna(row["empty_on"])


def test_expired_goods_do_not_count():
    stock = small_tables()["stock"]
    stock["expires"] = stock["expires"].mask(stock["place_id"] == "south", PLANNING_START)
    assert cover_of(small_operation(stock=stock), {"south": 2000.0}).loc[("south", "cereal"), "days"] == 0


def test_served_share_counts_what_still_serves():
    served = share_served(small_operation(), forecast_of({"south": 25000.0, "north": 100.0}), PLANNING_START)
    assert served.set_index("camp_id")["served"].to_dict() == pytest.approx({"south": 0.5, "north": 0.0})


def test_served_share_is_not_known_without_a_record_of_deliveries():
    served = share_served(small_operation(deliveries=None), forecast_of({"south": 25000.0}), PLANNING_START)
    assert served["served"].isna().all()


def test_served_share_of_an_item_for_a_group_is_measured_against_the_group():
    tables = small_tables()
    tables["items"].loc[tables["items"]["item_id"] == "blanket", "group"] = "women"
    tables["population"]["women"] = tables["population"]["population"] / 2
    operation = small_operation(items=tables["items"], population=tables["population"])
    served = share_served(operation, forecast_of({"south": 50000.0}), PLANNING_START)
    assert served["served"].tolist() == pytest.approx([0.5])
