"""Write the demonstration operation: real camps of the African Great Lakes, simulated figures.

Run from the project's folder as ``python data/make_demo.py``. The tables are a pure function of the seed, so that
running again gives the same bytes. What is real and what is simulated stands in ``data/README.md``.
"""

import argparse
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from core.domain.schemas import (
    Arrivals,
    Camps,
    Complaints,
    Consumption,
    Deliveries,
    Depots,
    Expected,
    Items,
    Monitoring,
    NutrientRequirements,
    Nutrients,
    Offers,
    Population,
    Receipts,
    Routes,
    SettingsTable,
    Stock,
    Vehicles,
)

SEED = 20261101
PLANNING_START = pd.Timestamp("2026-11-01")
HISTORY_START = pd.Timestamp("2024-05-05")
DISTRIBUTION_DAYS = 28
"""Days between two general distributions of a camp, and days of ration handed out in one."""
DELIVERY_WEEKS = 26
"""Weeks of past food and soap distributions that are written."""
GAVE = ("Donor A", "Donor B", "Donor C")
"""Donors of past distributions, invented; of one in four nobody wrote down the donor."""
EMPTY_SHELF_CHANCE = 0.7
"""Share of the months without a distribution in which the camp's shelf was empty; in the others goods lay on it."""

GROUP_SHARES = {
    Population.women: 0.265,
    Population.pregnant: 0.024,
    Population.children_under_5: 0.155,
    Population.children_5_17: 0.365,
    Population.older_people: 0.036,
    Population.disabled: 0.042,
}
"""Mean share of the people of a camp in each group: pregnant from UNHCR/WFP 1997, the others estimates."""


class Camp(NamedTuple):
    """A real camp (place, order of magnitude) and the course its simulated count takes."""

    camp_id: str
    name: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    capacity_people: float | None
    storage_m3: float | None
    household_size: float | None
    vulnerability: float | None
    people: float
    """Level about the planning start."""
    yearly_growth: float
    season: float
    """Yearly swing, share of the level."""
    count_days: float
    """Usual days between two counts."""
    last_count: str
    depot_id: str
    """Where it is usually served from; scales the simulated stock only."""
    cover_days: float
    """Mean days of food in the camp's store at the planning start."""
    ration: float
    """Share of the full ration handed out in past distributions."""


CAMPS = (
    Camp("mahama", "Mahama", "RWA", "Eastern Province", -2.3009, 30.8278, 72000, 4200, 4.4, None,
         67000, 0.045, 0.01, 7, "2026-10-30", "kigali", 17, 0.92),
    Camp("kigeme", "Kigeme", "RWA", "Southern Province", -2.48, 29.53, 18000, 900, 4.9, None,
         14700, 0.005, 0.004, 30, "2026-10-26", "kigali", 19, 0.92),
    Camp("kiziba", "Kiziba", "RWA", "Western Province", -2.1, 29.37, 17500, 900, 5.1, None,
         14600, -0.02, 0.004, 30, "2026-10-25", "kigali", 20, 0.92),
    Camp("nyabiheke", "Nyabiheke", "RWA", "Eastern Province", -1.61, 30.26, 14500, 800, 5.0, None,
         12000, 0.0, 0.004, 30, "2026-10-27", "kigali", 15, 0.9),
    Camp("nduta", "Nduta", "TZA", "Kigoma", -3.6895, 30.7765, 60000, 3800, 4.7, None,
         62000, -0.14, 0.012, 7, "2026-10-29", "kigoma", 8, 0.74),
    Camp("nyarugusu", "Nyarugusu", "TZA", "Kigoma", -4.2276, 30.3862, 150000, 8200, 4.9, None,
         131500, -0.015, 0.008, 7, "2026-10-31", "kigoma", 14, 0.8),
    Camp("nakivale", "Nakivale", "UGA", "Isingiro", -0.7818, 30.9475, 200000, 11000, 4.6, None,
         184000, 0.075, 0.012, 7, "2026-10-31", "mbarara", 13, 0.72),
    Camp("oruchinga", "Oruchinga", "UGA", "Isingiro", -0.9, 30.77, 12000, 700, 4.5, None,
         8300, 0.02, 0.008, 14, "2026-10-24", "mbarara", 21, 0.84),
    Camp("rwamwanja", "Rwamwanja", "UGA", "Kamwenge", 0.205, 30.586, 100000, 5600, 4.5, None,
         96000, 0.035, 0.008, 14, "2026-10-28", "mbarara", 16, 0.76),
    Camp("lusenda", "Lusenda", "COD", "Sud-Kivu", -3.8864, 29.0999, 30000, 1500, 5.2, 1.2,
         27200, 0.01, 0.015, 14, "2026-10-09", "kigoma", 11, 0.7),
    Camp("mulongwe", "Mulongwe", "COD", "Sud-Kivu", -4.14, 29.06, 10000, 550, None, 1.4,
         9100, 0.06, 0.015, 7, "2026-10-30", "kigoma", 6, 0.68),
    Camp("bwagiriza", "Bwagiriza", "BDI", "Ruyigi", -3.43, 30.31, 12000, 650, 5.3, None,
         10400, 0.025, 0.008, 14, "2026-10-23", "bujumbura", 14, 0.85),
    Camp("musasa", "Musasa", "BDI", "Ngozi", -2.79, 30.0, 10000, 600, 5.2, None,
         9300, 0.015, 0.008, 30, "2026-10-16", "bujumbura", 16, 0.86),
    Camp("musenyi", "Musenyi", "BDI", "Rutana", -3.84, 30.25, 20000, None, None, 1.3,
         15800, 0.0, 0.0, 7, "2026-10-31", "bujumbura", 5, 0.8),
)  # fmt: skip
OPENED = {"musenyi": pd.Timestamp("2026-08-31")}
"""First day of a camp that is younger than the history (simulated)."""


class Influx(NamedTuple):
    """People who come (or, below zero, leave) over some weeks."""

    camp_id: str
    start: str
    weeks: int
    people: float


INFLUXES = (
    Influx("mahama", "2025-01-27", 10, 4200),
    Influx("nakivale", "2024-09-02", 14, 9000),
    Influx("nakivale", "2025-05-12", 10, 7500),
    Influx("rwamwanja", "2025-02-03", 8, 5200),
    Influx("kigeme", "2025-03-10", 4, 600),
    Influx("lusenda", "2025-02-17", 8, 3600),
    Influx("lusenda", "2025-10-06", 10, -2200),
    Influx("nyarugusu", "2025-07-07", 16, -4800),
    Influx("bwagiriza", "2025-02-24", 5, 900),
    Influx("mulongwe", "2026-09-14", 7, 2600),
    Influx("musasa", "2025-12-15", 6, 700),
)

