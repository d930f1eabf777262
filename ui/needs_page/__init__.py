"""Parts of the needs page: whose needs are shown, and one need opened."""

from ui.needs_page.arithmetic import show_arithmetic as show_arithmetic
from ui.needs_page.whose import camp_or_all as camp_or_all
