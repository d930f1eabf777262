"""What is stored: its tables, its questions, its versions, its files."""

import streamlit as st

from core.domain.finding import Finding, findings_table
from core.domain.schemas import OPERATION_TABLES
from core.domain.sensitivity import Sensitivity, right_to_export
from core.services.count_questions import CHOICES
from core.services.export_operation import export_table
from core.services.open_operation import OpenOperation
from core.services.people.who_acts import who_acts
from core.services.tell_submission import told_entry, told_verified
from core.services.upload_tables import templates, versions_of
from core.services.verify_decisions import decisions_of, verify_decisions
from ui import cache, state, text
from ui.actor import DOOR, why_not
from ui.components import caption, data_table, download, finding_list, sentence_list
from ui.data_page import desk, words
from ui.data_page.upload_view import MOST_FINDINGS
from ui.language import say

MOST_ROWS = 5_000
"""Rows of a table that are sent to the browser; all of them are in the download."""
MOST_ENTRIES = 50
"""Decisions that are listed on the page."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLACES = ("camp_id", "place_id", "depot_id", "origin_id", "destination_id")
"""Columns that hold identifiers of places and are shown by their names."""


def show_tables(opened: OpenOperation) -> None:
    """One table with titles and units, and its download, which leaves nothing out and goes on record."""
    operation = opened.operation
    chosen = st.selectbox(say("Table"), [name for name in OPERATION_TABLES if operation.has(name)], key="data:table")
    table, schema = operation.filled(chosen), OPERATION_TABLES[chosen]
    named = [c for c in PLACES if c in table and c not in schema.key_columns()[:1]]
    names = dict.fromkeys(named, operation.place_names)
    data_table(table.head(MOST_ROWS), schema, key=f"data:table:{chosen}", names=names, height=360)
    cut = say("The first {most_rows} are shown.", most_rows=text.whole(MOST_ROWS)) if len(table) > MOST_ROWS else ""
    caption(
        say("{counted} of {chosen}.", counted=text.counted(len(table), "row"), chosen=chosen),
        cut,
        say("“?” is not known, never zero."),
    )
    refused = why_not(right_to_export(Sensitivity.STRICTLY_CONFIDENTIAL))
    resources, token, author = cache.resources(), state.session_token(), state.author()
    st.download_button(
        say("Download {chosen} as CSV", chosen=chosen),
        # who it is, is asked when the button is pressed: the session may have ended since the page was drawn
        lambda: export_table(resources, opened, chosen, who_acts(resources, DOOR, token, author)),
        f"{chosen}.csv",
        "text/csv",
        key="data:csv",
        on_click="ignore",
        icon=":material/download:",
        disabled=bool(refused),
    )
    caption(refused and say("{refused} Under “Templates and downloads” you can take it out blurred.", refused=refused))


def other_findings(findings: tuple[Finding, ...]) -> list[Finding]:
    """Questions and notes that are not asked one by one above."""
    return [finding for finding in findings if finding.rule not in CHOICES]


def show_findings(findings: tuple[Finding, ...]) -> None:
    """Questions and notes about what is stored; those about counts are asked above, and all are in the download."""
    if not findings:
        caption(say("The checks have nothing to ask about the stored tables."))
        return
    finding_list(other_findings(findings), MOST_FINDINGS)
    download(findings_table(findings), "findings.csv", say("Download them all"), key="data:findings")


def show_versions(opened: OpenOperation) -> None:
    """Every version, newest first, each with the way back to it."""
    for version in versions_of(cache.resources(), opened.version.operation):
        line, button = st.columns([4, 1], vertical_alignment="center")
        with line:
            sentence_list([(say("Version {number}.", number=version.number), words.who_and_when(version))])
        with button:
            if version.id == opened.version.id:
                caption(say("in use"))
            else:
                desk.return_button(opened, version, f"data:return:{version.id}")


def show_record(opened: OpenOperation) -> None:
    """Who decided what about this operation, newest first, and a check that nothing on record was altered."""
    resources = cache.resources()
    entries = decisions_of(resources, opened.version.operation, MOST_ENTRIES)
    if st.button(say("Verify the record"), key="data:verify", icon=":material/fact_check:"):
        found = verify_decisions(resources, tables=False)
        told = told_verified(found)
        sentence_list([(told[0], ""), *(("", more) for more in told[1:]), (say("Last hash:"), found.chain.head)])
        caption(
            say("Write the hash down elsewhere: the command aid verify --expect HASH then shows that none was cut off.")
        )
    if not entries:
        caption(say("Nothing is on record yet."))
        return
    sentence_list([(f"{entry.number}.", told_entry(entry).removeprefix(f"{entry.number}. ")) for entry in entries])
    caption(
        say(
            "The newest {most_entries} are shown; the command aid decisions lists all. Numbers "
            "between are of accounts and other operations.",
            most_entries=text.whole(MOST_ENTRIES),
        )
    )


def show_templates() -> None:
    """Templates to fill in."""
    st.download_button(
        say("Download the templates"),
        templates,
        "templates.xlsx",
        XLSX,
        key="data:file:templates",
        on_click="ignore",
        icon=":material/download:",
    )
    caption(say("A sheet per table and one that explains every column. Filled in, it can be uploaded here."))
