"""Conservation: what lies at a place is what lay there, plus what came, less what left, was lost or handed out."""

from dataclasses import replace

import numpy as np
import pandas as pd

from core.audit.case import NEVER, Case
from core.audit.report import Checker
from core.audit.supply import lots_as_told
from core.audit.undirected import turn_shipments
from core.domain.schemas import Items, Offers

LOT = ["i", "lot", "e", "m"]


def check_balance(case: Case, supply: pd.DataFrame, check: Checker) -> None:
    """Per place, item, lot and week; deliveries at camps and purchases at suppliers explain what is left over."""
    told, supply = _told(case, supply, check)
    told = turn_shipments(told, lambda case: _unexplained(case, supply), check)
    cells, left, scale = _unexplained(told, supply)
    handed = case.is_camp[cells["p"].to_numpy()]
    _deliveries(case, check, cells[handed], left[handed], scale[handed])
    _depots(case, check, supply, cells[~handed], left[~handed], scale[~handed], told.tells_lots)


def _told(case: Case, supply: pd.DataFrame, check: Checker) -> tuple[Case, pd.DataFrame]:
    """The case with every lot described alike in supply and plan."""
    if case.tells_lots or not ((supply["e"] != NEVER).any() or (supply["m"] >= 0).any()):
        return case, supply
    supply, named = lots_as_told(case, supply)
    if ((named["e"] == NEVER) & (named["m"] < 0)).any():
        check.note("The plan's files do not carry expiry and earmark; lots of one name are checked together.")
    filled = {name: _described(getattr(case, name), named) for name in ("shipments", "stock", "losses")}
    return replace(case, **filled), supply


