"""The words of the life cycle of models: who serves, what waits, the evidence beside the champion, the record."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from core.locale import message
from core.services.life_cycle import LifeCycle, ModelProposal
from core.services.shadow_forecast import ALL_WEEKS, CHALLENGER, CHAMPION, LAST_COUNT
from ui import text
from ui.language import say

MEASURE, BESIDE = message("Measure"), (message("Champion"), message("Challenger"), message("Same as last count"))
WEEKS_AHEAD = message("Weeks ahead")
CHECKS = {
    "files": message("Files as stored"),
    "personal data": message("Personal data"),
    "licence": message("Terms of its data"),
    "retention": message("Retention"),
    "model card": message("Model card"),
    "bias": message("Bias"),
}
_ORDER = (CHAMPION, CHALLENGER, LAST_COUNT)


def finding(cycle: LifeCycle) -> str:
    """Heading: the champion, the challenger, and what waits."""
    if cycle.served is None:
        return say("No model is champion")
    champion = say("Model {version} is champion", version=cycle.served.version)
    if cycle.waiting:
        return say(
            "{champion}; {waiting} for a second person",
            champion=champion,
            waiting=text.counted(len(cycle.waiting), "proposal waits", "proposals wait"),
        )
    if cycle.challenger:
        return say("{champion}; {version} forecasts in its shadow", champion=champion, version=cycle.challenger)
    return say("{champion}; no other model challenges it", champion=champion)


def how_to_propose() -> str:
    """What to do where nothing waits."""
    return say("“aid models propose VERSION” gathers the evidence for another version and puts it here.")


def told_proposal(one: ModelProposal) -> str:
    """Which model, by whom, when and why."""
    told = say(
        "model {version}, proposed by {author} on {day}",
        version=one.version,
        author=one.author,
        day=text.date(one.created, year=True),
    )
    return say("{told}: “{note}”", told=told, note=one.note) if one.note else f"{told}."


def evidence_table(evidence: Mapping[str, Any]) -> pd.DataFrame:
    """Champion, challenger and "same as last count" side by side, with how much each row rests on."""
    past = _by_who(evidence["history"]["scores"])
    shadow = _by_who(evidence["shadow"])
    left_out = {row["who"]: row for row in evidence["left_out"]}
    rows = [
        *_compared(say("Past of the operations: loss, SQL"), past, lambda row: f"{row['sql']:.3f}"),
        *_compared(say("Past of the operations: typical miss, people"), past, lambda row: text.whole(row["mae"])),
        *_compared(say("Past of the operations: 80\u00a0% band holds"), past, _held),
        *_compared(say("Past of the operations: weeks scored"), past, lambda row: text.whole(row["n"])),
        *_compared(say("Emergencies left out: bias"), left_out, lambda row: _signed(row["bias_share"])),
        *_compared(say("Emergencies left out: 80\u00a0% band holds"), left_out, _held),
        *_compared(say("Emergencies left out: forecasts"), left_out, lambda row: text.whole(row["n"])),
        *_shadow_rows(shadow),
    ]
    return pd.DataFrame(rows, columns=[MEASURE, *BESIDE])


def shadow_table(scores: pd.DataFrame) -> pd.DataFrame:
    """What both said to the same questions, beside what was counted later."""
    return pd.DataFrame(_shadow_rows(_by_who(scores.to_dict("records"))), columns=[MEASURE, *BESIDE])


def by_weeks(evidence: Mapping[str, Any]) -> pd.DataFrame:
    """Loss, SQL, of each by weeks ahead on the past of the operations."""
    scores = [row for row in evidence["history"]["scores"] if row["horizon_weeks"] != ALL_WEEKS]
    weeks = sorted({row["horizon_weeks"] for row in scores})
    of = {(row["horizon_weeks"], row["who"]): f"{row['sql']:.3f}" for row in scores}
    rows = [(str(week), *(of.get((week, who), text.NOT_KNOWN) for who in _ORDER)) for week in weeks]
    return pd.DataFrame(rows, columns=[WEEKS_AHEAD, *BESIDE])


def plans(evidence: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Which plans of the last month would have been others, and for whom."""
    told = []
    for plan in evidence["plans"]:
        start = say("Plan {number} of {operation}:", number=plan["plan"], operation=plan["operation"])
        if "fault" in plan:
            told.append((start, say("could not be made anew: {fault}", fault=plan["fault"])))
            continue
        changed = say(
            "coverage would change at {camps} of {all_} camps, shipments on {routes} routes.",
            camps=plan["camps_changed"],
            all_=plan["camps_all"],
            routes=plan["routes_changed"],
        )
        told.append((start, changed))
    return told or [(say("Plans:"), say("none is on record from the last month."))]


