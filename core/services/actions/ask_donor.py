"""What a donor could give: more of an item, more money, or goods that are no longer reserved for one camp."""

import math

import pandas as pd

from core.allocation.explain import rounded_up
from core.domain.action import Action, ActionKind
from core.domain.scenario import LiftedEarmark
from core.domain.schemas import Arrivals, Offers, Stock
from core.domain.wording import SPACE, usd
from core.services.actions.candidate import Candidate
from core.services.actions.screening import Screening
from core.services.actions.standing import Standing
from core.services.explain_coverage import with_more_stock
from core.services.quick_what_if import budgets

MOST_GOODS, MOST_EARMARKS = 3, 2
"""Items and reservations that get a plan of their own."""


def ask_for_goods(standing: Standing, screening: Screening) -> list[Candidate]:
    """More of an item at the depot where it serves most, as much as serves somebody."""
    problem, names = screening.eased.problem, standing.operation.place_names
    found: list[Candidate] = []
    for each in screening.goods(standing.short):
        place, item = str(problem.places[each.ease.at]), str(problem.items[each.ease.item])
        units = math.ceil(rounded_up("stock", each.amount))
        stock = with_more_stock(standing.operation, standing.scenario, {(place, item): float(units)})
        if stock is None or not units or len(found) == MOST_GOODS:
            continue
        scenario = standing.scenario.model_copy(update={"stock": stock, "name": f"More at {names[place]}"[:80]})
        action = Action(
            kind=ActionKind.ASK_FOR_GOODS,
            key=f"ask_for_goods:{item}",
            scenario=scenario,
            item_id=item,
            place_id=place,
            amount=float(units),
            tonnes=float(units * standing.tonnes_per_unit[item]),
        )
        found.append(Candidate(action, lead_place=place, gift_usd=action.tonnes * _price_usd_per_t(standing, item)))
    return found


def _price_usd_per_t(standing: Standing, item_id: str) -> float:
    """Least price on offer of an item; of one that nobody offers the highest of all, 0 where there are no offers."""
    offers = standing.changed.offers.dropna(subset=[Offers.price_usd_per_t])
    own = offers.loc[offers[Offers.item_id] == item_id, Offers.price_usd_per_t]
    return float(own.min()) if len(own) else float(offers[Offers.price_usd_per_t].max()) if len(offers) else 0.0


def ask_for_money(standing: Standing, screening: Screening) -> list[Candidate]:
    """More money, as much as brings something; whole thousands."""
    total, weekly = budgets(standing.operation, standing.scenario)
    found = []
    for each in screening.money():
        is_weekly = each.ease.kind == "weekly_budget"
        stands = weekly if is_weekly else total
        if stands is None or each.amount < 1:
            continue
        more = math.ceil(each.amount / 1000) * 1000.0
        name = "budget_usd_per_week" if is_weekly else "budget_usd"
        scenario = standing.scenario.model_copy(update={name: stands + more, "name": f"{usd(more)} more"[:80]})
        key = f"ask_for_money:{'week' if is_weekly else 'all'}"
        found.append(
            Candidate(Action(kind=ActionKind.ASK_FOR_MONEY, key=key, scenario=scenario, amount=more, other_id=name))
        )
    return found


def lift_earmarks(standing: Standing) -> list[Candidate]:
    """Goods reserved for one camp of an item that another camp is short of, the most first."""
    names = standing.operation.place_names
    stock = standing.changed.stock.rename(columns={Stock.place_id: "place_id"})
    coming = standing.changed.arrivals.rename(columns={Arrivals.depot_id: "place_id"})
    columns = ["place_id", Stock.item_id, Stock.quantity, Stock.earmark]
    held = pd.concat([stock[columns], coming[columns]], ignore_index=True)
    held = held[held[Stock.earmark].notna() & (held[Stock.earmark] != held["place_id"])]
    shorter = standing.short.merge(held, on="item_id")
    shorter = shorter[shorter["camp_id"] != shorter[Stock.earmark]]
    groups = held.merge(shorter[["place_id", "item_id"]].drop_duplicates(), on=["place_id", "item_id"])
    if groups.empty:
        return []
    sums = groups.groupby(["place_id", "item_id"]).agg(quantity=(Stock.quantity, "sum"), camp=(Stock.earmark, "first"))
    tonnes = sums["quantity"] * sums.index.get_level_values("item_id").map(standing.tonnes_per_unit)
    found = []
    for place, item in tonnes.sort_values(ascending=False).index[:MOST_EARMARKS]:
        change = LiftedEarmark(place_id=place, item_id=item)
        scenario = standing.scenario.model_copy(
            update={
                "lifted_earmarks": (*standing.scenario.lifted_earmarks, change),
                "name": f"Reservation at {names[place]}{SPACE}lifted"[:80],
            }
        )
        action = Action(
            kind=ActionKind.LIFT_EARMARK,
            key=f"lift_earmark:{place}:{item}",
            scenario=scenario,
            item_id=item,
            place_id=place,
            other_id=str(sums.loc[(place, item), "camp"]),
            amount=float(sums.loc[(place, item), "quantity"]),
            tonnes=float(tonnes.loc[(place, item)]),
        )
        found.append(Candidate(action, lead_place=place))
    return found
