"""The files back as workbooks with notes on their cells; made only when somebody asks for one."""

import streamlit as st

from core.services.annotate_upload import MOST_ROWS, annotated_file, can_be_annotated
from core.services.upload_tables import Preview
from ui import text
from ui.components import caption
from ui.data_page import desk
from ui.language import say

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer_notes(preview: Preview, held: desk.Desk) -> None:
    """A download per file: every cell as it came, the odd ones coloured and explained."""
    names = [name for name in held.files if can_be_annotated(preview, name)]
    if not names:
        return
    chosen = names[0]
    if len(names) > 1:
        chosen = st.selectbox(say("File to take back with notes"), names, key=desk.key("notes_of")) or chosen
    st.download_button(
        say("Download your file with notes on its cells"),
        lambda: annotated_file(preview, chosen),
        f"{chosen.rpartition('.')[0] or chosen}-with-notes.xlsx",
        XLSX,
        key=desk.key("notes", chosen),
        on_click="ignore",
        icon=":material/comment:",
    )
    left = len(held.files) - len(names)
    if left:
        caption(
            say(
                "{counted} cannot be given back so: longer than {most_rows} rows, or not read.",
                counted=text.counted(left, "file"),
                most_rows=f"{MOST_ROWS:,}",
            )
        )
