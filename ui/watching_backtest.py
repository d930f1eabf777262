"""Watch the making of a backtest on a page, and say how it ended where it has no result."""

from typing import Any

from ui import cache
from ui.language import say
from ui.watching import show_end, watch_job


def watch_backtest(asked: cache.Asked[Any], page: str, where: str) -> None:
    """The state of a backtest that has no answer yet, or how it ended without one.

    Parameters
    ----------
    page
        What keys of the panels begin with.
    where
        What it was about, in words.
    """
    if asked.is_under_way():
        watch_job(
            asked.key,
            say("Forecasting every past week with what was known then"),
            key=f"{page}:running:{asked.key[:8]}",
            goes_on=say("the backtest goes on"),
        )
    elif asked.job is not None:
        show_end(
            asked.job,
            key=f"{page}:ended:{asked.key[:8]}",
            cancelled=(say("The backtest was cancelled"), say("Nothing was kept of it.")),
            failed=say("The backtest has no result"),
            where=where,
        )
