"""The sheet of a camp in words: people, need met, what came last and comes next, the shelf."""

import pandas as pd

from core.domain.operation import Operation
from core.domain.planning_figures import LABEL
from core.domain.schemas import Camps, Items
from core.domain.weeks import planning_weeks
from core.services.least_met import MIDDLING
from core.services.load_situation import Situation
from ui import text
from ui.components import Fact, ShelfRow
from ui.language import say


def camp_place(camps: pd.DataFrame, camp_id: str) -> str:
    """Province and country of a camp."""
    camp = camps[camps["camp_id"] == camp_id].iloc[0]
    return ", ".join(str(part) for part in (camp["admin1"], camp["country"]) if text.known(part))


def camp_facts(
    operation: Operation,
    camps: pd.DataFrame,
    camp_id: str,
    coverage: pd.DataFrame | None,
    least: pd.DataFrame | None,
    traffic: pd.DataFrame,
    weeks: int,
) -> list[Fact]:
    """Lines of the sheet; what is not known is said.

    Parameters
    ----------
    camps
        Of ``camp_figures``.
    coverage
        Of ``coverage_of_camps``; None where there is no plan.
    least
        Of ``least_met_items``; None where there is no plan.
    traffic
        Of ``camp_traffic``.
    """
    camp = camps[camps["camp_id"] == camp_id].iloc[0]
    facts = [
        Fact(
            say("Last count, {day}", day=text.date(camp["last_count_date"])),
            text.whole(camp["last_count"]),
            _age(camp["count_age_days"]),
        )
        if text.known(camp["last_count_date"])
        else Fact(say("Last count"), "never"),
        Fact(
            say("Forecast, {week}", week=text.date(planning_weeks(operation.planning_start, 1)[0]))
            + (f" ({say(LABEL)})" if text.known(camp["planning_people"]) else ""),
            text.hundreds(camp["people"]),
            text.between(camp["people_low"], camp["people_high"]),
        ),
    ]
    capacity = operation.camps.set_index(Camps.camp_id)[Camps.capacity_people].get(camp_id)
    if text.known(capacity):
        facts.append(Fact(say("Built for"), text.whole(capacity)))
    if coverage is not None:
        facts.append(_need_met(coverage, camp_id, weeks))
    if least is not None:
        facts += _least_met(operation, least, camp_id)
    moves = traffic.loc[camp_id]
    if operation.has("deliveries"):
        last = text.known(moves["last_date"])
        facts.append(
            Fact(say("Last delivery"), text.date(moves["last_date"]), text.tonnes(moves["last_t"]))
            if last
            else Fact(say("Last delivery"), say("none noted"))
        )
    if coverage is not None:
        comes = text.known(moves["next_week"])
        facts.append(
            Fact(
                say("Next by the plan"),
                say("week of {next_week}", next_week=text.date(moves["next_week"])),
                text.tonnes(moves["next_t"]),
            )
            if comes
            else Fact(say("Next by the plan"), say("nothing comes"))
        )
    return facts


def camp_shelf(operation: Operation, situation: Situation, camp_id: str) -> list[ShelfRow]:
    """Items on the camp's shelf, the emptiest first, what is not known last."""
    names = operation.items.set_index(Items.item_id)[Items.name]
    rows = situation.cover[situation.cover["camp_id"] == camp_id].sort_values("days")
    return [
        ShelfRow(
            str(names[row.item_id]),
            row.days if text.known(row.days) else None,
            row.empty_on if text.known(row.empty_on) else None,
            "" if row.empty_from == row.empty_to else text.day_between(row.empty_from, row.empty_to),
        )
        for row in rows.itertuples()
    ]


def _age(days: float) -> str:
    return text.age(days) if text.known(days) else ""


def _least_met(operation: Operation, least: pd.DataFrame, camp_id: str) -> list[Fact]:
    found = least[(least["camp_id"] == camp_id) & (least["coverage"] < MIDDLING)]
    names = operation.items.set_index(Items.item_id)[Items.name]
    return [Fact(say("Least met"), text.percent(row.coverage), names[row.item_id]) for row in found.itertuples()]


def _need_met(coverage: pd.DataFrame, camp_id: str, weeks: int) -> Fact:
    found = coverage[coverage["camp_id"] == camp_id]
    label = say("Need met, {counted}", counted=text.counted(weeks, "week"))
    if found.empty:
        return Fact(label, say("needs nothing"))
    row = found.iloc[0]
    return Fact(label, text.percent(row["coverage"]), text.percent_between(row["coverage_low"], row["coverage_high"]))
