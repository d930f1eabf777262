"""How long the importers take for a million rows (invented figures), and how much memory.

python -m tests.benchmark sources
"""

import resource
import time

import numpy as np
import pandas as pd

from core.intake.found import FoundTable
from core.sources import SourceContext, source_of

ROWS = 1_000_000
MOST_SECONDS = 20.0
"""For one table on two shared cores; the import of a million counts as a whole may take 60."""
MOST_GIB = 2.0


def main() -> bool:
    """Print the table; whether every bound holds."""
    holds = True
    print(f"{'importer':<22}{'seconds':>9}{'rows out':>12}{'findings':>10}")
    for cells in (_displacement, _wash, _demographics, _end_year, _prices, _roads, _pcodes):
        table = FoundTable("made.csv", "", cells(np.random.default_rng(1)).astype("str"))
        started = time.monotonic()
        source, _ = source_of(table) or (None, 0.0)
        if source is None:
            return False
        result = source.understand(table, SourceContext(items=pd.DataFrame({"item_id": ["g1"], "name": ["G1"]})))
        seconds = time.monotonic() - started
        out = sum(map(len, result.tables.values()))
        print(f"{source.identifier:<22}{seconds:>9.1f}{out:>12,}{len(result.findings):>10}")
        holds &= seconds <= MOST_SECONDS
    gib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"most memory {gib:.2f} GiB")
    return holds and gib <= MOST_GIB


def _named(letter: str, numbers: np.ndarray) -> pd.Series:
    return letter + pd.Series(numbers).astype("str")


def _countries(random: np.random.Generator) -> np.ndarray:
    return random.choice(np.array(["HTI", "TCD", "AFG", "MLI", "NGA"]), ROWS)


def _displacement(random: np.random.Generator) -> pd.DataFrame:
    area = random.integers(0, 400, ROWS)
    dates = pd.Timestamp("2010-01-01") + pd.to_timedelta(random.integers(0, 5000, ROWS), unit="D")
    country = _countries(random)
    return pd.DataFrame(
        {
            "operation": random.choice(["A", "B"], ROWS),
            "admin0Name": country,
            "admin0Pcode": country,
            "admin1Name": area // 10,
            "admin1Pcode": _named("P", area // 10),
            "admin2Name": area,
            "admin2Pcode": _named("P0", area),
            "adminLevel": 2,
            "numPresentIdpInd": random.integers(0, 99_999, ROWS),
            "reportingDate": pd.Series(dates).dt.strftime("%Y-%m-%dT00:00:00"),
            "roundNumber": 1,
            "assessmentType": random.choice(["BA", "SA"], ROWS),
            "operationStatus": "Active",
        }
    )


def _wash(random: np.random.Generator) -> pd.DataFrame:
    row = np.arange(ROWS)
    return pd.DataFrame(
        {
            "form_id": row,
            "start_date": "2020-01-01",
            "end_date": "2020-01-30",
            "location_id": row % 5000,
            "location_name": _named("Site ", row % 5000),
            "country": "Chad",
            "liters_per_person_per_day": 20,
            "refugee_pop": random.integers(0, 9999, ROWS),
            "reporting_monthly": 10_000 + row // 5000,
            "reporting_annual": "NA",
        }
    )


def _demographics(random: np.random.Generator) -> pd.DataFrame:
    ages = [f"{sex}_{age}" for sex in ("Female", "Male") for age in ("0_4", "5_11", "12_17", "18_59", "60")]
    return pd.DataFrame(
        {
            "Year": 2000 + np.arange(ROWS) % 20,
            "ISO3CoO": "COD",
            "ISO3CoA": _countries(random),
            "PT": "REF",
            "location": _named("L", random.integers(0, 400, ROWS)),
            **{age: random.integers(0, 99, ROWS) for age in ages},
            "Total": 500,
        }
    )


def _end_year(random: np.random.Generator) -> pd.DataFrame:
    counts = {"REF": 1, "IDP": 2, "ASY": 3, "OOC": 0, "STA": 0}
    return pd.DataFrame(
        {"Year": 2000 + np.arange(ROWS) % 20, "ISO3CoO": "COD", "ISO3CoA": _countries(random), **counts}
    )


def _prices(random: np.random.Generator) -> pd.DataFrame:
    row = np.arange(ROWS)
    return pd.DataFrame(
        {
            "date": "2024-01-15",
            "admin1": "A",
            "market": _named("M", row % 900),
            "latitude": 1.5,
            "longitude": 2.5,
            "commodity": _named("G", row % 37),
            "unit": random.choice(["KG", "50 KG", "Pound", "Dozen"], ROWS),
            "priceflag": "actual",
            "pricetype": "Retail",
            "currency": "XAF",
            "usdprice": random.random(ROWS),
        }
    )


def _roads(random: np.random.Generator) -> pd.DataFrame:
    row = np.arange(ROWS)
    return pd.DataFrame(
        {"name1": _named("N", row % 20_000), "name2": _named("N", (row * 7 + 1) % 20_000), "distance": 5}
    )


def _pcodes(random: np.random.Generator) -> pd.DataFrame:
    row = np.arange(ROWS)
    return pd.DataFrame(
        {
            "Location": "AFG",
            "Admin Level": 2,
            "P-Code": _named("AF", row),
            "Name": _named("N", row % 50_000),
            "Parent P-Code": "AF",
            "Valid from date": "2019-10-22",
        }
    )
