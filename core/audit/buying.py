"""Purchases against what suppliers offer: who sells what, how much a week, how soon, at what price."""

import numpy as np
import pandas as pd

from core.audit.case import Case, whole_weeks
from core.audit.report import Checker
from core.domain.schemas import Offers

SELLER = ["p", "i", "lead"]


def check_purchases(case: Case, check: Checker) -> None:
    """Every purchase is on offer, within the weekly quantity, at its price, and lands within the horizon."""
    bought = case.purchases
    offers = _offers(case)
    # one number for each place, item and lead time; in their order
    seller = pd.concat([bought[SELLER], offers[SELLER]]).groupby(SELLER).ngroup().to_numpy()
    bought, offers = bought.assign(seller=seller[: len(bought)]), offers.assign(seller=seller[len(bought) :])
    known = np.isin(bought["seller"], offers["seller"])
    check.at_most(
        "offers",
        np.where(known, 0.0, bought["q"]),
        0.0,
        "{place} does not offer the {amount} {item} bought in the week of {week} with this lead time.",
        **_at(case, bought),
    )
    check.at_most(
        "horizon",
        bought["q"],
        np.where((bought["t"] + bought["lead"]).to_numpy() >= case.horizon, 0.0, np.nan),
        "{place}: {amount} {item} bought in the week of {week} would land after the horizon.",
        **_at(case, bought),
    )
    bought = bought[known]
    if bought.empty:
        return
    total = bought.groupby(["seller", "t"])[["q", "cost_usd"]].sum().reset_index()
    sellers, first = np.unique(bought["seller"], return_index=True)
    row = first[np.searchsorted(sellers, total["seller"])]
    total = total.assign(p=bought["p"].to_numpy()[row], i=bought["i"].to_numpy()[row])
    total["tonnes"] = total["q"] * case.weight_t[total["i"].to_numpy()]
    cheapest, limit = _merit_order(total, offers.sort_values("price"))
    dearest, _ = _merit_order(total, offers.sort_values("price", ascending=False))
    at = _at(case, total)
    check.at_most(
        "offers",
        total["tonnes"],
        limit,
        "{place}: {amount} t of {item} bought in the week of {week}; {limit} t are on offer.",
        **at,
    )
    says = "{place}: {item} of the week of {week} costs USD {limit} by the offers, the plan says USD {amount}."
    check.at_most("prices", total["cost_usd"], dearest, says, **at)
    check.at_most("prices", -total["cost_usd"], -cheapest, says, **at)


def _offers(case: Case) -> pd.DataFrame:
    offers = case.operation.offers
    return pd.DataFrame(
        {
            "p": case.places.get_indexer(pd.Index(offers[Offers.depot_id].astype(object))),
            "i": pd.Index(case.item_ids).get_indexer(pd.Index(offers[Offers.item_id].astype(object))),
            "lead": whole_weeks(offers[Offers.lead_time_weeks]),
            "price": offers[Offers.price_usd_per_t].to_numpy(dtype=float),
            "limit": offers[Offers.quantity_t_per_week].fillna(np.inf).to_numpy(dtype=float),
        }
    )


def _merit_order(total: pd.DataFrame, offers: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Cost in USD of each total where offers are taken in the order given, and the tonnes on offer."""
    seller, limit, price = (offers[name].to_numpy() for name in ("seller", "limit", "price"))
    earlier = np.tril(seller[:, None] == seller[None, :], k=-1)
    before = np.where(earlier, limit[None, :], 0.0).sum(axis=1)
    row, offer = np.nonzero(total["seller"].to_numpy()[:, None] == seller[None, :])
    # an unlimited offer leaves nothing to those after it
    taken = np.clip(total["tonnes"].to_numpy()[row] - before[offer], 0, limit[offer])
    cost = np.bincount(row, weights=taken * price[offer], minlength=len(total))
    return cost, np.bincount(row, weights=limit[offer], minlength=len(total))


def _at(case: Case, table: pd.DataFrame) -> dict[str, np.ndarray]:
    return {
        "place": case.place_ids[table["p"].to_numpy()],
        "item": case.item_ids[table["i"].to_numpy()],
        "week": table["t"].to_numpy(),
    }
