"""Tables to read and to take along: words for columns, numbers as people write them, files that run nothing."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pandas as pd
import streamlit as st

from core.domain.schemas import Camps, Table
from ui import text
from ui.language import say
from ui.text import safe

PLACES = (Camps.latitude, Camps.longitude)
MOST_ROWS = 100
"""Rows of an HTML table: 2,000 made a page of 64,000 pixels that took seconds to draw."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def data_table(
    table: pd.DataFrame,
    schema: type[Table],
    *,
    key: str,
    columns: Sequence[str] | None = None,
    names: Mapping[str, Mapping[str, str]] | None = None,
    height: int | None = None,
) -> None:
    """Show a table with the titles and units of its schema above the columns.

    Parameters
    ----------
    columns
        Which to show, in this order; by default the declared ones that are not blank throughout.
    names
        Column to a map from identifier to words: ``{"camp_id": place_names}``.
    height
        Pixels; by default as many rows as fit a page.
    """
    chosen = list(columns) if columns else _filled_columns(table, schema)
    shown = table[chosen].copy()
    for column, words in (names or {}).items():
        if column in shown:
            shown[column] = shown[column].map(words).fillna(shown[column])
    shown = shown.round({column: _decimals(shown[column]) for column in shown.select_dtypes("float")})
    config: dict[str, Any] = {name: _column_config(shown[name], text.column_label(schema, name)) for name in chosen}
    size: int | Literal["auto"] = height or "auto"
    st.dataframe(
        shown, column_config=config, hide_index=True, width="stretch", height=size, placeholder=text.NOT_KNOWN, key=key
    )


def small_table(
    table: pd.DataFrame,
    numbers: Sequence[str] = (),
    strong: Sequence[str] = (),
    codes: Sequence[str] = (),
    wide: bool = False,
) -> None:
    """Show rows of ready words as a real HTML table, which prints and which a screen reader reads.

    More than ``MOST_ROWS`` rows are shown in a table that draws only what is in sight, and that can be searched.

    Parameters
    ----------
    numbers
        Columns set at the end of their cell.
    strong
        Columns in bold.
    codes
        Columns of codes, which stay on one line.
    wide
        Whether it keeps its width on a phone and scrolls sideways; for many columns or long words.
    """
    if len(table) > MOST_ROWS:
        shown = table.rename(columns={column: say(str(column)) for column in table.columns})
        st.dataframe(shown, hide_index=True, width="stretch")
        return
    heads = "".join(f'<th scope="col"{_class(number=c in numbers)}>{safe(say(str(c)))}</th>' for c in table.columns)
    classes = {c: _class(number=c in numbers, strong=c in strong, code=c in codes) for c in table.columns}
    rows = "".join(
        "<tr>" + "".join(f"<td{classes[c]}>{safe(v)}</td>" for c, v in row.items()) + "</tr>"
        for row in table.to_dict("records")
    )
    st.html(
        f'<div class="aid-scroll"><table class="aid-rows{" wide" if wide else ""}"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def sentence_list(sentences: Sequence[tuple[str, str]]) -> None:
    """Show sentences one under the other; each is a pair of its bold beginning and its rest."""
    rows = "".join(f"<tr><td><b>{safe(start)}</b> {safe(rest)}</td></tr>" for start, rest in sentences)
    st.html(f'<table class="aid-rows findings"><tbody>{rows}</tbody></table>')


def download(table: pd.DataFrame, file_name: str, label: str, *, key: str) -> None:
    """Offer a table as a CSV file; no cell of it is read as a formula by a spreadsheet."""
    st.download_button(
        text.plain(label),
        lambda: csv_bytes(table),
        file_name,
        "text/csv",
        key=key,
        on_click="ignore",
        icon=":material/download:",
    )


def csv_bytes(table: pd.DataFrame) -> bytes:
    """A table as UTF-8 CSV with ISO dates; text that a spreadsheet would run gets a leading apostrophe."""
    safe_table = table.copy()
    for column in safe_table:
        values = safe_table[column]
        if not pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_datetime64_any_dtype(values):
            words = values.astype("string")
            runs = words.str.startswith(_FORMULA_STARTS).fillna(False)
            safe_table[column] = words.mask(runs, "'" + words)
    return safe_table.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\n").encode("utf-8")


def _filled_columns(table: pd.DataFrame, schema: type[Table]) -> list[str]:
    return [c for c in schema.column_names() if c in table and table[c].notna().any()]


def _class(**applies: bool) -> str:
    words = " ".join(word for word, does in applies.items() if does)
    return f' class="{words}"' if words else ""


def _decimals(values: pd.Series) -> int:
    """Digits after the point worth reading in a column; a file of the table has all."""
    if values.name in PLACES:
        return 4
    largest = values.abs().max()
    return 0 if largest >= 100 else 1 if largest >= 10 else 3


def _column_config(values: pd.Series, label: str) -> Any:
    if pd.api.types.is_datetime64_any_dtype(values):
        return st.column_config.DateColumn(label, format="D MMM YYYY")
    if pd.api.types.is_bool_dtype(values):
        return st.column_config.CheckboxColumn(label)
    if pd.api.types.is_numeric_dtype(values):
        return st.column_config.NumberColumn(label, format="localized")
    return st.column_config.TextColumn(label)
