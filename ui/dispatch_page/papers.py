"""Papers to print and files to take along."""

import io
import zipfile

import streamlit as st

from core.locale import LANGUAGES, message
from core.services.dispatch_papers import DispatchPapers, Kind, files_of_dispatch
from ui.components import caption, section
from ui.language import language, say

EVERY = message("All papers")
KINDS: dict[str, tuple[Kind, ...]] = {
    EVERY: ("loading", "driver", "waybill"),
    message("Loading lists"): ("loading",),
    message("Driver sheets"): ("driver",),
    message("Waybills"): ("waybill",),
}
_SAME_DAY = (2020, 1, 1, 0, 0, 0)
"""Date of every file in the archive, so that the same dispatch gives the same bytes."""


def show_papers(papers: DispatchPapers, vehicle: str | None) -> None:
    """Downloads of papers, of all vehicles or of the marked one, and of the dispatch as files.

    Papers are made when the button is pressed, outside the drawing of the page.
    """
    section(say("Papers and files"))
    codes = list(LANGUAGES)
    code = st.selectbox(
        say("Language of the papers"),
        codes,
        index=codes.index(language().code),
        format_func=lambda each: LANGUAGES[each].own_name,
        key="dispatch:language",
        persist_state="session",
        width=240,
    )
    spoken = LANGUAGES[code]
    printed = papers if vehicle is None else papers.of_vehicle(vehicle)
    week = f"{papers.week:%Y-%m-%d}"
    kind = st.segmented_control(
        say("Papers"),
        list(KINDS),
        default=EVERY,
        format_func=say,
        required=True,
        key="dispatch:papers",
        persist_state="session",
    )
    kinds = KINDS[kind or EVERY]
    name = f"{(kind or EVERY).lower().replace(' ', '-')}-{week}"
    with st.container(horizontal=True):
        st.download_button(
            say("PDF to print"), lambda: printed.pdf(kinds, spoken), f"{name}.pdf", "application/pdf",
            key="dispatch:pdf", on_click="ignore", icon=":material/print:",
        )  # fmt: skip
        st.download_button(
            "HTML", lambda: printed.html(kinds, spoken), f"{name}.html", "text/html",
            key="dispatch:html", on_click="ignore", icon=":material/download:",
        )  # fmt: skip
        if not papers.is_draft:
            st.download_button(
                say("Waybills as data"), printed.json, f"waybills-{week}.json", "application/json", key="dispatch:json",
                on_click="ignore", icon=":material/verified:",
            )  # fmt: skip
        st.download_button(
            say("Dispatch as CSV files"), lambda: _zipped(papers), f"dispatch-{week}.zip", "application/zip",
            key="dispatch:zip", on_click="ignore", icon=":material/folder_zip:",
        )  # fmt: skip
    caption(
        say("All vehicles.") if vehicle is None else say("The marked vehicle only; the CSV files hold all."),
        say("A draft: its papers say so and carry no code.")
        if papers.is_draft
        else say("Each waybill carries a code that aid verify-waybill checks without a network."),
    )  # fmt: skip


def _zipped(papers: DispatchPapers) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files_of_dispatch(papers.dispatch).items():
            entry = zipfile.ZipInfo(f"dispatch/{name}", _SAME_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return packed.getvalue()
