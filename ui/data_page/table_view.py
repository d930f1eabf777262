"""One found table at a time: how it was read, what it was taken for, what each of its columns goes into."""

import streamlit as st

from core.domain.schemas import OPERATION_TABLES
from core.domain.validation import quote
from core.services.column_words import column_words, table_words
from core.services.give_answers import CARRY_ALONG, LEAVE_ASIDE, say_column, say_table
from core.services.import_files import Imported, ImportedTable
from ui import text
from ui.components import caption, sentence_list
from ui.data_page import desk, import_words
from ui.language import say

COLUMNS_PX, FEW_COLUMNS = 430, 7
MOST_COLUMNS = 40
"""Columns drawn at a time; a longer list is searched."""
SAMPLES, LOOKED_AT = 3, 200
AS_IT_CAME, LEFT_OUT = "\x00as", "\x00out"


def show_found_tables(imported: Imported, held: desk.Desk) -> None:
    """One line where everything was understood surely; else the table to look at, unfolded."""
    if not imported.tables:
        return
    unsure = [table for table in imported.tables if not import_words.is_sure(table)]
    sentence_list([(say("How the files were understood:"), import_words.understood(imported))])
    is_open = st.toggle(
        say("Show tables and columns"),
        value=bool(unsure),
        key=desk.key("columns"),
        persist_state="session",
    )
    if not is_open:
        return
    ordered = [*unsure, *(table for table in imported.tables if import_words.is_sure(table))]
    shown = ordered[0]
    if len(ordered) > 1:
        by_place = {table.found.place: table for table in ordered}
        place = st.selectbox(
            say("Which of the {ordered} tables", ordered=len(ordered)),
            list(by_place),
            format_func=lambda place: f"{place}{'' if import_words.is_sure(by_place[place]) else ' (look at it)'}",
            key=desk.key("table_shown"),
        )
        shown = by_place.get(str(place), shown)
    _show(shown, imported, held)


def _show(table: ImportedTable, imported: Imported, held: desk.Desk) -> None:
    told, choice = st.columns([1.7, 1], gap="large")
    with told:
        sentence_list([import_words.table_line(table)])
        caption(*table.found.how)
    with choice:
        _table_picker(table, held)
    if table.mapping is None:
        _where_columns_went(table)
        return
    private = {one.column for one in imported.personal if one.place == table.found.place}
    _show_columns(table, private, held)


def _table_picker(table: ImportedTable, held: desk.Desk) -> None:
    """Which of our tables it is; nothing said leaves it to the program."""
    place = table.found.place
    said = held.answers.about(place).tables
    both = say("population, camps")
    alone = {name: f"{schema.called()} ({name})" for name, schema in OPERATION_TABLES.items()}
    words = {AS_IT_CAME: import_words.AS_IT_CAME, both: table_words(both), **alone}
    words |= {LEFT_OUT: import_words.LEFT_OUT}
    chosen = AS_IT_CAME if said is None else LEFT_OUT if not said else ", ".join(said)
    if chosen not in words:
        words[chosen] = table_words(chosen)
    key = desk.key("this_is", place)
    st.session_state[key] = chosen
    st.selectbox(
        say("This is"),
        list(words),
        format_func=lambda name: words[name],
        key=key,
        on_change=_take_table,
        args=(place, key),
    )


def _show_columns(table: ImportedTable, private: set[str], held: desk.Desk) -> None:
    assert table.mapping is not None
    proposals = sorted(table.mapping.columns, key=lambda proposal: not proposal.targets)
    if len(proposals) > MOST_COLUMNS:
        looked = st.text_input("Find a column", key=desk.key("find", table.found.place)).casefold().strip()
        proposals = [proposal for proposal in proposals if looked in proposal.column.casefold()]
    caption(say("Each column of the file, some of its values, what it goes into, and how sure that is."))
    options = _targets_of(table)
    with st.container(height=COLUMNS_PX if len(proposals) > FEW_COLUMNS else "content", border=False):
        for proposal in proposals[:MOST_COLUMNS]:
            names, sample, into, why = st.columns(_WIDTHS, vertical_alignment="center")
            with names:
                sentence_list([(proposal.column, "")])
            with sample:
                caption(
                    say("not shown: personal data") if proposal.column in private else _sample(table, proposal.column)
                )
            current = proposal.answer()
            key = desk.key("into", table.found.place, proposal.column)
            st.session_state[key] = current
            into.selectbox(
                text.plain(say("“{column}” goes into", column=proposal.column)),
                list(dict.fromkeys([CARRY_ALONG, LEAVE_ASIDE, current, *options])),
                format_func=_goes_into,
                key=key,
                label_visibility="collapsed",
                on_change=_take_column,
                args=(table.found.place, proposal.column, key),
            )
            with why:
                sure = import_words.sureness(proposal.confidence, proposal.reason, used=bool(proposal.targets))
                caption(sure, f"({current})" if proposal.targets else "")
    left = len(proposals) - MOST_COLUMNS
    caption(say("{left} more columns: find them by name.", left=text.whole(left)) if left > 0 else "")


def _goes_into(target: str) -> str:
    """What a column goes into, as people call it; its own name stands beside it."""
    if target == CARRY_ALONG:
        return import_words.CARRIED
    return import_words.ASIDE if target == LEAVE_ASIDE else column_words(target)


_WIDTHS = [1.2, 1.4, 1.5, 1.6]


def _where_columns_went(table: ImportedTable) -> None:
    """Columns that an importer or our own form took; chosen one by one once a person says which table it is."""
    went = [(column, targets) for column, targets in table.columns.items() if targets]
    lines = [
        (
            f"“{column}”",
            say(
                "goes into {column_words}.",
                column_words=column_words(", ".join(f"{of}.{ours}" for of, ours in targets)),
            ),
        )
        for column, targets in went[:MOST_COLUMNS]
    ]
    with st.container(height=COLUMNS_PX if len(lines) > FEW_COLUMNS else "content", border=False):
        sentence_list(lines)
    left = len(went) - MOST_COLUMNS
    caption(
        say("{left} more columns go along.", left=left) if left > 0 else "",
        say("Say under “This is” which table it is to choose column by column instead."),
    )


def _targets_of(table: ImportedTable) -> list[str]:
    """What a column of the table may go into: columns of ours, one that two tables share for both at once."""
    assert table.mapping is not None
    tables = table.mapping.tables
    names = {name: OPERATION_TABLES[name].column_names() for name in tables}
    shared = list(dict.fromkeys(c for columns in names.values() for c in columns))
    options = []
    for column in shared:
        having = [name for name in tables if column in names[name]]
        options += [", ".join(f"{name}.{column}" for name in having)] if len(having) > 1 else []
        options += [f"{name}.{column}" for name in having]
    return options + (["camps.place_kind"] if "camps" in tables else [])


def _sample(table: ImportedTable, column: str) -> str:
    cells = table.found.cells[column].head(LOOKED_AT).dropna().drop_duplicates().head(SAMPLES)
    return ", ".join(quote(cell) for cell in cells) or "blank"


def _take_table(place: str, key: str) -> None:
    chosen = st.session_state[key]
    said = None if chosen == AS_IT_CAME else () if chosen == LEFT_OUT else tuple(chosen.split(", "))
    desk.take_answers(say_table(desk.desk().answers, place, said))


def _take_column(place: str, column: str, key: str) -> None:
    desk.take_answers(say_column(desk.desk().answers, place, column, st.session_state[key]))
