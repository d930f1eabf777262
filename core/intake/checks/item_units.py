"""The unit of an item beside its weight and volume: goods counted in kg of which one weighs 50 kg."""

from collections.abc import Mapping

import pandas as pd

from core.domain.finding import Finding
from core.domain.measures import AMBIGUOUS, measure
from core.domain.schemas import Items
from core.domain.units import read_quantity
from core.intake.checks.listing import findings_of_rows

WEIGHT_TOLERANCE_SHARE = 0.25
"""A kilogram of goods weighs up to this much more with its wrapping."""

KG_PER_LITRE = (0.5, 2.0)
LITRES_PER_LITRE = (0.5, 3.0)
"""What a litre weighs and how much room it takes; fuel is light, bottles take room."""

KG_PER_M3 = (2.0, 12_000.0)
"""From loose empty containers to lead."""

MEND = "Correct unit, weight or volume: need, loads and storage are computed from all three."


def check_item_units(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Questions about units of ``items`` that contradict their weight or volume, or mean several amounts."""
    items = tables["items"]
    known = items[items[Items.unit].notna()]
    units = known[Items.unit].map({unit: _of_one(unit) for unit in known[Items.unit].unique()})
    rows = known.assign(
        measures=units.str[0],
        base=units.str[1].astype("float64"),
        meanings=known[Items.unit].str.lower().map(AMBIGUOUS),
    )
    return [*_weight(rows), *_volume(rows), *_density(items), *_ambiguous(rows)]


def _of_one(unit: str) -> tuple[str, float] | None:
    """What one unit measures, and how many kg, litres or pieces it is; ``46 KG`` is a unit of 46 kg."""
    quantity = read_quantity(unit)
    if quantity is not None and not quantity.why:
        return quantity.measures, quantity.base
    return measure(unit)


def _weight(rows: pd.DataFrame) -> list[Finding]:
    mass, volume = rows["measures"].eq("mass"), rows["measures"].eq("volume")
    weighs, base = rows[Items.weight_kg], rows["base"]
    off_mass = mass & ((weighs < base * 0.999) | (weighs > base * (1 + WEIGHT_TOLERANCE_SHARE)))
    off_volume = volume & ~weighs.between(base * KG_PER_LITRE[0], base * KG_PER_LITRE[1])
    return findings_of_rows(
        "question",
        "items",
        rows[(off_mass | off_volume) & weighs.notna()],
        Items.weight_kg,
        "unit_against_weight",
        lambda row: (
            f"{row[Items.name]} is counted in “{row[Items.unit]}”, {row['base']:g} "
            f"{'kg' if row['measures'] == 'mass' else 'l'} each, and one weighs {row[Items.weight_kg]:g} kg."
        ),
        MEND,
    )


def _volume(rows: pd.DataFrame) -> list[Finding]:
    litres = rows[Items.volume_m3] * 1000
    off = rows["measures"].eq("volume") & litres.gt(0)
    off &= ~litres.between(rows["base"] * LITRES_PER_LITRE[0], rows["base"] * LITRES_PER_LITRE[1])
    return findings_of_rows(
        "question",
        "items",
        rows[off],
        Items.volume_m3,
        "unit_against_volume",
        lambda row: (
            f"{row[Items.name]} is counted in “{row[Items.unit]}”, {row['base']:g} l each, and one takes "
            f"{row[Items.volume_m3]:g} m3."
        ),
        MEND,
    )


def _density(items: pd.DataFrame) -> list[Finding]:
    density = items[Items.weight_kg] / items[Items.volume_m3].where(items[Items.volume_m3] > 0)
    return findings_of_rows(
        "question",
        "items",
        items.assign(density=density)[density.gt(0) & ~density.between(*KG_PER_M3)],
        Items.volume_m3,
        "implausible_density",
        lambda row: (
            f"{row[Items.name]}: {row[Items.weight_kg]:g} kg in {row[Items.volume_m3]:g} m3 is {row['density']:,.3g} "
            "kg in a cubic metre."
        ),
        "Check weight (kg) and volume (m3) of one unit.",
    )


def _ambiguous(rows: pd.DataFrame) -> list[Finding]:
    return findings_of_rows(
        "question",
        "items",
        rows[rows["meanings"].notna()],
        Items.unit,
        "ambiguous_unit",
        lambda row: f"{row[Items.name]} is counted in “{row[Items.unit]}”, which may be {row['meanings']}.",
        "Write a unit that means one amount, such as kg or l.",
    )
