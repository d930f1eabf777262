"""The parts of the page *Plan & scenarios*, from top to bottom."""

from ui.plan_page.approval import show_approval as show_approval
from ui.plan_page.asked_why import show_asked_why as show_asked_why
from ui.plan_page.change import show_chart_of_camps as show_chart_of_camps, show_map_of_change as show_map_of_change
from ui.plan_page.chips import (
    Chosen as Chosen,
    choose_scenarios as choose_scenarios,
    known_scenarios as known_scenarios,
)
from ui.plan_page.figures import show_figures as show_figures
from ui.plan_page.manage import show_manage as show_manage, show_share as show_share, undo_line as undo_line
from ui.plan_page.more import show_more as show_more
from ui.plan_page.quick import quick_sliders as quick_sliders
from ui.plan_page.tables import show_tables as show_tables
from ui.plan_page.why import show_why as show_why
