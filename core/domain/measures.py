"""Units as people write them: what they measure, and how much of it."""

POUND_KG = 0.45359237

_WORDS = {
    ("mass", 0.001): ("g", "gr", "gram", "grams", "gramme", "grammes"),
    ("mass", 1e-6): ("mg", "milligram", "milligrams"),
    ("mass", 1.0): ("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms", "kilogramme", "kilogrammes"),
    ("mass", 100.0): ("quintal", "quintals"),
    ("mass", 1000.0): ("t", "mt", "mts", "tonne", "tonnes", "metric ton", "metric tons"),
    ("mass", POUND_KG): ("lb", "lbs", "pound", "pounds"),
    ("mass", POUND_KG / 16): ("oz", "ounce", "ounces"),
    ("volume", 0.001): ("ml", "millilitre", "millilitres", "milliliter", "milliliters", "cc"),
    ("volume", 0.01): ("cl", "centilitre", "centilitres"),
    ("volume", 1.0): ("l", "lt", "ltr", "ltrs", "litre", "litres", "liter", "liters"),
    ("volume", 1000.0): ("m3", "m³", "cbm", "cubic metre", "cubic metres", "cubic meter", "cubic meters"),
    ("volume", 3.785411784): ("us gallon", "us gallons"),
    ("volume", 4.54609): ("imperial gallon", "imperial gallons", "uk gallon", "uk gallons"),
    ("energy", 1.0): ("kcal",),
    ("count", 2.0): ("pair", "pairs"),
    ("count", 12.0): ("dozen", "dozens", "doz", "dz"),
}  # fmt: skip
MEASURES = {word: measured for measured, words in _WORDS.items() for word in words}
"""Unit to what it measures and how many kg, litres, kcal or pieces it is."""

ONE_THING = (
    "piece", "pieces", "pc", "pcs", "item", "items", "unit", "units", "each", "kit", "kits", "set", "sets", "latrine",
    "latrines", "tent", "tents", "blanket", "blankets", "mat", "mats", "net", "nets",
)  # fmt: skip
"""Units that count things one by one; others (a bale, a carton) hold a number that only people know."""

AMBIGUOUS = {
    "ton": "a metric ton of 1,000 kg, a short ton of 907 kg or a long ton of 1,016 kg",
    "tons": "metric tons of 1,000 kg, short tons of 907 kg or long tons of 1,016 kg",
    "gallon": "a US gallon of 3.785 l or an imperial one of 4.546 l",
    "gallons": "US gallons of 3.785 l or imperial ones of 4.546 l",
    "gal": "a US gallon of 3.785 l or an imperial one of 4.546 l",
    "gals": "US gallons of 3.785 l or imperial ones of 4.546 l",
}
"""Units that mean several amounts, and which; nothing is computed with them."""


def measure(unit: str) -> tuple[str, float] | None:
    """What a unit measures (``mass``, ``volume``, ``energy``, ``count``) and how many kg, litres, kcal or pieces it is.

    Examples
    --------
    >>> measure("Litres"), measure("m3"), measure("piece"), measure("bale")
    (('volume', 1.0), ('volume', 1000.0), ('count', 1.0), None)
    """
    word = " ".join(unit.strip().lower().rstrip(".").split())
    return ("count", 1.0) if word in ONE_THING else MEASURES.get(word)
