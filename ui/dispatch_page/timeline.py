"""Which vehicle is under way when."""

from collections.abc import Mapping

import pandas as pd

from core.domain.dispatch import Dispatch
from core.domain.schemas import DispatchTrips
from core.services.describe_dispatch import stops_words
from core.services.edit_dispatch import DispatchEdits
from ui import charts, text
from ui.charts.timeline import MOST_ROWS
from ui.components import caption, section, show_chart
from ui.language import say
from ui.theme import current_theme


def show_timeline(
    dispatch: Dispatch,
    edits: DispatchEdits | None,
    names: Mapping[str, str],
    places: Mapping[str, str],
    vehicle: str | None,
) -> None:
    """Trips as bars; those the person locked have a thick edge.

    Parameters
    ----------
    edits
        None where the waybills are issued, and every trip is fixed.
    names, places
        Words of vehicles and places.
    """
    trips = dispatch.trips
    table = pd.DataFrame(
        {
            "row": trips[DispatchTrips.vehicle].map(dict(names)),
            "trip": trips[DispatchTrips.trip],
            "starts": trips[DispatchTrips.starts],
            "ends": trips[DispatchTrips.ends],
            "told": [
                say(
                    "Trip {trip}: {stops}, {load}",
                    trip=row.trip,
                    stops=_stops(dispatch, row.vehicle, int(row.trip), places),
                    load=text.tonnes(row.load_kg / 1000),
                )
                for row in trips.itertuples()
            ],
            "is_locked": [
                edits is not None and edits.is_pinned(dispatch, row.vehicle, int(row.trip))
                for row in trips.itertuples()
            ],
            "is_chosen": trips[DispatchTrips.vehicle] == (vehicle or ""),
        }
    )
    order = list(names.values())
    table = table.sort_values(["row", "starts"], key=lambda c: c.map(order.index) if c.name == "row" else c)
    section(say("When they are under way"))
    first = pd.Timestamp(dispatch.request.week) - pd.Timedelta(days=6)
    figure = charts.timeline(table, current_theme(), first, names.get(vehicle or ""))
    rows = table["row"].nunique()
    show_chart(
        figure,
        say("Trips of {counted} on the days of the week", counted=text.counted(rows, "vehicle")),
        key="dispatch:timeline",
    )
    hidden = rows - MOST_ROWS
    caption(
        say("From loading to the end of the trip, nights included; the number is that of the trip."),
        say("Thick edge: locked.") if table["is_locked"].any() else "",
        say("{counted} in the table of trips.", counted=text.counted(hidden, "more vehicle")) if hidden > 0 else "",
    )


def _stops(dispatch: Dispatch, vehicle: str, trip: int, places: Mapping[str, str]) -> str:
    return text.joined(list(stops_words(dispatch, vehicle, trip, places).values()))
