"""Ask for a backtest on a page: the report, or the panel that says why there is none yet."""

from core.services.backtest_report import BacktestReport
from core.services.open_operation import OpenOperation
from core.services.worker_jobs import Job
from ui import cache
from ui.components import headline
from ui.language import say
from ui.watching import show_end, watch_job


def ask_backtest(opened: OpenOperation) -> BacktestReport | None:
    """The backtest of the operation; where there is none, the state of its making is drawn and None returned."""
    answer = cache.backtest(opened)
    if answer.answer is not None:
        return answer.answer
    name = opened.operation.settings.name
    if answer.job is None or answer.job.is_under_way():
        headline(say("The past of {name} is being forecast", name=name))
        watch_job(
            answer.key,
            say("Forecasting every past week with what was known then"),
            key=f"backtest:running:{answer.key[:8]}",
            goes_on=say("the backtest goes on"),
        )
    else:
        _show_end(answer.job, name)
    return None


def _show_end(job: Job, name: str) -> None:
    headline(say("Past forecasts for {name} were not scored", name=name))
    show_end(
        job,
        key=f"backtest:ended:{job.key[:8]}",
        cancelled=(say("The backtest was cancelled"), say("Nothing was kept of it.")),
        failed=say("The backtest has no result"),
        where=name,
    )
