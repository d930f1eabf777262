"""Pieces of the page *Overview*: its words, what waits for a decision, the places that get least, the map by week."""

from ui.overview_page.map_by_week import show_map_by_week as show_map_by_week
from ui.overview_page.waiting import show_waiting as show_waiting, waiting_for as waiting_for
from ui.overview_page.words import (
    answer as answer,
    figures as figures,
    sources as sources,
    trend_finding as trend_finding,
    worst_html as worst_html,
)
