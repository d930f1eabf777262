"""The reasons that a person asked for on Today, on top of the plan; the item asked about comes first."""

import streamlit as st

from core.domain import wording
from core.services.open_operation import OpenOperation
from core.services.plan_distribution import AuditedPlan
from core.services.short_names import short_item_names
from ui import cache, state
from ui.components import caption, section, sentence_list
from ui.language import say
from ui.plan_page.why import MOST, told


def show_asked_why(opened: OpenOperation, audited: AuditedPlan) -> None:
    """Show them until they are closed; nothing where nobody asked, or the plan knows no such camp."""
    asked = state.why_asked()
    if asked is None or asked[0] not in set(audited.plan.coverage["camp_id"]):
        return
    camp, item = asked
    name = opened.operation.place_names[camp]
    about_item = cache.why(opened, audited, camp, item) if item else []
    reasons = list(dict.fromkeys([*about_item, *cache.why(opened, audited, camp)]))
    about = say(", {item} first", item=wording.in_sentence(short_item_names(opened.operation)[item])) if item else ""
    with st.container(border=True, key="box-plan-asked-why"):
        section(say("Why {name} does not get more by this plan{about}", name=name, about=about))
        sentence_list([told(reason) for reason in reasons[:MOST]])
        if about_item and about_item[0].kind == "met":
            caption(
                say("The plan counts in whole weeks: a shelf may be empty for some days of a week whose need it meets.")
            )
        if len(reasons) > MOST:
            caption(say("{number} more stand below, where any camp can be asked about.", number=len(reasons) - MOST))
        if st.button(say("Close"), key="plan:close-why", type="tertiary"):
            state.ask_why(None)
            st.rerun()
