"""Lorenz curve and Gini coefficient by hand, by camp and by population group."""

import numpy as np
import pandas as pd
import pytest

from core.comparison.lorenz import camp_need, gini, group_need, lorenz_curve
from core.services.evenness import evenness
from tests.unit.audit.hand_made import OPERATION as TABLES, hand_made_operation, hand_made_plan

NEED = pd.Series({"a": 10.0, "b": 30.0, "c": 60.0, "none": 0.0})


def test_the_curve_and_its_coefficient_by_hand():
    curve = lorenz_curve(NEED, pd.Series({"a": 1.0, "b": 0.5, "c": 0.25, "none": 1.0}))
    # c, b, a: need 60, 30, 10 of 100; delivered 15, 15, 10 of 40
    assert curve["camp_id"].tolist() == ["", "c", "b", "a"]
    assert curve["need_share"].tolist() == pytest.approx([0, 0.6, 0.9, 1])
    assert curve["delivered_share"].tolist() == pytest.approx([0, 0.375, 0.75, 1])
    # 1 - (0.6 x 0.375 + 0.3 x 1.125 + 0.1 x 1.75)
    assert gini(curve) == pytest.approx(0.2625)


def test_equal_coverage_is_the_diagonal():
    curve = lorenz_curve(NEED, pd.Series(0.4, index=NEED.index))
    assert np.allclose(curve["need_share"], curve["delivered_share"])
    assert gini(curve) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_nothing_and_everything_for_all_are_even(share):
    assert gini(lorenz_curve(NEED, pd.Series(share, index=NEED.index))) == pytest.approx(0.0, abs=1e-12)


def test_all_for_the_smallest_camp_is_what_the_others_need():
    # 90 of 100 get nothing
    assert gini(lorenz_curve(NEED, pd.Series({"a": 1.0, "b": 0.0, "c": 0.0}))) == pytest.approx(0.9)


def test_no_need_at_all_is_even():
    curve = lorenz_curve(NEED * 0, NEED)
    assert (len(curve), gini(curve)) == (1, 0.0)


def test_need_of_camps_counts_person_weeks_by_priority():
    found = camp_need(hand_made_operation(), hand_made_plan())
    # maize has priority 3: Nduta 3 x 30,000 and 900 blankets; Mahama 3 x 15,000 and 400 + 410 + 410
    assert found.loc["nduta", "needed"] == pytest.approx(3 * 30000 + 900)
    assert found.loc["mahama", "needed"] == pytest.approx(3 * 15000 + 1220)
    assert found["coverage"].to_dict() == pytest.approx(
        {"nduta": 1.0, "mahama": 1 - (3 * 5000 + 820) / (3 * 15000 + 1220)}
    )


def with_groups():
    """Half of Nduta are women, nobody counted Mahama's; blankets are for children under 5, a fifth everywhere."""
    population = (
        "camp_id,date,population,women,children_under_5\nnduta,2025-06-29,10000,5000,2000\n"
        "mahama,2025-06-29,5000,,1000\n"
    )
    return hand_made_operation(
        population=population,
        items=TABLES["items"].replace("name,sector", "name,group,sector")
        .replace("Maize flour,food", "Maize flour,,food")
        .replace("Blanket,shelter", "Blanket,children_under_5,shelter"),
    )  # fmt: skip


def test_need_of_groups_is_their_share_and_their_own_items_and_is_never_added():
    operation = with_groups()
    found = group_need(operation, hand_made_plan(operation), operation.planning_start)
    assert set(found) == {"women", "children_under_5"}
    women, women_share = found["women"]
    children, _ = found["children_under_5"]
    # blankets are for children alone, so women need half of the maize; Mahama has the share of Nduta
    assert women["needed"].to_dict() == pytest.approx({"nduta": 45000.0, "mahama": 22500.0})
    assert women_share.isna().to_dict() == {"nduta": False, "mahama": True}
    assert children["needed"].to_dict() == pytest.approx({"nduta": 18000 + 900, "mahama": 9000 + 1220})
    assert children.loc["mahama", "coverage"] == pytest.approx(1 - (0.2 * 15000 + 820) / (9000 + 1220))


def test_groups_stand_with_the_least_served_first():
    operation = with_groups()
    even = evenness(operation, hand_made_plan(operation))
    assert even.groups["group"].tolist() == ["children_under_5", "women"]
    assert even.groups["estimated_camps"].tolist() == [0, 1]
    assert even.groups["coverage"].iloc[1] == pytest.approx(1 - 7500 / 67500)
    # women: Mahama has a third of the need and 15,000 of the 60,000 delivered
    assert even.groups["gini"].iloc[1] == pytest.approx(1 - (1 / 3 * 0.25 + 2 / 3 * 1.25))
