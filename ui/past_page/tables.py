"""Tables of the page *Past distributions*, in words."""

import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import Items
from core.locale import message
from core.services.past_distributions import PastDistributions
from ui import text
from ui.language import say
from ui.tell_fairness import GROUP_NAMES

CAMP_NUMBERS = (
    message("All periods"),
    message("Last period"),
    message("Periods under"),
    message("Empty shelf"),
    message("Goods nobody took"),
)
ITEM_NUMBERS = (
    message("Needed"),
    message("Handed out"),
    message("Need met"),
    message("Empty shelf"),
    message("Ran empty"),
    message("Goods nobody took"),
)
GROUP_NUMBERS = (message("Need met"),)
DONOR_NUMBERS = (message("Tonnes"), message("Camps"), message("Items"))
NEGLECT_NUMBERS = (message("Periods"), message("Worst"))
LATE_NUMBERS = (
    message("Came"),
    message("Late"),
    message("Days late, median"),
    message("Not come yet"),
)


def camp_table(operation: Operation, past: PastDistributions) -> pd.DataFrame:
    """Camps, the one that got least first."""
    rows = past.by_camp
    return pd.DataFrame(
        {
            message("Camp"): rows["camp_id"].map(operation.place_names),
            message("All periods"): rows["share"].map(text.percent),
            message("Last period"): rows["last_share"].map(text.percent),
            message("Periods under"): [
                say("{number} of {all}", number=text.whole(under), all=text.whole(known))
                for under, known in rows[["under", "known"]].fillna(0).to_numpy()
            ],
            message("Empty shelf"): rows["empty_shelf"].map(text.whole),
            message("Goods nobody took"): rows["no_demand"].map(text.whole),
        }
    )


def item_table(operation: Operation, past: PastDistributions) -> pd.DataFrame:
    """Items with what was needed and handed out, in their units."""
    items, rows = operation.items.set_index(Items.item_id), past.by_item
    return pd.DataFrame(
        {
            message("Item"): rows["item_id"].map(items[Items.name]),
            message("Unit"): rows["item_id"].map(items[Items.unit]),
            message("Needed"): rows["need"].map(text.hundreds),
            message("Handed out"): rows["handed_out"].map(text.hundreds),
            message("Need met"): rows["share"].map(text.percent),
            message("Empty shelf"): rows["empty_shelf"].map(text.whole),
            message("Ran empty"): rows["ran_out"].map(text.whole),
            message("Goods nobody took"): rows["no_demand"].map(text.whole),
        }
    )


def group_table(past: PastDistributions) -> pd.DataFrame:
    """People whom the items are for."""
    return pd.DataFrame(
        {
            message("People"): [say(GROUP_NAMES[g]) if g else say("everybody") for g in past.by_group["group"]],
            message("Need met"): past.by_group["share"].map(text.percent),
        }
    )


def donor_table(past: PastDistributions) -> pd.DataFrame:
    """Who gave what was handed out; tonnes by the weight of the items."""
    rows = past.by_donor
    return pd.DataFrame(
        {
            message("Donor"): [donor or say("not named") for donor in rows["donor"]],
            message("Tonnes"): rows["tonnes"].map(text.tonnes),
            message("Camps"): rows["camps"].map(text.whole),
            message("Items"): rows["items"].map(text.whole),
        }
    )


def neglect_table(operation: Operation, past: PastDistributions) -> pd.DataFrame:
    """Runs of periods under the threshold."""
    rows = past.neglect
    return pd.DataFrame(
        {
            message("Camp"): rows["camp_id"].map(operation.place_names),
            message("Periods"): rows["periods"].map(text.whole),
            message("Ends of periods"): [
                text.day_between(first, last) for first, last in zip(rows["first"], rows["last"], strict=True)
            ],
            message("Worst"): rows["worst_share"].map(text.percent),
            message("Now"): [say("goes on") if still else say("ended") for still in rows["goes_on"]],
        }
    )


def late_table(operation: Operation, past: PastDistributions) -> pd.DataFrame:
    """Places by how late what was promised came: orders, and arrivals of a lot."""
    parts = ((say("orders"), past.late_orders), (say("arrivals"), past.late_arrivals))
    rows = pd.concat([table.assign(what=words) for words, table in parts])
    return pd.DataFrame(
        {
            message("Place"): rows["place"].map(operation.place_names).fillna(rows["place"]),
            message("What"): rows["what"],
            message("Came"): rows["came"].map(text.whole),
            message("Late"): rows["late"].map(text.whole),
            message("Days late, median"): rows["median_days_late"].map(text.whole),
            message("Not come yet"): rows["overdue"].map(text.whole),
        }
    )
