"""Words of the outcomes page: the answer, its figures and tables."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import Items, SimulatedWithout
from core.locale import message
from core.services.simulate_policies import Simulation
from ui import text
from ui.components import KeyFigure
from ui.language import say
from ui.tell_fairness import GROUP_NAMES

POLICIES = {
    "planner": message("Planner"),
    "robust": message("Planner, for more people"),
    "pro_rata": message("Pro-rata on last counts"),
    "last_count": message("Planner on last counts"),
    "worst_off": message("Worst-off camp first"),
    "leximin": message("Camp by camp from the worst off"),
}

FILES = {
    "figures": message("Figures as CSV"),
    "outcomes": message("Every week as CSV"),
    "without": message("Who goes without as CSV"),
}

POLICY_NUMBERS = (
    message("Without"),
    message("USD"),
    message("USD a person-week"),
    message("Worst camp"),
    message("Waste (t)"),
    message("Weeks late"),
    message("Gini"),
)

TABLES = {
    "items": message("items"),
    "depots": message("depots"),
    "stock": message("stock, arrivals or offers"),
    "population": message("counts of people"),
}

BASE = "pro_rata"
"""Policy that others are set beside."""
ALIKE = 0.005
"""Shares of person-weeks without that differ by less are told as alike."""


def policy_name(name: str) -> str:
    """A policy as people call it."""
    return say(POLICIES[name])


def missing_words(lacking: tuple[str, ...]) -> str:
    """What tables a simulation needs and the operation lacks."""
    return say("Nothing is known of: {missing}.", missing=text.joined([say(TABLES[name]) for name in lacking]))


def answer(simulation: Simulation) -> str:
    """Headline: the policy that leaves least without, beside pro-rata or the next."""
    policies = _by_unmet(simulation)
    (best, figures), *others = policies
    if not others:
        return say(
            "{policy} leaves {number} weighted person-weeks without",
            policy=policy_name(best),
            number=text.people(figures["weighted_unmet"]),
        )
    beside = next((name for name, _ in others if name == BASE), others[0][0])
    unmet = simulation.summary["policies"][beside]["weighted_unmet"]
    share = 1 - figures["weighted_unmet"] / unmet if unmet > 0 else 0.0
    if share < ALIKE:
        return say("{policy} and {other} leave as much need unmet", policy=policy_name(best), other=policy_name(beside))
    return say(
        "{policy} leaves {share} fewer person-weeks without than {other}",
        policy=policy_name(best),
        share=text.percent(share),
        other=policy_name(beside),
    )


def lead(simulation: Simulation) -> str:
    """What was simulated."""
    summary = simulation.summary
    return say(
        "{weeks} weeks from {day}, {futures} futures drawn; every plan looks {ahead} weeks ahead and only its first "
        "week is carried out.",
        weeks=summary["weeks"],
        day=text.date(pd.Timestamp(summary["planning_start"]), year=True),
        futures=summary["futures"],
        ahead=summary["horizon_weeks"],
    )


def figures(simulation: Simulation, names: Mapping[str, str]) -> list[KeyFigure]:
    """The strip of the policy that leaves least without."""
    name, best = _by_unmet(simulation)[0]
    spread = best["spread"]
    without, worst, money = spread["weighted_unmet"], spread["worst_coverage"], spread["cost_usd"]
    return [
        KeyFigure(
            say("Weighted person-weeks without"),
            text.whole(best["weighted_unmet"]),
            text.between(without["q10"], without["q90"]),
            policy_name(name),
        ),
        KeyFigure(
            say("Need met in the worst camp"),
            text.percent(best["worst_coverage"]),
            text.percent_between(worst["q10"], worst["q90"]),
            names.get(best["worst_camp"], ""),
        ),
        KeyFigure(say("Money spent"), text.usd(best["cost_usd"]), text.between(money["q10"], money["q90"])),
        KeyFigure(say("Waste"), f"{text.tonnes(best['waste_t'])}"),
    ]


def spread_rows(simulation: Simulation) -> pd.DataFrame:
    """``name``, ``mean``, ``low``, ``high``, ``is_best`` of the person-weeks without of each policy."""
    best = _by_unmet(simulation)[0][0]
    return pd.DataFrame(
        [
            {
                "name": policy_name(name),
                "mean": of["weighted_unmet"],
                "low": of["spread"]["weighted_unmet"]["q10"],
                "high": of["spread"]["weighted_unmet"]["q90"],
                "is_best": name == best,
            }
            for name, of in simulation.summary["policies"].items()
        ]
    )


def policies_table(simulation: Simulation, names: Mapping[str, str]) -> pd.DataFrame:
    """A row a policy, in the order asked."""
    rows = []
    for name, of in simulation.summary["policies"].items():
        each, late = of["transport_usd_per_person_week"], of["weeks_late"]
        camp = names.get(of["worst_camp"], "")
        rows.append(
            (
                policy_name(name),
                text.whole(of["weighted_unmet"]),
                text.whole(of["cost_usd"]),
                "" if each is None else f"{each:.3f}",
                f"{text.percent(of['worst_coverage'])}, {camp}",
                f"{of['waste_t']:,.1f}",
                "" if late is None else f"{late:.1f}",
                f"{of['gini']:.2f}",
            )
        )
    return pd.DataFrame(rows, columns=[message("Policy"), *POLICY_NUMBERS])


def without_tables(simulation: Simulation, operation: Operation) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Thousands of person-weeks without by item of everybody, and by group over all items; a column a policy."""
    table = simulation.tables["without"]
    everybody = table[SimulatedWithout.group] == "everybody"
    items = dict(zip(operation.items[Items.item_id], operation.items[Items.name], strict=True))
    of_items = _wide(table[everybody], SimulatedWithout.item_id, simulation)
    of_groups = _wide(table[~everybody], SimulatedWithout.group, simulation)
    of_items.insert(0, message("Item"), [items[item] for item in of_items.index])
    of_groups.insert(0, message("Group"), [say(GROUP_NAMES[group]) for group in of_groups.index])
    return of_items.reset_index(drop=True), of_groups.reset_index(drop=True)


def _wide(rows: pd.DataFrame, by: str, simulation: Simulation) -> pd.DataFrame:
    value = SimulatedWithout.person_weeks_without
    wide = rows.pivot_table(index=by, columns=SimulatedWithout.policy, values=value, aggfunc="sum", sort=False)
    order = [name for name in simulation.summary["policies"] if name in wide]
    thousands = wide[order] / 1000
    return pd.DataFrame(
        {policy_name(name): [f"{amount:,.1f}" for amount in thousands[name]] for name in order}, index=wide.index
    )


def _by_unmet(simulation: Simulation) -> list[tuple[str, dict[str, Any]]]:
    return sorted(simulation.summary["policies"].items(), key=lambda pair: float(pair[1]["weighted_unmet"]))
