"""Take what is stored out: formats, how far it may go, what is done to it before; every time goes on record."""

import streamlit as st

from core.domain.sensitivity import LEVELS_IN_WORDS, right_to_export
from core.services.export_operation import EXPORT_FORMATS, export_archive, export_stored
from core.services.open_operation import OpenOperation
from core.services.people.who_acts import who_acts
from ui import cache, state, text
from ui.actor import DOOR, why_not
from ui.components import caption, section
from ui.language import say


def show_export(opened: OpenOperation) -> None:
    """Formats and level, and the download; where a right is missing, which."""
    section(say("Take it out, for others"))
    formats, level = st.columns(2)
    chosen = formats.multiselect(
        say("Formats"),
        list(EXPORT_FORMATS),
        ["xlsx"],
        format_func=EXPORT_FORMATS.__getitem__,
        key="data:export_formats",
    )
    far = level.selectbox(
        say("How far may it go?"),
        list(LEVELS_IN_WORDS),
        format_func=LEVELS_IN_WORDS.__getitem__,
        key="data:export_level",
    )
    refused = why_not(right_to_export(far))
    resources, token, author, today = cache.resources(), state.session_token(), state.author(), cache.calendar_day()

    def make() -> bytes:
        # asked anew when the button is pressed: the session may have ended since the page was drawn
        actor = who_acts(resources, DOOR, token, author)
        return export_archive(export_stored(resources, opened, chosen, far, today, actor))

    name = f"{text.file_stem(opened.version.operation)}-version-{opened.version.number}-{far.replace(' ', '-')}.zip"
    st.download_button(
        say("Download the export"),
        make,
        name,
        "application/zip",
        key="data:export",
        on_click="ignore",
        icon=":material/ios_share:",
        disabled=bool(refused) or not chosen,
    )
    caption(
        refused,
        "" if chosen else say("Choose a format."),
        say("about.json in it says what was left out, blurred or hidden. Who took what out goes on record."),
    )
