"""Watch what the worker does on a page: how far it is, cancel it, ask it again once it has ended."""

import streamlit as st

from core.services.worker_jobs import Job
from ui import cache
from ui.components import empty_panel, failing_panel, running_panel
from ui.language import say


@st.fragment(run_every="1s")
def watch_job(job_key: str, title: str, *, key: str, goes_on: str) -> None:
    """Show the progress of a job until it has ended, then run the page again.

    Parameters
    ----------
    job_key
        Content key of what was asked for.
    title
        What is being done.
    key
        Of the panel on its page.
    goes_on
        What goes on when the page is left.
    """
    job = cache.under_way(job_key)
    if job is None or not job.is_under_way():
        st.rerun()
        return
    pressed = running_panel(title, job.share, job.seconds(), job.message, key=key, goes_on=goes_on)
    if pressed == "cancel":
        cache.cancel(job_key)
        st.rerun()


def ask_again(job: Job) -> None:
    """Let an ended job be asked for anew by running the page again."""
    cache.forget(job.key)
    st.rerun()


def show_end(job: Job, *, key: str, cancelled: tuple[str, str], failed: str, where: str) -> None:
    """Say how a job ended that has no answer, and offer to start it again.

    Parameters
    ----------
    key
        Of the panel on its page.
    cancelled
        Title and words where somebody cancelled it.
    failed, where
        Title where it failed, and what it was about.
    """
    button = say("Start it again")
    if job.state == "cancelled":
        again = empty_panel(*cancelled, key=key, button=button)
    else:
        again = failing_panel(failed, where, job.error, job.hint, key=key, button=button)
    if again:
        ask_again(job)
