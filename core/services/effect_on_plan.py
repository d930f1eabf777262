"""What changed data mean for the plan that was approved last: what it still delivers, and what it can no longer do."""

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.domain.change import apply_scenario
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import Coverage, NeedsTable, Shipments
from core.domain.weeks import as_day
from core.errors import AidError
from core.forecasting.dependence import MEASURED
from core.services.needs_of_people import needs_of_scenario
from core.services.plans_on_record import plan_of_proposal
from core.services.resources import Resources
from core.store import PlanState, Proposal
from core.stress.futures import camps_in_need, need_futures
from core.stress.replay import replay

LEAST_CHANGE = 0.0005
"""Share of need met from which on a change is told."""


@dataclass(frozen=True, eq=False)
class PlanEffect:
    """A plan beside data it was not made from.

    Attributes
    ----------
    proposal
        The plan that was approved last.
    camps
        ``camp_id,name,met_before,met_now,need_change_share``: share of need met, weighted as coverage is, where it
        changes, the largest loss first; blank where a camp was not in the plan, or cannot be computed.
    lost_shipments
        Rows of the plan's shipments on roads that the new data do not have.
    why_not
        Why the effect on camps is not known; empty where it is.
    """

    proposal: Proposal
    camps: pd.DataFrame
    lost_shipments: int
    why_not: str = ""


def newest_approved_plan(resources: Resources, operation: str) -> Proposal | None:
    """The plan of an operation that was approved last; None where none was."""
    approved = resources.store.proposals.of(operation, PlanState.APPROVED)
    return max(approved, key=_when_decided, default=None)


def plan_approved_before(resources: Resources, proposal: Proposal) -> Proposal | None:
    """The plan that was in force when another was decided, or is in force now where it waits; None where none was."""
    others = [
        each for each in resources.store.proposals.of(proposal.operation, PlanState.APPROVED) if each.id != proposal.id
    ]
    if proposal.decided is not None:
        others = [each for each in others if _when_decided(each) < _when_decided(proposal)]
    return max(others, key=_when_decided, default=None)


def _when_decided(proposal: Proposal) -> tuple[dt.datetime, int]:
    """Order of plans on record; of two decided at once, the later proposed is the later."""
    return proposal.decided or proposal.created, proposal.id


def effect_on_plan(resources: Resources, name: str, after: Operation) -> PlanEffect | None:
    """What new data mean for the plan approved last; None where there is none.

    Shipments stay as planned, and so does the planning day; the need is that of the new data. A camp hands out what it
    has up to what is needed.

    Parameters
    ----------
    name
        Operation the plan is of.
    after
        The new data.
    """
    proposal = newest_approved_plan(resources, name)
    if proposal is None:
        return None
    plan = plan_of_proposal(resources, proposal)
    roads = set(after.routes["route_id"]) if after.has("routes") else None
    lost = 0 if roads is None else int((~plan.shipments[Shipments.route_id].isin(roads)).sum())
    try:
        start = as_day(str(plan.summary["planning_start"]))
        changed = apply_scenario(after, proposal.scenario, start)
        scenario = proposal.scenario
        needs = needs_of_scenario(resources, changed, scenario, start).table
        before = resources.store.load_version(proposal.data_version)
        camps = _camps(apply_scenario(before, scenario, start), changed, plan, needs)
    except (AidError, KeyError) as error:
        why = error.message if isinstance(error, AidError) else "the plan does not say its planning day"
        return PlanEffect(proposal, _nobody(), lost, why)
    return PlanEffect(proposal, camps, lost)


def _camps(before: Operation, after: Operation, plan: Plan, needs: pd.DataFrame) -> pd.DataFrame:
    met = pd.DataFrame({"met_before": _met(before, plan, plan.needs), "met_now": _met(after, plan, needs)})
    need = pd.DataFrame(
        {
            "then": plan.needs.groupby(NeedsTable.camp_id)[NeedsTable.need].sum(),
            "now": needs.groupby(NeedsTable.camp_id)[NeedsTable.need].sum(),
        }
    ).reindex(met.index)
    met["need_change_share"] = need["now"] / need["then"].where(need["then"] > 0) - 1
    met["change"] = met["met_now"] - met["met_before"]
    met = met[~(met["change"].abs() < LEAST_CHANGE)]
    met = met.sort_values("change", na_position="first", kind="stable").drop(columns="change")
    table = met.rename_axis("camp_id").reset_index()
    table.insert(1, "name", table["camp_id"].map({**before.place_names, **after.place_names}))
    return table


def _met(operation: Operation, plan: Plan, needs: pd.DataFrame) -> pd.Series:
    """Share of need met by camp, by what the plan sends."""
    camps = camps_in_need(needs)
    camps = camps[camps.isin(operation.camps["camp_id"])]
    weeks = pd.DatetimeIndex(np.sort(plan.coverage[Coverage.week].unique()))
    if not len(camps) or not len(weeks):
        return pd.Series(dtype=float)
    drawn = need_futures(operation, needs, weeks, MEASURED, 2, camps)
    found = replay(operation, plan, replace(drawn, need=drawn.planned[:, :, None]))
    return pd.Series(found.coverage[:, 0], index=found.camp_ids)


def _nobody() -> pd.DataFrame:
    return pd.DataFrame(columns=["camp_id", "name", "met_before", "met_now", "need_change_share"])
