"""The plan that a scenario promises to keep near to: from a folder, or by the key of a plan made here."""

import re
from pathlib import Path

import pandas as pd

from core.domain.scenario import Scenario
from core.domain.schemas import Items, Shipments
from core.errors import InvalidScenario
from core.plan_folder import read_plan
from core.services.keys import fingerprint_of_table
from core.services.resources import Resources

PLAN_KEY = re.compile(r"[0-9a-f]{64}")
"""A plan made here is named by its content key; everything else is a folder."""


def promised_shipments(resources: Resources, scenario: Scenario) -> pd.DataFrame | None:
    """``Shipments`` of the promised plan; None where nothing was promised.

    Raises
    ------
    InvalidScenario
        If a plan made here is no longer kept.
    SourceUnavailable, InvalidTable
        If a folder cannot be read as a plan.
    """
    if scenario.promised is None:
        return None
    if PLAN_KEY.fullmatch(scenario.promised) is None:
        return read_plan(Path(scenario.promised)).shipments
    found = resources.results.get(scenario.promised)
    if found is None or "shipments" not in found:
        raise InvalidScenario(
            f"The promised plan {scenario.promised[:8]} is no longer kept here.",
            hint="Make it again, or name the folder it was written to.",
        )
    return found["shipments"]


def fingerprint_of(shipments: pd.DataFrame | None) -> str:
    """sha256 of what was promised, for the key of a plan; empty where nothing was."""
    if shipments is None:
        return ""
    return fingerprint_of_table(shipments[[Shipments.route_id, Shipments.item_id, Shipments.week, Shipments.quantity]])


def tonnes_changed(items: pd.DataFrame, promised: pd.DataFrame, shipments: pd.DataFrame) -> float:
    """Tonnes sent otherwise than promised in the weeks of both: what is sent more, and what is sent less."""
    weight_t = items.set_index(Items.item_id)[Items.weight_kg].astype(float) / 1000
    weeks = set(promised[Shipments.week]) & set(shipments[Shipments.week]) if len(shipments) else set()
    sums = [
        table[table[Shipments.week].isin(weeks)].groupby([Shipments.route_id, Shipments.item_id, Shipments.week])[
            Shipments.quantity
        ].sum()
        for table in (promised, shipments)
    ]  # fmt: skip
    change = sums[1].sub(sums[0], fill_value=0.0).abs()
    weight_t = weight_t.reindex(change.index.get_level_values(Shipments.item_id)).to_numpy(float)
    return float(change.to_numpy(float) @ weight_t)
