"""Large problems in parts: camps are joined by little more than what depots hold and handle, and by money.

Prices of what is shared are first read off a few camps alone; at given prices every camp plans for itself, which bounds
what any plan can reach. From there a method of cheap steps guesses a plan of the whole. The guess is cut to what there
is, camp by camp, bettered region by region or item by item; a small program mixes plans of the camps into one that
shares what there is.
"""

from core.allocation.decompose.blocks import can_be_split
from core.allocation.decompose.search import solve_in_parts

__all__ = ["can_be_split", "solve_in_parts"]
