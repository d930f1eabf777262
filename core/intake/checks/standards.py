"""Standards of items: quantities per person far from any that is used, and where a standard comes from."""

from collections.abc import Mapping

import pandas as pd

from core.domain.finding import Finding
from core.domain.plausible import KG_PER_PERSON_DAY, KG_PER_PERSON_ONCE
from core.domain.schemas import Items
from core.domain.settings import Settings
from core.domain.weeks import DAYS_PER_MONTH, DAYS_PER_WEEK
from core.intake.checks.listing import findings_of_rows


def check_standards(
    tables: Mapping[str, pd.DataFrame], settings: Settings, judged: pd.Index | None = None
) -> list[Finding]:
    """Questions and notes about ``items``.

    Parameters
    ----------
    judged
        Rows that a known standard has judged already; the wide bounds of their sector are not asked as well.
    """
    items = tables["items"]
    others = items if judged is None else items[~items.index.isin(judged)]
    return [*_implausible(others, settings.household_size), *_without_need(items), *_sources(items)]


def _implausible(items: pd.DataFrame, household_size: float) -> list[Finding]:
    per_day = {
        "person_day": 1.0,
        "person_week": 1 / DAYS_PER_WEEK,
        "person_month": 1 / DAYS_PER_MONTH,
        "household_month": 1 / DAYS_PER_MONTH / household_size,
    }
    per_person_once = {"person_once": 1.0, "household_once": 1 / household_size}
    weight = items[Items.need_quantity] * items[Items.weight_kg]
    daily = weight * items[Items.need_basis].map(per_day).astype("float64")
    low = items[Items.sector].map({sector: bounds[0] for sector, bounds in KG_PER_PERSON_DAY.items()}).astype("float64")
    high = (
        items[Items.sector].map({sector: bounds[1] for sector, bounds in KG_PER_PERSON_DAY.items()}).astype("float64")
    )
    wrong = (daily > high) | ((daily < low) & (daily > 0))
    once = weight * items[Items.need_basis].map(per_person_once).astype("float64")
    return [
        *findings_of_rows(
            "question",
            "items",
            items.assign(daily=daily, low=low, high=high)[wrong],
            Items.need_quantity,
            "implausible_standard",
            lambda row: (
                f"{row[Items.name]}: {row['daily']:,.3g} kg per person and day; "
                f"between {row['low']:g} and {row['high']:g} is usual for {row[Items.sector]}."
            ),
            "Check quantity, unit, weight and basis.",
        ),
        *findings_of_rows(
            "question",
            "items",
            items.assign(once=once)[once > KG_PER_PERSON_ONCE],
            Items.need_quantity,
            "implausible_standard",
            lambda row: f"{row[Items.name]}: {row['once']:,.0f} kg for each person, once.",
            "Check quantity, unit, weight and basis.",
        ),
    ]


def _without_need(items: pd.DataFrame) -> list[Finding]:
    return findings_of_rows(
        "note",
        "items",
        items[items[Items.need_quantity] == 0],
        Items.need_quantity,
        "zero_standard",
        lambda row: f"Nobody needs {row[Items.name]}: its standard is 0.",
        "",
    )


def _sources(items: pd.DataFrame) -> list[Finding]:
    estimates = items[items[Items.source].str.contains("estimate", case=False, na=False)]
    unsourced = items[items[Items.source].isna() & items[Items.item_id].notna()]
    return [
        *findings_of_rows(
            "note",
            "items",
            estimates,
            Items.source,
            "estimated_standard",
            lambda row: f"The standard of {row[Items.name]} is an estimate.",
            "Name a source if there is one.",
        ),
        *findings_of_rows(
            "note",
            "items",
            unsourced,
            Items.source,
            "unsourced_standard",
            lambda row: f"The standard of {row[Items.name]} names no source.",
            "Name the source in “source”.",
        ),
    ]
