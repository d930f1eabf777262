"""A ration for everybody, where it is bought and how it moves: the question, and the answer as tables."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import pandas as pd
from pandera.typing import Series

from core.domain.schemas.column import Table, column
from core.errors import InvalidScenario

LONGEST_DAYS = 3660
"""Days of the longest period a ration is designed for."""

MOST_GRAMS = 10_000.0
"""Grams of a food per person and day beyond which a limit is a slip; the bound of the items table."""


WeeklyLimits = Literal["where_possible", "hold", "aside"]
"""What is on offer and roads and depots carry a week: kept unless no ration is left then, always kept, or not asked."""


@dataclass(frozen=True)
class FoodLimit:
    """What-if limits of one food, grams per person and day; None keeps those of the items table."""

    item_id: str
    least_g: float | None = None
    most_g: float | None = None


@dataclass(frozen=True)
class RationQuestion:
    """One period, and what is supposed about foods and limits.

    Attributes
    ----------
    days
        Length of the period.
    limits
        Limits of foods in place of ``ration_min_g`` and ``ration_max_g``.
    left_out
        Foods (item_id) that may not be part of the ration, whatever their limits.
    weekly_limits
        Whether what suppliers offer and roads and depots carry a week binds (times days / 7): ``where_possible`` leaves
        it aside where no ration is left with it, and says so; ``hold`` then finds none; ``aside`` never asks.

    Raises
    ------
    InvalidScenario
        If days or grams are no amounts that can be planned with.
    """

    days: int = 30
    limits: tuple[FoodLimit, ...] = ()
    left_out: tuple[str, ...] = ()
    weekly_limits: WeeklyLimits = "where_possible"

    def __post_init__(self) -> None:
        if self.weekly_limits not in get_args(WeeklyLimits):
            raise InvalidScenario(
                f"Weekly limits “{self.weekly_limits}” are not known.",
                hint=f"One of {', '.join(get_args(WeeklyLimits))}.",
            )
        if not 1 <= self.days <= LONGEST_DAYS:
            raise InvalidScenario(
                f"A ration was asked for {self.days} days; 1 to {LONGEST_DAYS} can be planned.",
                hint="Choose the days of one distribution period, such as 30.",
            )
        for limit in self.limits:
            for name, grams in (("least", limit.least_g), ("most", limit.most_g)):
                if grams is not None and not (math.isfinite(grams) and 0 <= grams <= MOST_GRAMS):
                    raise InvalidScenario(
                        f"The {name} of {limit.item_id} is {grams:g} g; 0 to {MOST_GRAMS:,.0f} g can be planned.",
                        hint="Give grams per person and day.",
                    )

    def without(self, item_id: str) -> "RationQuestion":
        """The same question with one food less."""
        return replace(self, left_out=(*self.left_out, item_id))

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> "RationQuestion":
        """The question that ``as_values`` wrote."""
        return cls(
            days=int(values["days"]),
            weekly_limits=values.get("weekly_limits", "where_possible"),
            left_out=tuple(map(str, values.get("left_out", ()))),
            limits=tuple(FoodLimit(**limit) for limit in values.get("limits", ())),
        )

    def as_values(self) -> dict[str, Any]:
        """The question as plain values, for a file."""
        return {
            "days": self.days,
            "weekly_limits": self.weekly_limits,
            "left_out": list(self.left_out),
            "limits": [
                {"item_id": limit.item_id, "least_g": limit.least_g, "most_g": limit.most_g} for limit in self.limits
            ],
        }


class RationGrams(Table):
    """What one person gets a day."""

    _key = ("item_id",)
    _references = {"item_id": "item"}

    item_id: Series[str] = column("Food")
    grams_per_person_day: Series[float] = column("Ration", "g per person and day", ge=0)


class RationPurchases(Table):
    """What is bought of a food at a supplier in the period."""

    _references = {"depot_id": "depot", "item_id": "item"}

    depot_id: Series[str] = column("Supplier")
    item_id: Series[str] = column("Food")
    quantity_t: Series[float] = column("Quantity", "t", ge=0)
    cost_usd: Series[float] = column("Cost", "USD", ge=0)


class RationFlows(Table):
    """What moves of a food on a route in the period, by direction."""

    _references = {"item_id": "item"}

    route_id: Series[str] = column("Route")
    item_id: Series[str] = column("Food")
    quantity_t: Series[float] = column("Quantity", "t", ge=0)
    cost_usd: Series[float] = column("Cost", "USD", ge=0)
    origin_id: Series[str] = column("From", blank=True)
    destination_id: Series[str] = column("To", blank=True)


class RationNutrients(Table):
    """What the ration gives of each nutrient, what is required, and what a unit more of it costs."""

    _key = ("nutrient",)

    nutrient: Series[str] = column("Nutrient")
    unit: Series[str] = column("Unit", blank=True)
    amount: Series[float] = column("In the ration", "per person and day", ge=0)
    requirement: Series[float] = column("Required", "per person and day", ge=0)
    maximum: Series[float] = column("At most", "per person and day", blank=True, ge=0)
    price_usd: Series[float] = column(
        "Price of a unit", "USD per unit, person and day", description="Shadow price of the requirement"
    )
    one_more_usd: Series[float] = column(
        "A unit more", "USD per person and day", blank=True, description="Solved anew; blank: cannot be had"
    )


class RationSubstitutes(Table):
    """What takes the place of a food that is dropped, and what that costs more."""

    dropped_id: Series[str] = column("Food dropped")
    item_id: Series[str] = column("Food that changes", blank=True)
    change_g: Series[float] = column("Change", "g per person and day", blank=True)
    more_usd: Series[float] = column("Costs more", "USD per person and day", blank=True)
    reason: Series[str] = column("Why it cannot be dropped", blank=True)


class RationBeyond(Table):
    """Weekly limits that the ration goes beyond, where none is left that keeps them."""

    limit: Series[str] = column("Limit")
    place_id: Series[str] = column("Place or route")
    item_id: Series[str] = column("Food", blank=True)
    allowed: Series[float] = column("Allowed a week", "t or trips", ge=0)
    needed: Series[float] = column("Needed a week", "t or trips", ge=0)
    unit: Series[str] = column("Unit", isin=("t", "trips"))


class KnownBasket(Table):
    """The basket people know: grams of each food, by the standards of the items table."""

    _key = ("item_id",)

    item_id: Series[str] = column("Food")
    grams_per_person_day: Series[float] = column("Basket", "g per person and day", ge=0)


class KnownBasketNutrients(Table):
    """What the basket people know gives of each nutrient."""

    _key = ("nutrient",)

    nutrient: Series[str] = column("Nutrient")
    amount: Series[float] = column("In the basket", "per person and day", ge=0)
    requirement: Series[float] = column("Required", "per person and day", ge=0)
    share: Series[float] = column("Of the requirement", "share", blank=True, ge=0)


RATION_TABLES: dict[str, type[Table]] = {
    "ration": RationGrams,
    "purchases": RationPurchases,
    "flows": RationFlows,
    "nutrients": RationNutrients,
    "substitutes": RationSubstitutes,
    "beyond_limits": RationBeyond,
    "known_basket": KnownBasket,
    "known_basket_nutrients": KnownBasketNutrients,
}
"""Files of a ration folder and the schema of what they hold."""


@dataclass(frozen=True, eq=False)
class RationDesign:
    """A ration, its sourcing and its flows.

    Attributes
    ----------
    question
        What was asked.
    tables
        ``RATION_TABLES``, by name.
    summary
        ``cost_usd, procurement_usd, transport_usd, usd_per_person_day`` and what they rest on.
    """

    question: RationQuestion
    tables: Mapping[str, pd.DataFrame]
    summary: Mapping[str, Any]

    @property
    def grams(self) -> pd.Series:
        """Grams per person and day by item_id, the foods of the ration only."""
        table = self.tables["ration"]
        return table.set_index(RationGrams.item_id)[RationGrams.grams_per_person_day]
