"""Small operations in which one thing is worth doing."""

import pandas as pd

from tests.builders import small_operation, small_tables


def short_of_cereal(**overrides):
    """The small operation with little cereal at the hub and nothing to buy."""
    tables = small_tables()
    stock = tables["stock"].copy()
    stock.loc[(stock["place_id"] == "hub") & (stock["item_id"] == "cereal"), "quantity"] = 20_000.0
    return small_operation(**{"stock": stock, "offers": None, **overrides})


def without_routes_to(camp):
    """Routes of the small operation but those that end at a camp."""
    routes = small_tables()["routes"]
    return routes[routes["destination_id"] != camp].reset_index(drop=True)


def with_stock(rows):
    """A stock table from (place, item) to quantity, nothing reserved."""
    table = pd.DataFrame(
        [(place, item, quantity) for (place, item), quantity in rows.items()],
        columns=["place_id", "item_id", "quantity"],
    )
    return table.assign(earmark=pd.Series([None] * len(table), dtype="str"))
