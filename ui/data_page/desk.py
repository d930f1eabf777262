"""The desk of the Data page: files that a person has put there and not saved yet; kept over page switches."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from core.domain.access import Right
from core.errors import AidError
from core.locale import message
from core.services.import_files import NO_ANSWERS, ImportAnswers
from core.services.mending import NOTHING, Mending, Row
from core.services.open_operation import OpenOperation
from core.services.roll_back import roll_back
from core.services.submit_data import Saved, save_upload
from core.services.upload_tables import How, Preview
from core.store import VersionInfo
from ui import cache, state, text
from ui.actor import actor, why_not
from ui.components import caption, failing_panel
from ui.components.file_strip import done_line
from ui.language import say

NEW = message("+ New operation")
"""What the picker offers beside the stored operations."""

ENDINGS = ("csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods", "geojson", "json", "zip", "parquet")
"""What the uploader takes; what is in a file is looked at, whatever it is called."""

CHOOSE_AGAIN = message("Choose again")
LOOK_AGAIN = message("Look at it against the newest version")


@dataclass(frozen=True, eq=False)
class Desk:
    """What lies on the desk.

    Attributes
    ----------
    files
        Name and content of each file, as it came.
    digest
        Hash of the names and contents.
    how
        What is done with the tables found.
    is_new
        Whether they make a new operation.
    number
        Counts the desks of this session; a fresh one has fresh widgets.
    mending
        What is changed about the files.
    answers
        What was said about them.
    left_out_for
        What was wrong with each row left out.
    said, undo
        What was done last, and the version it can be taken back to.
    refused
        Why the last attempt to save was refused, and what to do.
    way_on
        Words of the button under it.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    digest: str = ""
    how: How = "replace"
    is_new: bool = False
    number: int = 0
    mending: Mending = NOTHING
    answers: ImportAnswers = NO_ANSWERS
    left_out_for: Mapping[Row, str] = field(default_factory=dict)
    said: str = ""
    undo: VersionInfo | None = None
    refused: tuple[str, str] | None = None
    way_on: str = LOOK_AGAIN


def desk() -> Desk:
    """The desk of this session."""
    held = state.upload()
    return held if isinstance(held, Desk) else Desk()


def operation_picker(options: Sequence[str], chosen: str) -> None:
    """Which operation is looked at, or the files change: one that is stored, or ``NEW``."""
    key = state.widget_key("data", "operation")
    st.session_state[key] = NEW if desk().is_new and NEW in options else chosen
    st.selectbox(say("Operation"), options, key=key, on_change=_take_operation, args=(key,))


def how_picker() -> None:
    """What is done with the tables found."""
    key = state.widget_key("data", "how")
    words = {"replace": say("Replace the tables"), "add": say("Add rows to them")}
    st.session_state[key] = desk().how
    st.segmented_control(
        say("What the files do"),
        list(words),
        format_func=lambda how: words[how],
        key=key,
        on_change=_take_how,
        args=(key,),
        disabled=desk().is_new,
    )


def uploader() -> None:
    """Where files are put."""
    key = state.widget_key("data", "files", str(desk().number))
    st.file_uploader(
        say("Files as they come: CSV, text, Excel, ODS, GeoJSON, parquet, zip; several at once, 200 MB each"),
        type=list(ENDINGS),
        accept_multiple_files=True,
        key=key,
        on_change=_take_files,
        args=(key,),
    )


def mend(mending: Mending, left_out_for: Mapping[Row, str]) -> None:
    """Change something about the files; the page then shows what they do with that."""
    state.keep_upload(replace(desk(), mending=mending, left_out_for=left_out_for, said="", undo=None, refused=None))


def take_answers(answers: ImportAnswers) -> None:
    """Understand the files with other answers; rows left out come back, for their numbers may mean others now."""
    held = desk()
    mending = Mending(plan_from=held.mending.plan_from)
    state.keep_upload(
        replace(held, answers=answers, mending=mending, left_out_for={}, said="", undo=None, refused=None)
    )


def discard() -> None:
    """Take everything off the desk; nothing that is stored changes."""
    state.keep_upload(Desk(how=desk().how, number=desk().number + 1))


def save(preview: Preview, current: OpenOperation | None, note_key: str) -> None:
    """Store what was shown, made from the version it was shown against; else say why not and keep the files."""
    held = desk()
    note = str(st.session_state.get(note_key, ""))
    try:
        saved = save_upload(cache.resources(), preview, current, actor(), note)
    except AidError as error:
        state.keep_upload(replace(held, refused=(error.message, error.hint), way_on=LOOK_AGAIN))
        return
    rows = text.counted(sum(preview.tables.values()), "row")
    undo = current.version if current and saved.version else None
    if saved.version is not None:
        state.choose_operation(saved.version.operation)
    state.keep_upload(Desk(how=held.how, number=held.number + 1, said=words_of_saved(saved, rows), undo=undo))


