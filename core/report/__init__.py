"""Reports about a plan: the brief as paper and page, the workbook, map layers, tagged tables, charts.

Figures come in as a ``Brief``; nothing here computes one.
"""

from core.report.brief import Beside, Brief, Buy, CountAgain, Gap, Send, Spread, Versions

__all__ = ["Beside", "Brief", "Buy", "CountAgain", "Gap", "Send", "Spread", "Versions"]
