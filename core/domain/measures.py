"""Units as people write them: what they measure, and how much of it."""

MEASURES = {
    "g": ("mass", 0.001),
    "gram": ("mass", 0.001),
    "grams": ("mass", 0.001),
    "kg": ("mass", 1.0),
    "t": ("mass", 1000.0),
    "ml": ("volume", 0.001),
    "l": ("volume", 1.0),
    "litre": ("volume", 1.0),
    "litres": ("volume", 1.0),
    "liter": ("volume", 1.0),
    "liters": ("volume", 1.0),
    "m3": ("volume", 1000.0),
    "m³": ("volume", 1000.0),
    "kcal": ("energy", 1.0),
}
"""Unit to what it measures and how many kg, litres or kcal it is."""

ONE_THING = (
    "piece", "pieces", "pc", "pcs", "item", "items", "unit", "units", "each", "kit", "kits", "set", "sets", "latrine",
    "latrines", "tent", "tents", "blanket", "blankets", "mat", "mats", "net", "nets",
)  # fmt: skip
"""Units that count things one by one; others (a bale, a carton) hold a number that only people know."""


def measure(unit: str) -> tuple[str, float] | None:
    """What a unit measures (``mass``, ``volume``, ``energy``, ``count``) and how many kg, litres, kcal or pieces it is.

    Examples
    --------
    >>> measure("Litres"), measure("m3"), measure("piece"), measure("bale")
    (('volume', 1.0), ('volume', 1000.0), ('count', 1.0), None)
    """
    word = unit.strip().lower()
    return ("count", 1.0) if word in ONE_THING else MEASURES.get(word)
