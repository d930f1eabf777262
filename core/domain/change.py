"""Apply a scenario to an operation: a changed operation, the old one untouched."""

import datetime as dt
from threading import Lock
from weakref import WeakKeyDictionary

import pandas as pd

from core.domain.arrival_delays import LEAST_ORDERS, days_late_at, with_dates_kept
from core.domain.close_names import close_names
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.scenario import Scenario
from core.domain.schemas import Arrivals, Camps, Expected, Items, Stock
from core.domain.weeks import as_day
from core.errors import InvalidScenario

SMALLEST_HOUSEHOLD, LARGEST_HOUSEHOLD = 1.0, 30.0
"""People; the bounds of the schema, which a range that a what-if moves keeps to."""

_MOST_KEPT = 16
"""Changed operations kept per operation: a page with four plans side by side asks for each of them many times."""

_kept: WeakKeyDictionary[Operation, dict[str, Operation | None]] = WeakKeyDictionary()
_kept_lock = Lock()


def apply_scenario(operation: Operation, scenario: Scenario, start: pd.Timestamp | None = None) -> Operation:
    """The operation as the scenario would have it.

    Influx goes to ``expected``; lost and earlier arrivals, stock, transfers, lifted earmarks, priorities, vulnerability
    and household sizes change their tables; arrivals move to the day on which they are there with the chance asked
    for. Closures, limits, decisions, budgets and the fairness rule stay in the scenario: they are the planner's.

    Parameters
    ----------
    start
        Day of planning, the operation's by default: what past orders tell of delays is known up to it.

    Raises
    ------
    InvalidScenario
        If the scenario names a camp, place, item or route the operation does not have; lists every one. If it asks for
        arrivals with a chance and nothing tells how late they come.
    """
    key = scenario.key
    if scenario.arrival_service_level is not None or scenario.earlier_arrivals or scenario.transfers:
        start = operation.planning_start if start is None else start
        key += f" {start.date()}"
    with _kept_lock:
        kept = _kept.setdefault(operation, {})
        if key in kept:
            return kept[key] or operation
    changed = _changed(operation, scenario, start)
    with _kept_lock:
        kept.pop(key, None)
        while len(kept) >= _MOST_KEPT:
            kept.pop(next(iter(kept)))
        # a reference of its own would keep the operation for ever
        kept[key] = None if changed is operation else changed
    return changed


def apply_plan(operation: Operation, plan: Plan) -> Operation:
    """The operation as the scenario of a plan has it on the day the plan starts from; raises as ``apply_scenario``."""
    told = plan.summary.get("planning_start")
    return apply_scenario(operation, plan.scenario, None if told is None else as_day(told))


def _changed(operation: Operation, scenario: Scenario, start: pd.Timestamp | None) -> Operation:
    _refuse_unknown_names(operation, scenario)
    changed: dict[str, pd.DataFrame] = {}
    if scenario.influx:
        changed["expected"] = _with_influx(operation.expected, scenario)
    if scenario.lost_arrivals:
        changed["arrivals"] = _without_lost(operation.arrivals, scenario)
    if scenario.earlier_arrivals:
        changed["arrivals"] = _brought_forward(changed.get("arrivals", operation.arrivals), scenario, start)
    # last of what moves arrivals: those that are brought forward are named by the day they were told for
    if scenario.arrival_service_level is not None and start is not None:
        arrivals = changed.get("arrivals", operation.arrivals)
        changed["arrivals"] = _with_late_arrivals(arrivals, operation.orders, scenario.arrival_service_level, start)
    if scenario.stock:
        changed["stock"] = _with_stock(operation.stock, scenario)
    if scenario.transfers:
        stock, arrivals = changed.get("stock", operation.stock), changed.get("arrivals", operation.arrivals)
        changed["stock"], changed["arrivals"] = _with_transfers(stock, arrivals, scenario, start)
    if scenario.lifted_earmarks:
        for table in ("stock", "arrivals"):
            changed[table] = _unreserved(table, changed.get(table, getattr(operation, table)), scenario)
    if scenario.priorities:
        new = {change.item_id: change.priority for change in scenario.priorities}
        items = operation.items
        items[Items.priority] = items[Items.item_id].map(new).fillna(items[Items.priority])
        changed["items"] = items
    if scenario.vulnerability or scenario.household_size:
        changed["camps"] = _with_camp_changes(operation.camps, scenario, operation.settings.household_size)
    return operation.replaced(**changed) if changed else operation