def _described(goods: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """Goods with the expiry and earmark that belong to the name of their lot."""
    at = pd.MultiIndex.from_frame(named[["i", "lot"]]).get_indexer(pd.MultiIndex.from_frame(goods[["i", "lot"]]))
    if named.empty:
        return goods
    return goods.assign(
        e=np.where(at >= 0, named["e"].to_numpy()[at], NEVER), m=np.where(at >= 0, named["m"].to_numpy()[at], -1)
    )


def _unexplained(case: Case, supply: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Cells (place and lot), what disappears in each in each week, and the size of the sums behind it.

    What disappears was handed out at a camp; below zero, it was bought.
    """
    weeks = case.horizon
    sent, lead = case.shipments, case.links.table["lead"].to_numpy()
    landing = sent.assign(p=sent["d"], t=sent["t"] + lead[sent["r"].to_numpy()])
    opening = supply[supply["t"] < 0]
    pieces = [
        (sent.assign(p=sent["o"]), -1.0),
        (landing[landing["t"] < weeks], 1.0),
        (supply[supply["t"] >= 0], 1.0),
        (case.losses, -1.0),
        # empty cells, so that every sum told in the files has a cell to be compared in
        (_empty(case.purchases), 0.0),
        (_empty(case.coverage), 0.0),
        (case.stock, 0.0),
        (opening, 0.0),
    ]
    columns = {
        name: np.concatenate([piece[name].to_numpy(dtype=kind) for piece, _ in pieces])
        for name, kind in (("p", int), ("i", int), ("lot", object), ("e", int), ("m", int), ("t", int), ("q", float))
    }
    sign = np.repeat([sign for _, sign in pieces], [len(piece) for piece, _ in pieces])
    lot_code, _ = pd.factorize(columns["lot"])
    expiry_code, _ = pd.factorize(columns["e"])
    keys = np.column_stack([columns["p"], columns["i"], lot_code, expiry_code, columns["m"]])
    _, first, cell = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    cell = cell.ravel()
    cells = pd.DataFrame({name: columns[name][first] for name in ("p", *LOT)}).astype({"lot": "str"})
    week, quantity = columns["t"], columns["q"]
    n = len(cells)

    def spread(weights: np.ndarray, chosen: np.ndarray | slice) -> np.ndarray:
        at = cell[chosen] * weeks + week[chosen]
        return np.bincount(at, weights=weights[chosen], minlength=n * weeks).reshape(n, weeks)

    row, stock_end = np.arange(len(sign)), len(sign) - len(opening)
    is_opening = row >= stock_end
    is_stock = (row >= stock_end - len(case.stock)) & ~is_opening
    flow = ~is_opening & ~is_stock
    signed = quantity * sign
    closing = spread(quantity, is_stock)
    start = np.bincount(cell[is_opening], weights=quantity[is_opening], minlength=n)
    before = np.column_stack([start, closing[:, :-1]])
    left = before + spread(signed, flow) - closing
    return cells, left, before + spread(np.abs(signed), flow) + closing


def _empty(table: pd.DataFrame) -> pd.DataFrame:
    return table[["p", "i", "t"]].assign(q=0.0, lot="", e=NEVER, m=-1)


def _deliveries(case: Case, check: Checker, cells: pd.DataFrame, left: np.ndarray, scale: np.ndarray) -> None:
    place = case.place_ids[cells["p"].to_numpy()][:, None]
    item = case.item_ids[cells["i"].to_numpy()][:, None]
    week = np.arange(case.horizon)[None, :]
    at = {"place": place, "item": item, "week": week, "scale": scale}
    check.at_most(
        "conservation", -left, 0.0, "{place}: {amount} {item} more are there in the week of {week} than came.", **at
    )
    expired = cells["e"].to_numpy()[:, None] <= case.sunday[None, :]
    check.at_most(
        "expiry",
        np.where(expired, left, 0.0),
        np.where(expired, 0.0, np.nan),
        "{place} hands out {amount} {item} in the week of {week} that have expired by its Sunday.",
        **at,
    )
    reserved = cells["m"].to_numpy()
    foreign = ((reserved >= 0) & (reserved != cells["p"].to_numpy()))[:, None]
    check.at_most(
        "earmark",
        left,
        np.where(np.broadcast_to(foreign, left.shape), 0.0, np.nan),
        "{place} hands out {amount} {item} in the week of {week} that are reserved for another camp.",
        **at,
    )
    group, index = _by_place_and_item(cells)
    implied, size = _summed(left, group, len(index)), _summed(scale, group, len(index))
    told = _told_amounts(case, case.coverage, index)
    check.equal(
        "delivered",
        told,
        implied,
        "{place} is said to hand out {amount} {item} in the week of {week}; stock and shipments make it {limit}.",
        place=case.place_ids[index["p"].to_numpy()][:, None],
        item=case.item_ids[index["i"].to_numpy()][:, None],
        week=week,
        scale=size,
    )


def _depots(
    case: Case,
    check: Checker,
    supply: pd.DataFrame,
    cells: pd.DataFrame,
    left: np.ndarray,
    scale: np.ndarray,
    tells_lots: bool,
) -> None:
    place = case.place_ids[cells["p"].to_numpy()][:, None]
    item = case.item_ids[cells["i"].to_numpy()][:, None]
    week = np.arange(case.horizon)[None, :]
    at = {"place": place, "item": item, "week": week, "scale": scale}
    check.at_most("conservation", left, 0.0, "{place}: {amount} {item} disappear in the week of {week}.", **at)
    offers = case.operation.offers
    sold = pd.MultiIndex.from_frame(offers[[Offers.depot_id, Offers.item_id]])
    here = pd.MultiIndex.from_arrays([place.ravel(), item.ravel()])
    named = set(supply["lot"]) - {""}
    may_buy = here.isin(sold) & (cells["m"] < 0).to_numpy() & ~cells["lot"].isin(named).to_numpy()
    check.at_most(
        "conservation",
        -left,
        np.where(np.broadcast_to(may_buy[:, None], left.shape), np.nan, 0.0),
        "{place}: {amount} {item} more leave or lie there in the week of {week} than there are.",
        **at,
    )
    cells, bought, scale = cells[may_buy], -left[may_buy], scale[may_buy]
    group, index = _by_place_and_item(cells)
    landed = case.purchases.assign(t=case.purchases["t"] + case.purchases["lead"])
    landed = landed[landed["t"] < case.horizon]
    check.equal(
        "purchases",
        _summed(bought, group, len(index)),
        _told_amounts(case, landed, index),
        "{place}: {amount} {item} more leave or lie there in the week of {week} than stock holds; {limit} were bought.",
        place=case.place_ids[index["p"].to_numpy()][:, None],
        item=case.item_ids[index["i"].to_numpy()][:, None],
        week=week,
        scale=_summed(scale, group, len(index)),
    )
    if tells_lots:
        _shelf_life(case, check, cells, bought, scale)


def _shelf_life(case: Case, check: Checker, cells: pd.DataFrame, bought: np.ndarray, scale: np.ndarray) -> None:
    days = case.items[Items.shelf_life_days].to_numpy(dtype=float, na_value=np.nan)[cells["i"].to_numpy()]
    latest = case.sunday[None, :] + days[:, None]
    # what keeps beyond the horizon may be told without a date
    too_long = (cells["e"].to_numpy(dtype=float)[:, None] > latest) & (latest <= case.sunday[-1])
    check.at_most(
        "expiry",
        np.where(too_long, bought, 0.0),
        np.where(np.isnan(latest), np.nan, 0.0),
        "{place}: {amount} {item} bought for the week of {week} are said to keep longer than their shelf life.",
        place=case.place_ids[cells["p"].to_numpy()][:, None],
        item=case.item_ids[cells["i"].to_numpy()][:, None],
        week=np.arange(case.horizon)[None, :],
        scale=scale,
    )


def _by_place_and_item(cells: pd.DataFrame) -> tuple[np.ndarray, pd.DataFrame]:
    groups = cells.groupby(["p", "i"], sort=False)
    index = groups.size().reset_index()[["p", "i"]]
    return groups.ngroup().to_numpy(), index


def _summed(cells: np.ndarray, group: np.ndarray, groups: int) -> np.ndarray:
    out = np.zeros((groups, cells.shape[1]))
    np.add.at(out, group, cells)
    return out


def _told_amounts(case: Case, table: pd.DataFrame, index: pd.DataFrame) -> np.ndarray:
    """Amounts of a table on the rows of ``index`` and the weeks; every row of the table has its cell there."""
    items = len(case.items)
    known = pd.Index(index["p"] * items + index["i"])
    row = known.get_indexer(pd.Index(table["p"] * items + table["i"]))
    kept = row >= 0
    at = row[kept] * case.horizon + table["t"].to_numpy()[kept]
    flat = np.bincount(at, weights=table["q"].to_numpy()[kept], minlength=len(index) * case.horizon)
    return np.asarray(flat[: len(index) * case.horizon].reshape(len(index), case.horizon))
