"""Camps by items, worst first: the colours and numbers that show who runs short of what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from core.domain.planning_figures import LABEL
from core.look.palette import UNKNOWN, Scale
from ui import text
from ui.text import safe

MOST_ROWS = 40
"""Rows drawn as HTML; beyond that the ten worst, and all in a table with search."""
ROWS_WHEN_MANY = 10
MOST_WIDE_COLUMNS = 8
"""With more items than this, the count and its date stand under the camp's name, as they do on a phone."""
_LONG_WORD = 10
_UNDER_HEAD = '<span class="under">people counted, on</span>'


@dataclass(frozen=True, eq=False)
class HeatGroup:
    """Columns that share a scale.

    Attributes
    ----------
    title
        ``Days of cover`` or ``% of need met``.
    scale
        ``palette.DAYS_OF_COVER`` or ``palette.COVERAGE``.
    values
        Days, or shares in 0 to 1; camp_id down, item_id across; blank where not known.
    names
        item_id to the words of the column's head.
    """

    title: str
    scale: Scale
    values: pd.DataFrame
    names: Mapping[str, str]

    @classmethod
    def from_rows(
        cls, title: str, scale: Scale, rows: pd.DataFrame, column: str, names: Mapping[str, str]
    ) -> "HeatGroup":
        """A group from a long table with ``camp_id``, ``item_id`` and the column of values."""
        values = rows.set_index(["camp_id", "item_id"])[column].astype(float).unstack()  # noqa: PD010 - keeps blank rows
        return cls(title, scale, values, names)


def heat_table(
    camps: pd.DataFrame,
    groups: Sequence[HeatGroup],
    key: str,
    selected: str | None = None,
    first_camps: Sequence[str] = (),
    first_items: Sequence[str] = (),
) -> None:
    """Show the table; many camps are cut to the worst ten, with all of them one click away.

    Parameters
    ----------
    camps
        camp_id, name, last_count, last_count_date, is_old: the columns of ``Situation.camps``.
    selected
        camp_id that carries the mark.
    first_camps, first_items
        Rows and columns that come first, in this order, the others after them: worst first.
    """
    order = worst_first(camps, groups)
    order = order.iloc[_named_first(order["camp_id"].tolist(), first_camps)]
    if len(order) <= MOST_ROWS:
        st.html(heat_table_html(order, groups, selected, first_items))
        return
    st.html(heat_table_html(order.head(ROWS_WHEN_MANY), groups, selected, first_items))
    if st.toggle(f"Show all {len(order):,} camps", key=f"{key}:all"):
        st.dataframe(_flat(order, groups), hide_index=True, width="stretch", key=f"{key}:table")


def worst_first(camps: pd.DataFrame, groups: Sequence[HeatGroup]) -> pd.DataFrame:
    """Camps in the order of the table: most cells of the worst class first, then of the next class, then by name."""
    classes = [g.scale.classes(g.values.reindex(camps["camp_id"]).to_numpy(float)) for g in groups]
    return camps.iloc[_order(np.hstack(classes) if classes else np.zeros((len(camps), 0), int))]


