"""What an extra week of buffer costs and saves: a slider over one shelf."""

import streamlit as st

from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.domain.schemas import BufferCurve, Items
from core.services.buffer_what_if import BUFFERS
from core.services.open_operation import OpenOperation
from core.services.plan_distribution import AuditedPlan
from ui import cache, tell_inventory
from ui.charts.buffer import buffer_curve_chart
from ui.components import caption, section, show_chart
from ui.language import say
from ui.theme import current_theme


@st.fragment
def show_buffer(
    opened: OpenOperation,
    operation: Operation,
    scenario: Scenario,
    weeks: int,
    audited: AuditedPlan | None,
    choices: list[tuple[str, str]],
) -> None:
    """Choose a shelf and weeks of buffer; the curve and the sentence follow.

    Parameters
    ----------
    operation
        With the scenario applied.
    choices
        Pairs of place and item, those that run out first before the others.
    """
    names, items = operation.place_names, operation.items.set_index(Items.item_id)
    section(say("What a buffer would cost and save"))
    chosen = st.selectbox(
        say("Shelf"),
        range(len(choices)),
        format_func=lambda at: f"{names[choices[at][0]]}, {items[Items.name][choices[at][1]]}",
        key="inventory:buffer-shelf",
    )
    place_id, item_id = choices[int(chosen or 0)]
    extra = st.select_slider(say("Extra weeks of its use"), BUFFERS, BUFFERS[2], key="inventory:buffer-weeks")
    curve = cache.buffer(opened, scenario, weeks, place_id, item_id, audited)
    sentence = tell_inventory.buffer(curve, float(extra), items[Items.unit][item_id])
    show_chart(buffer_curve_chart(curve, float(extra), current_theme()), sentence, key="inventory:buffer")
    st.text(sentence)
    caption(
        say(
            "Person-weeks without in these weeks, by extra weeks on the shelf from the first day; "
            "the same futures always."
        )
        + (
            ""
            if curve[BufferCurve.holding_cost_usd].notna().all()
            else say(" No policy tells what holding costs here.")
        )
    )
