"""The calendar of pipeline breaks as a heat table: shelves down, weeks across, the chance of being without."""

import numpy as np
import streamlit as st

from core.domain.schemas import BreakCalendar
from core.look.palette import COVERAGE
from core.services.describe_inventory import InventoryView
from ui import tell_inventory, text
from ui.components import data_table
from ui.language import say
from ui.text import safe

MOST_ROWS = 14


def show_breaks(view: InventoryView) -> None:
    """Show the first breaks; all of them are one click away."""
    st.html(breaks_html(view, MOST_ROWS))
    hidden = len(view.breaks) - MOST_ROWS
    if hidden > 0 and st.toggle(
        say("Show all {number} breaks", number=f"{len(view.breaks):,}"), key="inventory:all-breaks"
    ):
        shown = [BreakCalendar.place_id, BreakCalendar.item_id, BreakCalendar.from_date, BreakCalendar.to_date]
        names = {
            BreakCalendar.place_id: dict(zip(view.breaks[BreakCalendar.place_id], view.breaks["place"], strict=True)),
            BreakCalendar.item_id: dict(zip(view.breaks[BreakCalendar.item_id], view.breaks["item"], strict=True)),
        }
        columns = [*shown, BreakCalendar.probability, BreakCalendar.people]
        data_table(view.breaks, BreakCalendar, key="inventory:breaks", columns=columns, names=names)


def breaks_html(view: InventoryView, most: int) -> str:
    """The table as HTML; darker is likelier, and the number stands in the cell."""
    heads = "".join(f'<th scope="col">{text.date(week)}</th>' for week in view.weeks)
    rows = "".join(
        _row(row, chances)
        for row, chances in zip(view.breaks.head(most).to_dict("records"), view.chances, strict=False)
    )
    heads = (
        f'<th class="start camp" scope="col">{safe(say("Place and item"))}</th>'
        f'<th class="counted" scope="col">{safe(say("First day without"))}</th>{heads}'
    )
    return (
        '<div class="aid-scroll" tabindex="0" role="region" aria-label="Chance of being without, by week">'
        f'<table class="aid-heat"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _row(row: dict[str, object], chances: np.ndarray) -> str:
    # the scale of need met, read from its other end: certain to be without is as dark as no need met
    classes = COVERAGE.classes(1 - chances)
    cells = "".join(
        f'<td class="cell s{step}">{text.percent_number(float(chance))}</td>'
        for step, chance in zip(classes, chances, strict=True)
    )
    when = tell_inventory.when(row[BreakCalendar.from_date], row[BreakCalendar.to_date])
    return (
        f'<tr><th scope="row"><b>{safe(row["place"])}</b> {safe(row["item"])}'
        f'<span class="under">{safe(when)}</span></th>'
        f'<td class="counted">{safe(when)}</td>{cells}</tr>'
    )
