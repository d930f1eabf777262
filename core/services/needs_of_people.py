"""What the people forecast will need."""

import pandas as pd

from core.domain.operation import Operation
from core.domain.planning_figures import LABEL
from core.domain.scenario import Scenario
from core.domain.schemas import Items
from core.domain.weeks import as_day
from core.domain.wording import NEEDS_BASIS
from core.metrics.meter import timed
from core.needs import NeedBasis, Needs, compute_needs, with_basis
from core.services.expected_demand import expected_demand
from core.services.forecast_people import forecast_people
from core.services.resources import Resources

MOST_TOLD = 4
"""Items of which a plan's note tells both figures; its summary tells all."""


@timed("needs")
def needs_of_people(
    resources: Resources,
    operation: Operation,
    as_of: pd.Timestamp | str,
    weeks: int,
    planning_quantile: float = 0.5,
    version: str | None = None,
) -> Needs:
    """Need by camp, item and week from the operation's forecast as of a date."""
    as_of = as_day(as_of)
    forecast = forecast_people(resources, operation, as_of, weeks, version)
    needs = compute_needs(operation, forecast.table, as_of, planning_quantile)
    notes = [
        f"{words}: {', '.join(operation.place_names[camp] for camp in camps)}."
        for words, camps in (
            ("No count, so need is not known", forecast.missing),
            (f"Need by a {LABEL}", forecast.planned),
        )
        if camps
    ]
    return Needs(needs.table, (*notes, *needs.notes))


def needs_of_scenario(
    resources: Resources,
    changed: Operation,
    scenario: Scenario,
    as_of: pd.Timestamp | str,
    version: str | None = None,
) -> Needs:
    """Need as a scenario plans for it: its weeks, its quantile, and by standard or by expected demand.

    Parameters
    ----------
    changed
        The operation with the scenario applied.
    """
    start = as_day(as_of)
    needs = needs_of_people(resources, changed, start, scenario.weeks, scenario.planning_quantile, version)
    expected = expected_demand(resources, changed, start, scenario.weeks)
    table, basis = with_basis(changed, needs.table, expected, scenario.needs_basis, start, scenario.planning_quantile)
    if basis is None:
        nothing = ("No stock report tells expected demand, so need is by standard.",)
        return Needs(table, (*needs.notes, *(nothing if scenario.needs_basis != "standard" else ())))
    return Needs(table, (*needs.notes, _basis_words(changed, basis)), basis)


def _basis_words(operation: Operation, basis: NeedBasis) -> str:
    """Both figures of the items that differ most, and which one the plan goes by."""
    told = basis.items.assign(gap=(basis.items["expected_demand"] - basis.items["standard"]).abs())
    names = operation.items.set_index(Items.item_id)[Items.name]
    parts = [
        f"{names[row.item_id]} {row.standard:,.0f} by standard, {row.expected_demand:,.0f} expected"
        for row in told.sort_values("gap", ascending=False, kind="stable").head(MOST_TOLD).itertuples()
    ]
    more = len(told) - len(parts)
    return (
        f"Need where stock reports tell demand: {'; '.join(parts)}"
        f"{f'; and {more} more items' if more > 0 else ''}. Planned for: {NEEDS_BASIS[basis.used]}."
    )
