"""What the page Receipts says."""

import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import Items, Losses, Receipts
from core.locale import message
from core.services.look_back import ExpectedStock
from core.services.receive_waybills import OVERDUE_DAYS, Receiving
from ui import text
from ui.components import KeyFigure
from ui.language import say

STOCK_STAYS = message(
    "A receipt does not change the stock: stock is a count of the planning start. What a new "
    "count should find is worked out below; count, upload the count with its day, and plans "
    "use it."
)

MOST_EXPECTED = 12
"""Rows of what a count should find that the page shows; the file has all."""

REASONS = (
    message("spoiled"),
    message("expired"),
    message("stolen"),
    message("damaged in store"),
    message("damaged in handling"),
    message("wrong count before"),
    message("other"),
)
"""Why goods are lost; no free words, in which persons could be named."""


def answer(operation: Operation, receiving: Receiving) -> str:
    """Title: what waits, and what is late."""
    waiting, overdue = receiving.waiting, receiving.overdue
    if len(overdue):
        first = overdue.iloc[0]
        late = text.counted(len(overdue), "waybill")
        verb = "is" if len(overdue) == 1 else "are"
        return say(
            "{late} {verb} overdue; the oldest was to reach {place} on {arrives}",
            late=late,
            verb=verb,
            place=_place(operation, first["place_id"]),
            arrives=text.date(first["arrives"]),
        )
    if len(waiting):
        first = waiting.iloc[0]
        verb = "waits" if len(waiting) == 1 else "wait"
        return say(
            "{counted} {verb} for a receipt; the next is due at {place} on {arrives}",
            counted=text.counted(len(waiting), "waybill"),
            verb=verb,
            place=_place(operation, first["place_id"]),
            arrives=text.date(first["arrives"]),
        )
    if len(receiving.lines):
        return say("Everything on the issued waybills is received")
    if operation.has("receipts"):
        return say("No waybill was issued here yet; receipts of other papers are below")
    return say("No waybill was issued here yet, and nothing was received")


def figures(operation: Operation, receiving: Receiving) -> list[KeyFigure]:
    """What waits, what is late, how much arrived good and how much was lost on the way."""
    r, receipts = Receipts, operation.receipts
    weight_kg = operation.items.set_index(Items.item_id)[Items.weight_kg]
    weight_t = receipts[r.item_id].map(weight_kg).astype("float64") / 1000
    good, damaged, missing = (float((receipts[c] * weight_t).sum()) for c in (r.good, r.damaged, r.missing))
    accounted = good + damaged + missing
    lost = text.percent((damaged + missing) / accounted) if accounted > 0 else text.NOT_KNOWN
    unknown = int(receipts[r.good].isna().sum())
    span = ""
    if len(receipts):
        span = say(
            "receipts of {first} to {last}",
            first=text.date(receipts[r.date].min()),
            last=text.date(receipts[r.date].max()),
        )
    return [
        KeyFigure(
            say("Waybills waiting"),
            text.whole(len(receiving.waiting)),
            say("of {issued} issued", issued=text.whole(receiving.lines["waybill_id"].nunique())),
            say("as of {as_of}", as_of=text.date(receiving.as_of)),
        ),
        KeyFigure(
            say("Overdue"),
            text.whole(len(receiving.overdue)),
            say("more than {overdue_days} days after they were due", overdue_days=OVERDUE_DAYS),
        ),
        KeyFigure(
            say("Received good"),
            text.tonnes(good) if len(receipts) else text.NOT_KNOWN,
            say("not known of {counted}", counted=text.counted(unknown, "line")) if unknown else "",
            span,
        ),
        KeyFigure(
            say("Lost on the way"),
            lost,
            say("{damaged} damaged, {missing} missing", damaged=text.tonnes(damaged), missing=text.tonnes(missing))
            if len(receipts)
            else "",
        ),
    ]


def waiting(operation: Operation, receiving: Receiving) -> pd.DataFrame:
    """Waybills that wait, as words."""
    table = receiving.waiting
    days = (receiving.as_of - table["arrives"]).dt.days
    told = pd.DataFrame(
        {
            message("Waybill"): table["waybill_id"],
            message("To"): [_place(operation, place) for place in table["place_id"]],
            message("Due"): [text.date(day) for day in table["arrives"]],
            message("Lines"): [text.whole(number) for number in table["lines"]],
            "": [
                say("receipt of {submitted} waits for approval", submitted=receiving.submitted[waybill])
                if waybill in receiving.submitted
                else say("{late} late", late=text.days_long(late))
                if late > OVERDUE_DAYS
                else ""
                for waybill, late in zip(table["waybill_id"], days, strict=True)
            ],
        }
    )
    return told if told[""].any() else told.drop(columns="")


def option(operation: Operation, receiving: Receiving, waybill_id: str) -> str:
    """A waybill in the list to choose from."""
    row = receiving.waiting.set_index("waybill_id").loc[waybill_id]
    return say(
        "{waybill_id}, {place}, due {arrives}",
        waybill_id=waybill_id,
        place=_place(operation, row["place_id"]),
        arrives=text.date(row["arrives"]),
    )


def line(operation: Operation, item_id: str, lot_id: str | None, quantity: float) -> tuple[str, str]:
    """A line of a waybill: the item, and what was sent of which lot."""
    items = operation.items.set_index(Items.item_id)
    unit = str(items[Items.unit].get(item_id, "units"))
    lot = say(", lot {lot_id}", lot_id=lot_id) if lot_id else ""
    return str(items[Items.name].get(item_id, item_id)), say(
        "sent {amount}\u00a0{unit}{lot}", amount=amount(quantity), unit=unit, lot=lot
    )


def amount(value: float) -> str:
    """An amount as it stands on paper: whole, or with the digits it has."""
    return text.whole(value) if float(value).is_integer() else f"{value:,.2f}"


def expected(operation: Operation, table: pd.DataFrame) -> pd.DataFrame:
    """What a count should find, with the sum written out."""
    e, items = ExpectedStock, operation.items.set_index(Items.item_id)[Items.name]
    # a record is wrong or missing where less than nothing should be there
    table = table.sort_values(e.expected, key=lambda expected: ~(expected < 0), kind="stable").head(MOST_EXPECTED)
    numbers = [e.counted, e.received, e.sent_on, e.handed_out, e.lost, e.expected]
    words = {name: [text.whole(value) for value in table[name]] for name in numbers}
    return pd.DataFrame(
        {
            message("Place"): [_place(operation, place) for place in table[e.place_id]],
            message("Item"): [str(items.get(item, item)) for item in table[e.item_id]],
            message("Counted"): words[e.counted],
            message("+ received"): words[e.received],
            say("{minus} sent on", minus=text.MINUS): words[e.sent_on],
            say("{minus} handed out", minus=text.MINUS): words[e.handed_out],
            say("{minus} lost", minus=text.MINUS): words[e.lost],
            message("= expected"): words[e.expected],
        }
    )


def loss_said(operation: Operation, row: dict[str, object]) -> str:
    """What is told of a loss that was entered."""
    place = _place(operation, str(row[Losses.place_id]))
    return say(
        "A loss of {amount} of {row} at {place}",
        amount=amount(float(str(row[Losses.quantity]))),
        row=row[Losses.item_id],
        place=place,
    )


def _place(operation: Operation, place_id: str) -> str:
    return operation.place_names.get(place_id, place_id)
