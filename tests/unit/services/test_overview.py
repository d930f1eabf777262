"""What managers look at: every figure beside one worked out by hand."""

import pandas as pd
import pytest

from core.domain.scenario import Closure, EarlierArrival, Scenario
from core.services.open_operation import open_named, open_operation
from core.services.overview import read_overview
from core.services.past_distributions import past_distributions, share_handed_out
from core.services.plan_distribution import plan_distribution
from core.services.plans_to_dispatch import plan_of_scenario
from tests.builders import PLANNING_START, small_operation, small_tables


@pytest.fixture
def overview(resources):
    resources.store.save_version(small_operation(), None, "test")
    opened = open_named(resources, "Small operation")
    audited = plan_distribution(resources, opened.operation, Scenario(weeks=4))
    return read_overview(opened.operation, plan_of_scenario(resources, opened, audited)), audited.plan


def test_the_places_that_get_least_come_first_and_money_is_over_the_same_weeks(overview):
    found, plan = overview
    assert found.camps["coverage"].is_monotonic_increasing
    assert found.camps["coverage"].iloc[0] == pytest.approx(plan.summary["worst_coverage"])
    assert found.cost_usd == plan.summary["cost_usd"]
    assert found.budget_usd == 4 * 60_000
    assert found.under_target == (found.camps["coverage"].round(2) < 0.8).sum()


def test_each_week_of_each_camp_is_between_none_and_all(overview):
    found, plan = overview
    assert found.by_week["coverage"].between(0, 1).all()
    assert found.by_week["week"].nunique() == 4
    one = plan.coverage[(plan.coverage["week"] == plan.coverage["week"].min()) & (plan.coverage["unmet"] < 1e-6)]
    full = one.groupby("camp_id").size()[lambda rows: rows == 3].index
    shown = found.by_week[found.by_week["week"] == plan.coverage["week"].min()].set_index("camp_id")["coverage"]
    assert shown[full].to_numpy() == pytest.approx(1.0)


def test_what_was_handed_out_once_in_four_weeks_serves_all_four(resources):
    tables = small_tables()
    people = tables["population"].groupby("camp_id")["population"].last()["south"]
    monthly = pd.DataFrame(
        {
            "camp_id": ["south"],
            "item_id": ["cereal"],
            "date": [PLANNING_START - pd.Timedelta(days=17)],
            "quantity": [people * 0.4 * 28],
        }
    )
    operation = small_operation(deliveries=monthly)
    resources.store.save_version(operation, None, "test")
    opened = open_named(resources, "Small operation")
    audited = plan_distribution(resources, operation, Scenario(weeks=2))
    trend = read_overview(operation, plan_of_scenario(resources, opened, audited)).trend
    past = trend[trend["is_past"]]
    assert past["share"].isna().tolist() == [True] * 5 + [False] * 3
    known = past["share"].dropna()
    assert known.max() - known.min() < 0.02, "the weeks after it are no weeks without"
    assert 0.95 < known.iloc[0] <= 1, "the camp on record got its month; of the other nothing is known"


def test_both_pages_tell_the_same_share_of_the_same_weeks(resources):
    demonstration = open_operation(resources).operation
    told = past_distributions(demonstration, weeks=4).by_period.set_index("period")["share"]
    again = share_handed_out(demonstration, told.index[-3:], 4)
    assert again.to_numpy() == pytest.approx(told.to_numpy()[-3:])


def test_a_plan_made_for_an_earlier_day_is_read_as_of_that_day(resources):
    before = PLANNING_START - pd.Timedelta(weeks=2)
    # the arrival is brought forward to a day that is past by now, and the road closes later still
    earlier = EarlierArrival(depot_id="hub", item_id="cereal", date="2025-07-10", to="2025-06-20")
    closure = Closure.model_validate({"route_id": "hub_south", "from": "2025-07-07", "to": "2025-07-13"})
    scenario = Scenario(weeks=4, earlier_arrivals=(earlier,), closures=(closure,))
    resources.store.save_version(small_operation(), None, "test")
    opened = open_named(resources, "Small operation")
    audited = plan_distribution(resources, opened.operation, scenario, as_of=before)
    found = read_overview(opened.operation, plan_of_scenario(resources, opened, audited))
    assert found.by_week["week"].min() == before + pd.Timedelta(weeks=1)
    assert found.by_week["coverage"].between(0, 1).all()
