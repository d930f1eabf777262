"""What lies at a place at a week's end: room, junctions, and goods past their date."""

import numpy as np
import pandas as pd

from core.audit.case import NEVER, Case
from core.audit.report import Checker
from core.domain.schemas import Camps, Depots, PlannedLosses


def check_storage(case: Case, supply: pd.DataFrame, check: Checker) -> None:
    """Storage holds at every week's end, junctions are empty, nothing expired counts as stock."""
    _room(case, supply, check)
    stock = case.stock
    at = {
        "place": case.place_ids[stock["p"].to_numpy()],
        "item": case.item_ids[stock["i"].to_numpy()],
        "week": stock["t"].to_numpy(),
    }
    check.at_most(
        "junction",
        stock["q"],
        np.where(case.is_junction[stock["p"].to_numpy()], 0.0, np.nan),
        "{place} is a junction and cannot hold {amount} {item} at the end of the week of {week}.",
        **at,
    )
    check.at_most(
        "expiry",
        stock["q"],
        np.where(stock["e"].to_numpy() <= case.sunday[stock["t"].to_numpy()], 0.0, np.nan),
        "{place}: {amount} {item} count as stock at the end of the week of {week}, but have expired.",
        **at,
    )
    losses = case.losses
    fresh = (losses["e"].to_numpy() > case.sunday[losses["t"].to_numpy()]) & (
        losses[PlannedLosses.reason] == "expired"
    ).to_numpy()
    if not case.tells_lots:
        fresh &= losses["e"].to_numpy() != NEVER
    check.at_most(
        "expiry",
        losses["q"],
        np.where(fresh, 0.0, np.nan),
        "{place}: {amount} {item} are written off as expired in the week of {week}, but have not expired.",
        place=case.place_ids[losses["p"].to_numpy()],
        item=case.item_ids[losses["i"].to_numpy()],
        week=losses["t"].to_numpy(),
    )


def _room(case: Case, supply: pd.DataFrame, check: Checker) -> None:
    volume = case.volume_m3
    opening = supply[supply["t"] < 0]
    places = len(case.places)
    held_at_start = np.bincount(opening["p"], weights=opening["q"] * volume[opening["i"].to_numpy()], minlength=places)
    stock = case.stock
    held = np.bincount(
        stock["p"].to_numpy() * case.horizon + stock["t"].to_numpy(),
        weights=stock["q"].to_numpy() * volume[stock["i"].to_numpy()],
        minlength=places * case.horizon,
    ).reshape(places, case.horizon)
    operation = case.operation
    room = pd.concat([operation.camps[Camps.storage_m3], operation.depots[Depots.storage_m3]])
    limit = room.to_numpy(dtype=float, na_value=np.nan)
    # full stores on the first day are a question in the findings, not a reason to throw goods away
    limit = np.where(np.isnan(limit), np.nan, np.maximum(limit, held_at_start))
    check.at_most(
        "storage",
        held,
        limit[:, None],
        "{place} holds {amount} m3 at the end of the week of {week}; there is room for {limit} m3.",
        place=case.place_ids[:, None],
        week=np.arange(case.horizon)[None, :],
    )
