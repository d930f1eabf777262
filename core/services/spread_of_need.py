"""The few futures that a plan for the spread is made over."""

import pandas as pd

from core.domain.indicators import units_per_person_week, vulnerability_weights
from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.domain.schemas import Items, NeedsInput
from core.domain.weeks import planning_weeks
from core.errors import InvalidScenario
from core.forecasting.dependence import MEASURED
from core.stress.futures import camps_in_need, need_futures
from core.stress.reduce import few_futures

DRAWN, KEPT = 400, 8
"""Futures drawn, and those that stand for them in the plan; eight cost a plan of 14 camps some seconds."""
MOST_CELLS = 20_000
"""Camps x items x weeks up to which a plan for the spread is made: the problem is nine times as large."""


def spread_of_need(
    operation: Operation, needs: pd.DataFrame, scenario: Scenario, start: pd.Timestamp
) -> tuple[tuple[float, pd.DataFrame], ...]:
    """Chance and ``NeedsInput`` of each future; none where the scenario plans for one quantile.

    Parameters
    ----------
    operation
        With the scenario applied.

    Raises
    ------
    InvalidTable
        If the needs have no quantiles.
    InvalidScenario
        If the operation is too large.
    """
    if scenario.plan_for == "quantile" or needs.empty:
        return ()
    camps, weeks = camps_in_need(needs), planning_weeks(start, scenario.weeks)
    cells = len(camps) * needs[NeedsInput.item_id].nunique() * scenario.weeks
    if cells > MOST_CELLS:
        raise InvalidScenario(
            f"A plan for the spread of need has up to {MOST_CELLS:,} camps x items x weeks; here are {cells:,}.",
            hint="Plan for a higher quantile, or fewer weeks.",
        )
    drawn = need_futures(operation, needs, weeks, MEASURED, DRAWN, camps)
    pairs, items = drawn.pairs, operation.items.set_index(Items.item_id)
    per_person = units_per_person_week(operation).stack()
    units = per_person.reindex(pd.MultiIndex.from_frame(pairs)).to_numpy()
    priority = items[Items.priority].reindex(pairs[NeedsInput.item_id]).to_numpy(float)
    weight = priority * vulnerability_weights(operation).reindex(pairs[NeedsInput.camp_id]).to_numpy()
    few = few_futures(drawn, weight / pd.Series(units).where(units > 0, 1.0).to_numpy(), KEPT)
    rows = pairs.merge(pd.DataFrame({NeedsInput.week: weeks}), how="cross")
    return tuple(
        (float(chance), rows.assign(**{NeedsInput.need: need.ravel()}))
        for chance, need in zip(few.chance, few.need, strict=True)
    )
