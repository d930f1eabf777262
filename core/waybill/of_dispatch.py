"""The waybills of a dispatch: one for each trip and receiver."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from core.domain.dispatch import Dispatch
from core.domain.operation import Operation
from core.domain.schemas import Items, Loads, Shipments, Visits
from core.domain.waybill import Waybill, WaybillLine, waybill_id


@dataclass(frozen=True)
class PlanOnRecord:
    """What a waybill says of the plan it belongs to.

    Attributes
    ----------
    key
        Content key of the plan.
    operation
        Name of the operation as it is stored.
    data_version
        Number of the data version the plan was made from.
    """

    key: str
    operation: str
    data_version: int


def waybills_of(operation: Operation, shipments: pd.DataFrame, dispatch: Dispatch, plan: PlanOnRecord) -> list[Waybill]:
    """Every waybill of a dispatch, in the order of vehicles, trips and stops.

    Where a trip comes to a receiver twice, all of it stands on the waybill of the first stop.

    Parameters
    ----------
    operation
        That of the data version.
    shipments
        Of the plan, for the days until which goods may be used.
    """
    names, items = operation.place_names, operation.items.set_index(Items.item_id)
    expires = _expires(shipments)
    visits = dispatch.visits
    arrives = visits.set_index([Visits.vehicle, Visits.trip, Visits.sequence])[Visits.arrive]
    # a truck may drive empty to where it loads, so that this is not always its first place
    leaves = visits.drop_duplicates([Visits.vehicle, Visits.trip, Visits.place_id])
    leaves = leaves.set_index([Visits.vehicle, Visits.trip, Visits.place_id])[Visits.depart]
    loads = dispatch.loads[dispatch.loads[Loads.quantity] > 0]
    made = []
    for (vehicle, trip, place), rows in loads.groupby([Loads.vehicle, Loads.trip, Loads.place_id]):
        stop = int(rows[Loads.sequence].min())
        origin = str(rows[Loads.origin_id].iloc[0])
        lines = _lines(rows, items, expires)
        week = dispatch.request.week
        named = (plan.operation, plan.key, week, vehicle, int(trip), origin, place, lines)
        made.append(
            Waybill(
                id=waybill_id(*named),
                operation=plan.operation,
                plan=plan.key,
                data_version=plan.data_version,
                data_fingerprint=operation.fingerprint,
                week=week,
                vehicle=vehicle,
                trip=int(trip),
                stop=stop,
                origin_id=origin,
                origin=names.get(origin, origin),
                place_id=place,
                place=names.get(place, place),
                leaves=leaves.loc[(vehicle, trip, origin)].to_pydatetime(),
                arrives=arrives.loc[(vehicle, trip, stop)].to_pydatetime(),
                illustrative=operation.settings.illustrative,
                lines=lines,
            )
        )
    return sorted(made, key=lambda waybill: (waybill.vehicle, waybill.trip, waybill.stop))


def _lines(
    rows: pd.DataFrame, items: pd.DataFrame, expires: Mapping[tuple[str, str], pd.Timestamp]
) -> tuple[WaybillLine, ...]:
    lots = rows.assign(**{Loads.lot_id: rows[Loads.lot_id].fillna("")})
    sums = lots.groupby([Loads.item_id, Loads.lot_id])[Loads.quantity].sum()
    return tuple(
        WaybillLine(
            item_id=item,
            item=items.at[item, Items.name],
            unit=items.at[item, Items.unit],
            lot_id=lot,
            expires=expires[(item, lot)].date() if (item, lot) in expires else None,
            quantity=float(quantity),
            weight_kg=float(quantity * items.at[item, Items.weight_kg]),
            volume_m3=float(quantity * items.at[item, Items.volume_m3]),
        )
        for (item, lot), quantity in sums.items()
    )


def _expires(shipments: pd.DataFrame) -> dict[tuple[str, str], pd.Timestamp]:
    """First day on which any of an item and lot may no longer be used; none where that is not known of all of it."""
    if Shipments.expires not in shipments:
        return {}
    lots = shipments.assign(**{Shipments.lot_id: shipments[Shipments.lot_id].fillna("")})
    days = lots.groupby([Shipments.item_id, Shipments.lot_id])[Shipments.expires]
    return days.min()[days.count() == days.size()].to_dict()


def with_waybill_ids(dispatch: Dispatch, waybills: Iterable[Waybill]) -> Dispatch:
    """The same dispatch, each load under the id of its waybill."""
    ids = {(w.vehicle, w.trip, w.place_id): w.id for w in waybills}
    loads = dispatch.loads
    stops = zip(loads[Loads.vehicle], loads[Loads.trip], loads[Loads.place_id], strict=True)
    told = loads.assign(
        **{Loads.waybill_id: pd.Series([ids.get(stop, "") for stop in stops], loads.index, dtype="str")}
    )
    return replace(dispatch, tables={**dispatch.tables, "loads": told})
