"""Words of the ration page: the answer, what is missing, and its tables."""

import pandas as pd

from core.domain.operation import Operation
from core.domain.ration import RationDesign
from core.locale import message
from core.services.tell_ration import (
    basket_in_words,
    beside_known_basket,
    cost_in_words,
    food_names,
    limits_in_words,
    nutrient_words,
    per_person_day,
    replacements_in_words,
)
from ui import text
from ui.components import KeyFigure
from ui.language import say

NUTRIENT_NUMBERS = (message("In the ration"), message("Required"), message("Most"), message("USD for one more"))
SUBSTITUTE_NUMBERS = (message("USD more"),)
BUYING_NUMBERS = ("t", "USD", message("USD per t"))
ROAD_NUMBERS = ("t", "USD")
BEYOND_NUMBERS = (message("Allowed a week"), message("Needed a week"))
BASKET_NUMBERS = (message("Ration (g)"), message("Known basket (g)"))


def answer(design: RationDesign) -> str:
    """Headline: what the ration costs and weighs."""
    weight = text.whole(design.grams.sum())
    foods = text.counted(len(design.grams), "food")
    return say(
        "{foods} of {weight}\u00a0g meet every requirement for {cost_in_words}",
        foods=foods,
        weight=weight,
        cost_in_words=cost_in_words(design),
    )


def lead(operation: Operation, design: RationDesign) -> str:
    """The basket in grams, and the basket people know beside it."""
    return f"{basket_in_words(operation, design)}. {beside_known_basket(design)}"


def missing_words(missing: list[str]) -> str:
    """What tables a ration needs and the operation lacks."""
    return say(
        "Nothing is in {missing}. A ration needs foods (items of sector food), their contents "
        "(nutrients), what a person needs (nutrient_requirements), depots and prices (offers). "
        "The template on Data has a sheet for each.",
        missing=text.joined(missing),
    )


def figures(design: RationDesign) -> list[KeyFigure]:
    """The strip: price, whole cost, where it goes, the basket people know."""
    summary = design.summary
    known = summary["known_basket_usd_per_person_day"]
    cost = summary["cost_usd"]
    return [
        KeyFigure(say("Per person and day"), f"USD{text.NBSP}{per_person_day(summary['usd_per_person_day'])}"),
        KeyFigure(
            say("For {days} days", days=summary["days"]),
            text.usd(cost),
            source=say("{people} people as last counted", people=text.whole(summary["people"])),
        ),
        KeyFigure(
            say("Of it transport"),
            text.percent(summary["transport_usd"] / cost) if cost else text.NOT_KNOWN,
            spread=text.usd(summary["transport_usd"]),
        ),
        KeyFigure(
            say("Basket people know"),
            f"USD{text.NBSP}{per_person_day(known)}" if known else text.NOT_KNOWN,
            spread=_known_share(design),
        ),
    ]


def _known_share(design: RationDesign) -> str:
    table = design.tables["known_basket_nutrients"].dropna(subset=["share"])
    met = int((table["share"] >= 0.9995).sum())
    return say("meets {met} of {table} requirements", met=met, table=len(table))


def limits(design: RationDesign) -> str:
    """What was left aside, and why; empty where all limits are kept."""
    return limits_in_words(design)


def nutrient_label(name: str) -> str:
    """Name of a nutrient at the head of a row."""
    words = nutrient_words(name)
    return words[:1].upper() + words[1:]


def nutrient_table(design: RationDesign) -> pd.DataFrame:
    """A row per nutrient: given, required, at most, and what one unit more costs."""
    rows = design.tables["nutrients"]
    return pd.DataFrame(
        {
            message("Nutrient"): [nutrient_label(name) for name in rows["nutrient"]],
            message("Unit"): rows["unit"].fillna(""),
            message("In the ration"): [_amount(v) for v in rows["amount"]],
            message("Required"): [_amount(v) for v in rows["requirement"]],
            message("Most"): [_amount(v) if text.known(v) else "" for v in rows["maximum"]],
            message("USD for one more"): [_price(v) for v in rows["one_more_usd"]],
        }
    )


