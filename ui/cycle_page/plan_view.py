"""A plan that was approved, beside what was sent, received and handed out."""

from collections.abc import Sequence

import streamlit as st

from core.domain.schemas import Items
from core.locale import message
from core.services.look_back import Cycle, CycleTable
from core.services.open_operation import OpenOperation
from core.services.plans_on_record import Proposal
from ui import state
from ui.components import caption, data_table, download, key_figures, section, small_table
from ui.cycle_page import words
from ui.language import say


def choose_plan(proposals: Sequence[Proposal]) -> Proposal:
    """The plan looked back on: the newest unless another is chosen."""
    by_id = {proposal.id: proposal for proposal in proposals}
    if len(by_id) == 1:
        return proposals[0]
    key = state.widget_key("cycle", "plan")
    if st.session_state.get(key) not in by_id:
        st.session_state[key] = proposals[0].id
    chosen = st.selectbox(
        say("Plan"), list(by_id), format_func=lambda i: words.plan_option(by_id[i]), key=key, persist_state="session"
    )
    return by_id[chosen]


def show_cycle(opened: OpenOperation, cycle: Cycle) -> None:
    """Figures, a row for each camp, and every item and week in a table and a file."""
    operation = opened.operation
    key_figures(words.figures(operation, cycle))
    section(say("Plan, road and hands, by camp"))
    told = words.by_camp(operation, cycle)
    small_table(told, numbers=list(told.columns[1:]), strong=(message("Received good, t"),), wide=True)
    caption(
        say(
            "Goods on the road are told in the week they left, goods handed out in the week of the "
            "day. Sums are of what is known. Camps of which least arrived come first."
        )
    )
    with st.expander(say("Every camp, item and week")):
        items = dict(operation.items[[Items.item_id, Items.name]].to_numpy())
        names = {"camp_id": operation.place_names, "item_id": items}
        columns = CycleTable.column_names()  # with those of which nothing is known
        data_table(cycle.table, CycleTable, key="cycle:table", columns=columns, names=names)
        download(cycle.table, "cycle.csv", say("Cycle (CSV)"), key="cycle:download")
