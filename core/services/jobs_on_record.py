"""Long work on record: who asked for what, which process sees to it, and where its answer is kept."""

import uuid

from core.domain.access import Actor
from core.services.long_work import Work
from core.services.open_operation import OpenOperation
from core.services.resources import Resources
from core.store import JobRecord, JobState, NewJob

__all__ = ["JobRecord", "JobState", "new_job_id", "put_on_record"]


def new_job_id() -> str:
    """A name that no other job has."""
    return uuid.uuid4().hex


def put_on_record(
    resources: Resources, identifier: str, work: Work, opened: OpenOperation, actor: Actor, owner: str
) -> JobRecord:
    """Put work on record; it is done at once where its answer is kept.

    Parameters
    ----------
    owner
        Name of the process that sees to it.

    Raises
    ------
    StoreUnavailable
        If it cannot be written down.
    """
    new = NewJob(
        id=identifier,
        operation=opened.version.operation,
        data_version=opened.version.id,
        kind=work.kind,
        key=work.key,
        question=work.request,
        asked_by=actor.name,
        owner=owner,
    )
    return resources.store.jobs.begin(new, is_done=resources.results.holds(work.key))
