"""A what-if: a small frozen value that changes an operation without touching it."""

import datetime as dt
import hashlib
import json
import tomllib
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from core.domain.plain_faults import plain_fault
from core.domain.schemas import LEVELS
from core.domain.validation import quote
from core.domain.weeks import EARLIEST_DAY, LATEST_DAY
from core.errors import InvalidScenario

Quantity = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Fairness = Literal["efficiency", "equal_shares", "coverage_floor", "worst_off", "leximin", "ledger"]
NeedsBasis = Literal["standard", "expected_demand", "larger"]
Name = Annotated[str, Field(min_length=1, max_length=200)]

LONGEST_SCENARIO = 100_000
"""Characters of a scenario in a file or an address."""


def _day_of_tables(value: dt.date) -> dt.date:
    if not EARLIEST_DAY <= value.isoformat() <= LATEST_DAY:
        raise ValueError(f"days from {EARLIEST_DAY} to {LATEST_DAY} are planned with")
    return value


Day = Annotated[dt.date, AfterValidator(_day_of_tables)]
"""A day that a cell of a table may name too."""


def _forecast_level(value: float) -> float:
    if value not in LEVELS:
        raise ValueError(f"a forecast has the quantiles {', '.join(map(str, LEVELS))}")
    return value


def _fault(place: tuple[int | str, ...], words: str, came: Any) -> str:
    """What is wrong with one key, and what it held where that is one value."""
    held = f", got “{quote(came)}”" if isinstance(came, str | int | float | dt.date) else ""
    return f"{'.'.join(map(str, place)) or 'scenario'}: {words}{held}"


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """One object of JSON; a key given twice is refused as TOML refuses it, not decided by its order."""
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        raise ValueError(f"the key “{twice[:60]}” is given twice")
    return values


class _Change(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Closure(_Change):
    """A route, or every route that begins or ends at a depot, is closed in each week that touches the dates."""

    route_id: str | None = None
    depot_id: str | None = None
    start: Annotated[dt.date | None, Field(alias="from")] = None
    end: Annotated[dt.date | None, Field(alias="to")] = None

    @model_validator(mode="after")
    def _one_place(self) -> "Closure":
        if (self.route_id is None) == (self.depot_id is None):
            raise ValueError("a closure names either route_id or depot_id")
        if self.start and self.end and self.end < self.start:
            raise ValueError("a closure ends on or after the day it begins")
        return self


class Influx(_Change):
    """People who come (or, below zero, leave) on a date, on top of the forecast."""

    camp_id: str
    date: Day
    people: Annotated[float, Field(ge=-1e8, le=1e8, allow_inf_nan=False)]


class LostArrival(_Change):
    """Arrivals that will not come: those of the place that match every field given."""

    depot_id: str
    item_id: str | None = None
    date: Day | None = None
    lot_id: str | None = None


class StockChange(_Change):
    """Opening stock of an item at a place, in place of what the tables say."""

    place_id: str
    item_id: str
    quantity: Quantity


class EarlierArrival(_Change):
    """Arrivals of an item at a place on a day (and of a lot, where it is named) that come on an earlier day instead."""

    depot_id: str
    item_id: str
    date: Day
    to: Day
    lot_id: str | None = None

    @model_validator(mode="after")
    def _earlier(self) -> "EarlierArrival":
        if self.to >= self.date:
            raise ValueError("an arrival is brought forward to a day before its own")
        return self


class Transfer(_Change):
    """Unreserved goods moved from one place's opening stock to another place, outside of the plan's routes and budget.

    They are at the other place from the day ``arrives`` on.
    """

    origin_id: str
    destination_id: str
    item_id: str
    quantity: Annotated[float, Field(gt=0, le=1e12, allow_inf_nan=False)]
    arrives: Day

    @model_validator(mode="after")
    def _two_places(self) -> "Transfer":
        if self.origin_id == self.destination_id:
            raise ValueError("a transfer is between two places")
        return self


class LiftedEarmark(_Change):
    """Goods of an item at a place, lying there or on their way, that are no longer reserved for one camp."""

    place_id: str
    item_id: str


class PriorityChange(_Change):
    """Priority of an item."""

    item_id: str
    priority: Annotated[float, Field(gt=0, le=1e6, allow_inf_nan=False)]


class VulnerabilityChange(_Change):
    """Weight of a person at a camp."""

    camp_id: str
    vulnerability: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]


class HouseholdSizeChange(_Change):
    """People in a household, at one camp or, with no camp named, at all."""

    camp_id: str | None = None
    household_size: Annotated[float, Field(ge=1, le=30, allow_inf_nan=False)]


class CampLimit(_Change):
    """Least and largest coverage of a camp over the horizon, for one item or over all."""

    camp_id: str
    item_id: str | None = None
    min_coverage: Share | None = None
    max_coverage: Share | None = None


class Decision(_Change):
    """What a person fixed of an item on a route in a week: ``frozen``, ``forced`` at least, ``forbidden`` none."""

    kind: Literal["frozen", "forced", "forbidden"]
    route_id: str
    item_id: str
    week: Day
    quantity: Quantity = 0.0


