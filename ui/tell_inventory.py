"""Words of the inventory page: the answer, its figures and tables."""

import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import (
    Arrivals,
    BreakCalendar,
    BufferCurve,
    ExpiryRisk,
    Items,
    LeadTimes,
    Losses,
    Reorder,
    Stock,
)
from core.inventory.break_calendar import break_sentence
from core.locale import message
from core.services.describe_inventory import InventoryView
from core.services.stock_outlook import StockOutlook
from ui import text
from ui.components import KeyFigure
from ui.language import language, say

LOT_NUMBERS = (message("Quantity"),)
ARRIVAL_NUMBERS = (message("Quantity"),)
EXPIRY_NUMBERS = (message("Quantity"), message("Expires unused"), message("Chance"))
REORDER_NUMBERS = (
    message("Service"),
    message("Used a week"),
    message("Order at"),
    message("Quantity"),
    message("Up to"),
    message("Safety stock"),
    message("with depot"),
    message("Order now"),
)
LEAD_TIME_NUMBERS = (message("Rule, weeks"), message("Past orders, weeks"), message("Past orders to the place"))
NO_VALUE = "\u2013"


def missing_words(operation: Operation, are_people_known: bool) -> tuple[str, str] | None:
    """Title and words of what stands between the data and this page; None where nothing does."""
    if not operation.has("items"):
        return say("No items yet"), say(
            "Upload the goods with their standards; then the shelves can be set against need."
        )
    if not are_people_known:
        return say("No count on or before the planning day"), say("Upload a count of people; need follows from it.")
    if not operation.has("stock"):
        return (
            say("Nobody has counted the shelves"),
            say("Upload stock: place, item and quantity. A blank quantity is not known."),
        )
    return None


def answer(operation: Operation, view: InventoryView, outlook: StockOutlook, place: str = "") -> str:
    """Headline: what runs out first, where, when and how surely."""
    if len(view.breaks):
        return _first_break(operation, outlook, view.breaks.iloc[0]).removesuffix(".")
    where = say(" in {place}", place=place) if place else ""
    if view.shelves == view.shelves_unknown:
        return say("What lies on the shelves{where} is not known", where=where)
    return say("Nothing runs out{where} by {last_day}", where=where, last_day=text.date(outlook.summary["last_day"]))


def lead(view: InventoryView, outlook: StockOutlook) -> str:
    """Two lines: how many shelves, and what was assumed about goods that move."""
    if outlook.summary["with_plan"]:
        return say("Goods move as the plan of this scenario has it; what comes in late leaves late.")
    return say("Nothing is sent: camps have what they hold, depots what their camps need and do not hold.")


def figures(view: InventoryView, outlook: StockOutlook) -> list[KeyFigure]:
    """The strip: shelves likely without, people short of a food, what expires, what is not known."""
    until = say("on some day by {last_day}", last_day=text.date(outlook.summary["last_day"]))
    return [
        KeyFigure(
            say("Shelves likely without"),
            say(
                "{shelves_likely} of {shelves}",
                shelves_likely=text.whole(view.shelves_likely),
                shelves=text.whole(view.shelves),
            ),
            until,
            say("in half of {futures} futures or more", futures=text.whole(outlook.summary["futures"])),
        ),
        KeyFigure(
            say("People short of a food"),
            text.hundreds(view.food_people),
            say("in {counted}", counted=text.counted(view.food_camps, "camp")),
            say("each camp once, by the food most need"),
        ),
        KeyFigure(
            say("Expires unused"),
            text.tonnes(view.expiring_t),
            say("of {counted}", counted=text.counted(view.expiring_lots, "lot"))
            if view.expiring_lots
            else say("no lot"),
            say("mean of the futures"),
        ),
        KeyFigure(
            say("Not known"),
            text.counted(view.shelves_unknown, "shelf", "shelves"),
            say("blank or never counted"),
            say("not zero"),
        ),
    ]


def when(begin: pd.Timestamp, end: pd.Timestamp) -> str:
    """First day without: ``4 to 5 Nov``, or ``from 4 Nov`` where fewer than nine in ten futures run out."""
    if not text.known(end):
        return say("from {begin}", begin=text.date(begin))
    return text.date(begin) if begin == end else text.day_between(begin, end)


