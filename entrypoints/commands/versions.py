"""``aid submit``, ``approve``, ``reject``, ``publish``, ``rebase``, ``rollback``, ``versions``: data by two people."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from entrypoints.commands.numbers import ON_RECORD
from entrypoints.commands.output import as_json, records, show

if TYPE_CHECKING:
    from core.services.review_data import Submission, SubmissionReview

by_option = click.option("--by", default="", help="Your name, where nobody is signed in; the record keeps it.")
number_argument = click.argument("number", type=ON_RECORD)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--to", "name", required=True, help="Name of the operation they are for; a new one where there is none.")
@click.option("--note", default="", help="What they are, in a sentence; it is kept.")
@click.option("--add", is_flag=True, help="Add rows to the stored tables by key, in place of replacing the tables.")
@by_option
@as_json
def submit(files: tuple[Path, ...], name: str, note: str, add: bool, by: str, as_json: bool) -> None:
    """Submit tables, FILES or a folder of them, for approval by a second person; nothing in use changes.

    Example: aid submit july/population.csv --to "Great Lakes response" --note "Counts of July"
    """
    from core.services.submit_data import draft_of_upload, submit_data
    from core.services.submit_files import read_submission

    resources, actor = _resources(), _acting(by)
    preview, current = read_submission(resources, files, name, "add" if add else "replace")
    made = submit_data(resources, draft_of_upload(preview, current, note), actor)
    counts = ", ".join(f"{rows:,} rows of {table}" for table, rows in preview.tables.items())
    said = [
        f"Submission {made.id} for “{made.operation}”: {counts}.",
        *(preview.change.sentences if preview.change else ()),
    ]
    said.append(f"Next, by a second person: aid approve {made.id}")
    show({"submission": _row(made), "tables": dict(preview.tables)}, "\n".join(said), as_json)


@click.command()
@number_argument
@click.option("--reason", default="", help="Why, in a sentence; it is kept.")
@by_option
@as_json
def approve(number: int, reason: str, by: str, as_json: bool) -> None:
    """Approve submission NUMBER, which somebody else made.

    Example: aid approve 3 --reason "compared with the camp's own list"
    """
    from core.services.review_data import approve_data, review_submission
    from core.services.tell_submission import told_review

    resources, actor = _resources(), _acting(by)
    review = review_submission(resources, number)
    done = approve_data(resources, number, actor, reason)
    said = [f"Submission {number} is approved by {actor.name}.", *told_review(review), f"Next: aid publish {number}"]
    show({"submission": _row(done), **_review(review)}, "\n".join(said), as_json)


@click.command()
@number_argument
@click.option("--reason", required=True, help="Why, in a sentence; its author reads it.")
@by_option
@as_json
def reject(number: int, reason: str, by: str, as_json: bool) -> None:
    """Reject submission NUMBER; it stays on record.

    Example: aid reject 3 --reason "counts of the wrong month"
    """
    from core.services.review_data import reject_data

    actor = _acting(by)
    done = reject_data(_resources(), number, actor, reason)
    show({"submission": _row(done)}, f"Submission {number} is rejected by {actor.name}.", as_json)


@click.command()
@number_argument
@by_option
@as_json
def publish(number: int, by: str, as_json: bool) -> None:
    """Make approved submission NUMBER the data in use.

    Example: aid publish 3
    """
    from core.services.publish_data import publish_data

    version = publish_data(_resources(), number, _acting(by))
    said = f"Version {version.number} of “{version.operation}” is in use now."
    show({"version": _version(version)}, said, as_json)


@click.command()
@number_argument
@by_option
@as_json
def rebase(number: int, by: str, as_json: bool) -> None:
    """Submit the change of submission NUMBER anew on top of the newest version; the old one is withdrawn.

    Refused with a list where both changed the same row otherwise.

    Example: aid rebase 3
    """
    from core.services.publish_data import rebase_data

    made = rebase_data(_resources(), number, _acting(by))
    said = f"Submission {made.id} holds the change of submission {number} on top of the newest version.\n"
    show({"submission": _row(made)}, f"{said}Next, by a second person: aid approve {made.id}", as_json)


@click.command()
@click.argument("operation")
@click.option("--to", "number", type=ON_RECORD, required=True, help="Number of the version to go back to.")
@click.option("--reason", default="", help="Why, in a sentence; it is kept.")
@by_option
@as_json
def rollback(operation: str, number: int, reason: str, by: str, as_json: bool) -> None:
    """Make an earlier version of OPERATION (its name) the newest again; nothing between is lost.

    Example: aid rollback "Great Lakes response" --to 4 --reason "version 5 holds the wrong month"
    """
    from core.services.open_operation import open_named
    from core.services.roll_back import roll_back, version_numbered

    resources, actor = _resources(), _acting(by)
    current = open_named(resources, operation)
    done = roll_back(resources, current, version_numbered(resources, current, number), actor, reason)
    said = f"Back to version {number} of “{operation}”, which is now version {done.number}; nothing between is lost."
    show({"version": _version(done)}, said, as_json)


@click.command()
@click.argument("operation", required=False)
@click.option("--show", "number", type=ON_RECORD, help="What submission NUMBER would change.")
@as_json
def versions(operation: str | None, number: int | None, as_json: bool) -> None:
    """List what waits, and every version of OPERATION (its name), of all operations without it, newest first.

    Example: aid versions "Great Lakes response"
    """
    from core.services.open_operation import open_named, operation_names
    from core.services.review_data import review_submission, submissions_of, waiting_submissions
    from core.services.tell_submission import told_review, told_submission, told_version
    from core.services.upload_tables import versions_of
    from entrypoints.commands.acting import refuse_strangers

    refuse_strangers()
    resources = _resources()
    if number is not None:
        review = review_submission(resources, number)
        show(_review(review), "\n".join([told_submission(review.submission), *told_review(review)]), as_json)
        return
    names = operation_names(resources) if operation is None else [open_named(resources, operation).version.operation]
    stored = {name: versions_of(resources, name) for name in names}
    waiting = waiting_submissions(resources, operation)
    lines = [f"Waiting: {told_submission(one)}" for one in waiting] or ["Nothing waits for a decision."]
    for name, found in stored.items():
        lines += [f"{name}:", *(f"  {told_version(version)}" for version in found)]
    result = {
        "versions": [_version(version) for found in stored.values() for version in found],
        "submissions": [_row(one) for one in submissions_of(resources, operation)],
    }
    show(result, "\n".join(lines), as_json)


def _resources() -> Any:
    from core.bootstrap import build_resources

    return build_resources()


def _acting(by: str) -> Any:
    from entrypoints.commands.acting import acting

    return acting(by)


def _review(review: "SubmissionReview") -> dict[str, Any]:
    plan = review.plan_effect
    return {
        "submission": _row(review.submission),
        "is_current": review.is_current,
        "sentences": list(review.change.sentences),
        "effect": records(review.effect),
        "plan_effect": None
        if plan is None
        else {
            "plan": plan.proposal.id,
            "camps": records(plan.camps),
            "lost_shipments": plan.lost_shipments,
            "why_not": plan.why_not,
        },
    }


def _row(one: "Submission") -> dict[str, Any]:
    plain = dict(vars(one))
    return {**plain, "state": one.state.value, "sources": dict(one.sources)}


def _version(version: Any) -> dict[str, Any]:
    return {**vars(version), "sources": dict(version.sources)}


COMMANDS = (submit, approve, reject, publish, rebase, rollback, versions)
