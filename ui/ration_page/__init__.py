"""Parts of the ration page: what is asked, and the evidence under the answer."""

from ui.ration_page.asking import ask_ration as ask_ration
from ui.ration_page.evidence import (
    show_buying as show_buying,
    show_foods as show_foods,
    show_nutrients as show_nutrients,
)
