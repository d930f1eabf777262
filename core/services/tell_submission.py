"""Submissions, versions, proposed plans and decisions in words, the same on pages and on the command line."""

import pandas as pd

from core.services.effect_on_plan import PlanEffect
from core.services.replay_plan import Replayed
from core.services.review_data import SubmissionReview
from core.services.verify_decisions import Verified
from core.store import Entry, Proposal, Submission, VersionInfo

SUPPLY = ("stock", "arrivals", "offers")
"""Tables of goods that a plan stands on."""
SHOWN_SENTENCES = 20
SHOWN_CAMPS = 5
SHOWN_FAULTS = 20


def told_submission(one: Submission) -> str:
    """``submission 3 for “Op” by Amina, 2026-11-27 10:00 UTC, approved by Ben: July``."""
    note = f": {_line(one.note)}" if one.note else ""
    by = one.published_by or one.decided_by
    decided = f" by {by}" if by else ""
    when = f"{one.created:%Y-%m-%d %H:%M} UTC"
    what = f"submission {one.id} for “{_line(one.operation)}” by {_line(one.author)}"
    return f"{what}, {when}, {one.state.value}{decided}{note}"


def told_version(version: VersionInfo) -> str:
    """``version 3, 2026-11-27 10:00 UTC by Amina: July``."""
    by = f" by {_line(version.author)}" if version.author else ""
    note = f": {_line(version.note)}" if version.note else ""
    return f"version {version.number}, {version.created:%Y-%m-%d %H:%M} UTC{by}{note}"


def told_review(review: SubmissionReview) -> list[str]:
    """What a submission would change, sentence by sentence."""
    told = list(review.change.sentences[:SHOWN_SENTENCES])
    if len(review.effect):
        told.append(f"People, shelves or needs change in {_camps(len(review.effect))}.")
    told += told_plan_effect(review.plan_effect)
    supply = [table.table for table in review.change.tables if table.table in SUPPLY]
    if review.plan_effect is not None and supply:
        told.append(
            f"It stands on goods of {' and '.join(supply)}, which change here: whether they are still there for plan "
            f"{review.plan_effect.proposal.id} is not counted. Solve it again before trucks are loaded."
        )
    if not review.is_current and review.newest is not None:
        told.append(
            f"A newer version exists, number {review.newest.number}: before it is published, the change has to be laid "
            f"on top of that one (`aid rebase {review.submission.id}`)."
        )
    return told


def told_plan_effect(effect: PlanEffect | None) -> list[str]:
    """What changed data mean for the plan that was approved last."""
    if effect is None:
        return ["No plan is approved, so none is touched."]
    told = []
    number = effect.proposal.id
    if effect.lost_shipments:
        told.append(f"Approved plan {number} has {effect.lost_shipments} shipments on roads that are no longer there.")
    if effect.why_not:
        return [*told, f"What it means for approved plan {number} is not known: {effect.why_not}"]
    if effect.camps.empty:
        return [*told, f"Approved plan {number}, sent as it stands, meets the need of every camp as before."]
    rows = effect.camps.head(SHOWN_CAMPS).to_dict("records")
    camps = "; ".join(f"{row['name']} {_share(row['met_before'])} to {_share(row['met_now'])}" for row in rows)
    more = len(effect.camps) - len(rows)
    rest = f"; and {_camps(more)} more" if more else ""
    return [*told, f"Approved plan {number}, sent as it stands, meets other shares of need: {camps}{rest}."]


def told_proposal(one: Proposal) -> str:
    """``plan 2 for “Op” (Baseline) by Amina, 2026-11-27 10:00 UTC, approved by Ben: for November``."""
    note = f": {_line(one.note)}" if one.note else ""
    decided = f" by {one.decided_by}" if one.decided_by else ""
    when = f"{one.created:%Y-%m-%d %H:%M} UTC"
    who = f"by {_line(one.author)}, {when}, {one.state.value}{decided}{note}"
    return f"plan {one.id} for “{_line(one.operation)}” ({_line(one.scenario.name)}) {who}"


def told_replay(found: Replayed) -> list[str]:
    """Whether a plan made anew is the same, and what made it otherwise."""
    number = found.proposal.id
    changed = [f"Since then {words}." for words in found.changed]
    if found.same:
        return [f"Plan {number} replays to the same numbers, {found.digest_now[:12]}.", *changed]
    files = ", ".join(found.differing)
    told = f"Plan {number} does NOT replay to the same numbers; other content in {files}."
    return [told, *(changed or ["Nothing that made it has changed; a solve that ended at its time limit may differ."])]


def told_entry(entry: Entry) -> str:
    """``12. 2026-11-27 10:00 UTC Ben (approver, page) approved data: submission 3 of “Op”. Reason``."""
    roles = ", ".join(entry.roles) if entry.signed_in else "one person at a machine without accounts"
    of = f" of “{_line(entry.operation)}”" if entry.operation else ""
    subject = f": {entry.subject}{of}" if entry.subject else of
    reason = f" {_line(entry.reason)}" if entry.reason else ""
    when = f"{entry.time:%Y-%m-%d %H:%M} UTC"
    return f"{entry.number}. {when} {entry.name} ({roles}; {entry.door}) {entry.act}{subject}.{reason}"


def told_verified(found: Verified) -> list[str]:
    """What checking the record found."""
    chain = found.chain
    count = f"{chain.entries:,} {'entry' if chain.entries == 1 else 'entries'}"
    told = [
        f"The record of decisions holds: {count}, each follows from the one before it."
        if chain.holds
        else f"The record of decisions does NOT hold, first at entry {chain.broken}. {chain.why}"
    ]
    told += [f"Fault: {fault}" for fault in found.faults[:SHOWN_FAULTS]]
    if len(found.faults) > SHOWN_FAULTS:
        told.append(f"... and {len(found.faults) - SHOWN_FAULTS} more faults.")
    told += [f"Note: {note}" for note in found.notes[:SHOWN_FAULTS]]
    if len(found.notes) > SHOWN_FAULTS:
        told.append(f"... and {len(found.notes) - SHOWN_FAULTS} more notes.")
    if found.rebuilt:
        same = sum(each.same is True for each in found.rebuilt)
        cannot = sum(each.same is None for each in found.rebuilt)
        told.append(f"{same} versions were made again from their files, bit for bit; {cannot} did not come from files.")
    return told


def _line(words: str) -> str:
    """Words of a person on one line, so that none of them can look like a line of its own, as another entry would."""
    return " ".join(words.split())


def _share(value: float) -> str:
    return "not known" if pd.isna(value) else f"{value:.0%}"


def _camps(number: int) -> str:
    return f"{number:,} camp" if number == 1 else f"{number:,} camps"
