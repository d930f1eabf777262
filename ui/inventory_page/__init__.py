"""Parts of the inventory page: what is asked, the calendar of breaks, lots and arrivals, ordering, buffers."""

from ui.inventory_page.asking import ask_outlook as ask_outlook, goods_move as goods_move, place_or_all as place_or_all
from ui.inventory_page.break_table import show_breaks as show_breaks
from ui.inventory_page.buffer import show_buffer as show_buffer
from ui.inventory_page.goods import show_goods as show_goods
from ui.inventory_page.ordering import show_ordering as show_ordering
