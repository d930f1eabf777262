"""Routes made from distances are the same for the plan and for what is told of it."""

import numpy as np
import pytest

from core.comparison.ways import directed_ways
from core.domain.estimated_routes import estimated_routes
from core.domain.geography import ROAD_FACTOR, great_circle_km
from tests.builders import small_operation, small_tables


@pytest.fixture
def operation():
    depots = small_tables()["depots"]
    depots.loc[depots["depot_id"] == "hub", ["latitude", "longitude"]] = np.nan
    return small_operation(routes=None, depots=depots)


def test_each_depot_with_a_place_leads_to_each_camp(operation):
    routes = estimated_routes(operation)
    assert len(routes) == 2 * 3
    assert "hub" not in set(routes["origin_id"])
    row = routes.set_index("route_id").loc["port>north"]
    camp, depot = operation.camps.set_index("camp_id").loc["north"], operation.depots.set_index("depot_id").loc["port"]
    straight = great_circle_km(depot["latitude"], depot["longitude"], camp["latitude"], camp["longitude"])
    assert row["distance_km"] == pytest.approx(ROAD_FACTOR * float(straight))


def test_what_is_told_of_a_plan_knows_no_other_route(operation):
    ways, routes = directed_ways(operation), estimated_routes(operation)
    assert set(ways["route_id"]) == set(routes["route_id"])
    wanted = routes.set_index("route_id")["distance_km"] * operation.settings.cost_usd_per_t_km
    assert ways.set_index("route_id")["usd_per_t"].to_dict() == pytest.approx(wanted.to_dict())
