"""Parts of the first page: its steps, and what it shows while there are no items."""

from ui.today_page.people_only import show_people_only as show_people_only
from ui.today_page.steps import show_steps as show_steps
