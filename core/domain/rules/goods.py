"""Rules about items, their standards and stock."""

from core.domain.rules.rule import family

GOODS = family(
    "Goods",
    (
        "unit_against_weight",
        "question",
        "items",
        "Counted in a unit of mass or volume, and one weighs something else: kg that weigh 50 kg each. Up to "
        "25 % for wrapping; 0.5 to 2 kg a litre.",
        "Correct unit or weight.",
    ),
    (
        "unit_against_volume",
        "question",
        "items",
        "Counted in a unit of volume, and one takes less than half or more than 3 times that room.",
        "Correct unit or volume.",
    ),
    (
        "implausible_density",
        "question",
        "items",
        "Lighter than 2 or heavier than 12,000 kg in a cubic metre.",
        "Check weight and volume of one unit.",
    ),
    (
        "ambiguous_unit",
        "question",
        "items",
        "A unit of several amounts: gallon, ton.",
        "Write kg, t or l.",
    ),
    (
        "implausible_standard",
        "question",
        "items",
        "A quantity per person far from any that is used, by sector.",
        "Check quantity, unit, weight, basis.",
    ),
    (
        "outside_standard",
        "question",
        "items",
        "Outside the hard bounds of every profile that knows its standard.",
        "The same.",
    ),
    (
        "unknown_standard",
        "question",
        "items",
        "No profile knows the standard it names.",
        "Name one that is known.",
    ),
    (
        "standard_not_comparable",
        "question",
        "items",
        "It cannot be compared with the standard it names.",
        "Correct unit, basis or group.",
    ),
    (
        "zero_standard",
        "note",
        "items",
        "Its standard is 0: nobody needs it.",
        "",
    ),
    (
        "estimated_standard",
        "note",
        "items",
        "The source says that the standard is an estimate.",
        "Name a source.",
    ),
    (
        "unsourced_standard",
        "note",
        "items",
        "The standard names no source.",
        "Name it.",
    ),
    (
        "stock_above_storage",
        "question",
        "camps, depots",
        "More stock than storage; the plan takes the larger.",
        "Check both.",
    ),
    (
        "expired_stock",
        "question",
        "stock",
        "Expired before the planning start; not used.",
        "Correct the date, or take it out.",
    ),
    (
        "unknown_quantity",
        "note",
        "stock, arrivals",
        "A quantity is blank: none is planned with.",
        "Fill it in, 0 if there is none.",
    ),
)
