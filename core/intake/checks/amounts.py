"""Amounts that nobody means: millions of people in one camp, half a person, a truck that carries ten kilos."""

from collections.abc import Mapping

import pandas as pd

from core.domain.finding import Finding
from core.domain.schemas import Camps, Population, Routes, Vehicles
from core.intake.checks.listing import findings_of_rows

MOST_PEOPLE = 1_500_000
"""People in one camp; the largest there ever was held about a million."""

ABOVE_CAPACITY = 10.0
"""Times the capacity from which a count is asked about; twice or three times over is common."""

LEAST_PAYLOAD_KG = 100.0
"""A lorry carries more; a smaller figure is most often in tonnes."""

MOST_PAYLOAD_KG = 100_000.0
ROAD = ("truck", "road")


def check_amounts(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Questions about counts and payloads out of any proportion. Small counts and zeros ask nothing here."""
    return [*_people(tables["population"]), *_crowded(tables), *_payloads(tables)]


def _people(population: pd.DataFrame) -> list[Finding]:
    people = population[Population.population]
    return [
        *findings_of_rows(
            "question",
            "population",
            population[people > MOST_PEOPLE],
            Population.population,
            "absurd_people",
            lambda row: f"{row[Population.camp_id]}: {row[Population.population]:,.0f} people in one camp.",
            "Is it the count of a country, or a digit too many? It is used as given.",
        ),
        *findings_of_rows(
            "question",
            "population",
            population[people.notna() & people.mod(1).ne(0)],
            Population.population,
            "part_of_a_person",
            lambda row: f"{row[Population.camp_id]}: {row[Population.population]:,.6g} people are no whole number.",
            "Is it in thousands, a mean, or has a point that parts thousands? It is used as given.",
        ),
    ]


def _crowded(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Each camp whose last count is far above its capacity."""
    camps, population = tables["camps"], tables["population"]
    known = population.dropna(subset=[Population.camp_id, Population.date, Population.population])
    last = known.loc[known.groupby(Population.camp_id)[Population.date].idxmax()] if len(known) else known
    people = camps[Camps.camp_id].map(last.set_index(Population.camp_id)[Population.population])
    capacity = camps[Camps.capacity_people]
    people = people.astype("float64")
    rows = camps.assign(people=people)[people.gt(ABOVE_CAPACITY * capacity) & capacity.gt(0)]
    return findings_of_rows(
        "question",
        "camps",
        rows,
        Camps.capacity_people,
        "far_above_capacity",
        lambda row: (
            f"{row[Camps.name]} held {row['people']:,.0f} people at its last count, and has room for "
            f"{row[Camps.capacity_people]:,.0f}."
        ),
        "Check capacity and count; crowding is real, ten times over is most often a digit.",
    )


def _payloads(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    routes, vehicles = tables["routes"], tables["vehicles"]
    roads = routes[routes[Routes.mode].str.lower().isin(ROAD)]
    findings: list[Finding] = []
    for table, rows, name in (("routes", roads, Routes.route_id), ("vehicles", vehicles, Vehicles.vehicle)):
        payload = rows[Routes.payload_kg]
        odd = payload.gt(0) & payload.lt(LEAST_PAYLOAD_KG)
        # a vehicle may be a barge or a train
        odd |= payload.gt(MOST_PAYLOAD_KG) & (table == "routes")
        findings += findings_of_rows(
            "question",
            table,
            rows[odd],
            Routes.payload_kg,
            "odd_payload",
            lambda row, name=name: f"{row[name]} carries {row[Routes.payload_kg]:,.6g} kg.",  # type: ignore[misc]
            "Is it in tonnes? Write kilograms. It is used as given.",
        )
    return findings
