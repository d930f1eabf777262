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
    first = bought.drop_duplicates("seller").set_index("seller").loc[total["seller"]]
    total = total.assign(p=first["p"].to_numpy(), i=first["i"].to_numpy())
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
    # what is offered before; an unlimited offer leaves nothing to those after it
    taken_before = offers.groupby("seller")["limit"].cumsum()
    offers = offers.assign(before=taken_before.groupby(offers["seller"]).shift(fill_value=0.0))
    pairs = total.reset_index(names="row").merge(offers, on="seller")
    taken = np.clip(pairs["tonnes"] - pairs["before"], 0, pairs["limit"])
    sums = (taken * pairs["price"]).groupby(pairs["row"]).sum()
    return sums.to_numpy(), pairs.groupby("row")["limit"].sum().to_numpy()


def _at(case: Case, table: pd.DataFrame) -> dict[str, np.ndarray]:
    return {
        "place": case.place_ids[table["p"].to_numpy()],
        "item": case.item_ids[table["i"].to_numpy()],
        "week": table["t"].to_numpy(),
    }
