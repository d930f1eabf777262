"""Where vehicles drive, and which camps something stays away from."""

import pandas as pd

from core.domain.dispatch import Dispatch
from core.domain.schemas import Camps, Depots
from core.services.describe_dispatch import tonnes_by_place
from core.services.open_operation import OpenOperation
from core.services.plans_to_dispatch import PlanToDispatch
from ui import cache, maps
from ui.components import map_legend, section, show_map
from ui.language import say
from ui.maps import Region
from ui.theme import current_theme

MAP_HEIGHT = 420
MAP_FRAME = (560, MAP_HEIGHT)


def show_map_of_trips(chosen: PlanToDispatch, dispatch: Dispatch, vehicle: str | None) -> None:
    """Roads that are driven, those of the marked vehicle on top."""
    operation, theme = chosen.operation, current_theme()
    opened = OpenOperation(operation, chosen.version)
    camps, depots = cache.situation(opened, 1).camps, operation.depots
    columns = ["place_id", "name", "latitude", "longitude"]
    places = pd.concat(
        [
            camps.rename(columns={Camps.camp_id: "place_id"})[columns],
            depots.rename(columns={Depots.depot_id: "place_id"})[columns],
        ]
    )
    lines = maps.drive_lines(dispatch.tables["drives"], dispatch.visits, places, vehicle)
    layers = maps.dispatch_layers(
        camps,
        theme,
        carried_t=tonnes_by_place(operation, dispatch.loads),
        left_t=tonnes_by_place(operation, dispatch.unserved),
        drives=lines,
        depots=depots,
    )
    section(say("Where they drive"))
    region = Region.of_camps(camps, depots)
    ground = maps.base_map(region, theme, camps, depots, frame=MAP_FRAME)
    show_map(ground, layers, theme, key="dispatch:map", height=MAP_HEIGHT)
    map_legend(
        maps.dispatch_legend_html(theme, vehicle is not None), say("Beside a camp: what is brought in this week.")
    )
