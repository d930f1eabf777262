"""The answer of a dispatch: headline, figures, and how it was found."""

import pandas as pd
import streamlit as st

from core.domain.dispatch import Dispatch
from core.domain.schemas import DispatchTrips
from core.services.describe_dispatch import tell_dispatch
from core.services.issue_waybills import IssuedDispatch
from core.services.plan_dispatch import CheckedDispatch
from core.services.plans_to_dispatch import PlanToDispatch
from ui import text
from ui.components import KeyFigure, headline, key_figures, tag_html
from ui.language import say
from ui.text import safe


def show_answer(chosen: PlanToDispatch, dispatch: Dispatch) -> None:
    """What is carried and what is not, as the title."""
    headline(*tell_dispatch(chosen.operation, dispatch))


def show_figures(dispatch: Dispatch) -> None:
    """Four figures: carried, vehicles, distance, cost."""
    summary, trips = dispatch.summary, dispatch.trips
    carried, left = float(summary["carried_t"]), float(summary["unserved_t"])
    vehicles = trips[DispatchTrips.vehicle].nunique()
    weight = trips[DispatchTrips.load_kg].sum() / trips[DispatchTrips.payload_kg].sum() if len(trips) else None
    co2 = summary.get("co2_kg")
    key_figures(
        [
            KeyFigure(
                say("Carried"),
                text.tonnes(carried),
                say("of {sent} that the plan sends", sent=text.tonnes(carried + left)),
            ),
            KeyFigure(say("Vehicles"), text.whole(vehicles), f"{text.counted(len(trips), 'trip')}, {_full(weight)}"),
            KeyFigure(
                say("Distance"),
                f"{text.whole(float(summary['distance_km']))}{text.NBSP}km",
                say("{hours} hours on duty", hours=text.whole(float(summary['hours']))),
                f"distances: {summary['distances']}",
            ),
            KeyFigure(
                say("Cost"), text.usd(float(summary["cost_usd"])),
                "" if co2 is None else say("{co2} of CO2", co2=text.tonnes(float(co2) / 1000)),
            ),
        ]
    )  # fmt: skip


def show_status(
    chosen: PlanToDispatch, checked: CheckedDispatch | None, issued: IssuedDispatch | None, dispatch: Dispatch
) -> None:
    """One line: draft or issued, what was checked, of which plan, and what was estimated."""
    if issued is not None:
        when = say(
            "{day}, {time} UTC", day=text.date(pd.Timestamp(issued.issued), year=True), time=f"{issued.issued:%H:%M}"
        )
        parts = [tag_html(say("Issued"), "solved"), f"<span>By <b>{safe(issued.issued_by)}</b>, {safe(when)}</span>"]
    elif chosen.is_accepted:
        parts = [tag_html(say("Not issued"), "note"), "<span>The plan is approved; no waybill is issued yet</span>"]
    else:
        parts = [tag_html("DRAFT", "question"), "<span>The plan is not approved: nothing may leave by it</span>"]
    if checked is not None:
        parts.append(f"<span>Checked: all <b>{checked.check.limits_checked:,}</b> limits hold</span>")
        parts.append(f"<span>Dispatch <b>{safe(checked.key[:4])}</b></span>")
    parts.append(f"<span>Plan <b>{safe(chosen.key[:4])}</b></span>")
    st.html(f'<div class="aid-line">{"".join(parts)}</div>')
    for note in dispatch.summary.get("notes", ()):
        st.html(f'<p class="aid-caption">{safe(note)}</p>')


def _full(share: float | None) -> str:
    return say("none loaded") if share is None else say("{share} full by weight", share=text.percent(share))