def lots(operation: Operation, rows: pd.DataFrame) -> pd.DataFrame:
    """Batches: place, item, quantity, lot, expiry, donor, reservation."""
    names, items = operation.place_names, _item_names(operation)
    return pd.DataFrame(
        {
            message("Place"): rows[Stock.place_id].map(names),
            message("Item"): rows[Stock.item_id].map(items),
            message("Quantity"): [text.whole(v) for v in rows[Stock.quantity]],
            message("Expires"): [text.date(v, year=True) if text.known(v) else NO_VALUE for v in rows[Stock.expires]],
            message("Lot"): [_or_dash(v) for v in rows[Stock.lot_id]],
            message("Donor"): [_or_dash(v) for v in rows[Stock.donor]],
            message("Reserved for"): [_or_dash(names.get(v, v) if text.known(v) else v) for v in rows[Stock.earmark]],
        }
    )


def arrivals(operation: Operation, rows: pd.DataFrame) -> pd.DataFrame:
    """Goods on their way, with the 80 % range of the day they come in."""
    names, items = operation.place_names, _item_names(operation)
    return pd.DataFrame(
        {
            message("Expected"): [text.date(v) for v in rows[Arrivals.date]],
            message("8 of 10 times"): [
                text.day_between(a, b) if text.known(a) else say("spread not told")
                for a, b in zip(rows["early"], rows["late"], strict=True)
            ],
            message("To"): rows[Arrivals.depot_id].map(names),
            message("Item"): rows[Arrivals.item_id].map(items),
            message("Quantity"): [text.whole(v) for v in rows[Arrivals.quantity]],
            message("Donor"): [_or_dash(v) for v in rows[Arrivals.donor]],
            message("Reserved for"): [
                _or_dash(names.get(v, v) if text.known(v) else v) for v in rows[Arrivals.earmark]
            ],
        }
    )


def losses(operation: Operation, rows: pd.DataFrame) -> pd.DataFrame:
    """What was lost, the newest first."""
    return pd.DataFrame(
        {
            message("Date"): [text.date(v, year=True) for v in rows[Losses.date]],
            message("Place"): rows[Losses.place_id].map(operation.place_names),
            message("Item"): rows[Losses.item_id].map(_item_names(operation)),
            message("Quantity"): [text.whole(v) for v in rows[Losses.quantity]],
            message("Reason"): [_or_dash(v) for v in rows[Losses.reason]],
        }
    )


def expiry(operation: Operation, rows: pd.DataFrame) -> pd.DataFrame:
    """Lots that expire within the weeks, the likeliest to be wasted first."""
    rows = rows.sort_values([ExpiryRisk.expiring_units, ExpiryRisk.expires], ascending=[False, True], kind="stable")
    return pd.DataFrame(
        {
            message("Expires"): [text.date(v, year=True) for v in rows[ExpiryRisk.expires]],
            message("Place"): rows[ExpiryRisk.place_id].map(operation.place_names),
            message("Item"): rows[ExpiryRisk.item_id].map(_item_names(operation)),
            message("Lot"): [_or_dash(v) for v in rows[ExpiryRisk.lot_id]],
            message("Quantity"): [text.whole(v) for v in rows[ExpiryRisk.quantity]],
            message("Expires unused"): [
                _spread(mean, low, high)
                for mean, low, high in zip(
                    rows[ExpiryRisk.expiring_units],
                    rows[ExpiryRisk.expiring_q10],
                    rows[ExpiryRisk.expiring_q90],
                    strict=True,
                )
            ],
            message("Chance"): [text.percent(v) for v in rows[ExpiryRisk.probability]],
        }
    )


def reorder(operation: Operation, rows: pd.DataFrame) -> pd.DataFrame:
    """Order advice, what to order now first."""
    rows = rows.sort_values(Reorder.order_now_units, ascending=False, kind="stable")
    return pd.DataFrame(
        {
            message("Place"): rows[Reorder.place_id].map(operation.place_names),
            message("Item"): rows[Reorder.item_id].map(_item_names(operation)),
            message("Service"): [text.percent(v) for v in rows[Reorder.service_level_share]],
            message("Used a week"): [_units(v) for v in rows[Reorder.demand_units_week]],
            message("Order at"): [_units(v) for v in rows[Reorder.reorder_point_units]],
            message("Quantity"): [_units(v) for v in rows[Reorder.order_quantity_units]],
            message("Up to"): [_units(v) for v in rows[Reorder.order_up_to_units]],
            message("Safety stock"): [_units(v) for v in rows[Reorder.safety_stock_units]],
            message("with depot"): [_units(v) if text.known(v) else NO_VALUE for v in rows[Reorder.joint_stock_units]],
            message("Order now"): [_units(v) for v in rows[Reorder.order_now_units]],
        }
    )


