"""The words of the Data page: what stops an upload, what it changes, what is stored."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from core.domain.finding import Finding, errors_of
from core.domain.finding_groups import faults_of
from core.domain.operation import Operation
from core.domain.schemas import Camps, Population
from core.services.import_questions import ImportQuestion
from core.services.open_operation import OpenOperation
from core.services.upload_tables import Preview
from core.store import Submission, VersionInfo
from ui import text
from ui.data_page.import_words import MUST_LEAD, must_be_answered, what_waits

NO_EFFECT = "No camp's latest count, shelf or need changes."
NO_ITEMS = "No items are listed, so there are no shelves and needs to tell of."
NOTHING_NEW = "This upload changes nothing: all of it is stored already"
MOST_TABLES = 4
"""Tables a headline names."""
MOST_CAMPS = 20
"""Camps whose change is written out; the rest are counted."""


def stored_answer(opened: OpenOperation, findings: Sequence[Finding]) -> str:
    """The headline while nothing waits to be saved."""
    camps = text.counted(len(opened.operation.camps), "camp")
    questions = sum(f.level == "question" for f in findings)
    waits = (
        f"{text.counted(questions, 'question')} {'is' if questions == 1 else 'are'} open"
        if questions
        else "no question is open"
    )
    return f"{opened.version.operation}: {camps} in version {opened.version.number}; {waits}"


def stored_lead(opened: OpenOperation) -> str:
    """Under it: who saved it, when, and that nothing changes unasked."""
    return f"{who_and_when(opened.version)} Files change it only after you have seen what they change and saved them."


NEW_ANSWER = "A new operation: no file yet"
NEW_LEAD = (
    "Upload its files; a table of camps and their counts are enough. "
    "Nothing is saved before you have seen what they make."
)


def who_and_when(version: VersionInfo) -> str:
    """Who saved a version, when, and the note left with it."""
    by = f" by {version.author}" if version.author else ""
    note = f": {version.note}" if version.note else ""
    return f"Saved{by} on {moment(version.created)}{note}."


def moment(time: dt.datetime) -> str:
    """A day and time, in UTC."""
    return f"{text.date(pd.Timestamp(time).tz_localize(None), year=True)}, {time:%H:%M} UTC"


DONE = {
    "Approve": "Submission {number} is approved; it can be published now.",
    "Publish": "Submission {number} is published; everybody works with it now.",
    "Reject": "Submission {number} is rejected; it stays on record.",
    "Withdraw": "Submission {number} is withdrawn; it stays on record.",
    "Lay it on top of the newest version": "Submission {number} was submitted anew on top of the newest version.",
}
"""What is said after each button of a submission."""


def submitted(one: Submission) -> tuple[str, str]:
    """What waits: its number; and who submitted it, when, from which files, with which note, and how far it is."""
    files = f" from {', '.join(one.sources)}" if one.sources else ""
    note = f": {one.note}" if one.note else ""
    approved = f" Approved by {one.decided_by} on {moment(one.decided)}." if one.decided_by and one.decided else ""
    return f"Submission {one.id}.", f"{one.author} on {moment(one.created)}{files}{note}.{approved}"


def past(every: Sequence[Submission]) -> pd.DataFrame:
    """Submissions as a table of who and when."""
    rows = [
        {
            "Submission": str(one.id),
            "By": f"{one.author}, {moment(one.created)}",
            "State": one.state.value,
            "Decided": f"{one.decided_by}, {moment(one.decided)}" if one.decided_by and one.decided else "",
            "Published": f"{one.published_by}, {moment(one.published)}" if one.published_by and one.published else "",
            "Note": ". ".join(part for part in (one.note, one.reason) if part),
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
    ready = f"{text.counted(rows, 'row')} {'is' if rows == 1 else 'are'} ready and"
    if is_new:
        return f"{ready} make an operation of {text.counted(len(preview.operation.camps), 'camp')}"
    if not rows:
        day = text.date(preview.operation.planning_start, year=True)
        return f"Planning would start on {day}; no table changes besides"
    left_out = len(preview.mending.left_out)
    without = f"; {text.counted(left_out, 'row')} {'is' if left_out == 1 else 'are'} left out" if left_out else ""
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
        return "These files hold nothing that can be used"
    return NOTHING_NEW if preview.change.is_empty() else ""


def _wait_for_answers(preview: Preview, questions: Sequence[ImportQuestion]) -> bool:
    """Whether every error of an upload is a question that a person can answer on the page."""
    asked = {question.finding for question in questions if question.needed}
    return bool(asked) and all(error.message in asked for error in errors_of(preview.findings))


def _what_changes(preview: Preview, verb: str) -> str:
    assert preview.change is not None  # only an upload without errors changes anything
    if touched := len(preview.change.population):
        return f"{verb} the count of {text.counted(touched, 'camp')}"
    tables = [change.table for change in preview.change.tables]
    named = (
        tables if len(tables) <= MOST_TABLES else [*tables[:MOST_TABLES], f"{len(tables) - MOST_TABLES} more tables"]
    )
    return f"{verb} {text.joined(named)}"


def _rows_that_stop(errors: Sequence[Finding], rows: int) -> str:
    wrong = {(f.table, f.row) for f in errors}
    if any(f.row is None for f in errors):
        faults = faults_of(errors, "error")
        return f"{text.counted(faults, 'error')} {'stops' if faults == 1 else 'stop'} this upload"
    stop = "stops" if len(wrong) == 1 else "stop"
    left = rows - len(wrong)
    others = "; the other is well" if left == 1 else f"; the other {text.whole(left)} are well" if left > 0 else ""
    return f"{text.counted(len(wrong), 'row')} {stop} this upload{others}"


def lead(preview: Preview, questions: Sequence[ImportQuestion] = ()) -> str:
    """Under it: the first thing to mend, or that nothing is saved yet."""
    errors = errors_of(preview.findings)
    if preview.imported.waits_for_persons():
        return "Say for each column what is done with it. Nothing was stored, and no value of it is shown."
    if _wait_for_answers(preview, questions):
        return MUST_LEAD
    if errors:
        first = errors[0]
        return f"{text.first_capital(first.place())}: {first.message} {first.suggestion} Nothing was saved."
    if preview.change is not None and preview.change.is_empty():
        return "There is nothing to save."
    if preview.later_count is not None and preview.operation is not None:
        start = text.date(preview.operation.planning_start)
        newest = text.date(pd.Timestamp(preview.later_count))
        return (
            f"Counts after the planning start, {start}, are kept but not used; the newest are of {newest}. "
            "To use them, plan from that day: see below. Nothing is saved yet."
        )
    return "Nothing is saved yet."


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
    return pd.DataFrame(rows, columns=["Table", "Rows in the files", "Stored now", "After saving"])


def tables_changed(preview: Preview) -> pd.DataFrame:
    """Rows added, removed and changed, by table."""
    changed = preview.change.tables if preview.change else ()
    rows = [(c.table, *(text.whole(n) if n else "" for n in (c.added, c.changed, c.removed))) for c in changed]
    return pd.DataFrame(rows, columns=["Table", "Added", "Changed", "Removed"])


def vanishing(preview: Preview) -> str:
    """Rows that would be gone, in words; empty where none would."""
    gone = [(c.table, c.removed) for c in (preview.change.tables if preview.change else ()) if c.removed]
    if not gone:
        return ""
    named = text.joined([f"{text.counted(number, 'row')} of {table}" for table, number in gone])
    return f"{named} would be gone. Choose “Add rows to them” to keep what is stored."


def effects(effect: pd.DataFrame, *, has_items: bool) -> pd.DataFrame:
    """What the upload means, camp by camp, as words; shelves and needs only where items are listed."""
    columns = ["Camp", "Now", "New", "Change", "First shelf to be empty", "Needs of 4 weeks"]
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
    more = f"{text.counted(left, 'more camp')} change less. " if left > 0 else ""
    lacks = "" if has_items else f"{NO_ITEMS} "
    return f"{more}{lacks}Counts are the latest of each camp. Plans that exist stay; a new one uses the new data."


def size(files: int, byte_count: int) -> str:
    """Number and size of files."""
    large = f"{byte_count / 1e6:,.1f}{text.NBSP}MB" if byte_count >= 1e6 else f"{byte_count / 1e3:,.1f}{text.NBSP}kB"
    return f"{text.counted(files, 'file')}, {large}"


def stored_heading(opened: OpenOperation, is_new: bool) -> str:
    """Heading of what is stored; beside a new operation it says whose tables these are."""
    whose = f" of {opened.version.operation}" if is_new else ""
    return f"What is stored{whose}: {data_span(opened.operation)}"


def data_span(operation: Operation) -> str:
    """What the current tables hold, in one line."""
    counted = operation.population.dropna(subset=[Population.population])
    tables = sum(operation.has(name) for name in operation.tables)
    when = ""
    if len(counted):
        first, last = counted[Population.date].min(), counted[Population.date].max()
        when = f", counts from {text.date(first, year=True)} to {text.date(last, year=True)}"
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
        return "not known"
    now = f"{row['first_empty_now']}, {text.date(row['empty_on_now'])}"
    if not text.known(row["first_empty_before"]):
        return now
    if (row["first_empty_now"], row["empty_on_now"]) == (row["first_empty_before"], row["empty_on_before"]):
        return f"{now}, as before"
    return f"{now}; was {row['first_empty_before']}, {text.date(row['empty_on_before'])}"


def _needs(row: dict) -> str:
    if not text.known(row["need_t_now"]):
        return "not known"
    if not text.known(row["need_t_before"]):
        return text.tonnes(row["need_t_now"])
    more = row["need_t_now"] - row["need_t_before"]
    if abs(more) < 0.05:
        return f"{text.tonnes(row['need_t_now'])}, as before"
    return f"{text.tonnes(row['need_t_now'])}, {text.tonnes(abs(more))} {'more' if more > 0 else 'less'}"