RECOUNTS = {
    "nduta": ("2025-06-16", -0.058),
    "nyarugusu": ("2025-03-24", -0.034),
    "nakivale": ("2025-11-17", -0.041),
    "rwamwanja": ("2026-04-13", -0.027),
    "mahama": ("2024-11-25", -0.022),
    "kiziba": ("2026-02-09", -0.036),
    "lusenda": ("2026-05-18", -0.049),
    "bwagiriza": ("2025-09-08", 0.021),
}
"""Date of a verification and the step it brings, share of the count before it."""

GAPS = {
    "kiziba": (("2024-12-01", "2025-03-20"),),
    "lusenda": (("2025-01-20", "2025-03-15"), ("2026-06-20", "2026-08-05")),
    "mulongwe": (("2025-01-25", "2025-04-20"),),
    "oruchinga": (("2025-08-01", "2025-10-20"),),
    "musasa": (("2024-09-10", "2025-01-05"), ("2026-03-01", "2026-05-10")),
    "nduta": (("2025-12-20", "2026-01-15"),),
    "rwamwanja": (("2024-08-01", "2024-09-20"),),
}
"""Times in which nobody counted."""

COPIED = {"kigeme": 0.30, "nyabiheke": 0.35, "musasa": 0.30, "oruchinga": 0.20, "nyarugusu": 0.08, "lusenda": 0.10}
"""Share of reports that repeat the count before."""

DEPOTS = (
    ("dar-es-salaam", "Dar es Salaam port", "supplier", "TZA", -6.8235, 39.2695, 60000, None),
    ("kigoma", "Kigoma", "depot", "TZA", -4.8769, 29.6267, 9000, 1500),
    ("kibondo", "Kibondo", "junction", "TZA", -3.5863, 30.7203, None, 650),
    ("kigali", "Kigali", "depot", "RWA", -1.9441, 30.0619, 8000, 900),
    ("mbarara", "Mbarara", "depot", "UGA", -0.6072, 30.6545, 12000, 1400),
    ("bujumbura", "Bujumbura", "depot", "BDI", -3.3667, 29.3637, 4500, 450),
    ("uvira", "Uvira", "junction", "COD", -3.3953, 29.1378, None, 160),
)

TRUCK_KM = {"paved": 3.2, "gravel": 5.2, "poor": 7.5}
"""USD per km of a trip there and back, by road; estimates."""

ROUTES = (
    # origin, destination, mode, km, road or USD per t, payload kg, m3, trips a week, lead weeks, open, both ways
    ("dar-es-salaam", "kigoma", "rail", 1254, 58.0, 480000, 720, 2, 1, True, False),
    ("dar-es-salaam", "kibondo", "truck", 1260, 112.0, 28000, 60, 9, 1, True, False),
    ("dar-es-salaam", "kigali", "truck", 1495, 128.0, 28000, 60, 16, 1, True, False),
    ("dar-es-salaam", "bujumbura", "truck", 1560, 148.0, 28000, 60, 7, 2, True, False),
    ("dar-es-salaam", "mbarara", "truck", 1640, 142.0, 28000, 60, 26, 2, True, False),
    ("kigali", "mbarara", "truck", 255, "paved", 25000, 55, 12, 0, True, True),
    ("kigali", "bujumbura", "truck", 270, "paved", 20000, 45, 8, 0, False, True),
    ("kigali", "mahama", "truck", 145, "gravel", 15000, 38, 22, 0, True, False),
    ("kigali", "kigeme", "truck", 150, "paved", 15000, 38, 6, 0, True, False),
    ("kigali", "kiziba", "truck", 140, "gravel", 10000, 30, 8, 0, True, False),
    ("kigali", "nyabiheke", "truck", 110, "gravel", 15000, 38, 5, 0, True, False),
    ("mbarara", "nakivale", "truck", 62, "gravel", 20000, 45, 31, 0, True, False),
    ("mbarara", "oruchinga", "truck", 58, "gravel", 15000, 38, 5, 0, True, False),
    ("mbarara", "rwamwanja", "truck", 155, "gravel", 20000, 45, 20, 0, True, False),
    ("mbarara", "nyabiheke", "truck", 190, "paved", 15000, 38, 3, 0, True, False),
    ("nakivale", "oruchinga", "truck", 42, "poor", 10000, 30, 3, 0, True, True),
    ("kigoma", "nyarugusu", "truck", 155, "gravel", 20000, 45, 27, 0, True, False),
    ("kigoma", "kibondo", "truck", 245, "gravel", 20000, 45, 14, 0, True, True),
    ("kibondo", "nduta", "truck", 28, "gravel", 15000, 38, 15, 0, True, False),
    ("kibondo", "nyarugusu", "truck", 125, "gravel", 15000, 38, 6, 0, True, False),
    ("kibondo", "mahama", "truck", 265, "gravel", 15000, 38, 4, 0, True, False),
    ("kibondo", "bwagiriza", "truck", 95, "poor", 10000, 30, 3, 0, True, False),
    ("kibondo", "musenyi", "truck", 130, "poor", 10000, 30, 2, 0, True, False),
    ("kigoma", "bujumbura", "boat", 180, 21.0, 200000, 320, 1, 1, True, True),
    ("kigoma", "lusenda", "boat", 135, 24.0, 50000, 90, 1, 0, True, False),
    ("kigoma", "mulongwe", "boat", 112, 26.0, 14000, 30, 1, 0, True, False),
    ("bujumbura", "bwagiriza", "truck", 170, "gravel", 15000, 38, 4, 0, True, False),
    ("bujumbura", "musasa", "truck", 160, "gravel", 15000, 38, 4, 0, True, False),
    ("bujumbura", "musenyi", "truck", 190, "poor", 10000, 30, 4, 0, True, False),
    ("bujumbura", "uvira", "truck", 29, "gravel", 10000, 30, 12, 0, True, False),
    ("uvira", "lusenda", "truck", 72, "poor", 10000, 30, 4, 0, True, False),
    ("uvira", "mulongwe", "truck", 105, "poor", 8000, 26, 2, 0, True, False),
    ("lusenda", "mulongwe", "truck", 38, "poor", 5000, 20, 2, 0, True, False),
)

