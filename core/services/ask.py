"""Read a question from files and words: scenario, needs, and what a ration is asked with."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd

from core.domain.finding import Finding
from core.domain.operation import Operation
from core.domain.ration import FoodLimit, RationQuestion, WeeklyLimits
from core.domain.scenario import Scenario
from core.domain.schemas import Camps, Items, NeedsInput
from core.domain.validation import typed_table, unknown_names
from core.domain.weeks import planning_weeks, week_numbers
from core.errors import InvalidScenario
from core.intake import read_table
from core.services.check_operation import refuse_errors


def read_scenario(path: Path | None, overrides: dict[str, Any]) -> Scenario:
    """A scenario from a TOML or JSON file, with some keys overridden; the baseline where there is no file.

    Raises
    ------
    InvalidScenario
        If the file cannot be read or holds a key that is unknown or out of bounds.
    """
    scenario = Scenario()
    if path is not None:
        try:
            scenario = Scenario.from_text(path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            raise InvalidScenario(f"{path} cannot be read as text: {error}", hint="Save it as UTF-8 text.") from error
    if not overrides:
        return scenario
    values = scenario.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return Scenario.from_values({**values, **overrides})


def read_ration_question(
    days: int, limits: Sequence[str], left_out: Sequence[str], weekly_limits: str
) -> RationQuestion:
    """The question of a ration from words; limits as ``item=least:most`` in grams, either side may be blank.

    Raises
    ------
    InvalidScenario
        If a limit is not written so, or an amount is out of bounds.
    """
    read = tuple(_food_limit(words) for words in limits)
    return RationQuestion(days, read, tuple(left_out), cast(WeeklyLimits, weekly_limits))


def _food_limit(words: str) -> FoodLimit:
    item, equals, bounds = words.rpartition("=")
    least, colon, most = bounds.partition(":")
    try:
        if not (item and equals and colon):
            raise ValueError(words)
        return FoodLimit(item, float(least) if least else None, float(most) if most else None)
    except ValueError as error:
        raise InvalidScenario(
            f"The limit “{words}” is not of the form item=least:most.",
            hint="Write grams per person and day, as in salt=5:5, rice=:200 or pulses=60:",
        ) from error


def read_needs(path: Path, operation: Operation, start: pd.Timestamp) -> tuple[pd.DataFrame, int]:
    """Needs of a file, and the number of planning weeks they reach.

    Raises
    ------
    InvalidTable
        If a camp or item is unknown, a need is missing or negative, or a week is no Sunday after the start.
    """
    table, findings = typed_table(path.name, read_table(path), NeedsInput)
    findings += unknown_names(path.name, "camp_id", table["camp_id"], "camp", operation.camps[Camps.camp_id])
    findings += unknown_names(path.name, "item_id", table["item_id"], "item", operation.items[Items.item_id])
    numbers = week_numbers(table[NeedsInput.week], start)
    wrong = table[NeedsInput.week].notna() & ((numbers < 0) | (table[NeedsInput.week].dt.day_of_week != 6))
    first = planning_weeks(start, 1)[0].date()
    findings += [
        Finding(
            "error",
            path.name,
            int(row) + 2,
            NeedsInput.week,
            "week",
            f"{week.date()} is no Sunday after {start.date()}.",
            f"Name weeks by their Sunday, the first is {first}.",
        )
        for row, week in table.loc[wrong, NeedsInput.week].items()
    ]
    refuse_errors(path, findings)
    return table[NeedsInput.column_names()], int(np.nanmax(numbers, initial=0)) + 1
