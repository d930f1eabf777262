"""The figures of a map as a table, for those who cannot use the map."""

import pandas as pd

from core.domain.operation import Operation
from core.domain.planning_figures import LABEL
from core.domain.schemas import Items
from core.domain.weeks import planning_weeks
from core.locale import message
from core.services.load_situation import Situation
from ui import text
from ui.components.tables import small_table
from ui.language import say


def map_table(
    operation: Operation, camps: pd.DataFrame, coverage: pd.DataFrame | None, situation: Situation | None
) -> None:
    """Show a row per camp: people, last count, need met, emptiest shelf; the least served first."""
    table = camps.set_index("camp_id")
    forecast = say("Forecast {week}", week=text.date(planning_weeks(operation.planning_start, 1)[0]))
    numbers = [message("Counted"), forecast]
    shown = pd.DataFrame(
        {
            message("Camp"): table["name"],
            message("Counted"): [text.whole(count) for count in table["last_count"]],
            message("on"): [text.date(day) for day in table["last_count_date"]],
            forecast: [
                text.with_spread(*row) + (f", {say(LABEL)}" if is_planned else "")
                for row, is_planned in zip(
                    table[["people", "people_low", "people_high"]].to_numpy(),
                    table["planning_people"].notna(),
                    strict=True,
                )
            ],
        }
    )
    if coverage is not None:
        of = coverage.set_index("camp_id").reindex(table.index)
        shown[message("Need met")] = [
            " ".join(filter(None, (text.percent(row[0]), text.percent_between(row[1], row[2]))))
            for row in of[["coverage", "coverage_low", "coverage_high"]].to_numpy()
        ]
        numbers.append(message("Need met"))
        shown = shown.loc[of["coverage"].sort_values().index]
    if situation is not None:
        names = operation.items.set_index(Items.item_id)[Items.name]
        emptiest = situation.cover.dropna(subset=["days"]).sort_values("days").drop_duplicates("camp_id")
        emptiest = emptiest.set_index("camp_id").reindex(shown.index)
        shown[message("Emptiest shelf")] = emptiest["item_id"].map(names).fillna(text.NOT_KNOWN)
        shown[message("Days of cover")] = [text.days(days) for days in emptiest["days"]]
        shown[message("Empty on")] = [
            text.day_with_spread(*days)
            for days in emptiest[["empty_on", "empty_from", "empty_to"]].itertuples(index=False)
        ]
        numbers.append(message("Days of cover"))
    small_table(shown, numbers=numbers, strong=[message("Camp")])
