"""Parts of the page *Outcomes*."""

from ui.outcomes_page.asking import ask_outcomes as ask_outcomes
from ui.outcomes_page.evidence import show_policies as show_policies, show_without as show_without
