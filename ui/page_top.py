"""What stands on top of every page: who is signed in, the language, and whether another model answers than should."""

from ui.language_choice import show_language_choice
from ui.model_banner import show_model_banner
from ui.people.front_door import Door, show_who


def show_page_top(door: Door) -> None:
    """Draw it, above what the page itself draws."""
    show_who(door)
    show_language_choice()
    show_model_banner()
