"""Who gains and who loses: the dumbbell, the map of the change, and the same in sentences."""

import pandas as pd

from core.domain import wording
from core.domain.schemas import Items
from core.look.palette import COVERAGE
from core.services.compare_scenarios import Comparison
from core.services.least_met import MIDDLING
from core.services.map_layers import closed_routes, drawn_routes, tonnes_per_week
from core.services.open_operation import OpenOperation
from core.services.plan_distribution import AuditedPlan
from ui import cache, charts, maps, text
from ui.components import caption, map_legend, section, sentence_list, show_chart, show_map
from ui.maps import Region
from ui.theme import current_theme

MOST_ROWS = 30
MAP_HEIGHT = 420
MAP_FRAME = (430, MAP_HEIGHT)


def show_chart_of_camps(opened: OpenOperation, before: AuditedPlan | None, after: AuditedPlan) -> None:
    """Need met by camp in the plan ``after`` and in the one before, or alone where there is none; then in words."""
    _chart(opened, before, after)
    if before is not None:
        _sentences(cache.comparison(opened, before, after))


def _chart(opened: OpenOperation, before: AuditedPlan | None, after: AuditedPlan) -> None:
    coverage = cache.coverage(opened, after).set_index("camp_id")["coverage"]
    old = coverage if before is None else cache.coverage(opened, before).set_index("camp_id")["coverage"]
    names = opened.operation.place_names
    table = pd.DataFrame({"name": coverage.index.map(names), "before": old.reindex(coverage.index), "after": coverage})
    table["least"] = coverage.index.map(_least_words(opened, after)).fillna("")
    table = table.sort_values("after", kind="stable").fillna({"before": table["after"]})
    name = after.plan.scenario.name
    if before is None:
        section(f"Need met by camp in {name}")
        words = f"Need met by camp; least {text.percent(coverage.min() if len(coverage) else None)}"
    else:
        section(f"Need met by camp: {before.plan.scenario.name}, then {name}")
        words = f"Need met by camp in {before.plan.scenario.name} and {name}"
    figure = charts.dumbbell(table, current_theme(), before="before", after="after", most=MOST_ROWS)
    show_chart(figure, words, key="plan:dumbbell")
    hidden = len(table) - MOST_ROWS
    scenario = after.plan.scenario
    caption(
        f"{text.counted(scenario.weeks, 'week')} from {text.date(opened.operation.planning_start)}, worst first.",
        "Need met: share of the person-weeks needed that get the item, items weighted by priority. "
        "Small: the item met least.",
        "Open circle: before, filled: after. Blue gains, orange loses; the sign is printed too." if before else "",
        f"{hidden} camps that are served better are in the table." if hidden > 0 else "",
    )


def _least_words(opened: OpenOperation, plan: AuditedPlan) -> dict[str, str]:
    """The item met least by camp, where it is not nearly met."""
    least = cache.least_met(opened, plan)
    least = least[least["coverage"] < MIDDLING]
    items = opened.operation.items.set_index(Items.item_id)[Items.name]
    return {
        row.camp_id: f"{wording.in_sentence(items[row.item_id])} {text.percent(row.coverage)}"
        for row in least.itertuples()
    }


def show_map_of_change(
    opened: OpenOperation, before: AuditedPlan | None, after: AuditedPlan, camp_id: str | None
) -> None:
    """Flows and camps of the plan ``after``, or what changed against the one before."""
    operation, theme = opened.operation, current_theme()
    camps, depots = cache.situation(opened, after.plan.scenario.weeks).camps, operation.depots
    flows = tonnes_per_week(operation, after.plan)
    old = tonnes_per_week(operation, before.plan) if before else {}
    routes = drawn_routes(operation)
    if not operation.has("routes"):
        routes = routes[routes["route_id"].isin({**flows, **old})]
    lines = maps.route_lines(routes, camps, depots, flows, old, closed_routes(operation, after.plan.scenario))
    region = Region.of_camps(camps, depots)
    coverage = cache.coverage(opened, after).set_index("camp_id")["coverage"]
    if before is None:
        section("What moves on the map")
        layers = maps.situation_layers(
            camps, theme, values=coverage, scale=COVERAGE, selected=camp_id, depots=depots, lines=lines
        )
        legend = maps.situation_legend_html(COVERAGE, camps["people"], lines)
    else:
        section("What changes on the map")
        points = (coverage - cache.coverage(opened, before).set_index("camp_id")["coverage"]) * 100
        layers = maps.change_layers(
            camps, theme, region, points=points, selected=camp_id, depots=depots, lines=lines, frame=MAP_FRAME
        )
        legend = maps.change_legend_html(theme)
    ground = maps.base_map(region, theme, camps, depots, frame=MAP_FRAME)
    show_map(ground, layers, theme, key="plan:map", height=MAP_HEIGHT)
    map_legend(legend, f"Tonnes a week, the mean of {text.counted(after.plan.scenario.weeks, 'week')}.")


def _sentences(comparison: Comparison) -> None:
    section("What changes")
    sentence_list([("", sentence) for sentence in comparison.sentences])
