"""Ask for a backtest on a page: the report, or the panel that says why there is none yet."""

import streamlit as st

from core.services.backtest_report import BacktestReport
from core.services.open_operation import OpenOperation
from ui import cache
from ui.components import empty_panel, failing_panel, headline, running_panel
from ui.jobs import Job


def ask_backtest(opened: OpenOperation) -> BacktestReport | None:
    """The backtest of the operation; where there is none, the state of its making is drawn and None returned."""
    answer = cache.backtest(opened)
    if answer.report is not None:
        return answer.report
    name = opened.operation.settings.name
    if answer.job is None or answer.job.is_under_way():
        headline(f"The past of {name} is being forecast")
        _watch(answer.key)
    else:
        _show_end(answer.job, name)
    return None


@st.fragment(run_every="1s")
def _watch(key: str) -> None:
    job = cache.worker().job(key)
    if job is None or not job.is_under_way():
        st.rerun()
        return
    pressed = running_panel(
        "Forecasting every past week with what was known then",
        job.share,
        job.seconds(),
        job.message,
        key=f"backtest:running:{key[:8]}",
        goes_on="the backtest goes on",
    )
    if pressed == "cancel":
        cache.worker().cancel(key)
        st.rerun()


def _show_end(job: Job, name: str) -> None:
    key = f"backtest:ended:{job.key[:8]}"
    headline(f"Past forecasts for {name} were not scored")
    if job.state == "cancelled":
        again = empty_panel("The backtest was cancelled", "Nothing was kept of it.", key=key, button="Start it again")
    else:
        again = failing_panel("The backtest has no result", name, job.error, job.hint, key=key, button="Start it again")
    if again:
        cache.worker().forget(job.key)
        st.rerun()
