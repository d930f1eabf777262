"""Stock lines as Open mSupply exports them: packs of a size, by batch."""

from core.intake.found import FoundTable, Understood
from core.sources.headers import Roles, columns_of, fit, numbers, text_cells
from core.sources.source import Choice, Source, SourceContext
from core.sources.stock_of_a_place import place_choice, stock_of_a_place
from core.sources.understanding import Understanding
from core.sources.written_days import iso_days

ROLES: Roles = {
    "item": ("code", "item code"),
    "name": ("name", "item name"),
    "lot": ("batch",),
    "expires": ("expiry", "expiry date"),
    "size": ("pack size",),
    "packs": ("pack quantity", "pack qty", "# packs", "number of packs", "num packs", "packs"),
    "quantity": ("soh", "stock on hand"),
    "supplier": ("supplier",),
}
FORMATS = ("%Y-%m-%d", "%d/%m/%Y")


class MSupplyStock(Source):
    """``stock`` of the place that a person names; quantities are packs times their size."""

    identifier = "msupply_stock"
    title = "Open mSupply stock"

    def recognise(self, found: FoundTable) -> float:
        """Needs code, batch, expiry, pack size and the number of packs."""
        return fit(columns_of(found, ROLES), ("item", "lot", "expires", "size", "packs"), ("name", "quantity"))

    def choices(self, found: FoundTable, context: SourceContext) -> tuple[Choice, ...]:
        """Whose stock it is."""
        return place_choice(context)

    def understand(self, found: FoundTable, context: SourceContext) -> Understood:
        """Packs times size; the stock on hand that the file adds is that product."""
        at = columns_of(found, ROLES)
        told = Understanding(found, self.identifier)
        for role in ("size", "packs"):
            told.went(at[role], "stock", "quantity")
        quantity = numbers(found, at["packs"]) * numbers(found, at["size"])
        expires = iso_days(text_cells(found, at["expires"]), FORMATS)
        return stock_of_a_place(found, at, quantity, expires, told, context)