RATION = "WFP food basket of 2,100 kcal per person and day"
ITEMS = (
    # id, name, sector, unit, kg, m3, standard, basis, group, priority, shelf life, useful life, source
    ("maize-flour", "Maize flour", "food", "kg", 1, 0.0017, 0.4, "person_day", None, 3, 270, None, f"{RATION}: 400 g"),
    ("pulses", "Pulses", "food", "kg", 1, 0.0015, 0.06, "person_day", None, 2, 540, None, f"{RATION}: 60 g"),
    ("vegetable-oil", "Vegetable oil", "food", "kg", 1, 0.0018, 0.025, "person_day", None, 2, 540, None,
     f"{RATION}: 25 g"),
    ("blended-food", "Blended food (CSB+)", "food", "kg", 1, 0.0017, 0.05, "person_day", None, 1.5, 365, None,
     f"{RATION}: 50 g"),
    ("sugar", "Sugar", "food", "kg", 1, 0.0013, 0.015, "person_day", None, 0.5, 720, None, f"{RATION}: 15 g"),
    ("salt", "Iodised salt", "food", "kg", 1, 0.0008, 0.005, "person_day", None, 0.5, 720, None, f"{RATION}: 5 g"),
    ("child-supplement", "Child supplement (CSB++)", "food", "kg", 1, 0.0017, 0.1, "person_day", "children_under_5",
     2.5, 365, None,
     "estimate: 100 g per child under 5 and day"),
    ("soap", "Soap", "hygiene", "kg", 1, 0.0014, 0.45, "person_month", None, 1, 1080, None,
     "Sphere 2011: 250 g for bathing and 200 g for laundry per person and month"),
    ("blanket", "Blanket, 150 x 200 cm", "shelter", "piece", 1.5, 0.011, 1, "person_once", None, 1, None, 730,
     "UNHCR/Sphere: one per person; useful life an estimate"),
    ("jerrycan", "Jerrycan, 10 l collapsible", "water", "piece", 0.25, 0.0012, 2, "household_once", None, 1, None, 365,
     "Sphere 2011: one to collect and one to store water per household; weight and useful life estimates"),
)  # fmt: skip
FOODS = ("maize-flour", "pulses", "vegetable-oil", "blended-food", "sugar", "salt")
MONTHLY = (*FOODS, "child-supplement", "soap")
"""Items of the general distribution."""

