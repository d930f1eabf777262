"""Every group of the schema can have items of its own."""

import numpy as np
import pandas as pd
import pytest

from core.domain.groups import counted_on, group_shares
from core.domain.schemas import GROUPS
from tests.builders import PLANNING_START, small_operation, small_tables

CAMPS = pd.Index(["north", "south", "east"])


def operation_for(group, east=np.nan):
    counts = small_tables()["population"].drop(columns="children_under_5")
    share = counts["camp_id"].map({"north": 0.1, "south": 0.3, "east": east})
    items = small_tables()["items"].assign(group=[group, None, None])
    return small_operation(population=counts.assign(**{group: (counts["population"] * share)}), items=items)


@pytest.mark.parametrize("group", GROUPS)
def test_an_item_for_a_group_counts_the_last_known_share(group):
    found = group_shares(operation_for(group, east=0.2), CAMPS, PLANNING_START)
    assert found.shares[:, 0] == pytest.approx([0.1, 0.3, 0.2])
    assert (found.shares[:, 1:] == 1).all()
    assert not found.estimated.any()


@pytest.mark.parametrize("group", GROUPS)
def test_a_camp_that_never_counted_the_group_takes_the_mean_and_is_marked(group):
    operation = operation_for(group)
    found = group_shares(operation, CAMPS, PLANNING_START)
    assert found.shares[2, 0] == pytest.approx(0.2)
    assert found.estimated.tolist() == [[False] * 3, [False] * 3, [True, False, False]]
    assert counted_on(operation, group, "north", PLANNING_START) == PLANNING_START
    assert counted_on(operation, group, "east", PLANNING_START) is None


def test_counts_after_the_planning_day_are_not_seen():
    operation = operation_for("women")
    day = PLANNING_START - pd.Timedelta(days=10)
    assert counted_on(operation, "women", "north", day) <= day
