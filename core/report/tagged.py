"""Tables of a report as CSV with a row of HXL tags below the header (HXL 1.1)."""

import pandas as pd

from core.intake.csv_for_people import table_csv
from core.report.detail import Detail

_CAMP = {"camp_id": "#loc+camp+code"}
TAGS = {
    "camps": {
        **_CAMP,
        "name": "#loc+camp+name",
        "latitude": "#geo+lat",
        "longitude": "#geo+lon",
        "people": "#population+forecast+median",
        "people_low": "#population+forecast+low",
        "people_high": "#population+forecast+high",
        "last_count": "#population+total",
        "count_age_days": "#indicator+count+age+days",
        "coverage": "#indicator+coverage+share",
        "coverage_low": "#indicator+coverage+share+low",
        "coverage_high": "#indicator+coverage+share+high",
        "item": "#item+name",
        "item_coverage": "#indicator+coverage+share+item",
    },
    "coverage": {
        **_CAMP,
        "camp": "#loc+camp+name",
        "item_id": "#item+code",
        "item": "#item+name",
        "week": "#date+week+end",
        "need": "#need+item+num",
        "delivered": "#output+delivered+num",
        "unmet": "#need+unmet+num",
        "coverage": "#indicator+coverage+share",
    },
    "shipments": {
        "route_id": "#loc+route+code",
        "origin": "#loc+origin+name",
        "destination": "#loc+dest+name",
        "item_id": "#item+code",
        "item": "#item+name",
        "week": "#date+departure+week",
        "quantity": "#item+sent+num",
        "tonnes": "#item+sent+t",
        "trips": "#delivery+trips+num",
    },
}
"""Table to column to tag; hashtags are those of the HXL core."""


def tagged(detail: Detail) -> dict[str, bytes]:
    """File name to content: camps, coverage by item and week, shipments where they may leave."""
    tables = {"camps": detail.brief.camps, "coverage": detail.coverage, "shipments": detail.shipments}
    return {f"hxl/{name}.csv": _csv(table, TAGS[name]) for name, table in tables.items() if not table.empty}


def _csv(table: pd.DataFrame, tags: dict[str, str]) -> bytes:
    """Columns that have a tag, in their order, guarded against formulas as every table for people."""
    text = table_csv(table[list(tags)].reset_index(drop=True)).decode("utf-8")
    # our own names of columns hold no line ends, so the header is the first line
    head, _, body = text.partition("\n")
    return f"{head}\n{','.join(tags.values())}\n{body}".encode()
