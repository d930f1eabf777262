"""What the plan buys in its first week, weighed against not buying it."""

from core.domain.action import Action, ActionKind
from core.domain.schemas import Offers, Purchases
from core.services.actions.candidate import Candidate
from core.services.actions.standing import Standing

MOST = 2
"""Offers that are weighed, the dearest first."""


def buy(standing: Standing) -> list[Candidate]:
    """Purchases of the plan's first week, each against the plan in which the offer is not there."""
    bought = standing.plan.tables["purchases"]
    bought = bought[bought[Purchases.week] == standing.weeks[0]]
    if bought.empty:
        return []
    sums = bought.groupby([Purchases.depot_id, Purchases.item_id]).agg(
        quantity=(Purchases.quantity, "sum"), usd=(Purchases.cost_usd, "sum"), lead=(Purchases.lead_time_weeks, "max")
    )
    offers = standing.operation.offers
    found = []
    for (depot, item), row in sums.sort_values("usd", ascending=False).head(MOST).iterrows():
        others = offers[~((offers[Offers.depot_id] == depot) & (offers[Offers.item_id] == item))]
        action = Action(
            kind=ActionKind.BUY,
            key=f"buy:{depot}:{item}",
            scenario=standing.scenario,
            item_id=str(item),
            place_id=str(depot),
            amount=float(row["quantity"]),
            tonnes=float(row["quantity"] * standing.tonnes_per_unit[item]),
        )
        found.append(
            Candidate(
                action,
                lead_place=str(depot),
                lead_weeks=int(row["lead"]),
                without=standing.operation.replaced(offers=others.reset_index(drop=True)),
            )
        )
    return found
