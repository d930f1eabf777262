"""How late goods on their way may come, and a plan that counts on them with a chance."""

import numpy as np
import pandas as pd
import pytest

from core.domain.arrival_delays import days_late_at, past_days_late
from core.domain.change import apply_scenario
from core.domain.scenario import Scenario
from core.errors import InvalidScenario
from tests.builders import PLANNING_START, small_operation, small_tables
from tests.unit.lead_times.order_books import lines_of

NINE_IN_TEN = Scenario(arrival_service_level=0.9)


def orders(late, place="hub", recorded="2025-06-01"):
    """One order for each number of days late."""
    promised = pd.Timestamp("2025-03-01")
    rows = [
        {
            "order_id": f"{place}{i}",
            "origin": "x",
            "destination_id": place,
            "ordered": "2025-01-01",
            "promised": promised.date(),
            "delivered": (promised + pd.Timedelta(days=int(days))).date(),
            "recorded": recorded,
        }
        for i, days in enumerate(late)
    ]
    return lines_of(rows)


def arrivals_with(sd):
    return small_tables()["arrivals"].assign(delay_days_sd=sd)


def dates(operation):
    return operation.arrivals["date"].dt.strftime("%m-%d").to_list()


def test_a_told_spread_moves_goods_by_its_normal_quantile():
    operation = small_operation(arrivals=arrivals_with([10.0, 0.0, 1.0]))
    assert dates(operation) == ["07-10", "07-17", "07-24"]
    # 1.2816 x 10 days and 1.2816 x 1 day, rounded up
    assert dates(apply_scenario(operation, NINE_IN_TEN)) == ["07-23", "07-17", "07-26"]


def test_where_none_is_told_past_orders_speak():
    operation = small_operation(arrivals=arrivals_with([np.nan, np.nan, 0.0]), orders=orders(range(40)))
    assert dates(apply_scenario(operation, NINE_IN_TEN)) == ["08-14", "08-21", "07-24"]


def test_orders_to_the_place_itself_count_more():
    far = days_late_at(0.5, arrivals_with(np.nan), orders([0] * 30, "elsewhere"), PLANNING_START)
    both = pd.concat([orders([0] * 30, "elsewhere"), orders([12] * 30)], ignore_index=True)
    assert list(far) == [0, 0, 0]
    assert list(days_late_at(0.5, arrivals_with(np.nan), both, PLANNING_START)) == [12, 12, 12]


def test_goods_are_never_planned_with_before_they_are_due():
    operation = small_operation(arrivals=arrivals_with(np.nan), orders=orders([-20] * 30))
    assert dates(apply_scenario(operation, NINE_IN_TEN)) == dates(operation)


def test_what_is_recorded_on_the_day_of_planning_or_later_is_not_known():
    late = orders([30] * 30, recorded=PLANNING_START.date())
    assert past_days_late(late, PLANNING_START).empty
    assert len(past_days_late(late, PLANNING_START + pd.Timedelta(days=1))) == 30


def test_blank_asks_for_the_dates_as_told_and_is_the_same_question_as_before():
    assert Scenario().key == Scenario(arrival_service_level=None).key
    assert Scenario().to_values() == {}
    operation = small_operation(arrivals=arrivals_with(9.0))
    assert apply_scenario(operation, Scenario()) is operation
    assert NINE_IN_TEN.with_arrivals_as_told() == Scenario()


def test_goods_of_the_stock_count_do_not_come_again():
    operation = small_operation(arrivals=arrivals_with(9.0))
    later = apply_scenario(operation, NINE_IN_TEN, pd.Timestamp("2025-07-17"))
    assert dates(later) == ["07-10", "07-17", "08-05"]


def test_nothing_to_go_by_is_refused_in_words():
    with pytest.raises(InvalidScenario, match="no arrival has delay_days_sd"):
        apply_scenario(small_operation(), NINE_IN_TEN)
    without = small_operation(arrivals=small_tables()["arrivals"].iloc[:0])
    assert len(apply_scenario(without, NINE_IN_TEN).arrivals) == 0


@pytest.mark.parametrize("level", [0.3, 1.0, "often"])
def test_a_chance_out_of_bounds_is_refused(level):
    with pytest.raises(InvalidScenario, match="arrival_service_level"):
        Scenario.from_values({"arrival_service_level": level})
