"""What holds for every need, whatever people, households and deliveries."""

import numpy as np
import pandas as pd
from hypothesis import given, settings, strategies as st

from core.domain.schemas import NEED_QUANTILES, QUANTILES
from core.domain.weeks import planning_weeks
from core.needs import compute_needs
from core.needs.spread import uncrossed, widened
from tests.builders import PLANNING_START, small_operation, small_tables

WEEKS = planning_weeks(PLANNING_START, 3)
QUANTILE_COLUMNS = list(NEED_QUANTILES)
ITEMS = small_tables()["items"]
KIT = ITEMS.iloc[[1]].assign(item_id="kit", name="Kit", unit="kit", need_basis="household_month")
ITEMS = pd.concat([ITEMS, KIT], ignore_index=True)
CAMPS = small_tables()["camps"]
EMPTY = small_operation(items=ITEMS)


@st.composite
def forecasts(draw):
    """Quantiles of people that do not cross, by week; some camps may be empty."""
    rows = []
    for camp in ("north", "south", "east"):
        for number, week in enumerate(WEEKS, start=1):
            steps = draw(st.lists(st.floats(0, 5000), min_size=len(QUANTILES), max_size=len(QUANTILES)))
            people = np.cumsum(steps) if draw(st.booleans()) else np.zeros(len(QUANTILES))
            rows.append(
                {"camp_id": camp, "week": week, "horizon_weeks": number} | dict(zip(QUANTILES, people, strict=True))
            )
    return pd.DataFrame(rows)


def ranged(low, high):
    sizes = CAMPS["household_size"].fillna(5.0)
    return small_operation(
        items=ITEMS, camps=CAMPS.assign(household_size_low=sizes / low, household_size_high=sizes * high)
    )


def quantiles(operation, forecast):
    table = compute_needs(operation, forecast, PLANNING_START).table
    return table.set_index(["camp_id", "item_id", "week"])[QUANTILE_COLUMNS]


@settings(max_examples=40, deadline=None)
@given(forecasts(), st.floats(1, 3), st.floats(1, 3))
def test_quantiles_of_need_never_cross_and_the_median_stays(forecast, low, high):
    with_range, without = quantiles(ranged(low, high), forecast), quantiles(EMPTY, forecast)
    assert (np.diff(with_range.to_numpy(), axis=1) >= 0).all()
    assert (np.diff(without.to_numpy(), axis=1) >= 0).all()
    assert (with_range["need_q50"] == without["need_q50"]).all()


@settings(max_examples=40, deadline=None)
@given(forecasts(), st.floats(1.01, 3), st.floats(1.01, 3))
def test_a_range_of_household_size_widens_household_goods_and_nothing_else(forecast, low, high):
    with_range, without = quantiles(ranged(low, high), forecast), quantiles(EMPTY, forecast)
    kits = with_range.index.get_level_values("item_id") == "kit"
    others = with_range.index.get_level_values("item_id").isin(["cereal", "soap"])
    assert with_range[others].equals(without[others])
    needed = kits & (without["need_q50"] > 0).to_numpy()
    tiny = 1 + 1e-9
    assert (with_range["need_q90"][needed] * tiny > without["need_q90"][needed]).all()
    assert (with_range["need_q10"][needed] <= without["need_q10"][needed] * tiny).all()


@settings(max_examples=40, deadline=None)
@given(forecasts())
def test_a_range_of_no_width_changes_nothing(forecast):
    assert quantiles(ranged(1.0, 1.0), forecast).equals(quantiles(EMPTY, forecast))


@given(
    st.lists(st.floats(1e-3, 1e6), min_size=9, max_size=9),
    st.floats(0, 2),
    st.floats(0, 2),
)
def test_distances_add_as_the_root_of_their_squares(values, low, high):
    need = np.sort(np.array(values))
    distances = np.array([low, low / 2, low / 3, low / 4, 0, high / 4, high / 3, high / 2, high])
    wide = widened(need, distances)
    away = np.log(need / need[4])
    expected = need[4] * np.exp(np.sign(np.arange(9) - 4) * np.hypot(away, distances))
    assert np.allclose(wide, expected)
    assert wide[4] == need[4]


@given(st.lists(st.floats(0, 1e6), min_size=9, max_size=9))
def test_uncrossed_quantiles_keep_the_median_and_those_in_order(values):
    need = np.array(values)
    straight = uncrossed(need)
    assert straight[4] == need[4]
    assert (np.diff(straight) >= 0).all()
    assert (uncrossed(np.sort(need)) == np.sort(need)).all()
