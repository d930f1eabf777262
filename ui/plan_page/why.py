"""Why the selected camp does not get all it needs, each statement computed from the plan."""

import streamlit as st

from core.locale import message
from core.services.compare_scenarios import Reason
from core.services.open_operation import OpenOperation
from core.services.plan_distribution import AuditedPlan
from ui import cache, text
from ui.components import sentence_list
from ui.components.pickers import camp_picker
from ui.language import say

MOST = 8
_HEADS = {True: message("Binds:"), False: message("Does not bind:")}


def show_why(opened: OpenOperation, audited: AuditedPlan) -> None:
    """Choose a camp, the worst first, and read what keeps it from 100 %."""
    coverage = cache.coverage(opened, audited).sort_values("coverage", kind="stable")
    names = opened.operation.place_names
    with st.container(border=True, key="box-plan-why"):
        camp = camp_picker({c: names[c] for c in coverage["camp_id"]}, "plan", say("Why is this camp not at 100 %?"))
        if camp is None:
            return
        reasons = cache.why(opened, audited, camp)
        sentence_list([told(reason) for reason in reasons[:MOST]])
        if len(reasons) > MOST:
            with st.expander(
                say("{number} more about {camp}", number=len(reasons) - MOST, camp=text.plain(names[camp]))
            ):
                sentence_list([told(reason) for reason in reasons[MOST:]])


def told(reason: Reason) -> tuple[str, str]:
    """A reason as a line: whether it binds, and what it says."""
    return ("" if reason.kind in ("short", "met") else say(_HEADS[reason.binds]), reason.text)
