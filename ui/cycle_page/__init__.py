"""Parts of the page Last cycle."""

from ui.cycle_page.heard_view import enter_heard as enter_heard, show_heard as show_heard
from ui.cycle_page.plan_view import choose_plan as choose_plan, show_cycle as show_cycle
from ui.cycle_page.priorities_view import show_priorities as show_priorities
