"""Look at what somebody submitted, and approve, reject or withdraw it."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from core.domain.access import Actor, Right, require, require_another
from core.domain.operation import Operation
from core.domain.same_name import name_key
from core.errors import NotAllowed, StoreError
from core.intake import Change, describe_change
from core.services.effect_of_change import effect_of_change
from core.services.effect_on_plan import PlanEffect, effect_on_plan
from core.services.resources import Resources
from core.services.what_was_seen import what_was_seen
from core.store import State, Submission, VersionInfo

__all__ = [
    "State",
    "Submission",
    "SubmissionReview",
    "approve_data",
    "reject_data",
    "review_submission",
    "submissions_of",
    "waiting_submissions",
    "withdraw_data",
]

LONGEST_REASON = 500
"""Characters."""


@dataclass(frozen=True, eq=False)
class SubmissionReview:
    """What a submission would change.

    Attributes
    ----------
    operation
        Its tables as they would be.
    parent, newest
        The data version it was made from, and the newest; None where there is none.
    change
        The difference to the version it was made from.
    effect
        What that means for people, shelves and needs (``effect_of_change``).
    plan_effect
        What it means for the plan that was approved last; None where there is none.
    """

    submission: Submission
    operation: Operation
    parent: VersionInfo | None
    newest: VersionInfo | None
    change: Change
    effect: pd.DataFrame
    plan_effect: PlanEffect | None

    @property
    def is_current(self) -> bool:
        """Whether it was made from the newest version; else it has to be rebased before it is published."""
        return (self.newest.id if self.newest else None) == self.submission.parent


def review_submission(resources: Resources, number: int) -> SubmissionReview:
    """Everything a second person looks at before they decide.

    Raises
    ------
    StoreError
        If there is no such submission, or it is not what was submitted.
    """
    store = resources.store
    submission = store.submissions.get(number)
    after = store.submissions.tables(number)
    parent = None if submission.parent is None else store.version_of_id(submission.parent)
    before = None if parent is None else store.load_version(parent.id)
    return SubmissionReview(
        submission=submission,
        operation=after,
        parent=parent,
        newest=store.latest_version(submission.operation),
        change=describe_change(before, after),
        effect=effect_of_change(resources, before, after),
        plan_effect=effect_on_plan(resources, submission.operation, after),
    )


def submissions_of(resources: Resources, operation: str | None = None) -> list[Submission]:
    """Every submission of an operation, of all where none is named, newest first."""
    return resources.store.submissions.of(operation)


def waiting_submissions(resources: Resources, operation: str | None = None) -> list[Submission]:
    """Submissions that wait for a decision or for publication, the oldest first."""
    return resources.store.submissions.of(operation, (State.SUBMITTED, State.APPROVED))[::-1]


def approve_data(resources: Resources, number: int, actor: Actor, reason: str = "") -> Submission:
    """Approve a submission of somebody else.

    Raises
    ------
    NotAllowed
        Unless the actor may approve data and is not who submitted them, nor who submitted what they were rebased from.
    StoreError
        If there is no such submission, or it does not wait any more.
    """
    submission = resources.store.submissions.get(number)
    for author in _authors(resources, submission):
        require_another(actor, author, Right.APPROVE_DATA)
    return _decided(resources, submission, resources.store.submissions.approve, actor, reason)


def reject_data(resources: Resources, number: int, actor: Actor, reason: str) -> Submission:
    """Reject a submission, with a reason; raises as ``approve_data``, but one's own may be rejected too."""
    submission = resources.store.submissions.get(number)
    require(actor, Right.APPROVE_DATA)
    if not reason.strip():
        raise StoreError(f"Submission {number} was not rejected: no reason is given.", "Say why; its author reads it.")
    return _decided(resources, submission, resources.store.submissions.reject, actor, reason)


def withdraw_data(resources: Resources, number: int, actor: Actor, reason: str = "") -> Submission:
    """Take one's own submission back before it is published.

    Raises
    ------
    NotAllowed
        Unless the actor submitted it.
    StoreError
        If there is no such submission, or it was rejected, published or withdrawn already.
    """
    submission = resources.store.submissions.get(number)
    require(actor, Right.SUBMIT_DATA)
    if actor.signed_in and name_key(actor.name) != name_key(submission.author):
        raise NotAllowed(
            f"Submission {number} is {submission.author}'s, and {actor.name} may not withdraw it.",
            "Ask its author, or somebody who may reject it.",
        )
    return _decided(resources, submission, resources.store.submissions.withdraw, actor, reason)


def _authors(resources: Resources, submission: Submission) -> list[str]:
    """Who submitted it, and who submitted what it was rebased from: laid on top, a change stays its author's."""
    authors = [submission.author]
    while submission.answers.get("kind") == "rebase":
        # numbers only go down, so that a row altered by hand cannot lead in a circle
        before = resources.store.submissions.get(int(submission.answers["of"]))
        if before.id >= submission.id:
            break
        submission = before
        authors.append(submission.author)
    return authors


def _decided(
    resources: Resources, submission: Submission, decide: Callable[..., None], actor: Actor, reason: str
) -> Submission:
    if len(reason) > LONGEST_REASON:
        raise StoreError(
            f"The reason has {len(reason):,} characters, at most {LONGEST_REASON} are kept.", "Say it shorter."
        )
    parent = None if submission.parent is None else resources.store.version_of_id(submission.parent)
    decide(submission.id, actor, reason.strip(), what_was_seen(resources, parent))
    return resources.store.submissions.get(submission.id)
