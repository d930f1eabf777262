"""Who did what where (3W) with HXL tags, from what was handed out: by donor, item, camp and month."""

import pandas as pd

from core.domain.schemas import Camps, Deliveries, Items
from core.exchange.outgoing import Outgoing
from core.intake.csv_for_people import table_csv

ACTIVITY = "Distribution"

TAGS = {
    "Organisation": "#org+name",
    "Donor": "#org+donor+name",
    "Sector": "#sector+name",
    "Activity": "#activity+name",
    "Item": "#item+name",
    "Country": "#country+code+v_iso3",
    "Admin 1": "#adm1+name",
    "Place": "#loc+camp+name",
    "Start": "#date+start",
    "End": "#date+end",
    "Quantity": "#output+delivered+num",
    "Unit": "#item+unit",
}
"""Header to tag, in the order of the columns."""


def write_who_does_what(outgoing: Outgoing) -> dict[str, bytes]:
    """One file; nothing where no delivery leaves."""
    deliveries, items, camps = (outgoing.tables.get(name) for name in ("deliveries", "items", "camps"))
    if deliveries is None or items is None or camps is None or deliveries.empty:
        return {}
    given = deliveries.reindex(columns=Deliveries.column_names()).dropna(subset=[Deliveries.quantity])
    month = given[Deliveries.date].dt.to_period("M")
    by = [Deliveries.camp_id, Deliveries.item_id, Deliveries.donor]
    sums = given.assign(start=month.dt.start_time, end=month.dt.end_time.dt.normalize())
    sums = sums.groupby([*by, "start", "end"], dropna=False)[Deliveries.quantity].sum().reset_index()
    of_item = items.set_index(Items.item_id)
    of_camp = camps.reindex(columns=Camps.column_names()).set_index(Camps.camp_id)
    camp, item = sums[Deliveries.camp_id], sums[Deliveries.item_id]
    rows = pd.DataFrame(
        {
            "Organisation": outgoing.about.operation,
            "Donor": sums[Deliveries.donor],
            "Sector": item.map(of_item[Items.sector]),
            "Activity": ACTIVITY,
            "Item": item.map(of_item[Items.name]),
            "Country": camp.map(of_camp[Camps.country]),
            "Admin 1": camp.map(of_camp[Camps.admin1]),
            "Place": camp.map(of_camp[Camps.name]),
            "Start": sums["start"].dt.strftime("%Y-%m-%d"),
            "End": sums["end"].dt.strftime("%Y-%m-%d"),
            "Quantity": sums[Deliveries.quantity],
            "Unit": item.map(of_item[Items.unit]),
        }
    )
    header, body = table_csv(rows).split(b"\n", 1)
    tags = ",".join(TAGS.values()).encode()
    end = b"\r\n" if header.endswith(b"\r") else b"\n"
    return {"3w.csv": header + b"\n" + tags + end + body}