def _refuse_unknown_names(operation: Operation, scenario: Scenario) -> None:
    camps = set(operation.camps[Camps.camp_id])
    places = set(operation.place_names)
    known = {
        "camp_id": camps,
        "depot_id": places,
        "place_id": places,
        "origin_id": places,
        "destination_id": places,
        "item_id": set(operation.items[Items.item_id]),
        "route_id": set(operation.routes["route_id"]) if operation.has("routes") else None,
    }
    unknown = []
    for field in (
        "closures",
        "influx",
        "lost_arrivals",
        "earlier_arrivals",
        "stock",
        "transfers",
        "lifted_earmarks",
        "priorities",
        "vulnerability",
        "household_size",
        "camp_limits",
        "decisions",
    ):
        for position, change in enumerate(getattr(scenario, field), start=1):
            for column, names in known.items():
                value = getattr(change, column, None)
                if value is not None and names is not None and value not in names:
                    meant = close_names([value], names)
                    perhaps = f" (did you mean “{meant[value]}”?)" if value in meant else ""
                    unknown.append(f"{field} {position}: {column} “{value}”{perhaps}")
    if unknown:
        raise InvalidScenario(
            "The scenario names what the operation does not have: " + "; ".join(unknown),
            hint="Use identifiers of the operation's tables.",
        )


def _with_influx(expected: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            Expected.camp_id: [change.camp_id for change in scenario.influx],
            Expected.date: pd.to_datetime([change.date for change in scenario.influx]).astype("datetime64[ns]"),
            Expected.people: [float(change.people) for change in scenario.influx],
            # not the scenario's name: a renamed what-if asks for the same forecast
            Expected.reason: "what-if",
        }
    )
    return pd.concat([expected, rows], ignore_index=True) if len(expected) else rows