NUTRIENT_NAMES = (
    "energy_kcal", "protein_g", "fat_g", "calcium_mg", "iron_mg", "vitamin_a_ug", "thiamine_mg", "riboflavin_mg",
    "niacin_mg", "folate_ug", "vitamin_c_mg", "iodine_ug",
)  # fmt: skip
NUTRIENTS = {
    "maize-flour": (350, 8.5, 3.6, 10, 2.5, 0, 0.3, 0.1, 1.8, 0, 0, 0),
    "pulses": (340, 22.0, 1.3, 143, 8.2, 0, 0.5, 0.22, 2.1, 180, 0, 0),
    "vegetable-oil": (885, 0.0, 100.0, 0, 0, 900, 0, 0, 0, 0, 0, 0),
    "blended-food": (380, 15.3, 8.0, 513, 18.5, 500, 0.65, 0.5, 6.8, 60, 40, 0),
    "sugar": (400, 0.0, 0.0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    "salt": (0, 0.0, 0.0, 0, 0, 0, 0, 0, 0, 0, 0, 3000),
    "child-supplement": (410, 16.0, 9.0, 513, 18.5, 500, 0.65, 0.5, 6.8, 60, 40, 0),
}
"""Contents of 100 g, in the order of ``NUTRIENT_NAMES``. Energy, protein and fat: round figures of food composition
tables, to be checked. The rest: ``CONTENT_SOURCES``."""

WFP_FOODS = "WFP food table as in the Syria case of Peters et al. 2021"
CONTENT_SOURCES = {
    "maize-flour": f"{WFP_FOODS}: maize meal",
    "pulses": f"{WFP_FOODS}: beans",
    "blended-food": f"{WFP_FOODS}: corn-soya blend; folate an estimate",
    "child-supplement": "estimate: as corn-soya blend",
    "vegetable-oil": "estimate: oil fortified with vitamin A at 9 mg per kg",
    "salt": "WHO/UNICEF: 20 to 40 mg iodine per kg of salt; 30 taken",
    "sugar": "food composition tables: energy only",
}
MACRO_SOURCE = "round figure of food composition tables, not checked"

REQUIREMENTS = (
    ("energy_kcal", 2100, None, "kcal", "WFP/UNHCR: 2,100 kcal per person and day"),
    ("protein_g", 52.5, None, "g", "UNHCR Handbook: 10 % of the energy"),
    ("fat_g", 39.7, None, "g", "UNHCR Handbook: 17 % of the energy"),
    ("calcium_mg", 450, None, "mg", "estimate, page not checked"),
    ("iron_mg", 22, None, "mg", "mean person of the Syria case of Peters et al. 2021"),
    ("vitamin_a_ug", 500, 3000, "µg", "as iron; maximum an estimate"),
    ("thiamine_mg", 0.9, None, "mg", "mean person of the Syria case of Peters et al. 2021"),
    ("riboflavin_mg", 1.4, None, "mg", "mean person of the Syria case of Peters et al. 2021"),
    ("niacin_mg", 12, None, "mg", "mean person of the Syria case of Peters et al. 2021"),
    ("folate_ug", 160, None, "µg", "mean person of the Syria case of Peters et al. 2021"),
    ("vitamin_c_mg", 28, None, "mg", "mean person of the Syria case of Peters et al. 2021"),
    ("iodine_ug", 150, 600, "µg", "as iron; maximum an estimate"),
)
"""Nutrient, least and most per person and day, unit, source."""

RATION_LIMITS = {
    "maize-flour": (0, 450),
    "pulses": (0, 200),
    "vegetable-oil": (0, 60),
    "blended-food": (0, 450),
    "sugar": (0, 30),
    "salt": (5, 5),
    "child-supplement": (0, 0),
}
"""Grams of a food that a general ration may have, least and most; what people would eat, estimates."""

DEPOT_WEEKS = {
    "maize-flour": {"kigoma": 1.7, "kigali": 1.6, "mbarara": 1.1, "bujumbura": 1.2},
    "pulses": {"kigoma": 0.9, "kigali": 1.8, "mbarara": 1.5, "bujumbura": 1.2},
    "vegetable-oil": {"kigoma": 1.2, "kigali": 1.4, "mbarara": 0.7, "bujumbura": 0.9},
    "blended-food": {"kigoma": 1.6, "kigali": 2.2, "mbarara": 1.3, "bujumbura": 1.0},
    "sugar": {"kigoma": 1.2, "kigali": 2.5, "mbarara": 1.2, "bujumbura": 1.0},
    "salt": {"kigoma": 3.5, "kigali": 4.0, "mbarara": 3.0, "bujumbura": 3.2},
    "child-supplement": {"kigoma": 1.4, "kigali": 2.0, "mbarara": 1.0, "bujumbura": 1.1},
    "soap": {"kigoma": 2.4, "kigali": 3.0, "mbarara": 1.8, "bujumbura": 2.2},
}
"""Weeks of need of the camps it usually serves that lie in a depot."""

CAMP_SHORT = {
    ("nduta", "pulses"): 0.40,
    ("nduta", "vegetable-oil"): 0.65,
    ("mulongwe", "maize-flour"): 0.60,
    ("mulongwe", "vegetable-oil"): 0.55,
    ("nakivale", "vegetable-oil"): 0.45,
    ("lusenda", "pulses"): 0.55,
    ("kigeme", "child-supplement"): 0.60,
}
"""Cover of an item in a camp, share of the camp's mean cover."""

UNKNOWN_STOCK = (("oruchinga", "sugar"), ("musasa", "soap"))
"""Camp and item whose quantity nobody has reported."""

ARRIVALS = (
    # place, item, date, weeks of need of all camps, donor, months to expiry, spread of delay in days
    ("dar-es-salaam", "maize-flour", "2026-11-09", 0.90, "Donor A", 9, 6),
    ("dar-es-salaam", "maize-flour", "2026-11-30", 0.70, None, None, 6),
    ("dar-es-salaam", "pulses", "2026-11-12", 1.20, None, None, 6),
    ("dar-es-salaam", "vegetable-oil", "2026-11-18", 1.30, "Donor B", 14, 8),
    ("dar-es-salaam", "blended-food", "2026-11-16", 1.20, None, None, 8),
    ("dar-es-salaam", "child-supplement", "2026-11-23", 1.30, "Donor B", 10, 8),
    ("dar-es-salaam", "salt", "2026-11-16", 1.40, None, None, 5),
    ("dar-es-salaam", "sugar", "2026-11-30", 1.00, None, None, 5),
    ("dar-es-salaam", "soap", "2026-11-25", 1.50, None, None, 5),
    ("kigali", "maize-flour", "2026-11-17", 0.22, None, None, 3),
    ("kigali", "pulses", "2026-12-01", 0.20, None, None, 3),
    ("mbarara", "maize-flour", "2026-11-10", 0.60, "Donor C", 8, 4),
    ("mbarara", "maize-flour", "2026-12-08", 0.50, None, None, 4),
    ("mbarara", "pulses", "2026-11-24", 0.60, None, None, 4),
    ("kigoma", "maize-flour", "2026-11-05", 0.35, None, None, 3),
    ("kigoma", "vegetable-oil", "2026-12-03", 0.30, None, None, 3),
    ("bujumbura", "maize-flour", "2026-11-19", 0.12, None, None, 5),
    ("bujumbura", "vegetable-oil", "2026-11-26", 0.08, None, None, 5),
)

OFFERS = (
    # item, USD per t, t a week as share of a week's need of all camps, lead weeks
    ("maize-flour", 410, 0.36, 1),
    ("pulses", 760, 0.34, 1),
    ("vegetable-oil", 1350, 0.26, 2),
    ("blended-food", 890, 0.28, 2),
    ("child-supplement", 1240, 0.22, 2),
    ("sugar", 720, 0.30, 1),
    ("salt", 190, 0.40, 1),
    ("soap", 1150, 0.35, 1),
)
BUDGET_USD_PER_WEEK = 620000

ONCE_GIVEN = {
    "blanket": {"mahama": ("2025-07-08", 0.97), "kigeme": ("2025-04-15", 0.98), "kiziba": ("2025-05-06", 0.97),
                "nyabiheke": ("2025-09-16", 0.96), "nduta": ("2025-08-19", 1.0), "nyarugusu": ("2025-10-14", 0.95),
                "nakivale": ("2026-02-10", 0.90), "oruchinga": ("2025-06-17", 0.96), "rwamwanja": ("2025-11-11", 0.93),
                "lusenda": ("2025-03-25", 0.94), "mulongwe": ("2025-11-18", 0.70), "bwagiriza": ("2025-06-10", 0.97),
                "musasa": ("2025-02-18", 0.95), "musenyi": ("2026-09-22", 0.42)},
    "jerrycan": {"mahama": ("2026-04-14", 0.98), "kigeme": ("2026-03-17", 0.97), "kiziba": ("2025-11-25", 0.97),
                 "nyabiheke": ("2026-02-24", 0.96), "nduta": ("2026-01-20", 1.0), "nyarugusu": ("2025-12-09", 0.96),
                 "nakivale": ("2026-05-19", 0.92), "oruchinga": ("2026-03-10", 0.96), "rwamwanja": ("2026-02-17", 0.95),
                 "lusenda": ("2026-04-21", 0.93), "mulongwe": ("2026-03-24", 0.72), "bwagiriza": ("2026-05-12", 0.97),
                 "musasa": ("2026-01-27", 0.96), "musenyi": ("2026-09-22", 0.50)},
}  # fmt: skip
"""Date of the last distribution of durable goods, and the share of people it reached."""

ONCE_STOCK = {
    ("kigali", "blanket"): 5200, ("kigoma", "blanket"): 9500, ("mbarara", "blanket"): 14000,
    ("bujumbura", "blanket"): 6500, ("dar-es-salaam", "blanket"): 12000,
    ("kigali", "jerrycan"): 6500, ("kigoma", "jerrycan"): 15000, ("mbarara", "jerrycan"): 8000,
    ("bujumbura", "jerrycan"): 3000, ("dar-es-salaam", "jerrycan"): 40000,
}  # fmt: skip


NOT_MONITORED = ("lusenda", "musasa")
"""Camps where nobody asked people after the last distribution."""

DISAGREE = {"nduta": {"received": 0.68, "received_in_full": 0.41}, "mulongwe": {"quality_good": 0.57}}
"""Shares that agree where something went wrong, in place of the usual ones."""

COMPLAINTS_ABOUT = {"less than due": 0.4, "not received": 0.2, "quality": 0.2, "late": 0.15, "left off the list": 0.05}
"""Share of a camp's complaints by what they are about."""


def make_tables(seed: int = SEED) -> dict[str, pd.DataFrame]:
    """Every table of the demonstration operation, by its file name.

    Parameters
    ----------
    seed
        Start of the random numbers; the same seed gives the same tables.
    """
    chance = np.random.default_rng(seed)
    paths = {camp.camp_id: _weekly_people(camp, chance) for camp in CAMPS}
    week_need = _week_need()
    tables = {
        "camps": _camps(),
        "population": _population(paths, chance),
        "expected": _expected(),
        "depots": _depots(),
        "items": _items(),
        "stock": _stock(week_need, chance),
        "arrivals": _arrivals(week_need),
        "offers": _offers(week_need),
        "routes": _routes(),
        "vehicles": _vehicles(),
        "deliveries": _deliveries(paths, chance),
        "receipts": _receipts(chance),
        # numbers of their own, so that the other tables stay as they are
        "monitoring": _monitoring(np.random.default_rng([seed, 1])),
        "complaints": _complaints(np.random.default_rng([seed, 2])),
        "nutrients": _nutrients(),
        "nutrient_requirements": _nutrient_requirements(),
        "settings": _settings(),
    }
    tables["deliveries"] = _with_donors(tables["deliveries"])
    return tables | {"consumption": _consumption(tables["deliveries"], np.random.default_rng([seed, 3]))}


def write_tables(folder: Path, seed: int = SEED) -> None:
    """Write the demonstration operation as CSV files into a folder that exists or is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in make_tables(seed).items():
        table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n", encoding="utf-8", date_format="%Y-%m-%d")


def _weekly_people(camp: Camp, chance: np.random.Generator) -> pd.Series:
    """People in a camp on every Sunday: growth, season, movements and a slow wander that ends at the camp's level."""
    weeks = pd.date_range(HISTORY_START, PLANNING_START, freq="7D")
    before_end = np.arange(len(weeks))[::-1] / 52.18
    smooth = camp.people * np.exp(-camp.yearly_growth * before_end)
    season = 1 + camp.season * np.sin(2 * np.pi * (weeks.day_of_year.to_numpy() / 365.25 - 0.1))
    wander = np.cumsum(chance.normal(0, 0.0015, len(weeks)))
    people = smooth * season * (1 + wander - wander[-1])
    for influx in INFLUXES:
        if influx.camp_id == camp.camp_id:
            after = (weeks - pd.Timestamp(influx.start)).days.to_numpy() / 7
            people -= influx.people * (1 - np.clip(after / influx.weeks, 0, 1))
    if camp.camp_id in RECOUNTS:
        day, step = RECOUNTS[camp.camp_id]
        # Departures that nobody reports pile up until the verification takes them off.
        since = (pd.Timestamp(day) - weeks).days.to_numpy() / 7
        people *= 1 - step * np.where(since > 0, np.clip(1 - since / 60, 0, 1), 0)
    if camp.camp_id in OPENED:
        age = (weeks - OPENED[camp.camp_id]).days.to_numpy() / 7
        people = camp.people * np.where(age < 0, 0, 1 - np.exp(-np.maximum(age, 0) / 3.0))
    return pd.Series(np.maximum(people, 0), weeks)


def _count_days(camp: Camp, chance: np.random.Generator) -> list[pd.Timestamp]:
    """Days on which a camp was counted, the last one fixed, the others at uneven distances before it."""
    day, days = pd.Timestamp(camp.last_count), []
    first = OPENED.get(camp.camp_id, HISTORY_START)
    while day >= first:
        days.append(day)
        usual = camp.count_days
        step = usual + chance.integers(-1, 2) if usual <= 7 else usual + chance.integers(-3, 5)
        if chance.random() < 0.05:
            step += usual
        day -= pd.Timedelta(days=int(max(step, 2)))
    recounts = [pd.Timestamp(RECOUNTS[camp.camp_id][0])] if camp.camp_id in RECOUNTS else []
    for start, end in GAPS.get(camp.camp_id, ()):
        days = [d for d in days if not pd.Timestamp(start) <= d <= pd.Timestamp(end)]
    return sorted(set(days) | set(recounts))


def _population(paths: dict[str, pd.Series], chance: np.random.Generator) -> pd.DataFrame:
    rows = []
    for camp in CAMPS:
        path = paths[camp.camp_id]
        shares = {g: s * float(chance.uniform(0.92, 1.08)) for g, s in GROUP_SHARES.items()}
        recount = pd.Timestamp(RECOUNTS[camp.camp_id][0]) if camp.camp_id in RECOUNTS else None
        moving = [(pd.Timestamp(i.start), i.weeks) for i in INFLUXES if i.camp_id == camp.camp_id]
        last = None
        for position, day in enumerate(_count_days(camp, chance)):
            exact = np.interp(day.toordinal(), [d.toordinal() for d in path.index], path.to_numpy())
            counted = float(round(exact * (1 + chance.normal(0, 0.0006))))
            kind = "registration"
            if day == recount:
                kind = "recount"
            elif any(start <= day <= start + pd.Timedelta(weeks=weeks) for start, weeks in moving):
                kind = "movement" if chance.random() < 0.6 else "estimate"
                counted = float(round(counted, -1)) if kind == "estimate" else counted
            elif (
                last is not None
                and chance.random() < COPIED.get(camp.camp_id, 0.03)
                and str(day.date()) != camp.last_count
            ):
                kind, counted = "copied", last
            row: dict[str, object] = {
                Population.camp_id: camp.camp_id,
                Population.date: day,
                Population.population: counted,
                Population.kind: kind,
            }
            every = 4 if camp.count_days <= 7 else 2 if camp.count_days <= 14 else 1
            if kind in ("registration", "recount") and (position % every == 0 or kind == "recount"):
                row |= {g: float(round(counted * s * (1 + chance.normal(0, 0.008)))) for g, s in shares.items()}
            rows.append(row)
            last = counted
    table = pd.DataFrame(rows)
    # The two youngest camps have no breakdown yet for some groups: a reader must fall back on the mean.
    table.loc[table[Population.camp_id] == "musenyi", [Population.disabled, Population.older_people]] = np.nan
    return _whole(table, [Population.population, *GROUP_SHARES])


def _expected() -> pd.DataFrame:
    return _whole(
        pd.DataFrame(
            [
                ("musenyi", "2026-11-16", 3000, "Relocation from transit centres at the border", "2026-10-20"),
                ("nduta", "2026-11-25", -2400, "Voluntary repatriation convoys", "2026-10-12"),
            ],
            columns=[Expected.camp_id, Expected.date, Expected.people, Expected.reason, Expected.known_since],
        ),
        [Expected.people],
    )


def _camps() -> pd.DataFrame:
    columns = [
        Camps.camp_id,
        Camps.name,
        Camps.country,
        Camps.admin1,
        Camps.latitude,
        Camps.longitude,
        Camps.capacity_people,
        Camps.storage_m3,
        Camps.household_size,
        Camps.vulnerability,
    ]
    table = pd.DataFrame([camp[: len(columns)] for camp in CAMPS], columns=columns)
    sizes = table[Camps.household_size].astype(float)
    table[Camps.household_size_low] = (sizes - 0.4).round(1)
    table[Camps.household_size_high] = (sizes + 0.5).round(1)
    table[Camps.opened] = table[Camps.camp_id].map(OPENED)
    table[Camps.window_start], table[Camps.window_end] = "07:00", "16:30"
    table[Camps.service_minutes] = np.where(table[Camps.storage_m3].fillna(0) > 2000, 120, 75)
    return _whole(table, [Camps.capacity_people, Camps.storage_m3])


def _depots() -> pd.DataFrame:
    columns = [
        Depots.depot_id,
        Depots.name,
        Depots.kind,
        Depots.country,
        Depots.latitude,
        Depots.longitude,
        Depots.storage_m3,
        Depots.throughput_t_per_week,
    ]
    table = pd.DataFrame(list(DEPOTS), columns=columns)
    table[Depots.window_start], table[Depots.window_end], table[Depots.service_minutes] = "06:00", "18:00", 60
    return _whole(table, [Depots.storage_m3, Depots.throughput_t_per_week])


def _items() -> pd.DataFrame:
    columns = [
        Items.item_id,
        Items.name,
        Items.sector,
        Items.unit,
        Items.weight_kg,
        Items.volume_m3,
        Items.need_quantity,
        Items.need_basis,
        Items.group,
        Items.priority,
        Items.shelf_life_days,
        Items.lifetime_days,
        Items.source,
    ]
    table = pd.DataFrame(list(ITEMS), columns=columns)
    limits = table[Items.item_id].map(RATION_LIMITS)
    table[Items.ration_min_g], table[Items.ration_max_g] = limits.str[0], limits.str[1]
    whole = [Items.shelf_life_days, Items.lifetime_days, Items.ration_min_g, Items.ration_max_g]
    return _whole(table, whole)


def _week_need() -> pd.DataFrame:
    """Units a camp needs in a week at its level of people, items of the general distribution across."""
    items = _items().set_index(Items.item_id)
    need = {}
    for camp in CAMPS:
        row = {}
        for item in MONTHLY:
            days = 7 if items.loc[item, Items.need_basis] == "person_day" else 7 / 30
            group = items.loc[item, Items.group]
            share = GROUP_SHARES[group] if pd.notna(group) else 1.0
            row[item] = camp.people * share * items.loc[item, Items.need_quantity] * days
        need[camp.camp_id] = row
    return pd.DataFrame(need).T


def _stock(week_need: pd.DataFrame, chance: np.random.Generator) -> pd.DataFrame:
    columns = [Stock.place_id, Stock.item_id, Stock.quantity, Stock.lot_id, Stock.expires, Stock.donor, Stock.earmark]
    rows: list[tuple[object, ...]] = []
    for camp in CAMPS:
        for item in MONTHLY:
            cover = camp.cover_days * CAMP_SHORT.get((camp.camp_id, item), 1.0) * chance.uniform(0.9, 1.15)
            quantity = round(float(week_need.loc[camp.camp_id, item]) / 7 * cover, -1)
            known = (camp.camp_id, item) not in UNKNOWN_STOCK
            rows.append((camp.camp_id, item, quantity if known else None, None, None, None, None))
    served = pd.Series({camp.camp_id: camp.depot_id for camp in CAMPS})
    by_depot = week_need.groupby(served).sum()
    for item, weeks in DEPOT_WEEKS.items():
        for depot, number in weeks.items():
            quantity = round(float(by_depot.loc[depot, item]) * number * chance.uniform(0.95, 1.05), -2)
            rows.append((depot, item, quantity, None, None, None, None))
    rows += [
        ("mbarara", "maize-flour", 60000.0, "UG-MZ-0417", "2026-11-22", "Donor C", None),
        ("kigoma", "blended-food", 18000.0, "TZ-CSB-088", "2026-12-06", "Donor A", None),
        ("kigali", "vegetable-oil", 9000.0, "RW-OIL-031", "2027-05-31", "Donor B", "mahama"),
        ("bujumbura", "child-supplement", 4200.0, "BI-SCP-012", "2027-03-15", "Donor B", "musenyi"),
        ("dar-es-salaam", "maize-flour", 310000.0, None, None, None, None),
        ("dar-es-salaam", "salt", 14000.0, None, None, None, None),
    ]
    rows += [(place, item, float(quantity), None, None, None, None) for (place, item), quantity in ONCE_STOCK.items()]
    return _whole(pd.DataFrame(rows, columns=columns), [Stock.quantity])


def _arrivals(week_need: pd.DataFrame) -> pd.DataFrame:
    total = week_need.sum()
    rows: list[tuple[object, ...]] = []
    for number, (place, item, day, weeks, donor, months, spread) in enumerate(ARRIVALS, start=1):
        expires = pd.Timestamp(day) + pd.DateOffset(months=months) if months else pd.NaT
        lot = f"ARR-{number:03d}" if donor else None
        rows.append((place, item, day, round(float(total[item]) * weeks, -3), lot, expires, donor, None, spread))
    rows.append(("bujumbura", "blanket", "2026-11-12", 9000.0, "ARR-101", pd.NaT, "Donor D", "musenyi", 5))
    rows.append(("mbarara", "blanket", "2026-11-26", 16000.0, None, pd.NaT, None, None, 6))
    rows.append(("kigoma", "jerrycan", "2026-11-19", 22000.0, None, pd.NaT, None, None, 6))
    columns = [
        Arrivals.depot_id,
        Arrivals.item_id,
        Arrivals.date,
        Arrivals.quantity,
        Arrivals.lot_id,
        Arrivals.expires,
        Arrivals.donor,
        Arrivals.earmark,
        Arrivals.delay_days_sd,
    ]
    table = pd.DataFrame(rows, columns=columns).sort_values([Arrivals.date, Arrivals.depot_id, Arrivals.item_id])
    return _whole(table, [Arrivals.quantity])


def _offers(week_need: pd.DataFrame) -> pd.DataFrame:
    weights = {item[0]: float(item[4]) for item in ITEMS}
    total = week_need.sum()
    rows = [
        ("dar-es-salaam", item, price, round(float(total[item]) * share * weights[item] / 1000), lead)
        for item, price, share, lead in OFFERS
    ]
    rows.append(("dar-es-salaam", "blanket", 4200, 12, 2))
    rows.append(("dar-es-salaam", "jerrycan", 6400, 3, 2))
    columns = [
        Offers.depot_id,
        Offers.item_id,
        Offers.price_usd_per_t,
        Offers.quantity_t_per_week,
        Offers.lead_time_weeks,
    ]
    return pd.DataFrame(rows, columns=columns)


def _routes() -> pd.DataFrame:
    speeds = {"rail": 26.0, "boat": 15.0, "paved": 48.0, "gravel": 34.0, "poor": 20.0}
    rows = []
    for origin, destination, mode, km, price, payload, volume, trips, lead, is_open, both in ROUTES:
        road = str(price) if isinstance(price, str) else mode if mode in speeds else "paved"
        per_trip = round(km * TRUCK_KM[price]) if isinstance(price, str) else None
        per_t = None if isinstance(price, str) else price
        hours = round(km / speeds[road], 1)
        rows.append(
            (
                f"{origin}--{destination}--{mode}",
                origin,
                destination,
                mode,
                km,
                hours,
                per_t,
                per_trip,
                payload,
                volume,
                trips,
                lead,
                str(is_open).lower(),
                str(both).lower(),
            )
        )
    columns = [
        Routes.route_id,
        Routes.origin_id,
        Routes.destination_id,
        Routes.mode,
        Routes.distance_km,
        Routes.hours,
        Routes.cost_usd_per_t,
        Routes.trip_cost_usd,
        Routes.payload_kg,
        Routes.volume_m3,
        Routes.trips_per_week,
        Routes.lead_time_weeks,
        Routes.open,
        Routes.both_ways,
    ]
    table = pd.DataFrame(rows, columns=columns)
    table[Routes.convoy_days] = table[Routes.route_id].map(
        {"uvira--lusenda--truck": "Tue Fri", "uvira--mulongwe--truck": "Tue Fri"}
    )
    return _whole(table, [Routes.trip_cost_usd])


def _vehicles() -> pd.DataFrame:
    rows = [
        ("dar-es-salaam", "truck-28t", 28000, 60, 24, 1.05, 80, 10, 48, 1.05, "truck"),
        ("kigali", "truck-15t", 15000, 38, 9, 0.95, 60, 9, 40, 0.85, "truck"),
        ("kigali", "truck-25t", 25000, 55, 3, 1.20, 75, 9, 42, 1.05, "truck"),
        ("mbarara", "truck-20t", 20000, 45, 22, 1.05, 65, 9, 38, 0.95, "truck"),
        ("mbarara", "truck-10t", 10000, 30, 6, 0.80, 50, 9, 36, 0.70, "truck"),
        ("kigoma", "truck-20t", 20000, 45, 16, 1.10, 65, 9, 36, 0.95, "truck"),
        ("kigoma", "barge", 200000, 320, 1, 9.00, 900, 12, 15, 18.0, "boat"),
        ("bujumbura", "truck-15t", 15000, 38, 5, 1.00, 60, 9, 34, 0.85, "truck"),
        ("bujumbura", "truck-10t-4x4", 10000, 30, 5, 1.15, 65, 9, 28, 0.95, "truck"),
    ]
    columns = [
        Vehicles.depot_id,
        Vehicles.vehicle,
        Vehicles.payload_kg,
        Vehicles.volume_m3,
        Vehicles.count,
        Vehicles.cost_usd_per_km,
        Vehicles.cost_usd_per_day,
        Vehicles.hours_per_day,
        Vehicles.speed_kmh,
        Vehicles.co2_kg_per_km,
        Vehicles.terrain,
    ]
    return pd.DataFrame(rows, columns=columns)


def _deliveries(paths: dict[str, pd.Series], chance: np.random.Generator) -> pd.DataFrame:
    rows: list[tuple[object, ...]] = []
    items = _items().set_index(Items.item_id)
    for number, camp in enumerate(CAMPS):
        day = _last_distribution(number)
        first = max(PLANNING_START - pd.Timedelta(weeks=DELIVERY_WEEKS), OPENED.get(camp.camp_id, HISTORY_START))
        while day >= first:
            people = float(
                np.interp(day.toordinal(), [d.toordinal() for d in paths[camp.camp_id].index], paths[camp.camp_id])
            )
            for item in MONTHLY:
                per_day = items.loc[item, Items.need_quantity] / (30 if item == "soap" else 1)
                group = items.loc[item, Items.group]
                share = GROUP_SHARES[group] if pd.notna(group) else 1.0
                level = min(camp.ration * chance.uniform(0.88, 1.1), 1.0)
                if chance.random() < 0.03:
                    continue  # now and then an item is not there on the day
                rows.append((camp.camp_id, item, day, round(people * share * per_day * DISTRIBUTION_DAYS * level)))
            day -= pd.Timedelta(days=DISTRIBUTION_DAYS)
        for item, given in ONCE_GIVEN.items():
            when, reached = given[camp.camp_id]
            per_person = 1.0 if item == "blanket" else 2.0 / (camp.household_size or 5.0)
            people = float(paths[camp.camp_id].asof(pd.Timestamp(when)))
            rows.append((camp.camp_id, item, pd.Timestamp(when), round(people * per_person * reached)))
    columns = [Deliveries.camp_id, Deliveries.item_id, Deliveries.date, Deliveries.quantity]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values([Deliveries.date, Deliveries.camp_id, Deliveries.item_id], kind="stable")


def _with_donors(deliveries: pd.DataFrame) -> pd.DataFrame:
    """Who gave what was handed out: one donor for each camp and item, or none on record."""
    number = {camp.camp_id: place for place, camp in enumerate(CAMPS)}
    item = {item_id: place for place, item_id in enumerate((*MONTHLY, *ONCE_GIVEN))}
    at = deliveries[Deliveries.camp_id].map(number) + deliveries[Deliveries.item_id].map(item)
    donors = np.array([*GAVE, None], dtype=object)
    return deliveries.assign(**{Deliveries.donor: donors[(at % len(donors)).to_numpy()]})


def _consumption(deliveries: pd.DataFrame, chance: np.random.Generator) -> pd.DataFrame:
    """Monthly stock reports that fit the deliveries: a month without any is an empty shelf, or goods nobody took."""
    first = (PLANNING_START - pd.Timedelta(weeks=DELIVERY_WEEKS)).replace(day=1) + pd.DateOffset(months=1)
    months = pd.date_range(first, PLANNING_START - pd.Timedelta(days=1), freq="MS")
    given = deliveries[deliveries[Deliveries.item_id].isin(MONTHLY)]
    month = given[Deliveries.date].dt.to_period("M").dt.to_timestamp()
    sums = given.groupby([Deliveries.camp_id, Deliveries.item_id, month])[Deliveries.quantity].sum()
    rows: list[tuple[object, ...]] = []
    for camp in CAMPS:
        for item in MONTHLY:
            usual = float(sums.loc[(camp.camp_id, item)].mean())
            own = months[months >= OPENED.get(camp.camp_id, HISTORY_START)]
            out = [float(sums.get((camp.camp_id, item, start), 0.0)) for start in own]
            empty = [given_out == 0 and chance.random() < EMPTY_SHELF_CHANCE for given_out in out]
            stock = 0.0 if empty and empty[0] else round(usual * chance.uniform(0.1, 0.6))
            for start, distributed, was_empty, is_last in zip(own, out, empty, [*empty[1:], False], strict=True):
                ran_out = distributed > 0 and (is_last or chance.random() < (1 - camp.ration) / 2)
                left = 0.0 if was_empty or is_last else round(usual * chance.uniform(0.1, 0.6)) * (not ran_out)
                # what a shelf held and cannot have given out was moved to another place
                received = max(left + distributed - stock, 0.0)
                moved = left + distributed - stock - received
                days = start.days_in_month
                out_days = days if was_empty else int(chance.integers(3, 13)) if ran_out else 0
                rows.append((camp.camp_id, item, start, days, distributed, received, moved, left, out_days))
                stock = left
    columns = [
        Consumption.place_id,
        Consumption.item_id,
        Consumption.period_start,
        Consumption.days,
        Consumption.distributed,
        Consumption.received,
        Consumption.adjustment,
        Consumption.stock_end,
        Consumption.stockout_days,
    ]
    return _whole(pd.DataFrame(rows, columns=columns), columns[4:])


def _receipts(chance: np.random.Generator) -> pd.DataFrame:
    rows = []
    places = ["kigali", "mbarara", "kigoma", "bujumbura", "mahama", "nduta", "nakivale", "lusenda"]
    for number in range(24):
        place, item = places[number % len(places)], MONTHLY[(number * 3) % len(MONTHLY)]
        day = PLANNING_START - pd.Timedelta(days=3 + number * 3)
        sent = float(chance.integers(8, 60) * 500)
        damaged = float(round(sent * chance.uniform(0, 0.012)))
        missing = float(round(sent * chance.choice([0, 0, 0, 0.004, 0.02])))
        good = sent - damaged - missing
        rows.append((f"WB-2026-{number + 1:04d}", place, item, None, day, sent, good, damaged, missing))
    columns = [
        Receipts.waybill_id,
        Receipts.place_id,
        Receipts.item_id,
        Receipts.lot_id,
        Receipts.date,
        Receipts.sent,
        Receipts.good,
        Receipts.damaged,
        Receipts.missing,
    ]
    return _whole(
        pd.DataFrame(rows, columns=columns), [Receipts.sent, Receipts.good, Receipts.damaged, Receipts.missing]
    )


def _last_distribution(number: int) -> pd.Timestamp:
    """Day of the last general distribution of the camp at this place of the list."""
    return PLANNING_START - pd.Timedelta(days=4 + (5 * number) % 21)


def _monitoring(chance: np.random.Generator) -> pd.DataFrame:
    rows: list[tuple[object, ...]] = []
    for number, camp in enumerate(CAMPS):
        if camp.camp_id in NOT_MONITORED:
            continue
        day = _last_distribution(number) + pd.Timedelta(days=3)
        asked = int(chance.integers(6, 19) * 10)
        agree = {
            "received": min(camp.ration + 0.12, 0.98),
            "received_in_full": camp.ration - 0.05,
            "quality_good": 0.88,
            "felt_safe": 0.93,
        } | DISAGREE.get(camp.camp_id, {})
        for statement, share in agree.items():
            rows.append((camp.camp_id, day, None, None, statement, None, int(chance.binomial(asked, share)), asked))
    return pd.DataFrame(rows, columns=Monitoring.column_names())


def _complaints(chance: np.random.Generator) -> pd.DataFrame:
    rows: list[tuple[object, ...]] = []
    for number, camp in enumerate(CAMPS):
        if camp.camp_id in NOT_MONITORED:
            continue
        day = _last_distribution(number)
        # one in 400 people complains of a month, more where less is handed out
        usual = camp.people / 400 * (1.6 - camp.ration)
        for category, share in COMPLAINTS_ABOUT.items():
            rows.append((camp.camp_id, day, category, None, int(chance.poisson(usual * share))))
    table = pd.DataFrame(rows, columns=Complaints.column_names())
    return table[table[Complaints.complaints] > 0]


def _nutrients() -> pd.DataFrame:
    macro = NUTRIENT_NAMES[:3]
    rows = [
        (item, name, amount, MACRO_SOURCE if name in macro else CONTENT_SOURCES[item])
        for item, amounts in NUTRIENTS.items()
        for name, amount in zip(NUTRIENT_NAMES, amounts, strict=True)
    ]
    return pd.DataFrame(
        rows, columns=[Nutrients.item_id, Nutrients.nutrient, Nutrients.amount_per_100g, Nutrients.source]
    )


def _nutrient_requirements() -> pd.DataFrame:
    needed = NutrientRequirements
    columns = [
        needed.nutrient,
        needed.amount_per_person_day,
        needed.maximum_per_person_day,
        needed.unit,
        needed.source,
    ]
    return pd.DataFrame(list(REQUIREMENTS), columns=columns)


def _settings() -> pd.DataFrame:
    rows = [
        ("name", "Great Lakes response"),
        ("illustrative", "true"),
        ("planning_start", str(PLANNING_START.date())),
        ("currency", "USD"),
        ("budget_usd_per_week", str(BUDGET_USD_PER_WEEK)),
        ("household_size", "5"),
        ("cost_usd_per_t_km", "0.15"),
        ("speed_kmh", "40"),
        ("ledger_weeks", "8"),
    ]
    return pd.DataFrame(rows, columns=[SettingsTable.key, SettingsTable.value])


def _whole(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """The table with whole numbers in these columns written without a decimal point, blanks kept blank."""
    return table.assign(**{c: table[c].astype("Float64").astype("Int64") for c in columns})


def main() -> None:
    """Write the tables into a folder, by default ``data/demo``."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--out", type=Path, default=Path(__file__).parent / "demo")
    reader.add_argument("--seed", type=int, default=SEED)
    chosen = reader.parse_args()
    write_tables(chosen.out, chosen.seed)


if __name__ == "__main__":
    main()
