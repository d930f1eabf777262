"""A camp's share over all items does not hide the item it gets nothing of."""

import pandas as pd
import pytest

from core.domain.scenario import Scenario
from core.services.least_met import least_met_items
from core.services.plan_distribution import plan_distribution
from core.services.plan_figures import is_short, plan_figures
from core.services.tell_plan import tell_plan
from tests.builders import small_operation, small_tables


@pytest.fixture
def without_soap(resources):
    """A plan in which nobody has soap."""
    tables = small_tables()
    stock, arrivals, offers = (tables[name] for name in ("stock", "arrivals", "offers"))
    operation = small_operation(
        stock=stock[stock["item_id"] != "soap"],
        arrivals=arrivals[arrivals["item_id"] != "soap"],
        offers=offers[offers["item_id"] != "soap"],
    )
    return operation, plan_distribution(resources, operation, Scenario(weeks=4))


def test_the_item_a_camp_gets_nothing_of_is_named(without_soap):
    operation, audited = without_soap
    least = least_met_items(operation, audited.plan).set_index("camp_id")
    assert (least["item_id"] == "soap").all()
    assert (least["coverage"] == 0).all()
    answer = tell_plan(operation, audited, plan_figures(operation, audited), least.reset_index())
    assert "Least met of all: soap at" in answer[1].replace("Soap", "soap")


def test_person_weeks_are_summed_as_they_are_and_weighted_apart(without_soap):
    operation, audited = without_soap
    figures = plan_figures(operation, audited)
    soap = audited.plan.coverage.query("item_id == 'soap'")
    per_person = operation.items.set_index("item_id")["need_quantity"]["soap"] * 7 / 30
    assert figures.person_weeks_without >= soap["unmet"].sum() / per_person * (1 - 1e-9)
    assert figures.weighted_unmet == pytest.approx(audited.plan.summary["weighted_unmet"])


def test_what_is_printed_as_80_per_cent_is_not_counted_as_less():
    assert is_short(pd.Series([0.7949, 0.7951, 0.80])).tolist() == [True, False, False]
