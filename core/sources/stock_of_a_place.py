"""Stock exports of warehouse programs, which hold the stock of one place and do not say of which."""

import pandas as pd

from core.domain.schemas import Stock
from core.intake.found import FoundTable, Understood
from core.sources.headers import as_text, text_cells
from core.sources.place_names import keys, known_places
from core.sources.source import Choice, SourceContext
from core.sources.understanding import Understanding

PLACE = "place"
"""Key of the answer that says whose stock it is."""
NOWHERE = "nowhere"
"""The answer until somebody says: stock on a wrong shelf would be planned with."""


def place_choice(context: SourceContext) -> tuple[Choice, ...]:
    """Which place the stock lies at; nothing of it is read until somebody says, unless there is one place only."""
    depots, camps = known_places(None, context.depots), known_places(context.camps)
    places = pd.concat([depots, camps], ignore_index=True).dropna(subset=["place_id"]).drop_duplicates("place_id")
    options = dict(zip(places["place_id"], places["name"].fillna(places["place_id"]), strict=True))
    if not options:
        return ()
    given = context.answers.get(PLACE, "")
    answered = given in options
    used = given if answered else next(iter(options)) if len(options) == 1 else NOWHERE
    options = {NOWHERE: "nothing is read until somebody says", **options}
    question = "The file does not say at which place this stock lies."
    return (Choice(PLACE, question, options, used, answered, None, "stock_of_which_place"),)


def stock_of_a_place(
    found: FoundTable,
    at: dict[str, str],
    quantity: pd.Series,
    expires: pd.Series,
    told: Understanding,
    context: SourceContext,
) -> Understood:
    """``stock`` of one place, lots in several bins put together.

    Parameters
    ----------
    at
        Roles ``item`` (code), ``name``, ``lot``, ``expires``, and ``quantity`` where one column has it.
    quantity, expires
        Units, and days as ``YYYY-MM-DD``, by row.
    """
    choices = place_choice(context)
    told.asks(choices)
    rows = pd.DataFrame(
        {
            Stock.item_id: _items(found, at, context),
            Stock.quantity: quantity,
            Stock.lot_id: text_cells(found, at.get("lot")),
            Stock.expires: expires,
        }
    )
    unread = rows[Stock.item_id].isna() | rows[Stock.quantity].isna()
    told.says_of_rows(
        "question", rows.loc[unread, [Stock.item_id]].fillna("blank"), at["item"], "no_item_or_quantity",
        lambda row: f"The row of “{row['item_id']}” lacks its code or its quantity; it is left aside.",
        "Write both.",
    )  # fmt: skip
    rows = rows[~unread]
    by = [Stock.item_id, Stock.lot_id, Stock.expires]
    first = rows.assign(row=rows.index).groupby(by, dropna=False, sort=False)
    summed = first.agg(quantity=(Stock.quantity, "sum"), row=("row", "first")).reset_index().set_index("row")
    if not choices:
        told.says("question", "stock_of_which_place", "No camp or depot is known that could hold this stock.",
                  "Import depots or camps together with it.")  # fmt: skip
    if not choices or choices[0].used == NOWHERE:
        return told.done({})
    table = pd.DataFrame(
        {
            Stock.place_id: choices[0].used,
            Stock.item_id: summed[Stock.item_id],
            Stock.quantity: as_text(summed["quantity"]),
            Stock.lot_id: summed[Stock.lot_id],
            Stock.expires: summed[Stock.expires],
        },
        index=summed.index,
    )
    for role, ours in (("item", Stock.item_id), ("lot", Stock.lot_id), ("expires", Stock.expires)):
        told.went(at.get(role), "stock", ours)
    told.because("Rows of one item, lot and expiry are one row, whichever bin they lie in.")
    return told.done({"stock": table})


def _items(found: FoundTable, at: dict[str, str], context: SourceContext) -> pd.Series:
    """Items by code; a code that is none of ours by its name, where exactly one item has it; else the code as found."""
    codes = text_cells(found, at["item"])
    items = context.items
    if items is None or "name" not in at or "name" not in items:
        return codes
    ours = pd.DataFrame({"key": keys(items["name"].astype("str")), "item_id": items["item_id"].astype("str")})
    by_name = ours.drop_duplicates("key", keep=False).set_index("key")["item_id"]
    named = keys(text_cells(found, at["name"])).map(by_name)
    return codes.where(codes.isin(ours["item_id"]) | named.isna(), named)
