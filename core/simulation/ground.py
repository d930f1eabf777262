"""What stays the same in every future of a simulation: places, roads, goods, standards, and the problem's frame."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.allocation.network import Network, build_network
from core.allocation.problem import Problem, build_problem
from core.domain.arrival_delays import LEAST_ORDERS, past_days_late
from core.domain.change import apply_scenario
from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.domain.schemas import Arrivals, Camps, Items, NeedsInput
from core.domain.weeks import as_day, planning_weeks
from core.errors import InvalidScenario
from core.simulation.kinds import Kinds, collect_kinds
from core.simulation.standards import Standards, read_standards


@dataclass(frozen=True, eq=False)
class Ground:
    """The frame of a simulation.

    Attributes
    ----------
    operation
        With the scenario applied: arrivals on the days they are planned with.
    start, weeks, horizon
        Day of the stock count; weeks that are lived through; weeks that a plan made on the way looks ahead.
    sundays
        Of every week lived through or looked at, shape (weeks + horizon,).
    problem
        A problem with every camp needing one unit of every item; supplies, need, dates and money are exchanged week by
        week, all else stays.
    networks
        Roads as they are known at the start of each week: a closure is known from the day it begins.
    is_open
        Whether goods can really depart, shape (n_arcs, weeks).
    past_days_late
        Of orders recorded by the start, as ``arrival_delays.past_days_late`` has them.
    """

    operation: Operation
    start: pd.Timestamp
    weeks: int
    horizon: int
    sundays: pd.DatetimeIndex
    standards: Standards
    kinds: Kinds
    problem: Problem
    networks: tuple[Network, ...]
    is_open: np.ndarray
    past_days_late: pd.DataFrame

    @property
    def notes(self) -> list[str]:
        """What was estimated, and how arrivals come whose spread of delay nobody told."""
        unsaid = int(self.kinds.announced[Arrivals.delay_days_sd].isna().sum())
        if not unsaid:
            return list(self.problem.notes)
        how = (
            "as late as past orders did"
            if len(self.past_days_late) >= LEAST_ORDERS
            else f"on their day in every future: fewer than {LEAST_ORDERS} past orders tell how late goods come"
        )
        return [*self.problem.notes, f"{unsaid} arrivals tell no spread of their delay and come {how}."]

    def as_of(self, week: int) -> pd.Timestamp:
        """The day on which the plan of a week is made: the start, then the Sunday before."""
        return self.start if week == 0 else self.sundays[week - 1]


def lay_ground(operation: Operation, scenario: Scenario, start: pd.Timestamp, weeks: int) -> Ground:
    """Lay out an operation for a simulation of some weeks, each plan looking ahead as far as the scenario's.

    Parameters
    ----------
    operation
        As it is; the scenario is applied here. Its closures are what happens on the roads.
    scenario
        Horizon, penalty, trips, budgets and limits of every plan; the policies choose the rule and the quantile.

    Raises
    ------
    InvalidScenario
        If it fixes or promises single shipments, which a plan made anew each week cannot keep, or plans for another
        need than people times standard.
    NotEnoughHistory
        If an item is for a group nobody has counted.
    """
    if scenario.decisions or scenario.promised:
        raise InvalidScenario(
            "A simulation plans anew every week and cannot keep fixed or promised shipments.",
            hint="Take decisions and promised out of the scenario.",
        )
    if scenario.needs_basis != "standard":
        raise InvalidScenario(
            "A simulation reckons need as people times standard and cannot go by the needs_basis "
            f"“{scenario.needs_basis}”.",
            hint="Take needs_basis out of the scenario, or set it to standard.",
        )
    start = as_day(start)
    changed = apply_scenario(operation, scenario, start)
    told = apply_scenario(operation, scenario.with_arrivals_as_told(), start)
    plain = scenario.model_copy(update={"closures": (), "fairness": "efficiency", "plan_for": "quantile"})
    sundays = planning_weeks(start, weeks + scenario.weeks)
    problem = build_problem(changed, _one_of_each(changed, sundays[: scenario.weeks]), plain, start)
    notes: list[str] = []
    networks = tuple(
        build_network(
            changed,
            _known_closures(scenario, as_of),
            problem.places,
            sundays[week : week + scenario.weeks],
            notes,
        )
        if scenario.closures
        else problem.network
        for week, as_of in enumerate([start, *sundays[: weeks - 1]])
    )
    really = build_network(changed, scenario, problem.places, sundays[:weeks], notes)
    return Ground(
        operation=changed,
        start=start,
        weeks=weeks,
        horizon=scenario.weeks,
        sundays=sundays,
        standards=read_standards(changed, sundays, start),
        kinds=collect_kinds(told, changed.arrivals, problem.commodities, problem.places, sundays, start),
        problem=replace(problem, penalty_usd=scenario.penalty_usd),
        networks=networks,
        is_open=really.open,
        past_days_late=past_days_late(changed.orders, start),
    )


def _known_closures(scenario: Scenario, as_of: pd.Timestamp) -> Scenario:
    begun = tuple(c for c in scenario.closures if c.start is None or pd.Timestamp(c.start) <= as_of)
    return scenario.model_copy(update={"closures": begun})


def _one_of_each(operation: Operation, weeks: pd.DatetimeIndex) -> pd.DataFrame:
    pairs = pd.MultiIndex.from_product(
        [operation.camps[Camps.camp_id], operation.items[Items.item_id], weeks],
        names=[NeedsInput.camp_id, NeedsInput.item_id, NeedsInput.week],
    )
    return pairs.to_frame(index=False).assign(**{NeedsInput.need: 1.0})
