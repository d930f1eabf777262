"""Operation and question to arrays: foods with their limits and contents, camps, offers, roads.

Quantities inside the program are grams per person and day *of all people together*: tonnes x 1e6 / (people x days). So
foods, flows and purchases have the size of a ration, whatever the operation's; money is USD per tonne x such grams,
which is a millionth of a USD per person and day.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.allocation.network import Network, build_network
from core.domain.operation import Operation
from core.domain.ration import RationQuestion
from core.domain.scenario import Scenario
from core.domain.schemas import Depots, Items, NutrientRequirements, Nutrients, Offers
from core.domain.weeks import DAYS_PER_WEEK, planning_weeks
from core.errors import InvalidScenario, InvalidTable
from core.ration.people import people_of_camps

FOOD = "food"
"""Sector of the items that may be part of a ration."""

GRAMS_PER_TONNE = 1e6


@dataclass(frozen=True, eq=False)
class Problem:
    """All that the program is made of.

    Attributes
    ----------
    foods, food_names
        item_id and name, shape (n_foods,).
    least_g, most_g
        Limits per person and day; ``most_g`` infinite where free.
    m3_per_t
        Volume, shape (n_foods,).
    nutrients, units
        Names, shape (n_nutrients,); units in words, empty where not told.
    content
        Amount in a gram of food, shape (n_nutrients, n_foods).
    required, maximum
        Per person and day; ``maximum`` infinite where there is none.
    places, place_names
        Camps first, then depots.
    share
        Of all people, at each place; 0 at depots.
    people, days
        Of all camps; length of the period.
    offer_place, offer_food, offer_usd_per_t, offer_most
        One entry per offer of a food; the most in grams per person and day, infinite where free.
    network
        Directed arcs; limits are per week.
    weeks
        days / 7 where weekly limits bind, infinite where they are left aside.
    throughput_most
        Outbound of each place, grams per person and day; infinite where free.
    """

    foods: pd.Index
    food_names: np.ndarray
    least_g: np.ndarray
    most_g: np.ndarray
    m3_per_t: np.ndarray
    nutrients: pd.Index
    units: tuple[str, ...]
    content: np.ndarray
    required: np.ndarray
    maximum: np.ndarray
    places: pd.Index
    place_names: np.ndarray
    share: np.ndarray
    people: float
    days: int
    offer_place: np.ndarray
    offer_food: np.ndarray
    offer_usd_per_t: np.ndarray
    offer_most: np.ndarray
    network: Network
    weeks: float
    throughput_most: np.ndarray
    notes: tuple[str, ...]

    @property
    def grams_of_tonne(self) -> float:
        """A tonne in the period, as grams per person and day of all people."""
        return GRAMS_PER_TONNE / (self.people * self.days)

    def fixed_to(self, grams: np.ndarray) -> "Problem":
        """The same sourcing and flows for a given basket, whatever is required."""
        none = np.zeros_like(self.required)
        return replace(self, least_g=grams, most_g=grams, required=none, maximum=np.full_like(none, np.inf))

    def left_out(self, food: int) -> "Problem":
        """Without one food, whatever its limits."""
        least, most = self.least_g.copy(), self.most_g.copy()
        least[food] = most[food] = 0.0
        return replace(self, least_g=least, most_g=most)

    def without_weekly_limits(self) -> "Problem":
        """What suppliers offer and roads and depots carry a week left aside; what is 0 stays shut, and prices stay."""
        offers = np.where(self.offer_most > 0, np.inf, 0.0)
        throughput = np.where(self.throughput_most > 0, np.inf, 0.0)
        return replace(self, weeks=np.inf, offer_most=offers, throughput_most=throughput)

    def with_more(self, nutrient: int, units: float) -> "Problem":
        """With more required of one nutrient."""
        required = self.required.copy()
        required[nutrient] += units
        return replace(self, required=required)


def build_problem(operation: Operation, question: RationQuestion) -> Problem:
    """Arrays of an operation for one period, with the weekly limits.

    Raises
    ------
    InvalidTable
        If tables a ration needs have no rows; names them.
    InvalidScenario
        If the question names a food the operation does not have.
    NotEnoughHistory
        If nobody was counted.
    """
    refuse_missing_tables(operation)
    notes: list[str] = []
    people = people_of_camps(operation, notes)
    items = operation.items
    foods = items[items[Items.sector] == FOOD].reset_index(drop=True)
    ids = pd.Index(foods[Items.item_id], dtype="str")
    least, most = _food_limits(foods, ids, question)
    required = operation.nutrient_requirements
    nutrients = pd.Index(required[NutrientRequirements.nutrient], dtype="str")
    depots = operation.depots
    places = pd.Index([*people.index, *depots[Depots.depot_id]], dtype="str")
    total, weeks = float(people.sum()), question.days / DAYS_PER_WEEK
    grams_of_tonne = GRAMS_PER_TONNE / (total * question.days)
    offers = operation.offers
    offers = offers[offers[Offers.item_id].isin(ids)]
    network = build_network(operation, Scenario(), places, planning_weeks(operation.planning_start, 1), notes)
    throughput = np.r_[np.full(len(people), np.inf), depots[Depots.throughput_t_per_week].fillna(np.inf).to_numpy()]
    weight = foods[Items.weight_kg].to_numpy()
    per_kg = np.divide(foods[Items.volume_m3].to_numpy(), weight, out=np.zeros(len(foods)), where=weight > 0)
    without = ids[~ids.isin(operation.nutrients[Nutrients.item_id])]
    if len(without):
        named = ", ".join(foods[Items.name][ids.isin(without)])
        notes.append(f"Nothing is known of what is in {named}; it counts as giving no nutrient.")
    return Problem(
        foods=ids,
        food_names=foods[Items.name].to_numpy(),
        least_g=least,
        most_g=most,
        m3_per_t=per_kg * 1000.0,
        nutrients=nutrients,
        units=tuple(required[NutrientRequirements.unit].fillna("")),
        content=_contents(operation.nutrients, nutrients, ids) / 100.0,
        required=required[NutrientRequirements.amount_per_person_day].to_numpy(),
        maximum=required[NutrientRequirements.maximum_per_person_day].fillna(np.inf).to_numpy(),
        places=places,
        place_names=np.array([operation.place_names[place] for place in places], dtype=object),
        share=np.r_[people.to_numpy() / total, np.zeros(len(depots))],
        people=total,
        days=question.days,
        offer_place=places.get_indexer(offers[Offers.depot_id]),
        offer_food=ids.get_indexer(offers[Offers.item_id]),
        offer_usd_per_t=offers[Offers.price_usd_per_t].to_numpy(),
        offer_most=offers[Offers.quantity_t_per_week].fillna(np.inf).to_numpy() * weeks * grams_of_tonne,
        network=network,
        weeks=weeks,
        throughput_most=throughput * weeks * grams_of_tonne,
        notes=tuple(notes),
    )


def refuse_missing_tables(operation: Operation) -> None:
    """Say which tables a ration needs and are not there.

    Raises
    ------
    InvalidTable
        Naming all of them.
    """
    missing = missing_tables(operation)
    if missing:
        raise InvalidTable(
            f"A ration cannot be designed: {', '.join(missing)} {'has' if len(missing) == 1 else 'have'} no rows.",
            hint="Give foods in items (sector food), their contents in nutrients, what a person needs in "
            "nutrient_requirements, depots, and prices in offers.",
        )


def missing_tables(operation: Operation) -> list[str]:
    """Tables without which no ration can be designed."""
    missing = [
        table
        for table in ("items", "nutrients", "nutrient_requirements", "depots", "offers")
        if not operation.has(table)
    ]
    items = operation.items
    if "items" not in missing and not items[Items.sector].eq(FOOD).any():
        missing.insert(0, "items (sector food)")
    foods = items[Items.item_id][items[Items.sector] == FOOD]
    if "offers" not in missing and not operation.offers[Offers.item_id].isin(foods).any():
        missing.append("offers (of a food)")
    return missing


def _food_limits(foods: pd.DataFrame, ids: pd.Index, question: RationQuestion) -> tuple[np.ndarray, np.ndarray]:
    least = foods[Items.ration_min_g].fillna(0.0).to_numpy().copy()
    most = foods[Items.ration_max_g].fillna(np.inf).to_numpy().copy()
    named = [*(limit.item_id for limit in question.limits), *question.left_out]
    unknown = [name for name in named if name not in ids]
    if unknown:
        raise InvalidScenario(f"“{unknown[0]}” is no food of the operation.", hint=f"Name one of {', '.join(ids)}.")
    for limit in question.limits:
        at = ids.get_loc(limit.item_id)
        least[at] = least[at] if limit.least_g is None else limit.least_g
        most[at] = most[at] if limit.most_g is None else limit.most_g
    out = ids.isin(question.left_out)
    least[out] = most[out] = 0.0
    return least, most


def _contents(table: pd.DataFrame, nutrients: pd.Index, foods: pd.Index) -> np.ndarray:
    """Amount in 100 g, nutrients down, foods across; 0 where the table says nothing."""
    content = np.zeros((len(nutrients), len(foods)))
    row, across = nutrients.get_indexer(table[Nutrients.nutrient]), foods.get_indexer(table[Nutrients.item_id])
    known = (row >= 0) & (across >= 0)
    content[row[known], across[known]] = table[Nutrients.amount_per_100g].to_numpy()[known]
    return content
