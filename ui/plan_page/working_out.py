"""An answer that takes a while: the button that asks for it, its progress, or why there is none."""

from typing import Any

import streamlit as st

from core.services.open_operation import OpenOperation
from core.services.worker_jobs import Job
from ui import cache
from ui.components import empty_panel, failing_panel
from ui.language import say
from ui.watching import watch_job

PATIENCE_SECONDS = 1.2


def work_out(opened: OpenOperation, asked: cache.Asked[Any], question: dict[str, Any], title: str, button: str) -> bool:
    """Whether the answer is there; where it is not, draw the button, the progress or the fault.

    Parameters
    ----------
    asked
        What is known of the answer.
    question
        As ``core.services.answer_question`` has it.
    title
        What is worked out, in words.
    button
        Words of the button that asks.
    """
    if asked.answer is not None:
        return True
    job, key = asked.job, f"plan:ask:{asked.key[:8]}"
    if job is not None and job.is_under_way():
        watch_job(asked.key, title, key=f"{key}:running", goes_on=say("the work goes on"))
    elif job is not None and job.state in ("failed", "cancelled"):
        if _ended(job, title, key):
            cache.forget(asked.key)
            _ask(opened, asked.key, question)
    elif st.button(button, key=f"{key}:start", type="primary"):
        _ask(opened, asked.key, question)
    return False


def _ask(opened: OpenOperation, key: str, question: dict[str, Any]) -> None:
    cache.ask_question(opened, key, question, PATIENCE_SECONDS)
    st.rerun()


def _ended(job: Job, title: str, key: str) -> bool:
    if job.state == "cancelled":
        return bool(
            empty_panel(
                say("The work was cancelled"), say("Nothing was kept of it."), key=key, button=say("Start it again")
            )
        )
    return bool(failing_panel(say("There is no answer"), title, job.error, job.hint, key=key, button=say("Try again")))
