"""What there is to give out: opening stock and arrivals, lot by lot, from the operation's own tables."""

import numpy as np
import pandas as pd

from core.audit.case import NEVER, Case, expiry, week_of
from core.audit.report import Checker
from core.domain.schemas import Arrivals, Offers, Stock


def known_supply(case: Case) -> pd.DataFrame:
    """Opening stock (``t`` is -1) and arrivals of the horizon: ``p, i, lot, e, m, t, q``.

    A blank quantity is not known and counts nothing; so does an arrival dated on or before the start, after the
    horizon, or not at all.
    """
    stock, arrivals = case.operation.stock, case.operation.arrivals
    opening = _lots(case, stock, Stock.place_id).assign(t=-1)
    coming = _lots(case, arrivals, Arrivals.depot_id).assign(t=week_of(arrivals[Arrivals.date], case))
    both = pd.concat([opening, coming[coming["t"] >= 0]], ignore_index=True)
    return both[both["q"] > 0].reset_index(drop=True)


def check_supply(case: Case, supply: pd.DataFrame, check: Checker) -> None:
    """Over the whole network: no item is handed out beyond what there is, has not expired, and may go there.

    Lot by lot conservation implies all of this; it holds the more where files do not tell lots apart.
    """
    weeks = case.horizon
    items, camps = len(case.items), int(case.is_camp.sum())
    bought = np.bincount(case.purchases["i"].to_numpy(), weights=case.purchases["q"].to_numpy(), minlength=items)
    given = case.coverage[case.coverage["p"] < camps]
    i, t, p, q = (given[name].to_numpy() for name in ("i", "t", "p", "q"))
    by_week = np.bincount(i * weeks + t, weights=q, minlength=items * weeks).reshape(items, weeks)
    from_week_on = by_week[:, ::-1].cumsum(axis=1)[:, ::-1]
    usable = np.stack(
        [
            np.bincount(supply["i"], weights=supply["q"].where(supply["e"] > sunday, 0.0), minlength=items)
            for sunday in case.sunday
        ],
        axis=1,
    )
    check.at_most(
        "supply",
        from_week_on,
        usable + bought[:, None],
        "From the week of {week} on, {amount} {item} are handed out in all; {limit} are there that have not expired.",
        item=case.item_ids[:, None],
        week=np.arange(weeks)[None, :],
    )
    by_camp = np.bincount(i * camps + p, weights=q, minlength=items * camps).reshape(items, camps)
    is_reserved = supply["m"].to_numpy() >= 0
    reserved = np.bincount(
        supply["i"].to_numpy()[is_reserved] * camps + supply["m"].to_numpy()[is_reserved],
        weights=supply["q"].to_numpy()[is_reserved],
        minlength=items * camps,
    ).reshape(items, camps)
    total = np.bincount(supply["i"], weights=supply["q"], minlength=items) + bought
    check.at_most(
        "supply",
        by_camp.sum(axis=1, keepdims=True) - by_camp,
        np.where(reserved > 0, total[:, None] - reserved, np.nan),
        "Elsewhere than at {place}, {amount} {item} are handed out; {limit} are not reserved for it.",
        place=case.place_ids[None, :camps],
        item=case.item_ids[:, None],
    )


def _lots(case: Case, table: pd.DataFrame, place: str) -> pd.DataFrame:
    items = pd.Index(case.item_ids)
    return pd.DataFrame(
        {
            "p": case.places.get_indexer(pd.Index(table[place].astype(object))),
            "i": items.get_indexer(pd.Index(table[Stock.item_id].astype(object))),
            "lot": table[Stock.lot_id].astype("str").fillna(""),
            "e": expiry(table[Stock.expires], case.weeks),
            "m": case.places.get_indexer(pd.Index(table[Stock.earmark].astype(object))),
            "q": table[Stock.quantity].fillna(0).to_numpy(dtype=float),
        }
    )


def lots_as_told(case: Case, supply: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Supply and movable goods described alike, where the plan's files do not carry expiry and earmark.

    Lots of one name with one expiry and one earmark keep them; others are joined under their name, and what is
    known of them is checked as a whole by ``check_supply``.

    Returns
    -------
    tuple
        The supply with the lots as the plan tells them apart, and ``i, lot, e, m`` of each name.
    """
    named = supply.groupby(["i", "lot"], as_index=False).agg(
        e=("e", "min"), last=("e", "max"), m=("m", "min"), other=("m", "max")
    )
    mixed = (named["e"] != named["last"]) | (named["m"] != named["other"])
    # bought goods have no name either, and another expiry
    mixed |= (named["lot"] == "") & named["i"].isin(_items_on_offer(case))
    named.loc[mixed, "e"], named.loc[mixed, "m"] = NEVER, -1
    named = named[["i", "lot", "e", "m"]]
    told = supply.drop(columns=["e", "m"]).merge(named, on=["i", "lot"], how="left")
    return told, named


def _items_on_offer(case: Case) -> np.ndarray:
    return np.flatnonzero(case.items["item_id"].isin(case.operation.offers[Offers.item_id]).to_numpy())
