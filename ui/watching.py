"""Watch what the worker does on a page: how far it is, cancel it, ask it again once it has ended."""

import streamlit as st

from ui import cache
from ui.components import running_panel
from ui.jobs import Job


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
