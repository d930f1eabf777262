"""The first page says who runs short, of what and when, and what is not known; only what can be computed."""

import numpy as np
import pandas as pd
import pytest

from core.services.shelves import people_short_of_food, shelves_until_delivery
from core.services.tell_situation import tell_situation
from tests.builders import PLANNING_START, small_operation
from tests.unit.services.situations import plan_bringing, situation_of, stock_of

PLENTY = {("north", "cereal"): 1e6, ("south", "cereal"): 1e6, ("east", "cereal"): 1e6}
SOAP = {("north", "soap"): 1e5, ("south", "soap"): 1e5, ("east", "soap"): 1e5}


def told(stock, shipments=None, people=None):
    operation = small_operation(stock=stock_of(stock), arrivals=None, deliveries=None)
    situation = situation_of(operation, people or {"north": 1000.0, "south": 2000.0, "east": 500.0})
    plan = None if shipments is None else plan_bringing(operation, situation, shipments)
    shelves = shelves_until_delivery(operation, situation, plan)
    return tell_situation(operation, situation, shelves, plan is not None), shelves


def days_of(days, people):
    """Stock that lasts so many days at 0.4 kg per person and day."""
    return days * 0.4 * people


def plain(words):
    return words.replace("\u00a0", " ")


def test_nothing_wrong_says_what_all_hold_and_what_to_watch_next():
    answer, _ = told({**PLENTY, **SOAP, ("north", "cereal"): days_of(20.5, 1000)})
    held, to_watch = plain(answer.answer).split("; ")
    assert held == "All 3 camps hold at least 20 days of every item"
    assert to_watch == "the next to watch is North Camp, cereal, 20 Jul (17 to 25 Jul)"
    assert answer.lead == ""


def test_without_a_plan_the_first_shelf_is_told_as_if_nothing_comes():
    answer, _ = told({**PLENTY, **SOAP, ("north", "cereal"): days_of(5.5, 1000)})
    assert plain(answer.answer) == "North Camp runs out of cereal on 5 Jul (4 to 6 Jul), if nothing comes in"
    assert answer.camp_id == "north"
    assert "The other 2 camps hold at least" in plain(answer.lead)


def test_the_shelf_that_is_gone_first_is_told_first_however_few_need_it():
    stock = {**PLENTY, **SOAP, ("north", "cereal"): days_of(2.5, 1000), ("south", "cereal"): days_of(5.5, 2000)}
    answer, shelves = told(stock)
    assert answer.camp_id == "north"
    assert "South Camp is out of cereal from 5 Jul" in plain(answer.lead)
    assert shelves["camp_id"].drop_duplicates().tolist()[:2] == ["north", "south"]


def test_of_two_shelves_gone_on_one_day_the_one_that_most_people_need_is_told_first():
    stock = {**PLENTY, **SOAP, ("north", "cereal"): days_of(2.2, 1000), ("south", "cereal"): days_of(2.8, 2000)}
    answer, _ = told(stock)
    assert answer.camp_id == "south"


def test_a_food_that_is_gone_soon_is_told_before_soap_that_is_gone_now():
    answer, _ = told({**PLENTY, **SOAP, ("north", "cereal"): days_of(5.5, 1000), ("south", "soap"): 0.0})
    assert answer.camp_id == "north"
    later, _ = told({**PLENTY, **SOAP, ("north", "cereal"): days_of(20, 1000), ("south", "soap"): 0.0})
    assert later.camp_id == "south"


@pytest.mark.parametrize("brought", [{}, {("crossing_north", "cereal", 0): 5000.0}, {("hub_south", "soap", 1): 500.0}])
def test_a_plan_does_not_change_which_shelf_the_headline_tells(brought):
    stock = {**PLENTY, **SOAP, ("north", "cereal"): days_of(2.5, 1000), ("south", "cereal"): days_of(5.5, 2000)}
    before, after = told(stock)[0], told(stock, brought)[0]
    assert before.camp_id == after.camp_id == "north"
    assert plain(after.answer).startswith("North Camp runs out of cereal on 2 Jul")


def test_whom_the_plan_leaves_without_longest_is_told_under_a_headline_about_another():
    stock = {**PLENTY, **SOAP, ("north", "cereal"): days_of(2.5, 1000), ("south", "cereal"): days_of(5.5, 2000)}
    answer, _ = told(stock, {("crossing_north", "cereal", 0): 50000.0})
    assert "The plan leaves South Camp without cereal from 5 to 27 Jul." in plain(answer.lead)


def test_a_delivery_that_comes_too_late_is_told_with_the_days_between():
    # empty on Saturday 5 July; the week of Sunday 20 July begins on Monday the 14th
    stock = {**PLENTY, **SOAP, ("north", "cereal"): days_of(5.5, 1000)}
    answer, _ = told(stock, {("crossing_north", "cereal", 2): 5000.0})
    assert (
        plain(answer.answer)
        == "North Camp runs out of cereal on 5 Jul (4 to 6 Jul), at least 9 days before its next delivery"
    )


