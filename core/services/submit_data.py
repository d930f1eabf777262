"""Submit data: they wait for a second person; at a machine without accounts one person publishes them at once."""

from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from core.domain.access import Actor, Right, require
from core.errors import InvalidTable
from core.metrics.meter import timed
from core.services.mending import note_of
from core.services.open_operation import OpenOperation
from core.services.remember_mappings import remember_mappings
from core.services.resources import Resources
from core.services.upload_tables import Preview, kept_sources
from core.services.what_was_seen import what_was_seen
from core.store import Draft, Submission, VersionInfo


@dataclass(frozen=True)
class Saved:
    """What became of data that somebody saved: a data version at once, or a submission that waits."""

    version: VersionInfo | None = None
    submission: Submission | None = None

    def in_use(self) -> VersionInfo:
        """The version, where it is known that nobody else is asked."""
        if self.version is None:
            raise ValueError("Expected data that are published, got a submission that waits.")
        return self.version


def draft_of_upload(preview: Preview, current: OpenOperation | None, note: str = "") -> Draft:
    """What a previewed upload submits, with all it takes to make its tables again from the files.

    Raises
    ------
    InvalidTable
        If the preview holds errors.
    """
    if preview.operation is None:
        raise InvalidTable(
            "The upload holds errors and cannot be saved.", preview.findings, "Mend them and upload again."
        )
    mending = preview.mending
    return Draft(
        name=current.version.operation if current else preview.operation.settings.name,
        operation=preview.operation,
        parent=current.version.id if current else None,
        note=note_of(note, mending, preview.told_start),
        sources=kept_sources(preview),
        mapping={mark: _as_json(said) for mark, said in preview.imported.recalled.items()},
        answers={
            "kind": "upload",
            "how": preview.how,
            "left_out": [list(row) for row in sorted(mending.left_out)],
            "plan_from": None if mending.plan_from is None else mending.plan_from.isoformat(),
            "called": preview.operation.settings.name,
            "said": _as_json(preview.answers),
            "today": None if preview.today is None else str(preview.today.date()),
        },
    )


def save_upload(
    resources: Resources, preview: Preview, current: OpenOperation | None, actor: Actor, note: str = ""
) -> Saved:
    """Publish a previewed upload, or submit it where a second person can be asked; raises as its two parts.

    What the person said about columns is remembered for files of the same header.
    """
    saved = save_or_submit(resources, draft_of_upload(preview, current, note), actor)
    remember_mappings(resources, preview.imported, preview.answers, actor.name)
    return saved


def submit_data(resources: Resources, draft: Draft, actor: Actor) -> Submission:
    """Submit data; nothing that is published changes.

    Raises
    ------
    NotAllowed
        Unless the actor may submit data.
    StoreError
        If the name of the operation cannot be stored.
    """
    require(actor, Right.SUBMIT_DATA)
    return resources.store.submissions.submit(with_what_was_seen(resources, draft), actor)


@timed("submit")
def save_or_submit(resources: Resources, draft: Draft, actor: Actor) -> Saved:
    """Publish at once where nobody else can be asked, and submit where somebody can.

    At a machine without accounts submission, approval and publication are one transaction, and the record says that one
    person did all three.

    Raises
    ------
    NotAllowed
        Unless the actor may submit data.
    StoreError
        If a newer version exists than the one the data were made from, or a new operation's name is taken.
    """
    if actor.signed_in:
        return Saved(submission=submit_data(resources, draft, actor))
    for right in (Right.SUBMIT_DATA, Right.APPROVE_DATA, Right.PUBLISH_DATA):
        require(actor, right)
    return Saved(resources.store.submissions.publish_at_once(with_what_was_seen(resources, draft), actor))


def _as_json(said: BaseModel) -> dict[str, Any]:
    return said.model_dump(mode="json", exclude_defaults=True)


def with_what_was_seen(resources: Resources, draft: Draft) -> Draft:
    """A draft with the versions of data, model, solver and code that were looked at, for the record."""
    parent = None if draft.parent is None else resources.store.version_of_id(draft.parent)
    return replace(draft, seen={**what_was_seen(resources, parent), **draft.seen})
