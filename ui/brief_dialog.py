"""The one-page brief of a plan: language, format, how far it may go; downloaded, or looked at here."""

from base64 import b64encode

import streamlit as st

from core.domain.sensitivity import LEVELS_IN_WORDS, Sensitivity, right_to_export
from core.locale import LANGUAGES
from core.services.make_report import REPORT_FORMATS, make_report, report_archive
from core.services.open_operation import OpenOperation
from core.services.people.who_acts import who_acts
from core.services.plan_distribution import AuditedPlan
from ui import cache, state, text
from ui.actor import DOOR, why_not
from ui.components import caption

MEDIA = {"pdf": "application/pdf", "html": "text/html"}
"""Formats of one file; all others come as an archive."""
PREVIEW_PX = 900


def brief_button(opened: OpenOperation, audited: AuditedPlan, page: str) -> None:
    """A button that opens the choices; nothing is made before one asks for it.

    Parameters
    ----------
    page
        Name of the page it stands on, part of the key of the button.
    """
    st.button(
        "Brief on one page",
        icon=":material/description:",
        key=f"{page}:brief",
        on_click=state.ask_for_brief,
        args=(page,),
    )
    if state.is_brief_asked(page):
        _show(opened, audited)


# a map that has loaded draws the page again; what is asked for stays open then, and is closed by who opened it
@st.dialog("Brief on one page", width="large", on_dismiss=state.leave_brief)
def _show(opened: OpenOperation, audited: AuditedPlan) -> None:
    language, form, far = st.columns(3)
    code = language.selectbox(
        "Language", list(LANGUAGES), format_func=lambda key: LANGUAGES[key].own_name, key="brief:language"
    )
    chosen = form.selectbox("Format", list(REPORT_FORMATS), format_func=REPORT_FORMATS.__getitem__, key="brief:format")
    levels = list(LEVELS_IN_WORDS)
    level = far.selectbox(
        "How far may it go?",
        levels,
        index=levels.index(Sensitivity.INTERNAL),
        format_func=LEVELS_IN_WORDS.__getitem__,
        key="brief:level",
    )
    refused = why_not(right_to_export(level))
    with st.container(horizontal=True, vertical_alignment="center"):
        _download(opened, audited, code, chosen, level, bool(refused))
        is_asked = st.toggle("Look at it here", key="brief:look", disabled=bool(refused))
    caption(refused, "Who took what out goes on record.")
    if is_asked and not refused:
        page = cache.brief_page(opened, audited, code, level)
        # a page of an origin of its own that may load and run nothing: names of outside cannot reach the app around it
        st.iframe(f"data:text/html;charset=utf-8;base64,{b64encode(page).decode()}", height=PREVIEW_PX, alt="Brief")


def _download(
    opened: OpenOperation, audited: AuditedPlan, code: str, form: str, level: Sensitivity, is_refused: bool
) -> None:
    """Make the files when the button is pressed, outside the run of the page."""
    resources, token, author, today = cache.resources(), state.session_token(), state.author(), cache.calendar_day()

    def make() -> bytes:
        # asked anew when the button is pressed: the session may have ended since the page was drawn
        actor = who_acts(resources, DOOR, token, author)
        number = opened.version.number
        report = make_report(
            resources, opened.operation, audited, [form], [LANGUAGES[code]], level, today, actor, number
        )
        return report.files[f"brief-{code}.{form}"] if form in MEDIA else report_archive(report)

    stem = f"{text.file_stem(opened.version.operation)}-{audited.key[:8]}-{code}"
    st.download_button(
        "Download the brief" if form in MEDIA else "Download the report",
        make,
        f"{stem}.{form}" if form in MEDIA else f"{stem}-{form}.zip",
        MEDIA.get(form, "application/zip"),
        key="brief:download",
        on_click="ignore",
        icon=":material/download:",
        disabled=is_refused,
    )
