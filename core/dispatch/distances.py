"""Where distances and times come from: a road network given, the routes table, an OSRM server, else straight lines."""

import pandas as pd

from core.dispatch.osrm import measured_by_osrm
from core.dispatch.roads import RoadMap, road_map
from core.domain.dispatch import DispatchRequest
from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.domain.weeks import as_day


def distances_of(
    operation: Operation,
    scenario: Scenario,
    request: DispatchRequest,
    roads: pd.DataFrame | None = None,
    osrm_url: str | None = None,
) -> RoadMap:
    """Roads of the week, measured by an OSRM server where one is configured.

    Raises
    ------
    InvalidTable
        If the road links given cannot be used.
    """
    known = road_map(operation, scenario, as_day(request.week), roads)
    return known if osrm_url is None or roads is not None else measured_by_osrm(operation, known, osrm_url)
