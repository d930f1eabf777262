"""Merge what people kept beside the data: scenarios by name, plans by key, own figures by who and when, waybills."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from core.bundle.records import BundledDispatch, BundledOverride, BundledPlan, BundledScenario
from core.three_way import Conflict, Prefer


@dataclass(frozen=True)
class Withdrawal:
    """A standing figure of ours that is taken back, as the other side did, or because the other side's stands."""

    override: BundledOverride
    by: str
    when: dt.datetime


@dataclass(frozen=True)
class MergedRecords:
    """What is to be stored beside what is there.

    Attributes
    ----------
    scenarios
        New ones, and those that replace ours of the same name.
    plans, overrides, dispatches
        New ones.
    withdrawals
        Figures of ours that no longer stand; they stay in the record.
    conflicts, notes
        What both sides have differently, and what else a person should know, in words.
    """

    scenarios: tuple[BundledScenario, ...] = ()
    plans: tuple[BundledPlan, ...] = ()
    overrides: tuple[BundledOverride, ...] = ()
    dispatches: tuple[BundledDispatch, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.scenarios or self.plans or self.overrides or self.dispatches or self.withdrawals)


def merge_records(
    scenarios: tuple[Sequence[BundledScenario], Sequence[BundledScenario]],
    plans: tuple[Sequence[BundledPlan], Sequence[BundledPlan]],
    overrides: tuple[Sequence[BundledOverride], Sequence[BundledOverride]],
    dispatches: tuple[Sequence[BundledDispatch], Sequence[BundledDispatch]],
    prefer: Prefer | None,
) -> MergedRecords:
    """Merge the records of two sides, each pair ours first.

    A scenario or figure that both have differently is a conflict. A plan accepted on both sides stays as it was
    accepted here; the other acceptance is told. Waybills that were issued are never exchanged: what both sides issued
    otherwise for the same week of a plan is a conflict, and ours stay.
    """
    new_scenarios, clashing = _scenarios(*scenarios, prefer)
    new_plans, notes, plan_conflicts = _plans(*plans, prefer)
    new_overrides, withdrawals, figure_conflicts = _overrides(*overrides, prefer)
    new_dispatches, waybill_conflicts = _dispatches(*dispatches, prefer)
    conflicts = (*clashing, *plan_conflicts, *figure_conflicts, *waybill_conflicts)
    return MergedRecords(new_scenarios, new_plans, new_overrides, new_dispatches, withdrawals, conflicts, notes)


def _scenarios(
    ours: Sequence[BundledScenario], theirs: Sequence[BundledScenario], prefer: Prefer | None
) -> tuple[tuple[BundledScenario, ...], tuple[Conflict, ...]]:
    here = {scenario.name: scenario for scenario in ours}
    new = [scenario for scenario in theirs if scenario.name not in here]
    differing = [s for s in theirs if s.name in here and s.content != here[s.name].content]
    conflicts = tuple(
        Conflict("scenarios", f"name={s.name}", "content", here[s.name].content, s.content, "", prefer)
        for s in differing
    )
    return (*new, *(differing if prefer == "theirs" else ())), conflicts


def _plans(
    ours: Sequence[BundledPlan], theirs: Sequence[BundledPlan], prefer: Prefer | None
) -> tuple[tuple[BundledPlan, ...], tuple[str, ...], tuple[Conflict, ...]]:
    here = {plan.key: plan for plan in ours}
    notes, conflicts = [], []
    for plan in theirs:
        own = here.get(plan.key)
        if own is None or own == plan:
            continue
        if (own.fingerprint, own.scenario, own.summary) != (plan.fingerprint, plan.scenario, plan.summary):
            # the same question cannot have two answers: an accepted plan is never exchanged, whatever is preferred
            told = [f"{p.author}, {p.created:%Y-%m-%d}: {dict(sorted(p.summary.items()))}" for p in (own, plan)]
            conflicts.append(
                Conflict(
                    "accepted plans", f"key={plan.key}", "content", told[0], told[1], "", "ours" if prefer else None
                )
            )
        else:
            notes.append(
                f"The plan {plan.key[:8]} was accepted on both sides: here by {own.author or 'nobody named'} on "
                f"{own.created:%Y-%m-%d}, there by {plan.author or 'nobody named'} on {plan.created:%Y-%m-%d}; "
                f"the record here stays."
            )
    return tuple(plan for plan in theirs if plan.key not in here), tuple(notes), tuple(conflicts)


def _overrides(
    ours: Sequence[BundledOverride], theirs: Sequence[BundledOverride], prefer: Prefer | None
) -> tuple[tuple[BundledOverride, ...], tuple[Withdrawal, ...], tuple[Conflict, ...]]:
    here = {_entered(o): o for o in ours}
    standing = {_meant(o): o for o in ours if o.withdrawn is None}
    new, withdrawals, conflicts = [], [], []
    # a figure taken back makes room for the one its author entered after it
    for override in sorted(theirs, key=lambda o: o.created):
        own = here.get(_entered(override))
        if own is None:
            continue
        if _given(own) != _given(override):
            conflicts.append(_conflict(own, override, "ours" if prefer else None))
        elif own.withdrawn is None and override.withdrawn is not None:
            withdrawals.append(Withdrawal(own, override.withdrawn_by or "", override.withdrawn))
            standing.pop(_meant(own), None)
    for override in sorted(theirs, key=lambda o: o.created):
        if _entered(override) in here:
            continue
        own = standing.get(_meant(override))
        if override.withdrawn is not None or own is None:
            new.append(override)
            continue
        conflicts.append(_conflict(own, override, prefer))
        if prefer == "theirs":
            withdrawals.append(Withdrawal(own, _GAVE_WAY, override.created))
            new.append(override)
        elif prefer == "ours":
            new.append(override.model_copy(update={"withdrawn": own.created, "withdrawn_by": _GAVE_WAY}))
    return tuple(new), tuple(withdrawals), tuple(conflicts)


def _dispatches(
    ours: Sequence[BundledDispatch], theirs: Sequence[BundledDispatch], prefer: Prefer | None
) -> tuple[tuple[BundledDispatch, ...], tuple[Conflict, ...]]:
    here = {(dispatch.plan, dispatch.week): dispatch for dispatch in ours}
    new = tuple(dispatch for dispatch in theirs if (dispatch.plan, dispatch.week) not in here)
    conflicts = []
    for dispatch in theirs:
        own = here.get((dispatch.plan, dispatch.week))
        if own is not None and own.waybills != dispatch.waybills:
            told = [f"{len(d.waybills)} issued by {d.issued_by} on {d.issued:%Y-%m-%d}" for d in (own, dispatch)]
            key = f"plan={dispatch.plan[:12]}, week={dispatch.week}"
            kept: Prefer | None = "ours" if prefer else None
            conflicts.append(Conflict("issued waybills", key, "content", told[0], told[1], "", kept))
    return new, tuple(conflicts)


_GAVE_WAY = "merge: gave way to the figure of the other side"


def _entered(override: BundledOverride) -> tuple[object, ...]:
    return override.camp_id, override.week, override.author, override.created


def _meant(override: BundledOverride) -> tuple[object, ...]:
    return override.camp_id, override.week, override.author


def _given(override: BundledOverride) -> tuple[object, ...]:
    return override.people, override.low, override.high, override.reason


def _conflict(own: BundledOverride, other: BundledOverride, kept: Prefer | None) -> Conflict:
    key = f"camp_id={own.camp_id}, week={own.week}, author={own.author}"
    told = [f"{o.people:,.0f} people ({o.reason})" for o in (own, other)]
    return Conflict("overrides", key, "people", told[0], told[1], "", kept)
