"""Open one need: people times share times standard times days, less the shelf, each factor with where it comes from."""

from dataclasses import dataclass

import pandas as pd

from core.domain.known_standards import LITRES_PER_M3
from core.domain.operation import Operation
from core.domain.schemas import ONCE_BASES, Camps, Items, Stock
from core.domain.weeks import DAYS_PER_WEEK
from core.needs import NeedArithmetic, explain_need
from core.services.water_loads import Truck, litres_per_unit, water_truck


@dataclass(frozen=True)
class OpenedNeed:
    """One need of one camp, item and week, with what stands between its factors and its figure.

    Attributes
    ----------
    arithmetic
        Factors as ``explain_need`` finds them.
    due_units
        Product of the factors: what people require; for once items, all that is due by the week.
    served_units, earlier_units
        Parts of ``due_units`` that are no new need: handed out and still of use (more than is due serves as much as is
        due), and required in an earlier week. 0 for items that are used up.
    from_stock_units
        Part of the week's need that the camp's own shelf covers.
    shelf_is_known
        Whether the camp's stock of the item was counted.
    is_once
        Whether the item is needed once.
    household_is_estimate, standard_is_estimate
        Whether the camp does not say its household size; whether the standard has no source or says so itself.
    water_m3
        The week's need as m3 where it is water by the litre, else None.
    water_loads_a_day, truck
        Loads of a water truck a day for it, None where it is no water; and the truck.
    """

    arithmetic: NeedArithmetic
    due_units: float
    served_units: float
    earlier_units: float
    from_stock_units: float
    shelf_is_known: bool
    is_once: bool
    household_is_estimate: bool
    standard_is_estimate: bool
    water_m3: float | None
    water_loads_a_day: float | None
    truck: Truck


def open_need(
    operation: Operation,
    forecast: pd.DataFrame,
    needs: pd.DataFrame,
    start: pd.Timestamp,
    *,
    camp_id: str,
    item_id: str,
    week: pd.Timestamp,
) -> OpenedNeed:
    """Open one need of a table made for the median forecast.

    Parameters
    ----------
    operation
        With the scenario applied, as for the table.
    forecast, needs
        ``ForecastTable`` and ``NeedsTable`` of the operation, both as of ``start``.
    """
    factors = explain_need(operation, forecast, needs, start, camp_id=camp_id, item_id=item_id, week=week)
    due = factors.people * factors.group_share * factors.standard_units * factors.weeks_factor
    if factors.household_size is not None:
        due /= factors.household_size
    item = operation.items.set_index(Items.item_id).loc[item_id]
    once = item[Items.need_basis] in ONCE_BASES
    served = min(factors.served_units, due) if once else 0.0
    litres = litres_per_unit(operation).get(item_id)
    truck = water_truck(operation)
    m3 = None if litres is None else factors.need_units * float(litres) / LITRES_PER_M3
    sizes = operation.camps.set_index(Camps.camp_id)[Camps.household_size]
    return OpenedNeed(
        arithmetic=factors,
        due_units=due,
        served_units=served,
        earlier_units=max(0.0, due - served - factors.need_units) if once else 0.0,
        from_stock_units=max(0.0, factors.need_units - factors.net_need_units),
        shelf_is_known=_is_counted(operation, camp_id, item_id),
        is_once=once,
        household_is_estimate=factors.household_size is not None and bool(pd.isna(sizes[camp_id])),
        standard_is_estimate="estimate" in factors.source.lower(),
        water_m3=m3,
        water_loads_a_day=None if m3 is None else m3 / DAYS_PER_WEEK / truck.m3,
        truck=truck,
    )


def _is_counted(operation: Operation, camp_id: str, item_id: str) -> bool:
    stock = operation.stock
    rows = stock[(stock[Stock.place_id] == camp_id) & (stock[Stock.item_id] == item_id)]
    return len(rows) > 0 and bool(rows[Stock.quantity].notna().all())
