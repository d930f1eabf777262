"""The upload on the desk: what was found, what it changes, Save and Discard."""

import streamlit as st

from core.domain.access import Right
from core.domain.finding import findings_table
from core.domain.finding_groups import grouped
from core.domain.settings import Settings
from core.locale import message
from core.services.import_questions import ImportQuestion, import_questions, names_of_ours
from core.services.open_operation import OpenOperation, operation_names
from core.services.upload_tables import Preview, named
from ui import cache
from ui.actor import actor, why_not
from ui.components import (
    caption,
    download,
    finding_counts,
    finding_list,
    name_field,
    section,
    small_table,
    stale_note,
)
from ui.components.file_strip import file_strip
from ui.data_page import desk, mend_view, notes_view, persons_view, place_view, question_view, table_view, words
from ui.language import say

MOST_FINDINGS = 200
"""Kinds of findings of a level that are written out; all of them are in the download."""

FEW_FINDINGS = 7
"""Kinds of findings that are shown whole, however long the page becomes."""
LIST_PX = 420


def open_questions(preview: Preview, held: desk.Desk, current: OpenOperation | None) -> tuple[ImportQuestion, ...]:
    """What the files ask; personal data come first, and nothing else is asked while they wait."""
    if preview.imported.waits_for_persons():
        return ()
    return import_questions(preview.imported, held.answers, current.operation if current else None)


def show_upload(
    preview: Preview, held: desk.Desk, current: OpenOperation | None, questions: tuple[ImportQuestion, ...]
) -> None:
    """Everything about an upload that is read and not saved.

    Parameters
    ----------
    preview
        What it would do.
    held
        The desk it lies on.
    current
        The version it changes; None where it makes a new operation.
    questions
        What the files ask.
    """
    size = words.size(len(held.files), sum(map(len, held.files.values())))
    file_strip(list(held.files), size, sum(preview.tables.values()), finding_counts(preview.findings))
    imported = preview.imported
    names = names_of_ours(imported, current.operation if current else None) if held.answers.places_named() else {}
    if imported.waits_for_persons():
        persons_view.show_persons(imported.personal, held)
        question_view.show_given(held, names)
        _show_buttons(preview, current)
        return
    question_view.show_questions(questions, held)
    question_view.show_given(held, names)
    table_view.show_found_tables(imported, held)
    found, findings = st.columns(2, gap="large")
    with found:
        _show_tables(preview, current)
    with findings:
        asked = {question.finding for question in questions}
        others = [finding for finding in preview.findings if finding.message not in asked]
        section(
            say("2 Findings")
            if others
            else say("2 Findings: none but the questions above")
            if asked
            else say("2 Findings: none")
        )
        # a long list scrolls in its place, so that Save and Discard stay near
        with st.container(height=LIST_PX if len(grouped(others)) > FEW_FINDINGS else "content", border=False):
            finding_list(others, MOST_FINDINGS)
        mend_view.show_rows_to_leave_out(preview, held)
        if preview.findings:
            table = findings_table(preview.findings)
            download(table, "findings.csv", say("Download all findings"), key="data:upload:findings")
            notes_view.offer_notes(preview, held)
    place_view.show_places(preview.places)
    mend_view.show_start(preview, held, current)
    if preview.operation is not None and preview.can_be_accepted():
        section(say("3 What the upload changes"))
        effect = cache.effect(current, preview.operation)
        has_items = preview.operation.has("items")
        if len(effect):
            table = words.effects(effect, has_items=has_items)
            small_table(
                table,
                numbers=(message("Now"), message("New"), message("Change")),
                strong=(message("Change"),),
                wide=has_items,
            )
        caption(words.effects_note(effect, has_items=has_items) if len(effect) else words.NO_EFFECT)
    _show_buttons(preview, current)


def _show_tables(preview: Preview, current: OpenOperation | None) -> None:
    if not preview.tables and preview.mending.plan_from is not None:
        section(say("1 No files: only the planning start changes"))
        return
    if not preview.tables:
        section(say("1 No table was found"))
        caption(
            say("Tables are recognised by the name of the file or sheet, else by their columns; see the templates.")
        )
        return
    section(say("1 Tables found"))
    table = words.tables_found(preview, current.operation if current else None)
    small_table(table, numbers=table.columns[1:], strong=(message("Table"),))
    if current is not None and preview.change is not None and not preview.change.is_empty():
        table = words.tables_changed(preview)
        small_table(table, numbers=table.columns[1:], strong=(message("Table"),))
        if gone := words.vanishing(preview):
            stale_note(say("Rows vanish"), gone)


def _show_buttons(preview: Preview, current: OpenOperation | None) -> None:
    can_save = preview.operation is not None and preview.can_be_accepted()
    not_allowed = why_not(Right.SUBMIT_DATA) or why_not(Right.PUBLISH_DATA) if can_save else ""
    cannot = not_allowed
    if can_save:
        who, why, called = st.columns(3)
        with who:
            name_field("data")
        why.text_input(say("Note (optional)"), key="data:note", max_chars=200)
        if current is None:
            with called:
                preview, unnamed = _name(preview)
                cannot = not_allowed or unnamed
    with st.container(horizontal=True):
        if can_save:
            st.button(
                mend_view.save_label(preview, actor().signed_in),
                type="primary",
                key="data:save",
                disabled=bool(cannot),
                on_click=desk.save,
                args=(preview, current, "data:note"),
            )
        st.button(say("Discard this upload"), type="tertiary", key="data:discard", on_click=desk.discard)
    caption(cannot)


def _name(preview: Preview) -> tuple[Preview, str]:
    """The upload under the name a person gives it, and why it cannot be saved under it."""
    assert preview.operation is not None  # only an upload without errors is named
    given = preview.operation.settings.name
    given = "" if given == Settings().name else given
    name = st.text_input("Name of the new operation", given, key="data:name", max_chars=200).strip()
    if not name:
        return preview, say("The new operation needs a name.")
    if name in operation_names(cache.resources()):
        return preview, say("“{name}” is stored already; choose another name.", name=name)
    return named(preview, name), ""
