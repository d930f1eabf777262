"""Situations and plans with figures of one's own, for tests of what is told of them."""

import pandas as pd

from core.domain.plan import Plan, SolveReport
from core.domain.scenario import Scenario
from core.domain.schemas import PLAN_TABLES
from core.domain.weeks import planning_weeks
from core.forecasting.coherent_totals import coherent_totals
from core.forecasting.dependence import MEASURED
from core.inventory import days_of_cover, share_served
from core.needs import compute_needs
from core.services.load_situation import Situation, camp_figures
from core.services.total_people import people_in_all
from tests.builders import PLANNING_START
from tests.unit.needs.test_compute_needs import forecast_of

WEEKS = 4


def stock_of(quantities):
    """A stock table from (place, item) to quantity."""
    rows = [(place, item, quantity) for (place, item), quantity in quantities.items()]
    return pd.DataFrame(rows, columns=["place_id", "item_id", "quantity"])


def situation_of(operation, people, weeks=WEEKS):
    """The situation of an operation whose forecast is given."""
    forecast = forecast_of(people, weeks)
    needs = compute_needs(operation, forecast, PLANNING_START)
    return Situation(
        start=PLANNING_START,
        camps=camp_figures(operation, forecast, PLANNING_START),
        in_all=people_in_all(coherent_totals(operation, forecast, PLANNING_START, MEASURED)),
        cover=days_of_cover(operation, needs.table, PLANNING_START),
        served=share_served(operation, forecast, PLANNING_START),
        needs=needs.table,
        notes=needs.notes,
    )


def plan_bringing(operation, situation, shipments, purchases=None):
    """A plan of the situation's needs with shipments from (route, item, week from 0) to quantity."""
    sundays = planning_weeks(PLANNING_START, WEEKS)
    tables = {name: _empty(schema) for name, schema in PLAN_TABLES.items()}
    routes = operation.routes.set_index("route_id")
    rows = [
        {
            "route_id": route,
            "item_id": item,
            "lot_id": None,
            "week": sundays[week],
            "quantity": quantity,
            "trips": quantity / 10000.0,
            "origin_id": routes.loc[route, "origin_id"],
            "destination_id": routes.loc[route, "destination_id"],
        }
        for (route, item, week), quantity in shipments.items()
    ]
    if rows:
        tables["shipments"] = pd.DataFrame(rows).reindex(columns=tables["shipments"].columns)
    if purchases is not None:
        tables["purchases"] = purchases
    needs = situation.needs
    coverage = needs[["camp_id", "item_id", "week", "need"]].assign(delivered=0.0, unmet=needs["need"], coverage=0.0)
    tables["coverage"] = coverage
    report = SolveReport("optimal", "Optimal", 0.0, {}, 0, 0, 0)
    return Plan(tables, needs, Scenario(weeks=WEEKS), report)


def _empty(schema):
    return pd.DataFrame({name: pd.Series(dtype=object) for name in schema.column_names()})
