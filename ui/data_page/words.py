"""The words of the Data page: what stops an upload, what it changes, what is stored."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from core.domain.finding import Finding, errors_of
from core.domain.finding_groups import faults_of
from core.domain.operation import Operation
from core.domain.schemas import Camps, Population
from core.locale import message
from core.services.import_questions import ImportQuestion
from core.services.open_operation import OpenOperation
from core.services.upload_tables import Preview
from core.store import Submission, VersionInfo
from ui import text
from ui.data_page.import_words import MUST_LEAD, must_be_answered, what_waits
from ui.language import say

NO_EFFECT = message("No camp's latest count, shelf or need changes.")
NO_ITEMS = message("No items are listed, so there are no shelves and needs to tell of.")
NOTHING_NEW = message("This upload changes nothing: all of it is stored already")
MOST_TABLES = 4
"""Tables a headline names."""
MOST_CAMPS = 20
"""Camps whose change is written out; the rest are counted."""


def stored_answer(opened: OpenOperation, findings: Sequence[Finding]) -> str:
    """The headline while nothing waits to be saved."""
    camps = text.counted(len(opened.operation.camps), "camp")
    questions = sum(f.level == "question" for f in findings)
    waits = (
        say(
            "{counted} {rest} open", counted=text.counted(questions, "question"), rest="is" if questions == 1 else "are"
        )
        if questions
        else say("no question is open")
    )
    return say(
        "{operation}: {camps} in version {number}; {waits}",
        operation=opened.version.operation,
        camps=camps,
        number=opened.version.number,
        waits=waits,
    )


def stored_lead(opened: OpenOperation) -> str:
    """Under it: who saved it, when, and that nothing changes unasked."""
    return say(
        "{who_and_when} Files change it only after you have seen what they change and saved them.",
        who_and_when=who_and_when(opened.version),
    )


NEW_ANSWER = message("A new operation: no file yet")
NEW_LEAD = message(
    "Upload its files; a table of camps and their counts are enough. Nothing is saved before "
    "you have seen what they make."
)


def who_and_when(version: VersionInfo) -> str:
    """Who saved a version, when, and the note left with it."""
    by = say(" by {author}", author=version.author) if version.author else ""
    note = f": {version.note}" if version.note else ""
    return say("Saved{by} on {day}{note}.", by=by, day=moment(version.created), note=note)


def moment(time: dt.datetime) -> str:
    """A day and time, in UTC."""
    return say(
        "{day}, {time} UTC", day=text.date(pd.Timestamp(time).tz_localize(None), year=True), time=f"{time:%H:%M}"
    )


DONE = {
    "Approve": message("Submission {number} is approved; it can be published now."),
    "Publish": message("Submission {number} is published; everybody works with it now."),
    "Reject": message("Submission {number} is rejected; it stays on record."),
    "Withdraw": message("Submission {number} is withdrawn; it stays on record."),
    "Lay it on top of the newest version": message(
        "Submission {number} was submitted anew on top of the newest version."
    ),
}
"""What is said after each button of a submission."""


def submitted(one: Submission) -> tuple[str, str]:
    """What waits: its number; and who submitted it, when, from which files, with which note, and how far it is."""
    files = say(" from {files}", files=", ".join(one.sources)) if one.sources else ""
    note = f": {one.note}" if one.note else ""
    approved = (
        say(" Approved by {person} on {day}.", person=one.decided_by, day=moment(one.decided))
        if one.decided_by and one.decided
        else ""
    )
    return say("Submission {number}.", number=one.id), say(
        "{author} on {day}{files}{note}.{approved}",
        author=one.author,
        day=moment(one.created),
        files=files,
        note=note,
        approved=approved,
    )


def past(every: Sequence[Submission]) -> pd.DataFrame:
    """Submissions as a table of who and when."""
    rows = [
        {
            message("Submission"): str(one.id),
            message("By"): f"{one.author}, {moment(one.created)}",
            message("State"): one.state.value,
            message("Decided"): f"{one.decided_by}, {moment(one.decided)}" if one.decided_by and one.decided else "",
            message("Published"): f"{one.published_by}, {moment(one.published)}"
            if one.published_by and one.published
            else "",
            message("Note"): ". ".join(part for part in (one.note, one.reason) if part),
        }
        for one in every
    ]
    return pd.DataFrame(rows)


def answer(preview: Preview, is_new: bool, questions: Sequence[ImportQuestion] = ()) -> str:
    """The headline of an upload: what stops it, else what it changes."""
    if stopped := _what_stops(preview, questions):
        return stopped
    assert preview.operation is not None  # else something stops it
    rows = sum(preview.tables.values())
    ready = say("{counted} {rest} ready and", counted=text.counted(rows, "row"), rest="is" if rows == 1 else "are")
    if is_new:
        return say(
            "{ready} make an operation of {counted}",
            ready=ready,
            counted=text.counted(len(preview.operation.camps), "camp"),
        )
    if not rows:
        day = text.date(preview.operation.planning_start, year=True)
        return say("Planning would start on {day}; no table changes besides", day=day)
    left_out = len(preview.mending.left_out)
    without = (
        say("; {counted} {rest} left out", counted=text.counted(left_out, "row"), rest="is" if left_out == 1 else "are")
        if left_out
        else ""
    )
    return f"{ready} {_what_changes(preview, 'changes' if rows == 1 else 'change')}{without}"


def _what_stops(preview: Preview, questions: Sequence[ImportQuestion]) -> str:
    """Why an upload cannot be saved as it is; empty where nothing stops it."""
    rows = sum(preview.tables.values())
    if preview.imported.waits_for_persons():
        return what_waits(preview.imported.personal)
    if _wait_for_answers(preview, questions):
        return must_be_answered(questions, rows)
    if errors := errors_of(preview.findings):
        return _rows_that_stop(errors, rows)
    if preview.operation is None or preview.change is None:
        return say("These files hold nothing that can be used")
    return NOTHING_NEW if preview.change.is_empty() else ""


def _wait_for_answers(preview: Preview, questions: Sequence[ImportQuestion]) -> bool:
    """Whether every error of an upload is a question that a person can answer on the page."""
    asked = {question.finding for question in questions if question.needed}
    return bool(asked) and all(error.message in asked for error in errors_of(preview.findings))


def _what_changes(preview: Preview, verb: str) -> str:
    assert preview.change is not None  # only an upload without errors changes anything
    if touched := len(preview.change.population):
        return say("{verb} the count of {counted}", verb=verb, counted=text.counted(touched, "camp"))
    tables = [change.table for change in preview.change.tables]
    named = (
        tables
        if len(tables) <= MOST_TABLES
        else [*tables[:MOST_TABLES], say("{tables} more tables", tables=len(tables) - MOST_TABLES)]
    )
    return f"{verb} {text.joined(named)}"


def _rows_that_stop(errors: Sequence[Finding], rows: int) -> str:
    wrong = {(f.table, f.row) for f in errors}
    if any(f.row is None for f in errors):
        faults = faults_of(errors, "error")
        return say(
            "{counted} {rest} this upload",
            counted=text.counted(faults, "error"),
            rest="stops" if faults == 1 else "stop",
        )
    stop = "stops" if len(wrong) == 1 else "stop"
    left = rows - len(wrong)
    others = (
        say("; the other is well")
        if left == 1
        else say("; the other {left} are well", left=text.whole(left))
        if left > 0
        else ""
    )
    return say(
        "{counted} {stop} this upload{others}", counted=text.counted(len(wrong), "row"), stop=stop, others=others
    )


def lead(preview: Preview, questions: Sequence[ImportQuestion] = ()) -> str:
    """Under it: the first thing to mend, or that nothing is saved yet."""
    errors = errors_of(preview.findings)
    if preview.imported.waits_for_persons():
        return say("Say for each column what is done with it. Nothing was stored, and no value of it is shown.")
    if _wait_for_answers(preview, questions):
        return MUST_LEAD
    if errors:
        first = errors[0]
        return say(
            "{place}: {message} {suggestion} Nothing was saved.",
            place=text.first_capital(first.place()),
            message=first.message,
            suggestion=first.suggestion,
        )
    if preview.change is not None and preview.change.is_empty():
        return say("There is nothing to save.")
    if preview.later_count is not None and preview.operation is not None:
        start = text.date(preview.operation.planning_start)
        newest = text.date(pd.Timestamp(preview.later_count))
        return say(
            "Counts after the planning start, {start}, are kept but not used; the newest are of "
            "{newest}. To use them, plan from that day: see below. Nothing is saved yet.",
            start=start,
            newest=newest,
        )
    return say("Nothing is saved yet.")


def tables_found(preview: Preview, before: Operation | None) -> pd.DataFrame:
    """Tables in the files, and rows now and then."""
    after = preview.operation
    rows = [
        (
            name,
            text.whole(number),
            text.whole(len(before.tables[name])) if before is not None else "0",
            text.whole(len(after.tables[name])) if after is not None else text.NOT_KNOWN,
        )
        for name, number in preview.tables.items()
    ]
    return pd.DataFrame(
        rows, columns=[message("Table"), message("Rows in the files"), message("Stored now"), message("After saving")]
    )


def tables_changed(preview: Preview) -> pd.DataFrame:
    """Rows added, removed and changed, by table."""
    changed = preview.change.tables if preview.change else ()
    rows = [(c.table, *(text.whole(n) if n else "" for n in (c.added, c.changed, c.removed))) for c in changed]
    return pd.DataFrame(rows, columns=[message("Table"), message("Added"), message("Changed"), message("Removed")])


def vanishing(preview: Preview) -> str:
    """Rows that would be gone, in words; empty where none would."""
    gone = [(c.table, c.removed) for c in (preview.change.tables if preview.change else ()) if c.removed]
    if not gone:
        return ""
    named = text.joined(
        [say("{counted} of {table}", counted=text.counted(number, "row"), table=table) for table, number in gone]
    )
    return say("{named} would be gone. Choose “Add rows to them” to keep what is stored.", named=named)


def effects(effect: pd.DataFrame, *, has_items: bool) -> pd.DataFrame:
    """What the upload means, camp by camp, as words; shelves and needs only where items are listed."""
    columns = [
        say("Camp"),
        say("Now"),
        say("New"),
        say("Change"),
        say("First shelf to be empty"),
        say("Needs of 4 weeks"),
    ]
    rows = [
        (
            row["name"],
            text.whole(row["count_before"]),
            text.whole(row["count_now"]),
            _percent_change(row["change_share"], row["count_before"], row["count_now"]),
            _shelf(row),
            _needs(row),
        )
        for row in effect.head(MOST_CAMPS).to_dict("records")
    ]
    table = pd.DataFrame(rows, columns=columns)
    return table if has_items else table[columns[:4]]


def effects_note(effect: pd.DataFrame, *, has_items: bool) -> str:
    """What the table of effects leaves out."""
    left = len(effect) - MOST_CAMPS
    more = say("{counted} change less. ", counted=text.counted(left, "more camp")) if left > 0 else ""
    lacks = "" if has_items else f"{NO_ITEMS} "
    return say(
        "{more}{lacks}Counts are the latest of each camp. Plans that exist stay; a new one uses the new data.",
        more=more,
        lacks=lacks,
    )


def size(files: int, byte_count: int) -> str:
    """Number and size of files."""
    large = f"{byte_count / 1e6:,.1f}{text.NBSP}MB" if byte_count >= 1e6 else f"{byte_count / 1e3:,.1f}{text.NBSP}kB"
    return f"{text.counted(files, 'file')}, {large}"


def stored_heading(opened: OpenOperation, is_new: bool) -> str:
    """Heading of what is stored; beside a new operation it says whose tables these are."""
    whose = say(" of {operation}", operation=opened.version.operation) if is_new else ""
    return say("What is stored{whose}: {data_span}", whose=whose, data_span=data_span(opened.operation))


def data_span(operation: Operation) -> str:
    """What the current tables hold, in one line."""
    counted = operation.population.dropna(subset=[Population.population])
    tables = sum(operation.has(name) for name in operation.tables)
    when = ""
    if len(counted):
        first, last = counted[Population.date].min(), counted[Population.date].max()
        when = say(
            ", counts from {first} to {last}", first=text.date(first, year=True), last=text.date(last, year=True)
        )
    return f"{text.counted(tables, 'table')}, {text.counted(operation.camps[Camps.camp_id].nunique(), 'camp')}{when}."


def _percent_change(share: float, before: float, now: float) -> str:
    if not text.known(before):
        return "new" if text.known(now) else ""
    if not text.known(now):
        return "gone"
    if not text.known(share):
        return text.signed(now - before)
    if abs(share) < 5e-4:
        return "0"
    number = f"{abs(share) * 100:.1f}{text.NBSP}%"
    return f"+{number}" if share > 0 else f"{text.MINUS}{number}"


def _shelf(row: dict) -> str:
    if not text.known(row["first_empty_now"]):
        return say("not known")
    now = f"{row['first_empty_now']}, {text.date(row['empty_on_now'])}"
    if not text.known(row["first_empty_before"]):
        return now
    if (row["first_empty_now"], row["empty_on_now"]) == (row["first_empty_before"], row["empty_on_before"]):
        return say("{now}, as before", now=now)
    return say(
        "{now}; was {before}, {empty_on}",
        now=now,
        before=row["first_empty_before"],
        empty_on=text.date(row["empty_on_before"]),
    )


def _needs(row: dict) -> str:
    if not text.known(row["need_t_now"]):
        return say("not known")
    if not text.known(row["need_t_before"]):
        return text.tonnes(row["need_t_now"])
    more = row["need_t_now"] - row["need_t_before"]
    if abs(more) < 0.05:
        return say("{now}, as before", now=text.tonnes(row["need_t_now"]))
    return f"{text.tonnes(row['need_t_now'])}, {text.tonnes(abs(more))} {'more' if more > 0 else 'less'}"
