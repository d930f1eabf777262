"""What was handed out against need: an empty shelf, no demand and no record are three different things."""

import pandas as pd
import pytest

from core.history import past_coverage, past_periods
from core.services.past_distributions import past_distributions
from tests.builders import PLANNING_START, small_operation

LOG = pd.DataFrame(
    {
        "camp_id": ["north", "south"],
        "item_id": ["cereal", "soap"],
        "date": ["2025-06-10", "2025-06-10"],
        "quantity": [100.0, 5.0],
        "donor": ["Giver", None],
    }
)


def reports(**columns):
    base = {"place_id": ["north"], "item_id": ["soap"], "period_start": ["2025-06-02"], "days": [28]}
    return pd.DataFrame({**base, "distributed": [0], **columns})


def shelf(operation, camp, item, weeks=4):
    table = past_coverage(operation, past_periods(operation, weeks), weeks)
    newest = table[table["period"] == PLANNING_START].set_index(["camp_id", "item_id"])
    return newest.loc[(camp, item)]


def test_need_is_people_times_standard_and_the_share_is_what_was_handed_out_of_it():
    operation = small_operation(deliveries=LOG)
    found = shelf(operation, "north", "cereal")
    assert found["handed_out"] == 100
    assert found["need"] > 100
    assert found["share"] == pytest.approx(100 / found["need"])
    assert found["shelf"] == "given"


def test_nothing_handed_out_with_an_empty_shelf_is_a_shortage_and_with_goods_it_is_none():
    empty = shelf(small_operation(deliveries=LOG, consumption=reports(stock_end=[0])), "north", "soap")
    assert (empty["shelf"], empty["share"]) == ("empty_shelf", 0)
    goods = shelf(small_operation(deliveries=LOG, consumption=reports(stock_end=[40])), "north", "soap")
    assert goods["shelf"] == "no_demand"
    assert pd.isna(goods["share"])


def test_a_shelf_that_ran_empty_is_told():
    ran_out = reports(distributed=[7], stock_end=[0])
    found = shelf(small_operation(deliveries=None, consumption=ran_out), "north", "soap")
    assert (found["shelf"], found["handed_out"]) == ("ran_out", 7)


def test_where_nothing_is_recorded_it_is_not_known_rather_than_zero():
    operation = small_operation(deliveries=LOG)
    south, north = shelf(operation, "south", "soap"), shelf(operation, "north", "soap")
    assert south["handed_out"] == 5
    assert (north["shelf"], north["handed_out"]) == ("none_given", 0)  # the log of that day names other items only
    earlier = pd.concat([LOG, LOG.assign(date="2025-05-20").iloc[:1]])
    table = past_coverage(small_operation(deliveries=earlier), past_periods(small_operation(deliveries=earlier), 4), 4)
    first = table[(table["camp_id"] == "south") & (table["period"] < PLANNING_START)]
    assert set(first["shelf"]) == {"not_recorded"}
    assert first["share"].isna().all()


def test_a_report_that_crosses_the_end_of_a_period_is_split_by_days():
    crossing = reports(period_start=["2025-05-26"], days=[14], distributed=[14], stock_end=[5])
    operation = small_operation(deliveries=None, consumption=crossing)
    table = past_coverage(operation, past_periods(operation, 4), 4)
    of_item = table[(table["camp_id"] == "north") & (table["item_id"] == "soap")].set_index("period")["handed_out"]
    assert of_item.tolist() == [7.0, 7.0]


def test_blankets_alone_do_not_say_that_no_food_was_handed_out():
    only = LOG.assign(item_id="blanket")
    assert len(past_periods(small_operation(deliveries=only), 4)) == 0


def test_what_is_recorded_after_the_day_of_planning_changes_nothing():
    later = pd.concat([LOG, LOG.assign(date="2025-07-10", quantity=9999.0)])
    for operation in (small_operation(deliveries=LOG), small_operation(deliveries=later)):
        found = past_distributions(operation)
        assert found.periods[-1] == PLANNING_START
        assert found.by_item.set_index("item_id").loc["cereal", "handed_out"] == 100
        assert found.by_donor["camps"].sum() == 2


def test_donors_are_named_and_those_that_are_not_stay_blank():
    found = past_distributions(small_operation(deliveries=LOG))
    assert set(found.by_donor["donor"]) == {"Giver", ""}


def test_without_deliveries_and_reports_there_is_nothing_to_tell():
    assert past_distributions(small_operation(deliveries=None)) is None


def need_of(days):
    whole = shelf(small_operation(deliveries=None, consumption=reports(stock_end=[5])), "north", "soap")["need"]
    return whole * days / 28


@pytest.mark.parametrize(("days", "share"), [(7, None), (13, None), (14, 1.0), (21, 1.0), (28, 1.0)])
def test_reports_that_meet_the_need_of_their_days_are_no_shortage_and_of_few_days_tell_no_share(days, share):
    met = reports(days=[days], distributed=[need_of(days)], stock_end=[5])
    found = shelf(small_operation(deliveries=None, consumption=met), "north", "soap")
    assert found["handed_out"] == pytest.approx(need_of(days))
    assert pd.isna(found["share"]) if share is None else found["share"] == pytest.approx(share)


def test_days_that_two_reports_cover_count_once():
    half = need_of(14) / 2
    starts = ["2025-06-02", "2025-06-09"]
    twice = reports(place_id=["north"] * 2, item_id=["soap"] * 2, period_start=starts, days=[14, 7], distributed=half)
    found = shelf(small_operation(deliveries=None, consumption=twice.assign(stock_end=5)), "north", "soap")
    assert found["need"] == pytest.approx(need_of(14))
    assert found["share"] == pytest.approx(1.0)


def test_a_short_report_of_nothing_does_not_hide_what_the_log_of_the_camp_tells():
    short = reports(days=[7], stock_end=[0])
    found = shelf(small_operation(deliveries=LOG, consumption=short), "north", "soap")
    assert (found["share"], found["need"]) == (0, pytest.approx(need_of(28)))


def cereal_by_period(operation):
    table = past_coverage(operation, past_periods(operation, 4), 4)
    return table[(table["camp_id"] == "north") & (table["item_id"] == "cereal")].set_index("period")


def test_a_period_told_by_reports_alone_is_not_zero_because_another_one_has_deliveries():
    earlier = LOG.assign(date="2025-05-20").iloc[:1]
    later = reports(item_id=["cereal"], distributed=[4_000.0], stock_end=[50])
    found = cereal_by_period(small_operation(deliveries=earlier, consumption=later))
    assert found["handed_out"].tolist() == [100.0, 4_000.0]
    assert found["share"].iloc[1] == pytest.approx(4_000 / found["need"].iloc[1])


def test_a_report_that_tells_of_a_delivery_again_is_not_counted_and_leaves_its_other_period_not_known():
    log = LOG.assign(date="2025-05-27").iloc[:1]
    across = reports(item_id=["cereal"], period_start=["2025-05-26"], days=[35], distributed=[100.0], stock_end=[50])
    found = cereal_by_period(small_operation(deliveries=log, consumption=across))
    assert found["handed_out"].iloc[0] == 100
    assert pd.isna(found["handed_out"].iloc[1])
    assert pd.isna(found["share"].iloc[1])
    assert found["shelf"].iloc[1] == "not_recorded"
