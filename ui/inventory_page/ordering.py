"""When and how much to order: by the operation's policies, and by a service level that a person tries."""

import streamlit as st

from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.domain.schemas import Items, Reorder
from core.locale import message
from core.services.open_operation import OpenOperation
from core.services.stock_outlook import StockOutlook
from ui import cache, tell_inventory, text
from ui.components import caption, section, small_table
from ui.language import say

MOST_ROWS = 12


def show_ordering(
    opened: OpenOperation,
    operation: Operation,
    outlook: StockOutlook,
    scenario: Scenario,
    weeks: int,
    choices: list[tuple[str, str]],
) -> None:
    """Advice of the policies, then the form to try one.

    Parameters
    ----------
    operation
        With the scenario applied.
    choices
        Pairs of place and item to try, those that run out first before the others.
    """
    advice = outlook.tables["reorder"]
    now = int((advice[Reorder.order_now_units] > 0).sum())
    section(
        say("{counted} to order for now", counted=text.counted(now, "shelf", "shelves"))
        if len(advice)
        else say("When to order")
    )
    if len(advice):
        table = tell_inventory.reorder(operation, advice)
        small_table(
            table.head(MOST_ROWS), numbers=tell_inventory.REORDER_NUMBERS, strong=(message("Order now"),), wide=True
        )
        caption(
            say(
                "Units. Order at: on the shelf and on its way together; nothing then lacks in this share "
                "of order cycles. With depot: safety stock where place and depot are set together. ? is "
                "not known."
            )
        )
    else:
        caption(say("No policy is told (table policies), so no service level is known. Try one:"))
    learnt = cache.lead_times(opened)
    if len(learnt):
        section(say("Lead times: the rules beside past orders"))
        table = tell_inventory.lead_times(operation, learnt)
        small_table(table.head(MOST_ROWS), numbers=tell_inventory.LEAD_TIME_NUMBERS, wide=True)
        caption(
            say(
                "Weeks from order to delivery. Orders that are still open count as at least so long; where few "
                "went to the place, those to other places speak too."
            )
        )
    if choices:
        _try(opened, operation, scenario, weeks, choices)


def _try(
    opened: OpenOperation, operation: Operation, scenario: Scenario, weeks: int, choices: list[tuple[str, str]]
) -> None:
    names, items = operation.place_names, operation.items.set_index(Items.item_id)
    with st.expander(say("Try a service level"), key="inventory:try"), st.form("inventory:try-form", border=False):
        shelf_at, service_at, lead_at, review_at = st.columns([2, 1, 1, 1], vertical_alignment="bottom")
        chosen = shelf_at.selectbox(
            say("Shelf"),
            range(len(choices)),
            format_func=lambda at: f"{names[choices[at][0]]}, {items[Items.name][choices[at][1]]}",
            key="inventory:try-shelf",
        )
        service = service_at.number_input(say("Service (%)"), 50, 99, 95, key="inventory:try-service")
        lead = lead_at.number_input(say("Lead time (weeks)"), 0.0, 52.0, 2.0, 0.5, key="inventory:try-lead")
        review = review_at.number_input(say("Review every (weeks)"), 0.5, 26.0, 1.0, 0.5, key="inventory:try-review")
        if st.form_submit_button(say("Work out the levels")):
            place_id, item_id = choices[int(chosen or 0)]
            policy = (place_id, item_id, service / 100, float(lead), float(review))
            found = cache.tried_policy(opened, scenario, weeks, policy)
            st.text(tell_inventory.tried(found.iloc[0], items[Items.unit][item_id]))
