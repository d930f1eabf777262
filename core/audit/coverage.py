"""Need, delivered and unmet: the coverage file against the needs file."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.audit.case import Case
from core.audit.report import Checker
from core.domain.schemas import Coverage, Items

ONCE = ("person_once", "household_once")


@dataclass(frozen=True, eq=False)
class Served:
    """Item units by camp, item and week: newly needed, and as the coverage file tells them."""

    new: np.ndarray
    need: np.ndarray
    delivered: np.ndarray
    unmet: np.ndarray
    is_once: np.ndarray


def read_served(case: Case) -> Served:
    """Needs and coverage on one grid, shape (camps, items, weeks)."""
    shape = (int(case.is_camp.sum()), len(case.items), case.horizon)

    def grid(table: pd.DataFrame, column: str) -> np.ndarray:
        # a depot has no need; the auditor of references has said so
        at_camp = table["p"].to_numpy() < shape[0]
        table = table[at_camp]
        at = (table["p"].to_numpy() * shape[1] + table["i"].to_numpy()) * shape[2] + table["t"].to_numpy()
        values = table[column].fillna(0).to_numpy(dtype=float)
        return np.bincount(at, weights=values, minlength=int(np.prod(shape))).reshape(shape)

    return Served(
        new=grid(case.needs, "q"),
        need=grid(case.coverage, Coverage.need),
        delivered=grid(case.coverage, Coverage.delivered),
        unmet=grid(case.coverage, Coverage.unmet),
        is_once=case.items[Items.need_basis].isin(ONCE).to_numpy(),
    )


def check_coverage(case: Case, served: Served, check: Checker) -> None:
    """Need is what the needs file says, with what waited; it is delivered or unmet; the shares are right."""
    at = {
        "place": case.place_ids[case.is_camp][:, None, None],
        "item": case.item_ids[None, :, None],
        "week": np.arange(case.horizon)[None, None, :],
    }
    waiting = np.zeros_like(served.unmet)
    waiting[:, :, 1:] = served.unmet[:, :, :-1]
    due = served.new + np.where(served.is_once[None, :, None], waiting, 0.0)
    check.equal(
        "need",
        served.need,
        due,
        "{place}: the need of {item} in the week of {week} is {limit} by the needs file, the plan says {amount}.",
        **at,
    )
    check.equal(
        "unmet",
        served.delivered + served.unmet,
        served.need,
        "{place}: {item} delivered and unmet in the week of {week} make {amount}, the need is {limit}.",
        **at,
    )
    for name, values in (("delivered", served.delivered), ("unmet", served.unmet)):
        check.at_most("negative", -values, 0.0, f"{{place}}: {name} {{item}} lies {{amount}} below nothing.", **at)
    rows = case.coverage
    need = rows[Coverage.need].to_numpy(dtype=float)
    share = np.where(need > 0, rows[Coverage.delivered].to_numpy(dtype=float) / np.where(need > 0, need, 1), 1.0)
    # the share of next to nothing is not told by files in units
    share = np.where((need > 0) & (need < 1), np.nan, share)
    check.equal(
        "coverage",
        rows[Coverage.coverage],
        share,
        "{place}: coverage of {item} in the week of {week} is {limit}, the plan says {amount}.",
        place=case.place_ids[rows["p"].to_numpy()],
        item=case.item_ids[rows["i"].to_numpy()],
        week=rows["t"].to_numpy(),
    )
    check.at_most(
        "reference",
        (rows["p"].to_numpy() >= int(case.is_camp.sum())).astype(float),
        0.0,
        "coverage: {place} is no camp.",
        place=case.place_ids[rows["p"].to_numpy()],
    )
