"""Stock as warehouse programs read it: a file for each place, with the headers of OpenBoxes or of Open mSupply."""

import re

import pandas as pd

from core.domain.schemas import Items, Stock
from core.exchange.outgoing import Outgoing
from core.intake.csv_for_people import table_csv


def write_openboxes(outgoing: Outgoing) -> dict[str, bytes]:
    """The bin location report of OpenBoxes; one bin, quantities in units of the product."""
    return {
        f"openboxes/{place}.csv": table_csv(
            pd.DataFrame(
                {
                    "Product Code": rows[Stock.item_id],
                    "Product Name": rows[Items.name],
                    "Lot Number": rows[Stock.lot_id],
                    "Expiration Date": rows[Stock.expires],
                    "Bin Location": "",
                    "Quantity": rows[Stock.quantity],
                }
            )
        )
        for place, rows in _by_place(outgoing)
    }


def write_msupply(outgoing: Outgoing) -> dict[str, bytes]:
    """The stock export of Open mSupply; packs of one unit."""
    return {
        f"msupply/{place}.csv": table_csv(
            pd.DataFrame(
                {
                    "Code": rows[Stock.item_id],
                    "Name": rows[Items.name],
                    "Batch": rows[Stock.lot_id],
                    "Expiry": rows[Stock.expires],
                    "Unit": rows[Items.unit],
                    "Pack size": 1,
                    "Pack quantity": rows[Stock.quantity],
                    "Stock on hand": rows[Stock.quantity],
                    "Supplier": rows[Stock.donor],
                }
            )
        )
        for place, rows in _by_place(outgoing)
    }


def _by_place(outgoing: Outgoing) -> list[tuple[str, pd.DataFrame]]:
    """Known stock of each place with names and units of the items; the file is named after the place."""
    stock, items = outgoing.tables.get("stock"), outgoing.tables.get("items")
    if stock is None or items is None:
        return []
    known = stock.reindex(columns=Stock.column_names()).dropna(subset=[Stock.quantity])
    rows = known.merge(items[[Items.item_id, Items.name, Items.unit]], on=Items.item_id, how="left")
    return [(_file_name(str(place)), of_place) for place, of_place in rows.groupby(Stock.place_id, sort=True)]


def _file_name(place: str) -> str:
    """An identifier as a file name: signs that a file system could take for a path become underscores."""
    return re.sub(r"[^\w.-]", "_", place).lstrip(".") or "place"
