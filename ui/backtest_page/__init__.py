"""What the backtest page is made of beyond its words and charts."""

from ui.backtest_page.asking import ask_backtest as ask_backtest
