"""Reports about a plan: the brief as paper and page, the workbook, map layers, tagged tables, charts.

Figures come in as a ``Brief``, tables as a ``Detail``; nothing here computes one.
"""

from core.report.brief import Beside, Brief, Buy, CountAgain, Gap, Send, Spread, Versions
from core.report.detail import Detail
from core.report.formats import BY_LANGUAGE, FOR_MACHINES

__all__ = [
    "BY_LANGUAGE",
    "FOR_MACHINES",
    "Beside",
    "Brief",
    "Buy",
    "CountAgain",
    "Detail",
    "Gap",
    "Send",
    "Spread",
    "Versions",
]
