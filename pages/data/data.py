"""Bring data in, answer what is asked about counts; look at what is stored, go back to an earlier version."""

import streamlit as st

from core.services.open_operation import operation_names
from ui import cache
from ui.components import headline, section
from ui.data_page import (
    count_view,
    desk,
    export_view,
    mend_view,
    reading_view,
    stored_view,
    upload_view,
    waiting_view,
    words,
)
from ui.language import say
from ui.opening import open_page
from ui.readings import Reading

held = desk.desk()
opened = open_page(is_new=held.is_new)
findings = cache.findings(opened)
current = None if held.is_new else opened
holds_something = bool(held.files) or held.mending.plan_from is not None
preview = reading_view.preview_of(held, current) if holds_something else None

if isinstance(preview, Reading):
    headline(*reading_view.told(preview, held))
elif preview is None and held.is_new:
    headline(words.NEW_ANSWER, words.NEW_LEAD)
elif preview is None:
    headline(words.stored_answer(opened, findings), words.stored_lead(opened))
else:
    questions = upload_view.open_questions(preview, held, current)
    headline(words.answer(preview, held.is_new, questions), words.lead(preview, questions))
desk.show_outcome(opened)
desk.show_desk(operation_names(cache.resources()), opened.version.operation)
if isinstance(preview, Reading):
    reading_view.show_reading(preview)
elif preview is not None:
    upload_view.show_upload(preview, held, current, questions)
elif not held.is_new:
    waiting_view.show_waiting(opened)
    mend_view.offer_later_start(opened)
    count_view.show_count_questions(opened)

section(words.stored_heading(opened, held.is_new))
tables, questions, versions, record, files = st.tabs(
    [
        say("Tables"),
        say("Other questions and notes ({number})", number=len(stored_view.other_findings(findings))),
        say("Versions"),
        say("Decisions"),
        say("Templates and downloads"),
    ]
)
with tables:
    stored_view.show_tables(opened)
with questions:
    stored_view.show_findings(findings)
with versions:
    stored_view.show_versions(opened)
    waiting_view.show_past(opened)
with record:
    stored_view.show_record(opened)
with files:
    stored_view.show_templates()
    export_view.show_export(opened)
