"""Delivery history of the Supply Chain Management System (SCMS) as published by USAID: order lines with their days."""

import pandas as pd

from core.domain.countries import iso3
from core.domain.schemas import Orders
from core.intake.found import FoundTable, Understood
from core.sources.headers import Roles, as_text, columns_of, fit, number_text, numbers, text_cells
from core.sources.source import Source, SourceContext
from core.sources.understanding import Understanding
from core.sources.written_days import iso_days

ROLES: Roles = {
    "line": ("id",),
    "notice": ("asn/dn #",),
    "country": ("country",),
    "through": ("fulfill via",),
    "terms": ("vendor inco term",),
    "mode": ("shipment mode",),
    "quoted": ("pq first sent to client date",),
    "sent": ("po sent to vendor date",),
    "promised": ("scheduled delivery date",),
    "delivered": ("delivered to client date",),
    "recorded": ("delivery recorded date",),
    "group": ("product group",),
    "vendor": ("vendor",),
    "item": ("item description",),
    "quantity": ("line item quantity",),
    "value": ("line item value",),
    "weight": ("weight (kilograms)", "weight"),
    "freight": ("freight cost (usd)", "freight cost"),
}
NEEDED = ("line", "notice", "promised", "delivered", "vendor", "through")
FORMATS = ("%d-%b-%y", "%m/%d/%y", "%m/%d/%Y", "%d-%b-%Y", "%Y-%m-%d")
"""Days as the publisher writes them: two forms in one file, and one in later copies."""
FROM_STOCK = "fromrdc"
CENTRE = "regional distribution centre"
"""Origin of what came from stock held in the region; its day of order is that of the quotation."""


class ScmsDeliveries(Source):
    """``orders``: a shipment notice with one promised day is one order; its weight and freight stand on its lines."""

    identifier = "scms_deliveries"
    title = "SCMS delivery history"

    def recognise(self, found: FoundTable) -> float:
        """Needs the line, the shipment notice, both days of delivery, the vendor and the way it was fulfilled."""
        return fit(columns_of(found, ROLES), NEEDED, ("quoted", "sent", "weight", "freight", "terms"))

    def understand(self, found: FoundTable, context: SourceContext) -> Understood:
        """Weights and costs that point to another line are taken from it; words in place of a figure become blanks."""
        at = columns_of(found, ROLES)
        told = Understanding(found, self.identifier)
        via = text_cells(found, at["through"]).str.replace(r"\W", "", regex=True).str.lower()
        from_stock = via.eq(FROM_STOCK).fillna(False)
        promised = iso_days(text_cells(found, at["promised"]), FORMATS)
        quoted = iso_days(text_cells(found, at.get("quoted")), FORMATS)
        sent = iso_days(text_cells(found, at.get("sent")), FORMATS)
        terms = text_cells(found, at.get("terms"))
        orders = pd.DataFrame(
            {
                Orders.order_id: _order(text_cells(found, at["notice"]), promised),
                Orders.line_id: text_cells(found, at["line"]),
                Orders.origin: text_cells(found, at["vendor"]).mask(from_stock, CENTRE),
                Orders.destination_country: iso3(text_cells(found, at.get("country"))),
                Orders.mode: text_cells(found, at.get("mode")).str.lower().str.replace(" ", "_"),
                Orders.incoterm: terms.mask(terms.str.startswith("N/A").fillna(False)),
                Orders.product_group: text_cells(found, at.get("group")),
                Orders.item: text_cells(found, at.get("item")),
                Orders.quantity: number_text(found, at.get("quantity")),
                Orders.value_usd: number_text(found, at.get("value")),
                Orders.weight_kg: _pointed_to(found, at, "weight"),
                Orders.freight_usd: _pointed_to(found, at, "freight"),
                Orders.ordered: quoted.where(from_stock, sent),
                Orders.promised: promised,
                Orders.delivered: iso_days(text_cells(found, at["delivered"]), FORMATS),
                Orders.recorded: iso_days(text_cells(found, at.get("recorded")), FORMATS),
            }
        )
        _tell(told, at, orders)
        own = set(at.values())
        return told.done({"orders": told.carry("orders", orders, [c for c in found.cells.columns if c not in own])})


def _order(notice: pd.Series, promised: pd.Series) -> pd.Series:
    """The shipment notice, with its promised day where it has several: an order has one."""
    several = promised.groupby(notice).transform("nunique") > 1
    return notice.mask(several, notice + " of " + promised.fillna("no day"))


def _pointed_to(found: FoundTable, at: dict[str, str], role: str) -> pd.Series:
    """Figures as text; a cell such as ``See ASN-93 (ID#:1281)`` has the figure of line 1281."""
    values = numbers(found, at.get(role))
    written, line = text_cells(found, at.get(role)), text_cells(found, at["line"])
    of_line = values.groupby(line).first()
    elsewhere = written.str.extract(r"ID#:\s*(\d+)", expand=False)
    return as_text(values.fillna(elsewhere.map(of_line)))


def _tell(told: Understanding, at: dict[str, str], orders: pd.DataFrame) -> None:
    ours = {
        "line": Orders.line_id, "notice": Orders.order_id, "country": Orders.destination_country, "mode": Orders.mode,
        "through": Orders.origin, "vendor": Orders.origin, "terms": Orders.incoterm, "group": Orders.product_group,
        "item": Orders.item, "quantity": Orders.quantity, "value": Orders.value_usd, "weight": Orders.weight_kg,
        "freight": Orders.freight_usd, "quoted": Orders.ordered, "sent": Orders.ordered,
        "promised": Orders.promised, "delivered": Orders.delivered, "recorded": Orders.recorded,
    }  # fmt: skip
    for role, column in ours.items():
        told.went(at.get(role), "orders", column)
    told.because("An order is a shipment notice with one promised day; its lines come on the same day.")
    told.because("Ordered is the day the vendor got the order; from a distribution centre, the day of the quotation.")
    for column, why in (
        (Orders.ordered, "no day of order, such as “Date Not Captured”"),
        (Orders.weight_kg, "no weight of their own"),
        (Orders.freight_usd, "no freight cost of their own: it is in the price, or was invoiced separately"),
    ):
        blank = int(orders[column].isna().sum())
        if blank:
            told.says("note", "left_blank", f"{blank:,} lines have {why}; it stays blank.", "", None)
