"""Household sizes and their ranges: a range that is turned around or does not hold the size it belongs to."""

import pandas as pd

from core.domain.finding import Finding
from core.domain.schemas import Camps
from core.intake.checks.listing import findings_of_rows


def check_households(camps: pd.DataFrame) -> list[Finding]:
    """Questions about the range of household size in ``camps``."""
    size, low, high = camps[Camps.household_size], camps[Camps.household_size_low], camps[Camps.household_size_high]
    outside = (low > high) | (low > size) | (high < size)
    alone = size.isna() & (low.notna() | high.notna())
    return [
        *findings_of_rows(
            "question",
            "camps",
            camps[outside],
            Camps.household_size,
            "household_range",
            lambda row: (
                f"{row[Camps.name]}: a household of {row[Camps.household_size]:g} people is not within its range, "
                f"{row[Camps.household_size_low]:g} to {row[Camps.household_size_high]:g}."
            ),
            "The range is where 8 of 10 cases lie: low, size, high.",
        ),
        *findings_of_rows(
            "question",
            "camps",
            camps[alone],
            Camps.household_size,
            "household_range",
            lambda row: (
                f"{row[Camps.name]} has a range of household size and no size; the operation's setting is used."
            ),
            "Fill in household_size.",
        ),
    ]
