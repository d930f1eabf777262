"""An upload that is being read beside the page: how far it is, cancel it, read it again."""

import streamlit as st

from core.locale import message
from core.services.open_operation import OpenOperation
from core.services.upload_tables import Preview
from ui import cache
from ui.components import empty_panel, failing_panel, running_panel
from ui.data_page import desk, words
from ui.language import say
from ui.readings import Reading

GOES_ON = message("the reading goes on. Nothing is stored before you save")


def preview_of(held: desk.Desk, current: OpenOperation | None) -> Preview | Reading:
    """What the files on the desk would change; the reading itself until it has ended."""
    return cache.preview(current, held.files, held.digest, held.how, held.mending, held.answers)


def told(reading: Reading, held: desk.Desk) -> tuple[str, str]:
    """Headline and lead while there is nothing to show yet."""
    size = words.size(len(held.files), sum(map(len, held.files.values())))
    titles = {
        "cancelled": say("Reading {size} was cancelled", size=size),
        "failed": say("The files could not be read: {size}", size=size),
    }
    return titles.get(reading.state, say("Reading {size}", size=size)), say(
        "Nothing is stored; the other pages work meanwhile."
    )


def show_reading(reading: Reading) -> None:
    """How far it is, or why it ended without an answer."""
    pressed = None
    if reading.is_under_way():
        _watch(reading.key)
    elif reading.state == "cancelled":
        pressed = empty_panel(
            say("Cancelled"), say("Nothing of the files was kept."), key="data:reading", button=say("Read them again")
        )
    else:
        pressed = failing_panel(
            say("The files could not be read"),
            "",
            reading.error,
            reading.hint,
            key="data:reading",
            button=say("Read them again"),
        )
    if pressed:
        cache.reading_room().forget(reading.key)
        st.rerun()
    st.button(say("Discard this upload"), type="tertiary", key="data:discard", on_click=_discard, args=(reading.key,))


@st.fragment(run_every="1s")
def _watch(key: str) -> None:
    reading = cache.reading_room().reading(key)
    if reading is None or not reading.is_under_way():
        st.rerun()
        return
    pressed = running_panel(
        say("Reading the files"), reading.share, reading.seconds(), reading.message, key="data:watch", goes_on=GOES_ON
    )
    if pressed == "cancel":
        cache.reading_room().cancel(key)
        st.rerun()


def _discard(key: str) -> None:
    cache.reading_room().forget(key)
    desk.discard()
