"""Parts of the needs page: whose needs are shown, and one need opened."""

from ui.needs_page.arithmetic import show_arithmetic as show_arithmetic
from ui.needs_page.recovered import show_recovered as show_recovered
from ui.needs_page.standards import show_standards as show_standards
from ui.needs_page.water import show_water as show_water
from ui.needs_page.whose import camp_or_all as camp_or_all
