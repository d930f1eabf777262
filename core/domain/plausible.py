"""How much of something anybody would plan for a person; what lies outside was mistyped, or has another unit or basis.

Bounds of need by sector are wide on purpose; a known standard has narrower ones of its own.
"""

KG_PER_PERSON_DAY = {"food": (0.005, 5.0), "water": (2.5, 100.0)}
"""Need of an item by sector: a daily spoon of oil to five kilos of food; water to stay alive (Sphere: 2.5 to 3 litres
for drinking and food) to a rich supply."""

KG_PER_PERSON_ONCE = 100.0
"""A kit handed out once is lighter than this per person, shelter with its poles included."""

STANDARD_PER_PERSON_DAY = {
    ("water", "volume"): (2.5, 100.0),
    ("food", "energy"): (50.0, 5000.0),
    ("food", "mass"): (0.004, 5.0),
    ("hygiene", "mass"): (0.001, 0.1),
}
"""A standard by sector and what its unit measures: litres, kcal or kg per person and day."""

PIECES_PER_PERSON_ONCE = (0.0005, 50.0)
"""Things handed out or built once: one for 2,000 people to fifty each."""

USUAL_BASES = {
    ("water", "volume"): ("person_day",),
    ("food", "energy"): ("person_day",),
    ("food", "mass"): ("person_day", "person_month", "household_month"),
    ("hygiene", "mass"): ("person_month", "household_month"),
}
"""How published standards are stated, by sector and what the unit measures: 15 litres of water are never weekly."""

COUNT_BASES = ("person_once", "household_once", "person_month", "household_month")
"""Things are handed out once or by the month, not by the day or week."""