def lead_times(operation: Operation, rows: pd.DataFrame) -> pd.DataFrame:
    """Lead times of the reorder rules beside those of past orders, the furthest apart first."""
    apart = (rows[LeadTimes.learnt_weeks] - rows[LeadTimes.lead_time_weeks]).abs()
    rows = rows.loc[apart.sort_values(ascending=False, kind="stable").index]
    return pd.DataFrame(
        {
            message("Place"): rows[LeadTimes.place_id].map(operation.place_names),
            message("Item"): rows[LeadTimes.item_id].map(_item_names(operation)),
            message("Rule, weeks"): _weeks(rows[LeadTimes.lead_time_weeks], rows[LeadTimes.lead_time_sd_weeks]),
            message("Past orders, weeks"): _weeks(rows[LeadTimes.learnt_weeks], rows[LeadTimes.learnt_sd_weeks]),
            message("Past orders to the place"): [text.whole(v) for v in rows[LeadTimes.orders_place]],
        }
    )


def _weeks(middle: pd.Series, spread: pd.Series) -> list[str]:
    return [
        f"{text.one_decimal(m)} ± {text.one_decimal(s)}" if text.known(s) else text.one_decimal(m)
        for m, s in zip(middle, spread, strict=True)
    ]


def tried(row: pd.Series, unit: str) -> str:
    """Advice for a service level that a person tries, in a sentence."""
    now = row[Reorder.order_now_units]
    ask = (
        say("what to order now is not known, for the stock is not")
        if not text.known(now)
        else say("order {units} now", units=_units(now))
    )
    safety, point = _units(row[Reorder.safety_stock_units]), _units(row[Reorder.reorder_point_units])
    return say(
        "Order up to {units} {unit} at each review, {safety} of it safety stock; or order when "
        "{point} are left and on their way. With what lies there and comes, {ask}.",
        units=_units(row[Reorder.order_up_to_units]),
        unit=unit,
        safety=safety,
        point=point,
        ask=ask,
    )


def buffer(curve: pd.DataFrame, weeks: float, unit: str) -> str:
    """What a buffer costs and saves, in a sentence."""
    none = curve.iloc[0]
    row = curve[curve[BufferCurve.buffer_weeks] == weeks].iloc[0]
    saved = none[BufferCurve.person_weeks_without] - row[BufferCurve.person_weeks_without]
    cost = row[BufferCurve.holding_cost_usd]
    told = (
        say(" and cost {cost} to hold", cost=text.usd(cost))
        if text.known(cost)
        else say("; what holding them costs is not known")
    )
    waste = row[BufferCurve.expiring_units] - none[BufferCurve.expiring_units]
    expires = say("; {units} {unit} more expire", units=_units(waste), unit=unit) if waste >= 1 else ""
    before, after = text.percent(none[BufferCurve.probability]), text.percent(row[BufferCurve.probability])
    chance = (
        say("stays at {after}", after=after)
        if before == after
        else say("goes from {before} to {after}", before=before, after=after)
    )
    units = f"({_units(row[BufferCurve.extra_units])} {unit})"
    more = (
        say("1 week more {units} saves", units=units)
        if weeks == 1
        else say("{weeks} weeks more {units} save", weeks=f"{weeks:g}", units=units)
    )
    return say(
        "{more} {person_weeks} person-weeks without{told}{expires}. The chance of a day without {chance}.",
        more=more,
        person_weeks=text.whole(text.significant(saved, 2)),
        told=told,
        expires=expires,
        chance=chance,
    )


def _item_names(operation: Operation) -> dict[str, str]:
    return dict(zip(operation.items[Items.item_id], operation.items[Items.name], strict=True))


def _units(value: float) -> str:
    """Units to three significant figures; exact below a thousand."""
    if not text.known(value):
        return text.NOT_KNOWN
    return text.whole(text.significant(value, 3) if abs(value) >= 1000 else value)


def _spread(mean: float, low: float, high: float) -> str:
    return (
        _units(mean)
        if _units(low) == _units(high)
        else say("{mean} ({low} to {high})", mean=_units(mean), low=_units(low), high=_units(high))
    )


def _or_dash(value: object) -> str:
    return str(value) if text.known(value) and str(value) else NO_VALUE


def _first_break(operation: Operation, outlook: StockOutlook, row: pd.Series) -> str:
    end = row[BreakCalendar.to_date]
    return break_sentence(
        _item_names(operation)[row[BreakCalendar.item_id]],
        operation.place_names.get(row[BreakCalendar.place_id], str(row[BreakCalendar.place_id])),
        row[BreakCalendar.from_date],
        None if pd.isna(end) else end,
        pd.Timestamp(outlook.summary["last_day"]),
        float(row[BreakCalendar.probability]),
        language(),
    )
