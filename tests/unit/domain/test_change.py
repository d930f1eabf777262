"""A changed operation is made once, shared by threads, bounded, and gone with the operation it was made of."""

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

from core.domain import change
from core.domain.change import apply_scenario
from core.domain.scenario import Scenario
from core.errors import InvalidScenario
from tests.builders import small_operation


def with_household(size: float, name: str = "Baseline") -> Scenario:
    return Scenario.from_values({"name": name, "household_size": [{"household_size": size}]})


def test_the_same_question_has_one_changed_operation_whatever_its_name():
    operation = small_operation()
    changed = apply_scenario(operation, with_household(3.0))
    assert apply_scenario(operation, with_household(3.0, "Other name")) is changed
    assert apply_scenario(operation, with_household(4.0)) is not changed
    assert apply_scenario(operation, Scenario(weeks=3)) is operation


def test_a_frame_that_is_written_to_leaves_what_is_kept_alone():
    operation = small_operation()
    camps = apply_scenario(operation, with_household(3.0)).camps
    camps.loc[:, "household_size"] = 29.0
    assert (apply_scenario(operation, with_household(3.0)).camps["household_size"] == 3.0).all()


def test_many_questions_of_many_threads_are_answered_right_and_few_are_kept():
    operation = small_operation()
    sizes = [1 + number / 10 for number in range(24)] * 3
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda size: apply_scenario(operation, with_household(size)), sizes))
    assert [float(one.camps["household_size"].iloc[0]) for one in found] == pytest.approx(sizes)
    assert len(change._kept[operation]) == change._MOST_KEPT


def test_what_is_kept_goes_with_its_operation():
    operation = small_operation()
    apply_scenario(operation, with_household(3.0))
    apply_scenario(operation, Scenario())
    seen = weakref.ref(operation)
    del operation
    gc.collect()
    assert seen() is None


def test_a_scenario_that_is_refused_is_refused_again():
    operation = small_operation()
    unknown = Scenario.from_values({"priorities": [{"item_id": "nothing", "priority": 2.0}]})
    for _ in range(2):
        with pytest.raises(InvalidScenario, match="nothing"):
            apply_scenario(operation, unknown)


@pytest.mark.parametrize("days", [0, -3])
def test_goods_that_would_come_before_the_plan_begins_are_refused_for_they_would_count_nowhere(days):
    operation = small_operation()
    day = (operation.planning_start + pd.Timedelta(days=days)).date().isoformat()
    stock = operation.stock[operation.stock["earmark"].isna()].iloc[0]
    places = [place for place in operation.place_names if place != stock["place_id"]]
    transfer = {
        "origin_id": stock["place_id"],
        "destination_id": places[0],
        "item_id": stock["item_id"],
        "quantity": float(stock["quantity"]) / 2,
        "arrives": day,
    }
    with pytest.raises(InvalidScenario, match="a day after"):
        apply_scenario(operation, Scenario.from_values({"transfers": [transfer]}))