def substitute_table(operation: Operation, design: RationDesign) -> pd.DataFrame:
    """A row per food of the ration: what takes its place, and what that costs more."""
    rows = replacements_in_words(operation, design)
    return pd.DataFrame(
        {
            message("Without"): rows["name"],
            message("Then"): rows["replaced_by"],
            message("USD more"): [f"+{per_person_day(v)}" if text.known(v) else "\u2013" for v in rows["more_usd"]],
        }
    )


def basket_table(operation: Operation, design: RationDesign) -> pd.DataFrame:
    """Foods of the ration beside those of the basket people know."""
    known = design.tables["known_basket"].set_index("item_id")["grams_per_person_day"]
    both = pd.DataFrame({"ours": design.grams, "known": known}).fillna(0.0).sort_values("ours", ascending=False)
    names = food_names(operation)
    return pd.DataFrame(
        {
            message("Food"): [names[item] for item in both.index],
            message("Ration (g)"): [_amount(v) if v else "\u2013" for v in both["ours"]],
            message("Known basket (g)"): [_amount(v) if v else "\u2013" for v in both["known"]],
        }
    )


def buying_table(operation: Operation, design: RationDesign) -> pd.DataFrame:
    """Where each food is bought, the dearest first."""
    rows = design.tables["purchases"].sort_values("cost_usd", ascending=False)
    names, places = food_names(operation), operation.place_names
    return pd.DataFrame(
        {
            message("Supplier"): [places[p] for p in rows["depot_id"]],
            message("Food"): [names[i] for i in rows["item_id"]],
            "t": [text.whole(v) if v >= 10 else f"{v:.1f}" for v in rows["quantity_t"]],
            "USD": [text.whole(v) for v in rows["cost_usd"]],
            message("USD per t"): [text.whole(v) for v in rows["cost_usd"] / rows["quantity_t"]],
        }
    )


def road_table(operation: Operation, design: RationDesign) -> pd.DataFrame:
    """What moves on each road, all foods together, the heaviest first."""
    rows = design.tables["flows"].groupby(["origin_id", "destination_id"])[["quantity_t", "cost_usd"]].sum()
    rows = rows.sort_values("quantity_t", ascending=False).reset_index()
    places = operation.place_names
    return pd.DataFrame(
        {
            message("From"): [places[p] for p in rows["origin_id"]],
            message("To"): [places[p] for p in rows["destination_id"]],
            "t": [text.whole(v) if v >= 10 else f"{v:.1f}" for v in rows["quantity_t"]],
            "USD": [text.whole(v) for v in rows["cost_usd"]],
        }
    )


def beyond_table(operation: Operation, design: RationDesign) -> pd.DataFrame:
    """By how much the ration goes beyond weekly limits, the worst first."""
    rows = design.tables["beyond_limits"]
    names = food_names(operation) | operation.place_names
    roads = operation.routes.set_index("route_id")
    where = [
        say("{origin} to {destination}", origin=names[roads.origin_id[p]], destination=names[roads.destination_id[p]])
        if p in roads.index
        else names.get(p, p)
        for p in rows["place_id"]
    ]
    return pd.DataFrame(
        {
            message("Where"): where,
            message("What"): [
                names.get(item, "") if kind == "offer" else {"trips": "trips", "throughput": say("all goods")}[kind]
                for kind, item in zip(rows["limit"], rows["item_id"], strict=True)
            ],
            message("Allowed a week"): [
                f"{_amount(v)}{text.NBSP}{u}" for v, u in zip(rows["allowed"], rows["unit"], strict=True)
            ],
            message("Needed a week"): [
                f"{_amount(v)}{text.NBSP}{u}" for v, u in zip(rows["needed"], rows["unit"], strict=True)
            ],
        }
    )


def _amount(value: float) -> str:
    if not text.known(value):
        return text.NOT_KNOWN
    return text.whole(value) if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2g}"


def _price(value: float) -> str:
    if not text.known(value):
        return say("cannot be had")
    return "0" if value < 1e-9 else per_person_day(value)
