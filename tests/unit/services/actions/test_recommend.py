"""Recommended actions: what is found, what it is said to bring, and that it brings it."""

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from core.domain.action import Action, ActionKind
from core.domain.scenario import Scenario
from core.services.actions import recommend
from core.services.actions.recommend import MOST_SHOWN, rank_score, recommend_actions
from core.services.actions.tell import ActionWords
from core.services.plan_distribution import plan_distribution
from tests.builders import small_operation, small_tables
from tests.unit.services.actions.cases import short_of_cereal, with_stock, without_routes_to
from tests.unit.services.actions.made import WEEKS, made_list


def of_kind(found, kind):
    return [action for action in found.actions if action.kind is kind]


@pytest.fixture
def found():
    return made_list()


def test_where_goods_bind_a_gift_and_an_earlier_arrival_are_found(found):
    assert of_kind(found, ActionKind.ASK_FOR_GOODS)
    assert of_kind(found, ActionKind.BRING_FORWARD)
    assert 0 < len(found.actions) <= MOST_SHOWN
    assert found.considered >= len(found.actions)


@pytest.mark.nightly
def test_every_effect_is_that_of_the_plan_solved_again(resources, found):
    operation = short_of_cereal()
    before = plan_distribution(resources, operation, WEEKS).plan.summary
    checked = [each for each in found.actions if each.kind is not ActionKind.COUNT_AGAIN]
    assert checked
    for action in checked:
        after = plan_distribution(resources, operation, action.scenario).plan.summary
        assert action.weighted_gain == pytest.approx(
            before["weighted_unmet"] - after["weighted_unmet"], rel=0.02, abs=5
        )
        assert action.cost_usd == pytest.approx(after["cost_usd"] - before["cost_usd"], abs=1)
        assert 0.5 <= action.helps_share <= 1
        assert operation.planning_start.date() < action.by <= action.last


def test_the_list_is_ranked_and_survives_being_kept(found):
    assert [Action.from_values(each.to_values()) for each in found.actions] == list(found.actions)
    start = short_of_cereal().planning_start
    scores = [rank_score(each, start) for each in found.actions]
    assert scores == sorted(scores, reverse=True)


def test_what_saves_more_costs_less_or_is_more_urgent_comes_first():
    start = pd.Timestamp("2025-06-29")
    plain = Action(kind=ActionKind.BUY, key="a", scenario=None, expected_gain=1000.0, by=dt.date(2025, 7, 6))
    assert rank_score(plain, start) == 1000.0
    assert rank_score(replace(plain, expected_gain=2000.0), start) == 2000.0
    assert rank_score(replace(plain, cost_usd=10_000.0), start) == 500.0
    assert rank_score(replace(plain, gift_usd=30_000.0), start) == 250.0
    assert rank_score(replace(plain, cost_usd=-5_000.0), start) == 1000.0
    assert rank_score(replace(plain, by=dt.date(2025, 7, 13)), start) == 500.0


@pytest.mark.nightly
def test_where_nothing_is_short_nothing_is_worth_doing(resources):
    tables = small_tables()
    stock = with_stock({(p, i): 1e7 for p in ("north", "south", "east") for i in ("cereal", "soap", "blanket")})
    camps = tables["camps"].assign(storage_m3=1e9)
    operation = small_operation(stock=stock, offers=None, camps=camps)
    found = recommend_actions(resources, operation, WEEKS)
    assert [each.kind for each in found.actions if each.kind is not ActionKind.COUNT_AGAIN] == []


@pytest.mark.nightly
def test_what_lies_over_at_one_camp_is_moved_to_the_one_that_lacks_it(resources):
    stock = with_stock({("south", "soap"): 500_000.0, ("hub", "cereal"): 250_000.0})
    operation = small_operation(stock=stock, arrivals=None, offers=None)
    moved = of_kind(recommend_actions(resources, operation, WEEKS), ActionKind.TRANSFER)
    assert moved
    assert all((each.place_id, each.item_id) == ("south", "soap") for each in moved)
    lies = 500_000.0
    assert all(0 < each.amount <= lies for each in moved)
    assert all(each.cost_usd > 0 for each in moved), "the freight beside the plan is counted"


@pytest.mark.nightly
def test_a_reservation_for_a_camp_nothing_reaches_is_asked_to_be_lifted(resources):
    stock = with_stock({("hub", "cereal"): 300_000.0}).assign(earmark="east")
    operation = small_operation(stock=stock, arrivals=None, offers=None, routes=without_routes_to("east"))
    lifted = of_kind(recommend_actions(resources, operation, WEEKS), ActionKind.LIFT_EARMARK)
    assert [(each.place_id, each.item_id, each.other_id) for each in lifted] == [("hub", "cereal", "east")]


@pytest.mark.nightly
def test_a_plan_in_force_over_a_road_that_closes_is_sent_another_way(resources):
    operation = short_of_cereal(stock=small_tables()["stock"])
    closed = Scenario.from_values({"weeks": 4, "closures": [{"route_id": "crossing_south"}]})
    rerouted = of_kind(recommend_actions(resources, operation, closed), ActionKind.REROUTE)
    plan = plan_distribution(resources, operation, WEEKS).plan
    used = plan.shipments[plan.shipments["route_id"] == "crossing_south"]["quantity"].sum()
    assert used > 0, "the plan without the closure uses the road"
    assert [each.other_id for each in rerouted] == ["crossing_south"]
    assert rerouted[0].amount == pytest.approx(used)
    assert rerouted[0].scenario == closed


@pytest.mark.nightly
def test_a_purchase_is_weighed_against_not_buying(resources):
    operation = short_of_cereal(offers=small_tables()["offers"])
    bought = of_kind(recommend_actions(resources, operation, WEEKS), ActionKind.BUY)
    assert {each.place_id for each in bought} == {"port"}
    assert all(each.weighted_gain > 0 for each in bought)
    assert all(each.cost_usd > 0 for each in bought)


def test_an_operation_too_large_says_so_and_solves_nothing(resources, monkeypatch):
    monkeypatch.setattr(recommend, "MOST_WARM_CELLS", 10)
    found = recommend_actions(resources, small_operation(), WEEKS)
    assert (found.actions, found.considered) == ((), 0)
    assert "this operation has 36" in found.note


def test_every_action_is_told_in_words_that_name_places_and_days(found):
    words = ActionWords(short_of_cereal())
    for action in found.actions:
        assert "{" not in words.what(action) + words.effect(action) + words.by(action)
        assert words.by(action).startswith("by ")
