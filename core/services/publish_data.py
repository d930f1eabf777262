"""Publish approved data; where a newer version came meanwhile, say what clashes and put the change on top of it."""

from dataclasses import dataclass

import pandas as pd

from core.domain.access import Actor, Right, require
from core.domain.finding import errors_of
from core.domain.operation import Operation
from core.errors import InvalidTable, StoreError
from core.intake import check_tables
from core.services.lay_on_top import lay_on_top
from core.services.resources import Resources
from core.services.submit_data import with_what_was_seen
from core.services.what_was_seen import what_was_seen
from core.store import Draft, State, Submission, VersionInfo

NAMED = 3
"""Clashes that a refusal names before it counts the others."""


@dataclass(frozen=True, eq=False)
class Rebase:
    """A submission laid on top of the newest data version.

    Attributes
    ----------
    submission
        The one that was made from an older version.
    newest
        The version it is laid on.
    conflicts
        ``table,key,columns,newer,submitted``: rows that both changed, otherwise; see ``lay_on_top``.
    operation
        The tables with both changes; None where rows clash.
    """

    submission: Submission
    newest: VersionInfo
    conflicts: pd.DataFrame
    operation: Operation | None

    def told(self) -> str:
        """What clashes, in words."""
        if self.conflicts.empty:
            return "No row was changed by both."
        rows = self.conflicts.head(NAMED).to_dict("records")
        shown = "; ".join(
            f"{row['table']} {row['key']} ({row['newer']} there, {row['submitted']} here)".replace("  ", " ")
            for row in rows
        )
        more = len(self.conflicts) - len(rows)
        return f"Changed by both, otherwise: {shown}{f'; and {more} more' if more else ''}."


def publish_data(resources: Resources, number: int, actor: Actor) -> VersionInfo:
    """Make an approved submission the newest data version.

    Raises
    ------
    NotAllowed
        Unless the actor may publish data.
    StoreError
        If it is not approved; or a newer version exists than the one it was made from: the message then says what
        clashes, and nothing is changed.
    """
    require(actor, Right.PUBLISH_DATA)
    store = resources.store
    submission = store.submissions.get(number)
    newest = store.latest_version(submission.operation)
    if submission.state == State.APPROVED and newest is not None and newest.id != submission.parent:
        raise _stale(look_at_rebase(resources, number))
    parent = None if submission.parent is None else store.version_of_id(submission.parent)
    return store.submissions.publish(number, actor, what_was_seen(resources, parent))


def look_at_rebase(resources: Resources, number: int) -> Rebase:
    """What laying a submission on top of the newest version makes, and what clashes.

    Raises
    ------
    StoreError
        If there is no such submission, or no newer version than the one it was made from.
    InvalidTable
        If the tables with both changes hold errors.
    """
    store = resources.store
    submission = store.submissions.get(number)
    newest = store.latest_version(submission.operation)
    if newest is None or newest.id == submission.parent:
        raise StoreError(f"Submission {number} is made from the newest version already.", "Approve or publish it.")
    base = None if submission.parent is None else store.load_version(submission.parent)
    tables, conflicts = lay_on_top(base, store.load_version(newest.id), store.submissions.tables(number))
    operation = None
    if conflicts.empty:
        operation, findings = check_tables(tables)
        if operation is None:
            errors = errors_of(findings)
            raise InvalidTable(
                f"On top of version {newest.number} submission {number} makes {len(errors)} errors.",
                findings,
                "Upload the files again and look at them against the newest version.",
            )
    return Rebase(submission, newest, conflicts, operation)


def rebase_data(resources: Resources, number: int, actor: Actor) -> Submission:
    """Submit the same change anew on top of the newest version; the old submission is withdrawn.

    The new one waits for approval like any other: nobody has yet seen both changes together.

    Raises
    ------
    NotAllowed
        Unless the actor may submit data.
    StoreError
        If rows clash, or as ``look_at_rebase``.
    InvalidTable
        As ``look_at_rebase``.
    """
    require(actor, Right.SUBMIT_DATA)
    found = look_at_rebase(resources, number)
    old, newest = found.submission, found.newest
    if old.state not in (State.SUBMITTED, State.APPROVED):
        raise StoreError(f"Submission {number} is {old.state.value}; there is nothing to rebase.", "Look at the list.")
    if found.operation is None:
        raise _stale(found)
    sources = {file: resources.store.raw.read(digest) for file, digest in old.sources.items()}
    note = f"{old.note}. " if old.note else ""
    draft = Draft(
        name=old.operation,
        operation=found.operation,
        parent=newest.id,
        note=f"{note}Submission {old.id} by {old.author} on top of version {newest.number}",
        sources=sources,
        mapping=old.mapping,
        answers={"kind": "rebase", "of": old.id},
    )
    draft = with_what_was_seen(resources, draft)
    return resources.store.submissions.submit_anew(old.id, draft, actor, what_was_seen(resources))


def _stale(found: Rebase) -> StoreError:
    number, newest = found.submission.id, found.newest
    hint = (
        f"Lay it on top with `aid rebase {number}`; it is then approved anew."
        if found.conflicts.empty
        else "Upload the files again, look at them against the newest version, and submit that."
    )
    return StoreError(
        f"Submission {number} was made from an older version than number {newest.number} of “{newest.operation}”, "
        f"saved by {newest.author or 'somebody'} on {newest.created:%Y-%m-%d %H:%M} UTC. {found.told()}",
        hint,
    )