def words_of_saved(saved: Saved, what: str) -> str:
    """What became of data that somebody saved, in words."""
    if saved.version is not None:
        return f"{what} saved: version {saved.version.number} of {saved.version.operation}."
    made = saved.submission
    number, operation = (made.id, made.operation) if made else (0, "")
    return say(
        "{what} submitted as number {number} for {operation}; somebody else must approve it before it is used.",
        what=what,
        number=number,
        operation=operation,
    )


def refuse(error: AidError, way_on: str = LOOK_AGAIN) -> None:
    """Say on the page why something was refused, and what to do; what lies on the desk stays."""
    state.keep_upload(replace(desk(), refused=(error.message, error.hint), way_on=way_on, said="", undo=None))


def key(name: str, *about: str) -> str:
    """Key of a widget about words of a file, which are too long and too odd for one; fresh files have fresh widgets."""
    mark = hashlib.sha256("\x00".join(about).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return state.widget_key("data", name, f"{desk().number}:{desk().digest[:8]}:{mark}")


def tell(words: str) -> None:
    """Say on the page what was done."""
    state.keep_upload(replace(desk(), said=words, undo=None, refused=None))


def take_back(current: OpenOperation, version: VersionInfo) -> None:
    """Make an earlier version the newest again."""
    try:
        stored = roll_back(cache.resources(), current, version, actor())
    except AidError as error:
        refuse(error)
        return
    said = say(
        "Back to version {number}, which is now version {now}; nothing between is lost.",
        number=version.number,
        now=stored.number,
    )
    state.keep_upload(replace(desk(), said=said, undo=current.version, refused=None))


def return_button(current: OpenOperation, version: VersionInfo, key: str) -> None:
    """The way back to an earlier version, for those who may."""
    reason = why_not(Right.ROLL_BACK)
    st.button(
        say("Return to version {number}", number=version.number),
        key=key,
        on_click=take_back,
        args=(current, version),
        disabled=bool(reason),
        help=text.plain(reason) or None,
    )


def show_desk(names: Sequence[str], chosen: str) -> None:
    """Which operation, what the files do to it, and where to put them; only the first for who may not submit data."""
    controls, drop = st.columns([1, 1.4], gap="large")
    not_allowed = why_not(Right.SUBMIT_DATA)
    with controls:
        operation_picker(names if not_allowed else [*names, NEW], chosen)
        if not not_allowed:
            how_picker()
    with drop:
        if not_allowed:
            caption(not_allowed)
        else:
            uploader()


def show_outcome(opened: OpenOperation) -> None:
    """What came of the last attempt to save: done, with the way back; or refused, with what to do."""
    held = desk()
    if held.refused:
        message, hint = held.refused
        where = opened.version.operation
        title = say("The answer was not taken") if held.way_on == CHOOSE_AGAIN else say("It was not saved")
        if failing_panel(title, where, message, hint, key="data:refused", button=held.way_on):
            state.keep_upload(replace(held, refused=None, way_on=LOOK_AGAIN))
            st.rerun()
    if held.said:
        done_line(held.said)
        if held.undo is not None:
            return_button(opened, held.undo, "data:undo")


def _take_files(key: str) -> None:
    files = _content(st.session_state.get(key) or [])
    digest = hashlib.sha256()
    for name, data in files.items():
        digest.update(len(name.encode()).to_bytes(8, "big") + name.encode() + hashlib.sha256(data).digest())
    fresh = Desk(files, digest.hexdigest(), desk().how, desk().is_new, desk().number)
    state.keep_upload(fresh)


def _content(uploaded: Sequence[Any]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for file in uploaded:
        name, copy = file.name, 2
        while name in files:
            stem, dot, ending = file.name.rpartition(".")
            name, copy = f"{stem} ({copy}){dot}{ending}", copy + 1
        files[name] = file.getvalue()
    return files


def _take_operation(key: str) -> None:
    chosen = st.session_state[key]
    state.keep_upload(replace(desk(), is_new=chosen == NEW, refused=None, said="", undo=None))
    if chosen != NEW:
        state.choose_operation(chosen)


def _take_how(key: str) -> None:
    chosen = st.session_state[key]
    if chosen is not None:
        state.keep_upload(replace(desk(), how=chosen, refused=None))
