"""Shipments of the plan in force that a closed or slower road stops, and the plan that goes another way."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.comparison.ways import closed_weeks, directed_ways, shipped_tonnes
from core.domain.action import Action, ActionKind
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import Coverage, Shipments
from core.services.actions.candidate import Candidate
from core.services.actions.standing import Standing
from core.services.plans_on_record import plan_of_proposal


@dataclass(frozen=True, eq=False)
class InForce:
    """What goes on unless somebody acts: the plan approved last, or the plan made before the roads were closed."""

    plan: Plan
    operation: Operation


def in_force(standing: Standing) -> InForce | None:
    """The plan that is being carried out; None where none is approved and no road is closed."""
    proposal = standing.approved
    if proposal is not None:
        before = standing.resources.store.load_version(proposal.data_version)
        return InForce(plan_of_proposal(standing.resources, proposal), before)
    if not standing.scenario.closures:
        return None
    open_roads = standing.scenario.model_copy(update={"closures": ()})
    return InForce(standing.planned(open_roads).plan, standing.operation)


def reroute(standing: Standing, force: InForce | None) -> list[Candidate]:
    """The plan as it stands in place of the one in force, where that one has shipments on roads it cannot use."""
    if force is None:
        return []
    stopped = _stopped(standing, force)
    if stopped.empty:
        return []
    largest = stopped.groupby(["route_id", Shipments.destination_id])["tonnes"].sum().idxmax()
    route, camp = map(str, largest)
    reference = replace(force.plan, tables={**force.plan.tables, "coverage": _less(standing, force, stopped)})
    action = Action(
        kind=ActionKind.REROUTE,
        key=f"reroute:{route}",
        scenario=standing.scenario,
        place_id=str(stopped.loc[stopped["tonnes"].idxmax(), Shipments.origin_id]),
        other_id=route,
        camp_id=camp,
        amount=float(stopped[Shipments.quantity].sum()),
        tonnes=float(stopped["tonnes"].sum()),
    )
    return [Candidate(action, lead_place=action.place_id, reference=reference)]


def _stopped(standing: Standing, force: InForce) -> pd.DataFrame:
    """Shipments to come that a road stops, with ``tonnes``, ``lead`` as planned and ``late`` (blank: never)."""
    sent = shipped_tonnes(force.operation, force.plan)
    sent = sent[sent[Shipments.week].isin(standing.weeks)]
    ways = directed_ways(standing.changed).drop_duplicates("route_id").set_index("route_id")
    before = directed_ways(force.operation).drop_duplicates("route_id").set_index("route_id")
    lead = sent["route_id"].map(before["lead"]).fillna(0).astype(int)
    now = sent["route_id"].map(ways["lead"])
    closed = closed_weeks(directed_ways(standing.changed), standing.scenario, standing.weeks)
    shut = pd.MultiIndex.from_frame(sent[["route_id", Shipments.week]]).isin(pd.MultiIndex.from_frame(closed))
    gone = shut | ~sent["route_id"].map(ways["open"]).fillna(False).to_numpy(bool)
    sent = sent.assign(lead=lead, late=now.where(~gone))
    return sent[gone | (now > lead).to_numpy(bool)]


def _less(standing: Standing, force: InForce, stopped: pd.DataFrame) -> pd.DataFrame:
    """Coverage of the plan in force without what is stopped, and without what would have been sent on from it.

    What a camp then hands out may be below zero in the table; the replay counts it as what its shelf lacks.
    """
    weeks = standing.weeks
    sent = shipped_tonnes(force.operation, force.plan)
    before = directed_ways(force.operation).drop_duplicates("route_id").set_index("route_id")
    camps = set(standing.changed.camps["camp_id"])
    change: dict[tuple[str, str, int], float] = {}
    on_its_way = [
        (
            str(leg.destination_id),
            str(leg.item_id),
            weeks.get_loc(leg.week),
            int(leg.lead),
            leg.late,
            float(leg.quantity),
        )
        for leg in stopped.itertuples()
    ]
    left = {index: float(quantity) for index, quantity in sent[Shipments.quantity].items()}
    for index in stopped.index:
        left[index] = 0.0
    # a chain of legs is as long as the way from a supplier to a camp: few, and only those that are stopped
    while on_its_way:
        place, item, week, lead, late, quantity = on_its_way.pop(0)
        arrives, never = week + lead, pd.isna(late)
        arrives_late = len(weeks) if never else week + int(late)
        if place in camps:
            change[place, item, arrives] = change.get((place, item, arrives), 0.0) - quantity
            change[place, item, arrives_late] = change.get((place, item, arrives_late), 0.0) + quantity
        of_place = sent[(sent[Shipments.origin_id] == place) & (sent[Shipments.item_id] == item)]
        for leg in of_place.sort_values(Shipments.week).itertuples():
            at = weeks.get_indexer([leg.week])[0]
            if at < arrives or at >= arrives_late or quantity <= 0 or left[leg.Index] <= 0:
                continue
            short = min(quantity, left[leg.Index])
            left[leg.Index] -= short
            quantity -= short
            onward = int(before["lead"].get(leg.route_id, 0))
            on_its_way.append((str(leg.destination_id), item, int(at), onward, np.nan, short))
    coverage = force.plan.coverage.set_index([Coverage.camp_id, Coverage.item_id, Coverage.week])
    delivered = coverage[Coverage.delivered].astype(float).copy()
    for (camp, item, week), units in change.items():
        if week < len(weeks) and (camp, item, weeks[week]) in delivered.index:
            delivered.loc[(camp, item, weeks[week])] += units
    return coverage.assign(**{Coverage.delivered: delivered}).reset_index()
