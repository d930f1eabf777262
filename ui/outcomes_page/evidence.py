"""What came of the policies: a plot with the spread of the futures, a table of figures, and who went without what."""

import streamlit as st

from core.services.open_operation import OpenOperation
from core.services.simulate_policies import Simulation
from ui import charts, tell_outcomes
from ui.components import caption, download, section, show_chart, small_table
from ui.language import say
from ui.theme import current_theme


def show_policies(opened: OpenOperation, simulation: Simulation) -> None:
    """The plot and the table of all policies."""
    section(say("Weighted person-weeks without, by policy"))
    rows = tell_outcomes.spread_rows(simulation)
    show_chart(charts.policy_spread(rows, current_theme()), tell_outcomes.answer(simulation), key="outcomes:spread")
    caption(
        say("Dot: mean of the futures; line: 80 % of them. Axis does not start at zero."),
        say("Every policy meets the same futures and knows on each day only what is known by then."),
    )
    table = tell_outcomes.policies_table(simulation, opened.operation.place_names)
    small_table(table, numbers=tell_outcomes.POLICY_NUMBERS, wide=True)
    caption(
        say("Waste: expired, lost on the way, or lying at camps beyond a further week's need."),
        say("Gini: 0 where every camp has the same share of its need met, towards 1 where few get all."),
    )


def show_without(opened: OpenOperation, simulation: Simulation) -> None:
    """Person-weeks without by item and group, and the files."""
    section(say("Who goes without what, in thousands of person-weeks"))
    items, groups = tell_outcomes.without_tables(simulation, opened.operation)
    small_table(items, numbers=list(items.columns[1:]), wide=True)
    if len(groups):
        small_table(groups, numbers=list(groups.columns[1:]), wide=True)
        caption(say("Groups overlap: they are never added."))
    with st.container(horizontal=True):
        for name, label in tell_outcomes.FILES.items():
            download(simulation.tables[name], f"simulation-{name}.csv", say(label), key=f"outcomes:csv:{name}")
