"""Turn shipments of two-way routes the way the stock shows, where the files do not tell the direction."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from core.audit.case import Case
from core.audit.report import Checker
from core.domain.schemas import Offers

LOT = ["i", "lot", "e", "m"]
Unexplained = Callable[[Case], tuple[pd.DataFrame, np.ndarray, np.ndarray]]


def turn_shipments(case: Case, unexplained: Unexplained, check: Checker) -> Case:
    """The case with every direction decided that can be.

    What is unexplained at a place without the undecided shipments, in a week that a single one of them touches, says
    whether it left there, came there, or neither. Each one decided may decide the next. The others are taken to go
    as the route is written, and a note says so.

    Parameters
    ----------
    unexplained
        Cells (place and lot), what disappears in each in each week, and its size.
    """
    undecided = case.guessed.copy()
    if not undecided.any():
        return case
    shipments = case.shipments.copy()
    for _ in range(int(undecided.sum())):
        decided = _decide(replace(case, shipments=shipments[~undecided]), shipments[undecided], unexplained)
        if not decided.any():
            break
        rows = np.flatnonzero(undecided)
        back = rows[decided.to_numpy() < 0]
        shipments.loc[back, ["o", "d"]] = shipments.loc[back, ["end", "start"]].to_numpy()
        undecided[rows[decided.to_numpy() != 0]] = False
    left = int(undecided.sum())
    if left:
        check.note(
            f"The files do not tell the direction of {left} shipments on routes of two directions, nor does the stock "
            "show it; they are taken to go as the route is written."
        )
    return replace(case, shipments=shipments)


def _decide(case: Case, rows: pd.DataFrame, unexplained: Unexplained) -> pd.Series:
    """1 where a row goes as the route is written, -1 where it comes back, 0 where that is not shown."""
    cells, left, scale = unexplained(case)
    lead = case.links.table["lead"].to_numpy()[rows["r"].to_numpy()]
    numbered = rows.assign(row=np.arange(len(rows)), lead=lead)
    # each row may leave its start or its end in week t, and may come to the other in week t + lead
    events = pd.concat(
        [
            numbered.assign(p=numbered["start"], week=numbered["t"], leaves=1, comes=0),
            numbered.assign(p=numbered["end"], week=numbered["t"], leaves=-1, comes=0),
            numbered.assign(p=numbered["end"], week=numbered["t"] + lead, leaves=0, comes=1),
            numbered.assign(p=numbered["start"], week=numbered["t"] + lead, leaves=0, comes=-1),
        ],
        ignore_index=True,
    )
    events = events[events["week"] < case.horizon]
    at = ["p", *LOT, "week"]
    touched = events.groupby(at)["row"].nunique().rename("rows")
    events = events.join(touched, on=at)
    events = events[(events["rows"] == 1) & ~_open_ended(case, events)]
    found = cells.reset_index(names="cell")
    events = events.merge(found, on=["p", *LOT], how="left")
    known = events["cell"].notna().to_numpy()
    cell = events["cell"].fillna(0).to_numpy(dtype=int)
    week = events["week"].to_numpy()
    amount = np.where(known, left[cell, week] if len(cells) else 0.0, 0.0)
    size = np.where(known, scale[cell, week] if len(cells) else 0.0, 0.0)
    near = 1e-4 + 1e-6 * np.maximum(size, events["q"].to_numpy())
    left_here, came_here = amount > near, amount < -near
    verdict = np.where(left_here, events["leaves"], np.where(came_here, events["comes"], 0))
    # nothing unexplained where the row would have left or come: it went the other way
    quiet = ~left_here & ~came_here & (events["lead"].to_numpy() > 0)
    verdict = np.where(quiet, -(events["leaves"] + events["comes"]), verdict)
    sums = pd.Series(verdict, index=events["row"].to_numpy()).groupby(level=0).sum()
    return pd.Series(np.sign(sums.reindex(np.arange(len(rows)), fill_value=0)), dtype="int64")


def _open_ended(case: Case, events: pd.DataFrame) -> np.ndarray:
    """Where deliveries or purchases may explain what is left over."""
    offers = case.operation.offers
    sold = pd.MultiIndex.from_frame(offers[[Offers.depot_id, Offers.item_id]])
    here = pd.MultiIndex.from_arrays([case.place_ids[events["p"].to_numpy()], case.item_ids[events["i"].to_numpy()]])
    return np.asarray(case.is_camp[events["p"].to_numpy()] | here.isin(sold))