def _without_lost(arrivals: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    lost = pd.Series(False, index=arrivals.index)
    for change in scenario.lost_arrivals:
        match = arrivals[Arrivals.depot_id] == change.depot_id
        if change.item_id is not None:
            match &= arrivals[Arrivals.item_id] == change.item_id
        if change.date is not None:
            match &= arrivals[Arrivals.date] == as_day(change.date)
        if change.lot_id is not None:
            match &= arrivals[Arrivals.lot_id] == change.lot_id
        if not match.any():
            raise InvalidScenario(
                f"No arrival matches the lost arrival at “{change.depot_id}”.",
                hint="Check item and date against arrivals.",
            )
        lost |= match
    return arrivals[~lost].reset_index(drop=True)


def _with_late_arrivals(
    arrivals: pd.DataFrame, orders: pd.DataFrame, level: float, start: pd.Timestamp
) -> pd.DataFrame:
    if len(arrivals) and pd.isna(days_late_at(level, arrivals, orders, start)).all():
        raise InvalidScenario(
            "Nothing tells how late goods on their way may come: no arrival has delay_days_sd, and fewer than "
            f"{LEAST_ORDERS} past orders have the days they were promised and delivered.",
            hint="Take arrival_service_level out, or add delay_days_sd to arrivals, or past orders.",
        )
    return with_dates_kept(level, arrivals, orders, start)


def _with_stock(stock: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    for change in scenario.stock:
        same = (stock[Stock.place_id] == change.place_id) & (stock[Stock.item_id] == change.item_id)
        row = pd.DataFrame(
            {
                Stock.place_id: [change.place_id],
                Stock.item_id: [change.item_id],
                Stock.quantity: [float(change.quantity)],
            }
        )
        stock = pd.concat([stock[~same], row], ignore_index=True) if (~same).any() else row
    return stock


def _refuse_day_gone(what: str, day: dt.date, start: pd.Timestamp | None) -> None:
    """What comes on the day of planning or before is part of the stock that was counted, and would count nowhere."""
    if start is not None and as_day(day) <= start.normalize():
        raise InvalidScenario(
            f"{what} on {day}; a day after {start.date()}, the day of planning, was expected.",
            hint="Goods that are there already belong into stock.",
        )


def _brought_forward(arrivals: pd.DataFrame, scenario: Scenario, start: pd.Timestamp | None) -> pd.DataFrame:
    """Arrivals on their earlier days; each change must name some."""
    moved = arrivals.copy()
    for change in scenario.earlier_arrivals:
        match = (
            (arrivals[Arrivals.depot_id] == change.depot_id)
            & (arrivals[Arrivals.item_id] == change.item_id)
            & (arrivals[Arrivals.date] == as_day(change.date))
        )
        if change.lot_id is not None:
            match &= arrivals[Arrivals.lot_id] == change.lot_id
        if not match.any():
            raise InvalidScenario(
                f"No arrival of “{change.item_id}” at “{change.depot_id}” on {change.date} can be brought forward.",
                hint="Check place, item and date against arrivals.",
            )
        _refuse_day_gone(f"An arrival of “{change.item_id}” cannot come", change.to, start)
        moved.loc[match, Arrivals.date] = as_day(change.to)
    return moved


def _with_transfers(
    stock: pd.DataFrame, arrivals: pd.DataFrame, scenario: Scenario, start: pd.Timestamp | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Stock without what leaves, and arrivals with it; what expires first leaves first, and stays the lot it is."""
    coming = [arrivals]
    for change in scenario.transfers:
        _refuse_day_gone(f"A transfer of “{change.item_id}” cannot arrive", change.arrives, start)
        free = stock[
            (stock[Stock.place_id] == change.origin_id)
            & (stock[Stock.item_id] == change.item_id)
            & stock[Stock.earmark].isna()
        ].sort_values(Stock.expires, kind="stable")
        lies = free[Stock.quantity].fillna(0.0)
        if lies.sum() < change.quantity * (1 - 1e-9):
            raise InvalidScenario(
                f"{change.quantity:,.0f} units of “{change.item_id}” cannot leave “{change.origin_id}”: "
                f"{lies.sum():,.0f} lie there that are not reserved.",
                hint="Move less, or from another place.",
            )
        taken = (change.quantity - (lies.cumsum() - lies)).clip(lower=0.0, upper=lies)
        taken = taken[taken > 0]
        stock = stock.copy()
        stock.loc[taken.index, Stock.quantity] -= taken
        lots = free.loc[taken.index]
        moved = pd.DataFrame(
            {
                Arrivals.depot_id: change.destination_id,
                Arrivals.item_id: change.item_id,
                Arrivals.date: pd.Series(as_day(change.arrives), index=lots.index).astype("datetime64[ns]"),
                Arrivals.quantity: taken,
                **{name: lots[name] for name in (Stock.lot_id, Stock.expires, Stock.donor)},
            }
        )
        coming.append(moved.reindex(columns=arrivals.columns).astype(arrivals.dtypes.to_dict()))
    return stock, pd.concat([part for part in coming if len(part)], ignore_index=True)


def _unreserved(table: str, rows: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """Stock or arrivals in which the earmarks that a scenario lifts are blank."""
    place = Stock.place_id if table == "stock" else Arrivals.depot_id
    lifted = pd.Series(False, index=rows.index)
    for change in scenario.lifted_earmarks:
        lifted |= (rows[place] == change.place_id) & (rows[Stock.item_id] == change.item_id)
    return rows.assign(**{Stock.earmark: rows[Stock.earmark].mask(lifted)})


def _with_camp_changes(camps: pd.DataFrame, scenario: Scenario, usual_size: float) -> pd.DataFrame:
    """Camps with other weights and household sizes; a range of household size keeps its shape around the new size."""
    weights = {change.camp_id: change.vulnerability for change in scenario.vulnerability}
    camps[Camps.vulnerability] = camps[Camps.camp_id].map(weights).fillna(camps[Camps.vulnerability])
    for change in scenario.household_size:
        touched = camps[Camps.camp_id] == change.camp_id if change.camp_id else pd.Series(True, index=camps.index)
        grown = change.household_size / camps[Camps.household_size].fillna(usual_size)
        for side in (Camps.household_size_low, Camps.household_size_high):
            moved = (camps[side] * grown).clip(SMALLEST_HOUSEHOLD, LARGEST_HOUSEHOLD)
            camps[side] = camps[side].mask(touched, moved)
        camps[Camps.household_size] = camps[Camps.household_size].mask(touched, change.household_size)
    return camps
