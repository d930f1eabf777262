"""Demand that an empty shelf hid, from the operation's stock reports."""

from core.domain.operation import Operation
from core.domain.schemas import Items
from core.services.open_operation import OpenOperation
from ui import cache, text
from ui.components import caption, download, section, small_table
from ui.language import say
from ui.tell_recovered import MOST_PERIODS, NUMBERS, recovered_finding, recovered_table


def show_recovered(opened: OpenOperation, operation: Operation) -> None:
    """The latest periods with an empty shelf and what people would have taken; nothing without stock reports."""
    found = cache.recovered(opened)
    if found is None:
        return
    section(recovered_finding(found))
    items = operation.items
    names = dict(zip(items[Items.item_id], items[Items.name], strict=True))
    if found.hidden or found.at_least:
        small_table(recovered_table(found, operation.place_names, names), numbers=NUMBERS, wide=True)
    caption(
        say("Item units, median and 80\u00a0% range, from periods before and after with goods on the shelf."),
        say("{most} are shown, hidden ones and the latest first; the file holds all.", most=MOST_PERIODS),
        say("{counted} cannot be told.", counted=text.counted(found.not_told, "period")) if found.not_told else "",
    )
    download(
        found.table, "recovered-demand.csv", say("Download demand of every stock report"), key="needs:recovered-csv"
    )