def changed_camps(evidence: Mapping[str, Any]) -> pd.DataFrame:
    """Camps whose coverage would have changed, the greatest change first."""
    rows = [
        (
            str(plan["plan"]),
            camp["name"] or camp["camp_id"],
            text.percent(camp["coverage_before"]),
            text.percent(camp["coverage_after"]),
        )
        for plan in evidence["plans"]
        for camp in plan.get("camps", ())
    ]
    return pd.DataFrame(rows, columns=[message("Plan"), message("Camp"), *BESIDE[:2]])


def compliance_table(compliance: Mapping[str, Any]) -> pd.DataFrame:
    """Every question of the check, its outcome and what was found."""
    rows = [
        (
            say(CHECKS.get(str(check["check"]), str(check["check"]))),
            say("Passed")
            if check["passed"]
            else say("Must be mended")
            if check["blocks"]
            else say("Needs a written reason"),
            str(check["found"]),
        )
        for check in compliance["checks"]
    ]
    return pd.DataFrame(rows, columns=[message("Checked"), message("Outcome"), message("Found")])


def record_table(record: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """The governance record: day, what changed, who, why."""
    rows = []
    for entry in record:
        version, withdrawn = str(entry.get("version", "?")), str(entry.get("withdrawn", ""))
        changed = say("{version} promoted", version=version)
        if withdrawn:
            changed = say("{withdrawn} withdrawn, {version} again", withdrawn=withdrawn, version=version)
        people = [str(entry.get(name, "")) for name in ("proposed_by", "accepted_by", "by")]
        who = ", ".join(dict.fromkeys(name for name in people if name)) or text.NOT_KNOWN
        rows.append((text.date(entry.get("day"), year=True), changed, who, str(entry.get("reason", ""))))
    return pd.DataFrame(rows, columns=[message("Day"), message("What changed"), message("By"), message("Why")])


def _shadow_rows(shadow: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, ...]]:
    return [
        *_compared(say("In the shadow: typical miss, people"), shadow, lambda row: text.whole(row["mae"])),
        *_compared(say("In the shadow: 80\u00a0% band holds"), shadow, _held),
        *_compared(say("In the shadow: weeks scored"), shadow, lambda row: text.whole(row["n"])),
    ]


def _by_who(rows: Sequence[Mapping[Any, Any]]) -> dict[str, Mapping[Any, Any]]:
    return {str(row["who"]): row for row in rows if row["horizon_weeks"] == ALL_WEEKS}


def _compared(name: str, of: Mapping[str, Mapping[Any, Any]], word: Any) -> list[tuple[str, ...]]:
    """One row of the table, none where nothing is known of anybody."""
    return [(name, *(word(of[who]) if who in of else text.NOT_KNOWN for who in _ORDER))] if of else []


def _held(row: Mapping[Any, Any]) -> str:
    # "same as last count" claims no band
    return say("no band") if row["who"] == LAST_COUNT else text.percent(row["coverage_80"])


def _signed(share: float) -> str:
    return text.signed_percent(share, 1)
