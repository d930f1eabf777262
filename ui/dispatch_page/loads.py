"""How full the vehicles are, by weight and by volume."""

from collections.abc import Mapping

import streamlit as st

from core.domain.dispatch import Dispatch
from core.domain.schemas import DispatchTrips
from ui import text
from ui.components import caption, data_table, section
from ui.language import say
from ui.text import safe

MOST_ROWS = 10


def show_loads(dispatch: Dispatch, names: Mapping[str, str], places: Mapping[str, str]) -> None:
    """The emptiest trips as bars, all of them as a table to open."""
    trips = dispatch.trips
    if trips.empty:
        return
    weight = trips[DispatchTrips.load_kg] / trips[DispatchTrips.payload_kg]
    volume = trips[DispatchTrips.load_m3] / trips[DispatchTrips.volume_m3]
    fuller = weight.where(weight >= volume, volume)
    emptiest = fuller.sort_values(kind="stable").index[:MOST_ROWS]
    section(say("How full they are, the emptiest first"))
    rows = "".join(
        f"<tr><td>{safe(names.get(trips.at[at, DispatchTrips.vehicle], ''))}, trip {trips.at[at, DispatchTrips.trip]}"
        f"</td>{_bar(weight[at])}{_bar(volume[at])}</tr>"
        for at in emptiest
    )
    st.html(
        '<div class="aid-scroll"><table class="aid-rows"><thead><tr><th scope="col">Vehicle and trip</th>'
        f'<th scope="col">Weight</th><th scope="col">Volume</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )
    hidden = len(trips) - len(emptiest)
    caption(
        say("Share of payload and of room that is loaded."),
        say("{counted} in the table.", counted=text.counted(hidden, "fuller trip")) if hidden > 0 else "",
    )
    with st.expander(say("All {counted}", counted=text.counted(len(trips), "trip"))):
        columns = [
            DispatchTrips.vehicle, DispatchTrips.trip, DispatchTrips.origin_id, DispatchTrips.starts,
            DispatchTrips.ends, DispatchTrips.load_kg, DispatchTrips.load_m3, DispatchTrips.distance_km,
            DispatchTrips.cost_usd,
        ]  # fmt: skip
        known = {DispatchTrips.vehicle: dict(names), DispatchTrips.origin_id: dict(places)}
        data_table(trips, DispatchTrips, key="dispatch:trips", columns=columns, names=known)


def _bar(share: float) -> str:
    width = max(0.0, min(1.0, share)) * 100
    bar = f'<div class="aid-bar"><i style="width:{width:.1f}%;background:var(--accent)"></i></div>'
    return f"<td>{text.percent(share)}{bar}</td>"