def test_a_plan_that_brings_nothing_says_until_when():
    stock = {**PLENTY, **SOAP, ("north", "cereal"): days_of(5.5, 1000)}
    answer, _ = told(stock, {})
    assert plain(answer.answer) == "North Camp runs out of cereal on 5 Jul (4 to 6 Jul); the plan brings none by 27 Jul"


def test_less_than_a_days_need_is_no_delivery():
    stock = {**PLENTY, **SOAP, ("north", "cereal"): days_of(5.5, 1000)}
    answer, _ = told(stock, {("crossing_north", "cereal", 0): 399.0, ("crossing_north", "cereal", 2): 5000.0})
    assert "at least 9 days before its next delivery" in plain(answer.answer)


def test_a_lead_time_moves_the_delivery_to_the_week_of_its_arrival():
    _, shelves = told({**PLENTY, **SOAP}, {("crossing_east", "cereal", 0): 5000.0})
    of_east = shelves[(shelves["camp_id"] == "east") & (shelves["item_id"] == "cereal")].iloc[0]
    assert of_east["delivery_week"] == pd.Timestamp("2025-07-13")


def test_a_shelf_filled_in_the_week_it_runs_out_is_told_with_how_late_that_may_be():
    stock = {**PLENTY, **SOAP, ("north", "cereal"): days_of(5.5, 1000)}
    answer, shelves = told(stock, {("crossing_north", "cereal", 0): 5000.0})
    assert not shelves["runs_out"].any()
    expected = "North Camp runs out of cereal on 5 Jul (4 to 6 Jul); the plan brings more by 6 Jul, up to 1 day later"
    assert plain(answer.answer) == expected


def test_a_lack_of_less_than_a_days_need_is_no_lack():
    # the next delivery can come from Monday 14 July on, after 14 days; 13.5 days lack half a day until then
    stock = {**PLENTY, **SOAP, ("north", "cereal"): days_of(13.5, 1000)}
    brought = {("crossing_north", "cereal", 2): 5000.0}
    assert not told(stock, brought)[1]["runs_out"].any()
    less = {**stock, ("north", "cereal"): days_of(12.9, 1000)}
    assert told(less, brought)[1]["runs_out"].sum() == 1


def test_people_short_of_a_food_are_a_span_from_early_deliveries_to_late_ones():
    # empty on Wednesday 2 July; the delivery comes from Monday 30 June to Sunday 6 July
    stock = {**PLENTY, **SOAP, ("north", "cereal"): days_of(1.5, 1000)}
    short = people_short_of_food(told(stock, {("crossing_north", "cereal", 0): 5000.0})[1])
    assert short.people == short.low == 0
    assert short.high > 1000


def test_a_shelf_nobody_counted_is_named_and_not_called_full():
    stock = {**PLENTY, **SOAP}
    del stock["east", "soap"]
    answer, _ = told(stock)
    assert "whose stock is known" in answer.answer
    assert plain(answer.lead) == "Not known: soap at East Camp."


def test_no_counted_shelf_at_all_is_not_known_and_need_is_told_instead():
    answer, _ = told({("hub", "cereal"): 5000.0})
    assert "is not known" in answer.answer
    assert answer.camp_id is None


def test_an_empty_shelf_is_told_in_the_present():
    answer, _ = told({**PLENTY, **SOAP, ("north", "cereal"): 0.0})
    assert plain(answer.answer) == "North Camp has no cereal left, if nothing comes in"


def test_people_short_of_a_food_count_once_per_camp_and_only_for_food():
    stock = {**PLENTY, ("north", "cereal"): days_of(3, 1000), ("north", "soap"): 0.0, ("east", "soap"): 0.0}
    _, shelves = told({**SOAP, **stock})
    short = people_short_of_food(shelves)
    assert short.people == pytest.approx(1000.0)
    assert short.low <= short.people <= short.high


def test_a_camp_with_nobody_lacks_nothing():
    answer, shelves = told(
        {**PLENTY, **SOAP, ("east", "cereal"): 0.0}, people={"north": 1000.0, "south": 2000.0, "east": 0.0}
    )
    assert not shelves.loc[shelves["camp_id"] == "east", "runs_out"].any()
    assert "East Camp" not in answer.answer


def test_the_days_late_are_whole_days_from_the_first_day_without():
    _, shelves = told({**PLENTY, **SOAP, ("north", "cereal"): days_of(5.5, 1000)}, {})
    of_north = shelves[(shelves["camp_id"] == "north") & (shelves["item_id"] == "cereal")].iloc[0]
    assert of_north["empty_on"] == PLANNING_START + pd.Timedelta(days=6)
    assert of_north["days_late"] == (pd.Timestamp("2025-07-28") - pd.Timestamp("2025-07-05")).days
    assert np.isfinite(of_north["severity"])
