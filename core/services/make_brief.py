"""The figures of the one-page brief, from the services that the pages ask: equal questions have equal numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from core import __version__
from core.domain.change import apply_plan
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.planning_figures import are_people_known
from core.domain.schemas import Camps, Depots, SettingsTable, TotalsTable
from core.domain.sensitivity import SMALL_COUNT, SUPPRESSED, Sensitivity
from core.locale import Language
from core.privacy import protect
from core.report import Beside, Brief, Buy, CountAgain, Gap, Send, Spread, Versions
from core.services.evenness import evenness
from core.services.fairness_report import PRO_RATA, with_rule
from core.services.first_steps import FirstSteps
from core.services.least_met import least_met_items
from core.services.load_situation import OLD_COUNT_DAYS, coverage_of_camps, load_situation
from core.services.map_layers import drawn_routes, tonnes_per_week
from core.services.need_met import need_met_of_all
from core.services.plan_distribution import AuditedPlan, cached_plan, plan_key
from core.services.plan_figures import PlanFigures, plan_figures
from core.services.read_today import Today, read_today
from core.services.resources import Resources
from core.services.shelves import emptied_shelves
from core.services.short_names import short_item_names
from core.services.tell_plan import tell_plan, tell_reach
from core.services.tell_situation import tell_situation
from core.services.total_people import total_people, totals_of

MOST_STEPS = 4
RISKS_KEPT = 40
"""Shelves in the workbook; the page shows the first few."""


@dataclass(frozen=True, eq=False)
class Material:
    """All that is computed once, whatever the language and the level.

    Attributes
    ----------
    operation, changed
        Without and with the plan's scenario, at the planning day of the plan.
    today
        What the first page tells; None where there is no forecast.
    """

    operation: Operation
    changed: Operation
    audited: AuditedPlan
    today: Today | None
    figures: PlanFigures
    coverage: pd.DataFrame
    least: pd.DataFrame
    totals: pd.DataFrame
    gini: float
    beside: Beside | None
    data: str
    data_version: int | None


def gather(
    resources: Resources, operation: Operation, audited: AuditedPlan, data_version: int | None = None
) -> Material:
    """Compute what a brief tells; from the cache where the pages asked the same."""
    plan, data = audited.plan, operation.fingerprint
    operation = _at_start_of(operation, plan)
    changed = apply_plan(operation, plan)
    today, totals = None, pd.DataFrame(columns=TotalsTable.column_names())
    if are_people_known(changed, changed.planning_start):
        weeks = plan.scenario.weeks
        today = read_today(operation, changed, load_situation(resources, changed, weeks), plan)
        totals = totals_of(total_people(resources, changed, changed.planning_start, weeks), "operation")
    return Material(
        operation=operation,
        changed=changed,
        audited=audited,
        today=today,
        figures=plan_figures(operation, audited),
        coverage=coverage_of_camps(operation, plan),
        least=least_met_items(operation, plan),
        totals=totals,
        gini=evenness(operation, plan).gini,
        beside=_beside(resources, operation, plan),
        data=data,
        data_version=data_version,
    )


def make_brief(material: Material, language: Language, level: Sensitivity, made: pd.Timestamp) -> Brief:
    """The brief in one language, with what may leave at a level.

    Stock, roads, offers and money are internal: where the level does not allow them, what was computed from them stays
    out. Places are blurred as in every export.

    Parameters
    ----------
    made
        Day of the page.
    """
    plan, figures = material.audited.plan, material.figures
    withheld = not level.allows(Sensitivity.INTERNAL)
    answer, lead = _told(material, language, withheld)
    met = need_met_of_all(material.operation, plan)
    camps = _camps(material, level)
    steps = () if withheld else _steps(material)
    return Brief(
        language=language,
        operation=material.operation.settings.name,
        scenario=plan.scenario.name,
        rule=plan.scenario.fairness,
        weeks=plan.scenario.weeks,
        illustrative=material.operation.settings.illustrative,
        level=level,
        withheld=withheld,
        start=material.changed.planning_start,
        made=made,
        versions=_versions(material),
        answer=answer,
        lead=lead,
        reach=tell_reach(material.audited, figures, language, with_money=not withheld) if figures.worst_camp else "",
        people=_people(material),
        counted_people=float(camps["last_count"].sum()),
        ahead=_ahead(material.totals),
        met=Spread(met.share, met.low, met.high),
        short=None if withheld else _short(material.today),
        cost_usd=None if withheld else figures.cost_usd,
        transport_usd=None if withheld else figures.transport_usd,
        camps=camps,
        risks=_risks(material, withheld),
        knows_shelves=material.today is not None and material.today.knows_shelves,
        gini=material.gini if figures.worst_camp else None,
        beside=material.beside,
        steps=steps[:MOST_STEPS],
        more_steps=0 if withheld else _more(material.today, len(steps)),
        old_count_days=OLD_COUNT_DAYS,
        oldest_count_days=_least_known(camps["count_age_days"].max()),
        newest_count=material.changed.planning_start - pd.Timedelta(days=camps["count_age_days"].min())
        if camps["count_age_days"].notna().any()
        else None,
        gaps=_gaps(material, camps, withheld),
        depots=_depots(material, withheld),
        routes=_routes(material, camps, withheld),
    )


def _at_start_of(operation: Operation, plan: Plan) -> Operation:
    """The operation at the day the plan was made from, which an option may have set."""
    start = plan.summary.get("planning_start")
    if start is None or pd.Timestamp(start) == operation.planning_start:
        return operation
    settings = operation.tables["settings"]
    settings = settings[settings[SettingsTable.key] != "planning_start"]
    row = pd.DataFrame({SettingsTable.key: ["planning_start"], SettingsTable.value: [str(start)]})
    return operation.replaced(settings=pd.concat([settings, row.astype(settings.dtypes)], ignore_index=True))


def _told(material: Material, language: Language, withheld: bool) -> tuple[str, str]:
    """The headline of the first page; that of the plan where no shelf is known, may be told, or is needed."""
    today = material.today
    if today is None or withheld or not today.knows_shelves or not material.figures.worst_camp:
        answer, _ = tell_plan(material.operation, material.audited, material.figures, material.least, language)
        return answer, ""
    told = tell_situation(material.changed, today.situation, today.shelves, True, language)
    return told.answer, told.lead


def _versions(material: Material) -> Versions:
    plan, audited = material.audited.plan, material.audited
    versions: Mapping[str, Any] = plan.summary.get("versions", {})
    return Versions(
        data=material.data,
        data_version=material.data_version,
        model=str(versions.get("model", "")),
        program=__version__,
        plan=audited.key,
        is_optimal=plan.report.is_optimal(),
        gap=plan.report.gap,
        limits_checked=audited.audit.limits_checked,
    )


def _people(material: Material) -> Spread | None:
    if material.today is None:
        return None
    in_all = material.today.situation.in_all
    return Spread(in_all.people, in_all.low, in_all.high)


def _ahead(totals: pd.DataFrame) -> pd.DataFrame:
    columns = [TotalsTable.week, TotalsTable.q10, TotalsTable.q50, TotalsTable.q90]
    return totals.sort_values(TotalsTable.week)[columns].reset_index(drop=True)


def _short(today: Today | None) -> Spread | None:
    if today is None or today.short is None:
        return None
    return Spread(today.short.people, today.short.low, today.short.high)


def _camps(material: Material, level: Sensitivity) -> pd.DataFrame:
    """Every camp, the worst-off first; places and small counts as they may leave."""
    own = protect({"camps": material.operation.camps}, level).tables["camps"].set_index(Camps.camp_id)
    columns = ["people", "people_low", "people_high", "last_count", "count_age_days", "is_old"]
    table = own[[Camps.name, Camps.latitude, Camps.longitude]].copy()
    table.columns = pd.Index(["name", "latitude", "longitude"])
    if material.today is not None:
        known = material.today.situation.camps.set_index("camp_id")[columns]
        table = table.join(known)
    else:
        table = table.assign(**dict.fromkeys(columns[:-1], float("nan")), is_old=True)
    table["is_small"] = (table["people"] < SMALL_COUNT) & (level in SUPPRESSED)
    table[columns[:-2]] = table[columns[:-2]].astype(float).mask(table["is_small"])
    table = table.join(material.coverage.set_index("camp_id"))
    least = material.least.set_index("camp_id")
    names = short_item_names(material.operation)
    table["item"] = least["item_id"].map(names).reindex(table.index)
    table["item_coverage"] = least["coverage"].reindex(table.index)
    order = ["coverage", "name"]
    return table.rename_axis("camp_id").reset_index().sort_values(order, na_position="last", ignore_index=True)


def _risks(material: Material, withheld: bool) -> pd.DataFrame:
    columns = ["empty_on", "empty_from", "empty_to", "people", "delivery_week", "days_late", "runs_out"]
    if material.today is None or withheld:
        return pd.DataFrame(columns=["camp_id", "place", "item", *columns])
    shelves = emptied_shelves(material.today.shelves).head(RISKS_KEPT)
    names, items = material.operation.place_names, short_item_names(material.operation)
    return (
        shelves[["camp_id", *columns]]
        .assign(place=shelves["camp_id"].map(names), item=shelves["item_id"].map(items))
        .reset_index(drop=True)
    )


def _steps(material: Material) -> tuple[Send | Buy | CountAgain, ...]:
    if material.today is None:
        return ()
    steps: FirstSteps = material.today.steps
    names, items = material.operation.place_names, short_item_names(material.operation)
    sent = [
        Send(names[s.camp_id], items[s.item_id], names[s.origin_id], s.tonnes, s.week, s.arrives)
        for s in steps.shipments
    ]
    bought = [Buy(names[s.depot_id], items[s.item_id], s.tonnes, s.cost_usd, s.week) for s in steps.purchases]
    counts = [CountAgain(names[s.camp_id], s.age_days) for s in steps.counts]
    # one of each kind comes before a second of any, and all are in the order the first page has them
    whole: list[Send | Buy | CountAgain] = [*sent, *bought, *counts]
    first = max(0, MOST_STEPS - len(bought[:1]) - len(counts[:1]))
    head: list[Send | Buy | CountAgain] = [*sent[:first], *bought[:1], *counts[:1]]
    rest = [step for step in whole if step not in head]
    return (*head, *rest)


def _more(today: Today | None, found: int) -> int:
    if today is None:
        return 0
    steps = today.steps
    return max(0, found - MOST_STEPS) + steps.more_shipments + steps.more_purchases + steps.more_counts


def _gaps(material: Material, camps: pd.DataFrame, withheld: bool) -> tuple[Gap, ...]:
    """What is missing: each kind only where it is."""
    today = material.today
    old_data = material.audited.plan.summary.get("fingerprint", material.data) != material.data
    found = [
        Gap("forecast", int(today is None)),
        Gap("people", int(camps["people"].isna().sum()) if today is not None else 0),
        Gap("place", int(camps[["latitude", "longitude"]].isna().any(axis=1).sum())),
        Gap("older_plan", int(old_data)),
    ]
    if today is not None and not withheld:
        unknown = today.shelves["days"].isna() & (today.shelves["people"] > 0)
        found.append(Gap("shelves", int(unknown.sum())))
    return tuple(gap for gap in found if gap.number)


def _depots(material: Material, withheld: bool) -> pd.DataFrame:
    depots = material.operation.depots
    columns = [Depots.depot_id, Depots.name, Depots.kind, Depots.latitude, Depots.longitude]
    return depots[columns].iloc[: 0 if withheld else None].reset_index(drop=True)


def _routes(material: Material, camps: pd.DataFrame, withheld: bool) -> pd.DataFrame:
    columns = ["route_id", "origin_id", "destination_id"]
    routes = drawn_routes(material.changed)[columns].iloc[: 0 if withheld else None]
    flows = tonnes_per_week(material.changed, material.audited.plan) if not withheld else {}
    depots = material.operation.depots.rename(columns={Depots.depot_id: "camp_id"})
    where = ["camp_id", "latitude", "longitude"]
    places = pd.concat([camps[where], depots[where]]).set_index("camp_id")
    table = routes.assign(tonnes_per_week=routes["route_id"].map(flows).fillna(0.0).astype(float))
    for end, prefix in (("origin_id", ""), ("destination_id", "to_")):
        for axis in ("latitude", "longitude"):
            table[f"{prefix}{axis}"] = routes[end].map(places[axis]).astype(float)
    return table.reset_index(drop=True)


def _beside(resources: Resources, operation: Operation, plan: Plan) -> Beside | None:
    """Pro-rata for the same question: kept with the plan, or solved before."""
    if plan.scenario.fairness == PRO_RATA:
        return None
    figures: Mapping[str, Any] | None = plan.summary.get("pro_rata")
    if figures is None:
        solved = solved_pro_rata(resources, operation, plan)
        figures = solved.plan.summary if solved is not None else None
    own = float(plan.summary["weighted_unmet"])
    if figures is None:
        return None
    return Beside(
        worst_coverage=float(figures["worst_coverage"]),
        unmet_change=float(figures["weighted_unmet"]) / own - 1 if own > 0 else 0.0,
        cost_change_usd=float(figures["cost_usd"]) - float(plan.summary["cost_usd"]),
    )


def solved_pro_rata(resources: Resources, operation: Operation, plan: Plan) -> AuditedPlan | None:
    """Pro-rata for the question of a plan, where it was solved before."""
    scenario = with_rule(plan.scenario, PRO_RATA)
    return cached_plan(resources, plan_key(resources, operation, scenario), scenario)


def _least_known(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
