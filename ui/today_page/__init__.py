"""Parts of the first page: its steps, and what it shows while there are no items."""

from ui.today_page.actions import opened_list as opened_list, show_weighing as show_weighing
from ui.today_page.news import look_for_news as look_for_news
from ui.today_page.people_only import show_people_only as show_people_only
from ui.today_page.steps import show_steps as show_steps
