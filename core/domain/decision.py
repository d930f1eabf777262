"""A decision as it is put on record: who did what, through which door, why, and what they had seen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from core.domain.access import Actor


class Act(StrEnum):
    """What may be decided; the value is how it is said after a name: “Amina approved data”."""

    SUBMIT = "submitted data"
    APPROVE = "approved data"
    REJECT = "rejected data"
    WITHDRAW = "withdrew data"
    PUBLISH = "published data"
    MERGE = "merged what a bundle brought"
    ROLL_BACK = "went back to earlier data"
    PROPOSE_PLAN = "proposed a plan"
    APPROVE_PLAN = "approved a plan"
    REJECT_PLAN = "rejected a plan"
    ISSUE_WAYBILLS = "issued waybills"
    KEEP_OVERRIDE = "kept a figure of their own"
    WITHDRAW_OVERRIDE = "took back a figure of their own"
    PROPOSE_MODEL = "proposed a model"
    ACCEPT_MODEL = "accepted a proposed model"
    DECLINE_MODEL = "declined a proposed model"
    ACCEPT_ACTION = "accepted a recommended action"
    DECLINE_ACTION = "declined a recommended action"
    SNOOZE_ACTION = "put off a recommended action"
    CHANGE_WEBHOOK = "changed who is told of changes"
    CHANGE_CONNECTOR = "changed who is asked for figures"
    ACCEPT_PRIORITY = "accepted a proposed priority"
    DECLINE_PRIORITY = "declined a proposed priority"
    PROMOTE_MODEL = "promoted a model"
    ROLL_BACK_MODEL = "went back to an earlier model"
    EXPORT = "took data out"
    CHANGE_ACCOUNT = "changed an account"
    BACK_UP = "made a safety copy"
    RESTORE = "put a safety copy back"


@dataclass(frozen=True)
class Decision:
    """What is about to be recorded.

    Attributes
    ----------
    act, actor
        What was done, and by whom.
    operation
        Operation it is about; empty where it is about none.
    subject
        What it was done to, in words, as in ``version 3``.
    reason
        Why, in the person's own words; may be empty.
    seen
        What the person had before them, as plain JSON values: data version and fingerprint, model version and hash,
        versions of solver, libraries, rules and program, scenario.
    """

    act: Act
    actor: Actor
    operation: str = ""
    subject: str = ""
    reason: str = ""
    seen: Mapping[str, Any] = field(default_factory=dict)
