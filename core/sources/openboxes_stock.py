"""Stock by bin and lot as OpenBoxes exports it (bin location report, inventory export)."""

from core.intake.found import FoundTable, Understood
from core.sources.headers import Roles, columns_of, fit, numbers, text_cells
from core.sources.source import Choice, Source, SourceContext
from core.sources.stock_of_a_place import place_choice, stock_of_a_place
from core.sources.understanding import Understanding
from core.sources.written_days import iso_days

ROLES: Roles = {
    "item": ("product code", "code"),
    "name": ("product name", "product", "name"),
    "lot": ("lot number", "lot/serial no", "lot/serial no."),
    "expires": ("expiration date", "expires"),
    "bin": ("bin location", "bin"),
    "quantity": ("quantity", "quantity on hand", "qoh", "ob qoh", "physical qoh"),
}
FORMATS = ("%Y-%m-%d", "%m/%d/%Y", "%d/%b/%Y", "%d-%b-%Y")


class OpenBoxesStock(Source):
    """``stock`` of the place that a person names."""

    identifier = "openboxes_stock"
    title = "OpenBoxes stock"

    def recognise(self, found: FoundTable) -> float:
        """Needs product code, lot, expiry, bin and quantity."""
        return fit(columns_of(found, ROLES), ("item", "lot", "expires", "bin", "quantity"), ("name",))

    def choices(self, found: FoundTable, context: SourceContext) -> tuple[Choice, ...]:
        """Whose stock it is."""
        return place_choice(context)

    def understand(self, found: FoundTable, context: SourceContext) -> Understood:
        """Bins are put together; quantities are units of the product."""
        at = columns_of(found, ROLES)
        told = Understanding(found, self.identifier)
        told.went(at["quantity"], "stock", "quantity")
        expires = iso_days(text_cells(found, at["expires"]), FORMATS)
        return stock_of_a_place(found, at, numbers(found, at["quantity"]), expires, told, context)
