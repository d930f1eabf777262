"""Plans side by side: their figures, and need met by camp."""

import pandas as pd

from core.locale import message
from core.services.open_operation import OpenOperation
from core.services.plan_distribution import AuditedPlan
from ui import cache, tell_fairness, text
from ui.components import caption, section, small_table
from ui.language import say


def show_figures(opened: OpenOperation, plans: list[AuditedPlan]) -> None:
    """A table with a column per plan; from three plans on also one of the camps."""
    section(say("The figures") if len(plans) == 1 else say("The plans side by side"))
    names = opened.operation.place_names
    rows: dict[str, list[str]] = {}
    for plan in plans:
        f = cache.figures(opened, plan)
        worst = (
            f"{text.percent(f.worst_coverage)}, {names[f.worst_camp]}" if f.worst_camp else say("none needs anything")
        )
        for label, value in (
            (say("Worst-off camp"), worst),
            (say("Need met, all camps"), text.percent(f.need_met)),
            (say("Person-weeks without an item"), text.whole(text.significant(f.person_weeks_without, 3))),
            (say("the same, weighted"), text.whole(text.significant(f.weighted_unmet, 3))),
            (say("Cost"), text.usd(f.cost_usd)),
            (say("of which transport"), text.usd(f.transport_usd)),
            (say("Handed out"), text.tonnes(f.delivered_t)),
            (say("Trips"), text.whole(f.trips)),
            (say("Transport per person-week served"), tell_fairness.price(f.transport_usd_per_person_week)),
            (say("Waste"), tell_fairness.tonnes_or_none(f.waste_t)),
            (say("Weeks late, needed once"), tell_fairness.weeks_late(f.weeks_late)),
        ):
            rows.setdefault(label, []).append(value)
    heads = _heads(plans)
    table = pd.DataFrame.from_dict(rows, orient="index", columns=heads).rename_axis(message("Figure")).reset_index()
    small_table(table, numbers=heads, strong=heads[-1:])
    caption(
        say(
            "A person without one item for a week is one person-week; without three items, three. "
            "Weighted: times the priority of the item and the vulnerability of the camp."
        )
    )
    if len(plans) > 2:
        _camps(opened, plans, heads)


def _camps(opened: OpenOperation, plans: list[AuditedPlan], heads: list[str]) -> None:
    section(say("Need met by camp, worst first"))
    shares = pd.concat(
        [cache.coverage(opened, plan).set_index("camp_id")["coverage"] for plan in plans],
        axis=1,
        keys=range(len(plans)),
    ).sort_values(len(plans) - 1)
    first = shares[0]
    table = pd.DataFrame({message("Camp"): shares.index.map(opened.operation.place_names)})
    for number, head in enumerate(heads):
        table[head] = [
            text.percent(share) + (f" ({text.points(share - was)})" if number and abs(share - was) >= 0.005 else "")
            for share, was in zip(shares[number], first, strict=True)
        ]
    small_table(table, numbers=heads, strong=heads[-1:])


def _heads(plans: list[AuditedPlan]) -> list[str]:
    heads: list[str] = []
    for plan in plans:
        name = plan.plan.scenario.name
        heads.append(name if name not in (*heads, say("Figure"), say("Camp")) else f"{name} ({len(heads) + 1})")
    return heads