class Scenario(_Change):
    """The question asked of the planner; the same in a form, a file, an address and a cache key."""

    name: Name = "Baseline"
    weeks: Annotated[int, Field(ge=1, le=52)] = 8
    trips: Literal["continuous", "whole"] = "continuous"
    penalty_usd: Annotated[float, Field(gt=0, le=1e9, allow_inf_nan=False)] = 100.0
    """Money a weighted person-week without an item counts for."""
    planning_quantile: Annotated[float, AfterValidator(_forecast_level)] = 0.5
    """Quantile of the forecast that need is planned for."""
    needs_basis: NeedsBasis = "standard"
    """What need is planned for: people times standard, what people are expected to take by the stock reports, or the
    larger of both. Camps and items without expected demand, and goods needed once, keep the standard."""
    plan_for: Literal["quantile", "spread"] = "quantile"
    """One quantile of the forecast, or many futures at once: what is sent then serves all of them."""
    caution: Share = 0.5
    """How far a plan for the spread leans from the mean of the futures to the worst tenth."""
    fairness: Fairness = "efficiency"
    arrival_service_level: Annotated[float | None, Field(ge=0.5, le=0.99, allow_inf_nan=False)] = None
    """Chance with which goods on their way are to be there when they are planned with; none: on the dates as told."""
    coverage_floor: Share = 0.8
    """Coverage under which no camp shall fall, where the rule is ``coverage_floor``."""
    ledger_evidence: Literal["handed_out", "least"] = "handed_out"
    """What rules that look back go by: what was handed out on paper, or the least of it, of what receipts brought and
    of what people say they received."""
    look_back: bool = False
    """Whether ``worst_off`` and ``leximin`` raise the coverage of the last ``ledger_weeks`` and of the planned weeks
    together, so that a camp that went without is made up for; else that of the planned weeks alone."""
    budget_usd: Quantity | None = None
    budget_usd_per_week: Quantity | None = None
    promised: Annotated[str | None, Field(min_length=1, max_length=1000)] = None
    """Plan that was promised and should change little: its folder, or the key of a plan made here."""
    stability_usd_per_t: Quantity = 100.0
    """What a tonne counts that is sent otherwise than promised; no money, and no part of the objective."""
    sooner_share: Share = 0.0
    """Share of the penalty by which need counts more for each week it falls sooner; no part of the objective told. At 0
    a plan may keep goods for the last weeks it looks at where that saves freight."""
    keep_back_usd_per_t: Quantity = 0.0
    """What a tonne counts that lies at a camp at a week's end; no money, and no part of the objective told. Above 0
    goods stay at depots, from where they can still go anywhere, until a camp needs them."""
    closures: tuple[Closure, ...] = ()
    influx: tuple[Influx, ...] = ()
    lost_arrivals: tuple[LostArrival, ...] = ()
    earlier_arrivals: tuple[EarlierArrival, ...] = ()
    stock: tuple[StockChange, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    lifted_earmarks: tuple[LiftedEarmark, ...] = ()
    priorities: tuple[PriorityChange, ...] = ()
    vulnerability: tuple[VulnerabilityChange, ...] = ()
    household_size: tuple[HouseholdSizeChange, ...] = ()
    camp_limits: tuple[CampLimit, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> "Scenario":
        """Validate plain values.

        Raises
        ------
        InvalidScenario
            Naming every key that is unknown, missing or out of bounds.
        """
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            faults = [_fault(f["loc"], plain_fault(f), f["input"]) for f in error.errors()]
            raise InvalidScenario(
                "The scenario cannot be used. " + "; ".join(faults[:8]),
                hint="Correct these keys; docs/reference/scenario.md lists all.",
            ) from error

    @classmethod
    def from_text(cls, text: str) -> "Scenario":
        """A scenario from JSON or TOML text."""
        if len(text) > LONGEST_SCENARIO:
            raise InvalidScenario(f"The scenario has {len(text):,} characters; at most {LONGEST_SCENARIO:,} are read.")
        try:
            values = (
                json.loads(text, object_pairs_hook=_without_repeats)
                if text.lstrip().startswith("{")
                else tomllib.loads(text)
            )
        except (ValueError, RecursionError) as error:
            raise InvalidScenario(f"The scenario is neither TOML nor JSON: {error}") from error
        if not isinstance(values, dict):
            raise InvalidScenario("A scenario is a set of keys and values.")
        return cls.from_values(values)

    def to_values(self) -> dict[str, Any]:
        """Plain values of all that differs from the default, ready for JSON."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    def to_json(self) -> str:
        """Compact JSON of all that differs from the default, in a fixed order."""
        return json.dumps(self.to_values(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    def with_nothing_changed(self) -> "Scenario":
        """The same horizon, rule and weights, and nothing else."""
        return self._with_only()

    def with_only_money_changed(self) -> "Scenario":
        """The same with budgets kept: what a what-if about anything else departs from."""
        return self._with_only("budget_usd", "budget_usd_per_week")

    def with_arrivals_as_told(self) -> "Scenario":
        """The same with goods on their way due on the dates as told: what a draw of delays departs from."""
        return self.model_copy(update={"arrival_service_level": None})

    def with_planned_weeks_alone(self) -> "Scenario":
        """The same by the coverage of the planned weeks, whatever was before them."""
        return self.model_copy(update={"look_back": False})

    @property
    def looks_back(self) -> bool:
        """Whether the fairness rule goes by what camps received before the start."""
        return self.fairness == "ledger" or (self.look_back and self.fairness in ("worst_off", "leximin"))

    def _with_only(self, *changes: str) -> "Scenario":
        kept = (
            "weeks",
            "trips",
            "penalty_usd",
            "planning_quantile",
            "needs_basis",
            "plan_for",
            "caution",
            "arrival_service_level",
            "sooner_share",
            "keep_back_usd_per_t",
            "fairness",
            "coverage_floor",
            "ledger_evidence",
            "look_back",
            *changes,
        )
        return Scenario(**{name: getattr(self, name) for name in kept})

    @property
    def key(self) -> str:
        """sha256 of what the scenario asks, whatever its name."""
        asked = {k: v for k, v in self.to_values().items() if k != "name"}
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
