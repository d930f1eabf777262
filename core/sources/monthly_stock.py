"""Monthly stock records of health sites as published for the USAID forecasting challenge of 2020 (``stock_end``...)."""

import pandas as pd

from core.domain.schemas import Consumption
from core.intake.found import FoundTable, Understood
from core.sources.headers import Roles, as_text, columns_of, fit, number_text, numbers, text_cells
from core.sources.source import Source, SourceContext
from core.sources.understanding import Understanding

ROLES: Roles = {
    "year": ("year",),
    "month": ("month",),
    "place": ("site_code",),
    "item": ("product_code",),
    "opening": ("stock_initial",),
    "received": ("stock_received",),
    "distributed": ("stock_distributed",),
    "adjustment": ("stock_adjustment",),
    "end": ("stock_end",),
    "out": ("stock_stockout_days",),
    "ordered": ("stock_ordered",),
}
_OURS = {
    "received": Consumption.received,
    "distributed": Consumption.distributed,
    "adjustment": Consumption.adjustment,
    "end": Consumption.stock_end,
    "out": Consumption.stockout_days,
    "ordered": Consumption.ordered,
}


class MonthlyStock(Source):
    """``consumption`` by calendar month."""

    identifier = "monthly_stock"
    title = "Monthly stock records of health sites"

    def recognise(self, found: FoundTable) -> float:
        """Needs year, month, site, product, what was distributed and the stock at the end."""
        needed = ("year", "month", "place", "item", "distributed", "end")
        return fit(columns_of(found, ROLES), needed, ("opening", "received", "adjustment", "out", "ordered"))

    def understand(self, found: FoundTable, context: SourceContext) -> Understood:
        """Every record as it stands; one whose stock does not add up is asked about and kept."""
        at = columns_of(found, ROLES)
        told = Understanding(found, self.identifier)
        year, month = numbers(found, at["year"]), numbers(found, at["month"])
        is_month = year.between(1900, 2200) & month.between(1, 12)
        day = pd.to_datetime(
            pd.DataFrame({"year": year.where(is_month, 1900), "month": month.where(is_month, 1), "day": 1})
        ).where(is_month)
        rows = pd.DataFrame(
            {
                Consumption.place_id: text_cells(found, at["place"]),
                Consumption.item_id: text_cells(found, at["item"]),
                Consumption.period_start: day.dt.strftime("%Y-%m-%d").astype("str").where(is_month),
                Consumption.days: as_text(day.dt.days_in_month.astype(float)),
                **{ours: number_text(found, at[role]) for role, ours in _OURS.items() if role in at},
            }
        )
        _do_not_add_up(found, at, rows, told)
        for role, ours in _OURS.items():
            told.went(at.get(role), "consumption", ours)
        told.went(at["place"], "consumption", Consumption.place_id)
        told.went(at["item"], "consumption", Consumption.item_id)
        for role in ("year", "month"):
            told.went(at[role], "consumption", Consumption.period_start)
        told.because("Each record is of one calendar month; sites and products keep their codes.")
        own = set(at.values()) - {at.get("opening")}
        kept = [column for column in found.cells.columns if column not in own]
        return told.done({"consumption": told.carry("consumption", rows, kept)})


def _do_not_add_up(found: FoundTable, at: dict[str, str], rows: pd.DataFrame, told: Understanding) -> None:
    if not {"opening", "received", "adjustment"} <= set(at):
        return
    opening, received, given, moved, end = (
        numbers(found, at[role]) for role in ("opening", "received", "distributed", "adjustment", "end")
    )
    off = opening + received - given + moved - end
    told.says_of_rows(
        "question",
        rows.loc[off.abs() > 0.5, [Consumption.place_id, Consumption.item_id]].assign(off=off),
        at["end"],
        "stock_does_not_add_up",
        lambda row: (
            f"Opening + received - distributed + adjustment is {-row['off']:+,.0f} units off the stock at the end of "
            f"“{row['item_id']}” at “{row['place_id']}”."
        ),
        "Correct the record; it is used as it stands.",
    )
