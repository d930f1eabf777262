"""A proposed model and its evidence in words, one line each, as the command line prints them."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.domain.legible import legible
from core.services.shadow_forecast import ALL_WEEKS, CHALLENGER, CHAMPION, LAST_COUNT
from core.store import ModelProposal, ModelState

NAMES = {CHAMPION: "champion", CHALLENGER: "challenger", LAST_COUNT: "same as last count"}


def told_model_proposal(one: ModelProposal) -> str:
    """Which model, by whom and when, and what became of it."""
    told = f"proposal {one.id}: model {one.version}, by {legible(one.author)} on {one.created:%Y-%m-%d}"
    told += f", “{legible(one.note)}”" if one.note else ""
    if one.state is ModelState.PROPOSED:
        return f"{told}; waits for a second person"
    why = f": “{legible(one.reason)}”" if one.reason else ""
    return f"{told}; {one.state.value} by {legible(one.decided_by or '')}{why}"


def told_evidence(evidence: Mapping[str, Any]) -> list[str]:
    """What the evidence says: past of the operations, emergencies left out, bias, shadow, plans."""
    lines = [f"Champion {evidence['champion'] or 'none'}, challenger {evidence['challenger']}."]
    lines += _scores("Past of the operations", evidence["history"]["scores"], "sql")
    lines += [
        f"Emergencies left out, {NAMES[row['who']]}: bias {row['bias_share']:+.1%} "
        f"(same as last count {row['naive_bias_share']:+.1%}), 80 % interval holds {row['coverage_80']:.0%}, "
        f"{row['n']:,} forecasts of {row['camps']} camps."
        for row in evidence["left_out"]
    ]
    lines += [f"Beyond the bounds: {words}." for words in evidence["bias"]] or ["Bias: every group is within bounds."]
    lines += _scores("In the shadow", evidence["shadow"], "wql") or ["In the shadow: nothing could be scored yet."]
    for plan in evidence["plans"]:
        named = f"Plan {plan['plan']} of {legible(plan['operation'])} ({plan['state']})"
        if "fault" in plan:
            lines.append(f"{named} could not be made anew: {legible(plan['fault'])}")
            continue
        lines.append(
            f"{named}: coverage would change at {plan['camps_changed']} of {plan['camps_all']} camps, shipments on "
            f"{plan['routes_changed']} routes."
        )
        lines += [
            f"  {legible(camp['name'] or camp['camp_id'])}: {_share(camp['coverage_before'])} to "
            f"{_share(camp['coverage_after'])}"
            for camp in plan["camps"]
        ]
    if not evidence["plans"]:
        lines.append("Plans: none on record from the last month.")
    return lines


def told_checks(checks: Sequence[Mapping[str, Any]]) -> list[str]:
    """A line per question of a compliance check."""
    lines = []
    for check in checks:
        outcome = "passed" if check["passed"] else "MEND  " if check["blocks"] else "REASON"
        mend = f" ({check['mend']})" if check["mend"] and not check["passed"] else ""
        lines.append(f"{outcome}  {check['check']}: {legible(check['found'])}{mend}")
    return lines


def _scores(where: str, rows: Sequence[Mapping[str, Any]], measure: str) -> list[str]:
    lines = []
    for row in rows:
        if row["horizon_weeks"] == ALL_WEEKS:
            # "same as last count" claims no interval, so none is judged
            held = "" if row["who"] == LAST_COUNT else f", 80 % interval holds {row['coverage_80']:.0%}"
            scored = f"{measure.upper()} {row[measure]:.3f}, MAE {row['mae']:,.0f} people{held}"
            lines.append(f"{where}, {NAMES[row['who']]}: {scored}, {row['n']:,} weeks at {row['camps']} camps.")
    return lines


def _share(value: float | None) -> str:
    return "not known" if value is None else f"{value:.0%}"