def heat_table_html(
    camps: pd.DataFrame,
    groups: Sequence[HeatGroup],
    selected: str | None = None,
    first_items: Sequence[str] = (),
) -> str:
    """The table as HTML, rows in the order given; ``first_items``, then the worst columns of each group first."""
    ids = camps["camp_id"]
    drawn = [_columns(group, ids, first_items) for group in groups]
    top = "".join(
        f'<th class="gap"></th><th class="group" scope="colgroup" colspan="{len(columns)}">{safe(group.title)}</th>'
        for group, (columns, _) in zip(groups, drawn, strict=True)
    )
    heads = "".join(
        '<th class="gap"></th>'
        + "".join(f'<th scope="col">{safe(_breakable(group.names.get(c, c)))}</th>' for c in columns)
        for group, (columns, _) in zip(groups, drawn, strict=True)
    )
    rows = "".join(
        _row(camp, "".join(cells[position] for _, cells in drawn), camp.camp_id == selected)
        for position, camp in enumerate(camps.itertuples())
    )
    many = " many" if sum(len(columns) for columns, _ in drawn) > MOST_WIDE_COLUMNS else ""
    return (
        '<div class="aid-scroll" tabindex="0" role="region" aria-label="Camps by item, worst first">'
        f'<table class="aid-heat{many}"><thead>'
        f'<tr><td class="camp"></td><td class="people"></td><td class="counted"></td>{top}'
        f'</tr><tr><th class="start camp" scope="col">Camp{_UNDER_HEAD}</th>'
        f'<th class="people" scope="col">Counted</th><th class="counted" scope="col">on</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _columns(group: HeatGroup, camp_ids: pd.Series, first_items: Sequence[str]) -> tuple[list[str], list[str]]:
    """Items of a group in their order, and the cells of each row as HTML."""
    values = group.values.reindex(camp_ids).to_numpy(float)
    classes = group.scale.classes(values)
    worst = _order(classes.T)
    order = worst[_named_first([str(group.values.columns[i]) for i in worst], first_items)]
    shown = text.percent_number if group.scale.per_cent else text.days
    cells = [
        '<td class="gap"></td>'
        + "".join(
            f'<td class="cell unknown" title="not known">{text.NOT_KNOWN}</td>'
            if of[i] == UNKNOWN
            else f'<td class="cell s{of[i]}">{shown(row[i])}</td>'
            for i in order
        )
        for row, of in zip(values, classes, strict=True)
    ]
    return [str(group.values.columns[i]) for i in order], cells


def _row(camp: object, cells: str, selected: bool) -> str:
    people = text.whole(getattr(camp, "last_count", None))
    counted = text.date(getattr(camp, "last_count_date", None))
    is_planned = text.known(getattr(camp, "planning_people", None))
    planned = f'<span class="planned">{LABEL}</span>' if is_planned else ""
    mark = ' <span class="aid-old" title="count older than 14 days">!</span>' if getattr(camp, "is_old", False) else ""
    chosen = ' class="selected"' if selected else ""
    return (
        f'<tr{chosen}><th scope="row">{safe(getattr(camp, "name", ""))}'
        f'<span class="under">{people}, {counted}{mark}</span>{planned}</th>'
        f'<td class="people">{people}</td><td class="counted">{counted}{mark}</td>{cells}</tr>'
    )


def _named_first(ids: Sequence[str], first: Sequence[str]) -> list[int]:
    """Positions of ``ids``: those in ``first`` in its order, then the others as they are."""
    rank = {name: place for place, name in enumerate(first)}
    return sorted(range(len(ids)), key=lambda i: rank.get(ids[i], len(rank)))


def _breakable(head: str) -> str:
    """A head whose long words may be parted by a hyphen, so that one word does not widen its column."""
    halves = [(word, len(word) // 2 + 1) for word in head.split(" ")]
    cut = [f"{w[:at]}\u00ad{w[at:]}" if len(w) >= _LONG_WORD else w for w, at in halves]
    return " ".join(cut)


def _order(classes: np.ndarray) -> np.ndarray:
    """Rows of a table of classes, worst first; what is not known weighs like the middle class."""
    counted = np.where(classes == UNKNOWN, 2, classes)
    keys = [-(counted == step).sum(axis=1) for step in range(5)]
    return np.lexsort(keys[::-1])


def _flat(camps: pd.DataFrame, groups: Sequence[HeatGroup]) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "Camp": camps["name"].to_numpy(),
            "Counted": [text.whole(v) for v in camps["last_count"]],
            "on": [text.date(v) for v in camps["last_count_date"]],
        }
    )
    for group in groups:
        shown = text.percent if group.scale.per_cent else text.days
        values = group.values.reindex(camps["camp_id"])
        for item in values:
            table[f"{group.names.get(item, item)} ({group.title.lower()})"] = [shown(v) for v in values[item]]
    return table
