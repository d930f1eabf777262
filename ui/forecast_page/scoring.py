"""How far the scoring of past forecasts is, where it takes longer than a page waits."""

import pandas as pd

from ui import cache
from ui.language import say
from ui.watching import show_end, watch_job


def show_scoring(past: cache.Asked[pd.DataFrame]) -> None:
    """The state of a backtest that has no answer yet, or how it ended without one."""
    if past.job is None or past.job.is_under_way():
        watch_job(
            past.key,
            say("Forecasting every past week with what was known then"),
            key=f"forecast:scoring:{past.key[:8]}",
            goes_on=say("the backtest goes on"),
        )
        return
    show_end(
        past.job,
        key=f"forecast:scored:{past.key[:8]}",
        cancelled=(say("The backtest was cancelled"), say("Nothing was kept of it.")),
        failed=say("The backtest has no result"),
        where=say("Forecast"),
    )
