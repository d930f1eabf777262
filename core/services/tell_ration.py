"""Sentences about a ration, the same on the page and on the command line."""

import pandas as pd

from core.domain import wording
from core.domain.operation import Operation
from core.domain.ration import RationDesign, RationSubstitutes
from core.domain.schemas import Items


def food_names(operation: Operation) -> dict[str, str]:
    """item_id to the name people use."""
    items = operation.items
    return dict(zip(items[Items.item_id], items[Items.name], strict=True))


UNITS = ("kcal", "g", "mg", "ug", "iu")
"""Units that end the name of a nutrient, as in ``vitamin_c_mg``."""


def nutrient_words(name: str) -> str:
    """Name of a nutrient as people read it.

    Examples
    --------
    >>> nutrient_words("vitamin_c_mg"), nutrient_words("energy_kcal"), nutrient_words("Iodine(ug)")
    ('vitamin C', 'energy', 'Iodine(ug)')
    """
    parts = name.split("_")
    kept = parts[:-1] if len(parts) > 1 and parts[-1] in UNITS else parts
    return " ".join(part.upper() if len(part) == 1 else part for part in kept)


def basket_in_words(operation: Operation, design: RationDesign, most: int = 6) -> str:
    """Foods with their grams, the heaviest first."""
    names = food_names(operation)
    told = [f"{names[item]} {_grams(grams)} g" for item, grams in design.grams.items()]
    more = len(told) - most
    return ", ".join(told[:most]) + (f" and {more} more" if more > 0 else "")


def cost_in_words(design: RationDesign) -> str:
    """``USD 0.31 per person and day``."""
    return f"USD {per_person_day(design.summary['usd_per_person_day'])} per person and day"


def per_person_day(usd: float) -> str:
    """USD as people read a price: two decimals, more where it is under a cent."""
    return f"{usd:.2f}" if abs(usd) >= 0.095 else f"{usd:.3f}" if abs(usd) >= 0.0095 else f"{usd:.2g}"


def beside_known_basket(design: RationDesign) -> str:
    """How the ration's cost compares with that of the basket people know."""
    known = design.summary["known_basket_usd_per_person_day"]
    if known is None:
        return "The basket people know cannot be brought to every camp from these offers."
    if not known:
        return "The items table has no basket to compare with."
    short = design.tables["known_basket_nutrients"]
    lacks = short[short["share"] < 0.9995]
    said = f"The basket people know costs USD {per_person_day(known)}"
    return f"{said} and meets every requirement." if lacks.empty else f"{said} and lacks {_lacks(lacks)}."


def limits_in_words(design: RationDesign) -> str:
    """What was left aside, and why; empty where all limits are kept."""
    summary = design.summary
    if summary["weekly_limits"] == "kept" or not summary["weekly_limits_in_conflict"]:
        return ""
    return (
        "No ration keeps what suppliers offer and roads carry a week; these are left aside. In conflict: "
        + "; ".join(summary["weekly_limits_in_conflict"])
        + "."
    )


def replacements_in_words(operation: Operation, design: RationDesign) -> pd.DataFrame:
    """A row per food of the ration: what takes its place, and what that costs more.

    Returns
    -------
    pandas.DataFrame
        item_id, name, replaced_by (words), more_usd (NaN where it cannot be dropped).
    """
    names = food_names(operation)
    rows = []
    for dropped, group in design.tables["substitutes"].groupby(RationSubstitutes.dropped_id, sort=False):
        first = group.iloc[0]
        if isinstance(first[RationSubstitutes.reason], str):
            words = f"cannot be dropped: {first[RationSubstitutes.reason]}"
        else:
            changed = group.dropna(subset=[RationSubstitutes.item_id])
            pairs = zip(changed[RationSubstitutes.item_id], changed[RationSubstitutes.change_g], strict=True)
            words = ", ".join(f"{names[i]} {_signed_grams(g)} g" for i, g in pairs)
            words = words or "nothing: it can be left out"
        rows.append((dropped, names[dropped], words, first[RationSubstitutes.more_usd]))
    return pd.DataFrame(rows, columns=["item_id", "name", "replaced_by", "more_usd"])


def _lacks(rows: pd.DataFrame) -> str:
    worst = rows.sort_values("share")
    told = [
        f"{wording.percent(1 - share)} of {nutrient_words(name)}"
        for name, share in zip(worst["nutrient"], worst["share"], strict=True)
    ]
    return ", ".join(told[:3]) + (f" and more of {len(told) - 3} others" if len(told) > 3 else "")


def _signed_grams(grams: float) -> str:
    return ("+" if grams > 0 else "\u2212") + _grams(abs(grams))


def _grams(grams: float) -> str:
    return f"{grams:.0f}" if grams >= 10 else f"{grams:.2g}"
