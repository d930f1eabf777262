"""The parts of the page *Dispatch*, from top to bottom."""

from ui.dispatch_page.answer import show_answer as show_answer, show_figures as show_figures, show_status as show_status
from ui.dispatch_page.asking import ask_dispatch as ask_dispatch
from ui.dispatch_page.choose import choose_plan as choose_plan, choose_week as choose_week
from ui.dispatch_page.edits import show_edits as show_edits
from ui.dispatch_page.issue import show_issue as show_issue
from ui.dispatch_page.loads import show_loads as show_loads
from ui.dispatch_page.on_map import show_map_of_trips as show_map_of_trips
from ui.dispatch_page.papers import show_papers as show_papers
from ui.dispatch_page.timeline import show_timeline as show_timeline
from ui.dispatch_page.unserved import show_unserved as show_unserved
from ui.dispatch_page.vehicle import choose_vehicle as choose_vehicle
