"""Make a data version again from the files it came from, as proof that nothing else went into it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from core.domain.operation import Operation
from core.domain.weeks import as_day
from core.errors import AidError
from core.intake.mapping import ImportAnswers, TableAnswers
from core.services.add_records import KIND as RECORDS, with_records
from core.services.answer_counts import CountAnswer, with_answers
from core.services.mending import Mending
from core.services.open_operation import OpenOperation
from core.services.remember_mappings import coding_key_of
from core.services.resources import Resources
from core.services.upload_tables import named, preview_upload
from core.store import Submission, VersionInfo


@dataclass(frozen=True)
class Rebuilt:
    """One version made again.

    Attributes
    ----------
    version
        The version on record.
    same
        Whether the same tables came out, bit for bit; None where it cannot be made again.
    why
        Why it differs, or cannot be made again; empty where it is the same.
    """

    version: VersionInfo
    same: bool | None
    why: str = ""


def rebuild_version(resources: Resources, version: VersionInfo) -> Rebuilt:
    """Read the raw files of a version anew, with the answers on record, and compare fingerprints.

    A fingerprint is the sha256 of every cell of every table as it is written.
    """
    submission = resources.store.submissions.of_version(version.id)
    if submission is None:
        return Rebuilt(version, None, "it did not come from files, but from the program itself or an earlier version")
    try:
        made = _rebuilt(resources, submission)
    except AidError as error:
        return Rebuilt(version, False, error.message)
    if made is None:
        return Rebuilt(version, None, f"it came by “{submission.answers.get('kind', 'unknown')}”, not from files")
    if made.fingerprint == version.fingerprint:
        return Rebuilt(version, True)
    return Rebuilt(
        version,
        False,
        f"the files now read as {made.fingerprint[:12]}, the version is {version.fingerprint[:12]}: "
        "files are read otherwise by this version of the program, or the version was altered",
    )


def _rebuilt(resources: Resources, submission: Submission) -> Operation | None:
    store, answers = resources.store, submission.answers
    parent = None
    if submission.parent is not None:
        parent = OpenOperation(store.load_version(submission.parent), store.version_of_id(submission.parent))
    if answers.get("kind") == "count_answers" and parent is not None:
        given = [CountAnswer((str(a), str(b), str(c)), choice) for a, b, c, choice in answers["answers"]]
        return with_answers(parent.operation, given, str(answers["reason"]))
    if answers.get("kind") == RECORDS and parent is not None:
        return with_records(parent.operation, answers["table"], answers["rows"])
    if answers.get("kind") != "upload":
        return None
    files = {file: store.raw.read(digest) for file, digest in submission.sources.items()}
    preview = preview_upload(
        parent,
        files,
        answers["how"],
        None if answers["today"] is None else as_day(answers["today"]),
        mending=_mending(answers),
        answers=ImportAnswers.model_validate(answers["said"]),
        recall=lambda _: {mark: TableAnswers.model_validate(said) for mark, said in submission.mapping.items()},
        coding_key=lambda: coding_key_of(resources),
    )
    if parent is None:
        preview = named(preview, str(answers["called"]))
    return preview.operation


def _mending(answers: Any) -> Mending:
    start = answers["plan_from"]
    return Mending(
        frozenset((str(table), int(row)) for table, row in answers["left_out"]),
        None if start is None else dt.date.fromisoformat(start),
    )
