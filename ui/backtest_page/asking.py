"""Ask for a backtest on a page: the report, or the panel that says why there is none yet."""

from core.services.backtest_report import BacktestReport
from core.services.open_operation import OpenOperation
from ui import cache
from ui.components import headline
from ui.language import say
from ui.watching_backtest import watch_backtest


def ask_backtest(opened: OpenOperation) -> BacktestReport | None:
    """The backtest of the operation; where there is none, the state of its making is drawn and None returned."""
    asked = cache.backtest(opened)
    if asked.answer is not None:
        return asked.answer
    name = opened.operation.settings.name
    headline(
        say("The past of {name} is being forecast", name=name)
        if asked.is_under_way()
        else say("Past forecasts for {name} were not scored", name=name)
    )
    watch_backtest(asked, "backtest", name)
    return None
