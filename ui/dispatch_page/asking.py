"""Ask for a dispatch: the answer, or the panel that says why there is none yet."""

import streamlit as st

from core.services.edit_dispatch import DispatchEdits
from core.services.plan_dispatch import CheckedDispatch
from core.services.plans_to_dispatch import PlanToDispatch
from core.services.worker_jobs import Job
from ui import cache, state
from ui.components import empty_panel, failing_panel
from ui.language import say
from ui.watching import ask_again, watch_job


def ask_dispatch(chosen: PlanToDispatch, edits: DispatchEdits, name: str) -> CheckedDispatch | None:
    """The dispatch that is asked for; where there is none, the state of its search is drawn and None returned.

    Parameters
    ----------
    name
        Under which the edits are kept.
    """
    asked = cache.dispatch(chosen, edits.request, cache.PATIENCE_SECONDS)
    if asked.answer is not None:
        return asked.answer
    if asked.is_under_way():
        watch_job(
            asked.key,
            edits.said[-1] if edits.said else say("Putting the goods on vehicles"),
            key=f"dispatch:running:{asked.key[:8]}",
            goes_on=say("the search goes on and your edits stay"),
        )
    elif asked.job is not None:
        _show_end(asked.job, edits, name)
    return None


def _show_end(job: Job, edits: DispatchEdits, name: str) -> None:
    key, is_edited = f"dispatch:ended:{job.key[:8]}", edits.before is not None
    button = say("Take back the last change") if is_edited else say("Search again")
    if job.state == "cancelled":
        pressed = empty_panel(say("The search was cancelled"), say("Nothing was loaded."), key=key, button=button)
    else:
        title = say("This change cannot be driven") if is_edited else say("There is no dispatch")
        where = edits.said[-1] if is_edited else say("This week")
        pressed = failing_panel(title, where, job.error, job.hint, key=key, button=button)
    again = is_edited and st.button(say("Search again"), key=f"{key}:again", type="tertiary")
    if pressed and is_edited:
        state.keep_dispatch_edits(name, edits.undone())
        st.rerun()
    if pressed or again:
        ask_again(job)
