"""The sheet of one camp: the map in words, and the shelf item by item."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.look.palette import DAYS_OF_COVER, UNKNOWN, Scale
from ui import text
from ui.text import safe

FULL_BAR_DAYS = 42.0
"""Days of cover at which the bar is full."""


@dataclass(frozen=True)
class Fact:
    """A line of the sheet: label at the start, value at the end, and a quiet note behind or under it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, eq=False)
class ShelfRow:
    """One item on the shelf; ``days`` and ``empty_on`` None where the stock is not known.

    ``empty_between`` is the span in which the first day without lies, in words; blank where that is one day.
    """

    item: str
    days: float | None
    empty_on: pd.Timestamp | None = None
    empty_between: str = ""


def camp_sheet(
    name: str, where: str, facts: Sequence[Fact], shelf: Sequence[ShelfRow] = (), key: str = "sheet"
) -> DeltaGenerator:
    """Show the sheet; returns its container, for the buttons under it.

    Parameters
    ----------
    shelf
        Items, the emptiest first.

    Examples
    --------
    with camp_sheet("Nduta", "Kigoma, Tanzania", facts, shelf, key="map:sheet"):
        st.button("Try a what-if for Nduta", type="primary", key="map:what-if")
    """
    box = st.container(border=True, key=key.replace(":", "-"))
    box.html(sheet_html(name, where, facts, shelf))
    return box


def sheet_html(name: str, where: str, facts: Sequence[Fact], shelf: Sequence[ShelfRow] = ()) -> str:
    """The sheet as HTML."""
    lines = "".join(
        f'<tr><th scope="row">{safe(f.label)}</th><td class="number"><span class="strong">{safe(f.value)}</span>'
        + (f' <span class="spread">{safe(f.note)}</span>' if f.note else "")
        + "</td></tr>"
        for f in facts
    )
    head = (
        f'<div class="aid-sheet-head"><span class="name">{safe(name)}</span>'
        f'<span class="where">{safe(where)}</span></div>'
    )
    return f'{head}<table class="aid-rows"><tbody>{lines}</tbody></table>' + (shelf_html(shelf) if shelf else "")


def shelf_html(shelf: Sequence[ShelfRow]) -> str:
    """Items with a bar of their days of cover and the first day without."""
    rows = "".join(
        f'<tr><th scope="row">{safe(row.item)}</th><td style="width:38%">{_days_bar(row.days)}</td>'
        f'<td class="number strong">{text.days(row.days)}</td>'
        f'<td class="number">{_empty_on(row)}</td></tr>'
        for row in shelf
    )
    return (
        '<table class="aid-rows" style="margin-top:.8rem"><thead><tr><th scope="col">Item</th>'
        '<th scope="col" colspan="2">Days of cover</th><th class="number" scope="col">Empty on</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _empty_on(row: ShelfRow) -> str:
    if not text.known(row.empty_on):
        return ""
    span = f'<br><span class="spread">{safe(row.empty_between)}</span>' if row.empty_between else ""
    return f"{text.date(row.empty_on)}{span}"


def share_bar_html(share: float | None, scale: Scale, value: float | None) -> str:
    """A bar of a share (0 to 1) in the colour that ``value`` has on a scale; hatched where it is not known."""
    of = int(scale.classes([float("nan") if value is None else value])[0])
    if of == UNKNOWN or share is None:
        return '<div class="aid-bar unknown"></div>'
    width = max(0.0, min(1.0, share)) * 100
    return f'<div class="aid-bar"><i style="width:{width:.1f}%;background:var(--step{of})"></i></div>'


def _days_bar(days: float | None) -> str:
    return share_bar_html(None if not text.known(days) else (days or 0.0) / FULL_BAR_DAYS, DAYS_OF_COVER, days)
