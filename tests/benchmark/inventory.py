"""Ordering rules beside published cases and the same rules played, and how long it takes to look ahead.

    python -m tests.benchmark inventory

Published figures: L. V. Snyder and Z.-J. M. Shen, *Fundamentals of Supply Chain Theory*, 2nd edition (2019), examples
3.1, 5.1, 5.5, 6.3, 6.5; H. Tempelmeier, *Inventory Management in Supply Networks*, chapter on the (s,q) policy; J.
Heizer and B. Render, *Operations Management*, chapter 12, solved problem on a lead time that varies.
"""

import os
import resource
import tempfile
import time
from dataclasses import dataclass

import numpy as np

from core.bootstrap import build_resources
from core.inventory.reorder.demand_over_time import IndependentWeeks, Spread
from core.inventory.reorder.guaranteed_service import FeedingTree, best_promises
from core.inventory.reorder.levels import (
    cycle_level,
    economic_quantity,
    fill_rate,
    mean_cost,
    order_up_to_for_fill_rate,
    reorder_point_for_fill_rate,
)
from core.inventory.reorder.normal_loss import safety_factor
from core.inventory.reorder.policy_simulation import Played, play, play_depot_and_camps
from core.services.kept_outlook import futures_of
from core.services.needs_of_people import needs_of_people
from core.services.stock_outlook import look_ahead
from tests.benchmark._instances import SIZES, START, draw_instance

SEED = 20261127
FUTURES = 400
MOST_SECONDS = {"S": 10.0, "L": 90.0}
"""Bounds of looking ahead, on a quiet machine of two cores: 38 and 2,040 places, 8 and 12 weeks."""


@dataclass(frozen=True)
class Case:
    """One figure: as printed, by our formula, and played; ``within`` is the largest difference of either, relative."""

    what: str
    book: float | None
    formula: float
    played: float | None = None
    within: float = 0.005

    def holds(self) -> bool:
        """Whether formula and simulation agree with what is published, or with each other."""
        told = self.formula if self.book is None else self.book
        return all(abs(v - told) <= self.within * abs(told) for v in (self.formula, self.played) if v is not None)


def main() -> bool:
    """Print the tables; whether every bound holds."""
    cases = [*published(), *ours()]
    print(f"{'case':66} {'published':>10} {'formula':>10} {'played':>10}")
    for case in cases:
        shown = ["-" if v is None else f"{v:,.3f}" for v in (case.book, case.formula, case.played)]
        print(f"{case.what:66} {shown[0]:>10} {shown[1]:>10} {shown[2]:>10}{'' if case.holds() else '  <- differs'}")
    print(f"\nseed {SEED}; {FUTURES} futures")
    return all([*(case.holds() for case in cases), *(look_ahead_in_time(name) for name in MOST_SECONDS)])


def published() -> list[Case]:
    """Cases of the books."""
    year = Spread(one(1300 / 12), one(150 / np.sqrt(12)))
    level = float(cycle_level(year, one(7.5 / 7.725))[0])
    quantity = float(economic_quantity(one(1300), one(8), one(0.225))[0])
    cost = mean_cost(year, one(level), one(quantity), rate=1300, order=8, holding=0.225, lack=7.5)
    costs = [
        float(mean_cost(year, one(r), one(q), rate=1300, order=8, holding=0.225, lack=7.5)[0])
        for r, q in ((126.8, 328.5), (100.0, 250.0))
    ]
    day = IndependentWeeks(one(100), one(40))
    each_day, always = day.until_it_comes(one(1), one(1)), day.until_it_comes(one(1), one(0))
    lead = IndependentWeeks(one(60), one(0)).over(one(6)).with_lead_spread(one(60), one(2))
    small_steps = yearly_item(level, quantity)
    return [
        Case("Snyder, Shen 3.1: economic order quantity", 304.05, quantity),
        Case("Snyder, Shen 5.5: reorder point for 97.1 % cycle service", 190.34, level, within=0.001),
        Case("  its cycle service, played by the twelve-hundredth of a year", None, 7.5 / 7.725,
             small_steps.cycle_service, within=0.02),
        # use of so short a time is often below zero, so stock stands above the level of an order just placed
        Case("  its cost a year", 87.05, float(cost[0]), yearly_cost(small_steps), within=0.03),
        Case("Snyder, Shen 5.1: cost of r = 126.8, Q = 328.5", 78.07, costs[0], within=0.001),
        Case("Snyder, Shen 5.1: cost of r = 100, Q = 250", 87.35, costs[1], within=0.001),
        Case("Tempelmeier: reorder point, fill rate 95 %, watched always", 114,
             float(reorder_point_for_fill_rate(always, one(200), one(0.95))[0])),
        Case("Tempelmeier: fill rate of that point, watched daily", 0.75,
             float(fill_rate(each_day, one(114), one(200))[0]), days(114.0, 200.0).fill_rate, within=0.01),
        Case("Tempelmeier: reorder point, fill rate 95 %, watched daily", 190,
             float(reorder_point_for_fill_rate(each_day, one(200), one(0.95))[0])),
        Case("  its fill rate", 0.95, float(fill_rate(each_day, one(190), one(200))[0]), days(190.0, 200.0).fill_rate),
        Case("Heizer, Render: reorder point, lead time 6 weeks give or take 2", 513.6,
             float(cycle_level(lead, one(0.9))[0]), within=0.001),
        Case("Snyder, Shen 6.3: cost of three places in a row", 2.828, chain().cost, within=0.001),
        Case("Snyder, Shen 6.5: cost of a tree of four places", 8.278, tree().cost, within=0.001),
    ]  # fmt: skip


def ours() -> list[Case]:
    """Rules of the program that no book prints, beside the same rule played."""
    demand, cases = IndependentWeeks(one(100), one(30)), []
    for lead, review, lead_sd in ((1, 1, 0.0), (2, 2, 0.0), (3, 1, 0.0), (4, 1, 1.0)):

        def spread(used: Spread, lead_sd: float = lead_sd) -> Spread:
            return used.with_lead_spread(one(100), one(lead_sd))

        cycle = float(cycle_level(spread(demand.over(one(lead + review))), one(0.95))[0])
        fill = float(order_up_to_for_fill_rate(demand, one(lead), one(review), one(0.98), spread)[0])
        words = f"order up to, lead {lead} weeks" + (f" give or take {lead_sd:g}" if lead_sd else "")
        # orders that overtake each other fill the shelf sooner than the formula supposes
        within = 0.03 if lead_sd else 0.01
        cases += [
            Case(f"{words}, review {review}: cycle service 95 %", None, 0.95,
                 weeks(cycle, lead, review, lead_sd).cycle_service, within),
            Case(f"{words}, review {review}: fill rate 98 %", None, 0.98,
                 weeks(fill, lead, review, lead_sd).fill_rate, within),
        ]  # fmt: skip
    cases.append(Case("a depot and three camps together: least service, 95 % asked", None, 0.95, together(), 0.03))
    return cases


def look_ahead_in_time(name: str) -> bool:
    """Print the seconds of one size; whether they are within the bound."""
    size = SIZES[name]
    operation = draw_instance(size).operation()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["AID_HOME"] = folder
        resources = build_resources()
        needs_of_people(resources, operation, START, size.weeks)
        futures = futures_of(operation)
        began = time.perf_counter()
        found = look_ahead(resources, operation, size.weeks, START, futures=futures)
        seconds = time.perf_counter() - began
        resources.store.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"{name}: {size.camps + size.depots:,} places, {size.items} items, {size.weeks} weeks, {futures} futures: "
        f"{seconds:.1f} s (bound {MOST_SECONDS[name]:.0f} s), {len(found.tables['calendar']):,} breaks, {peak:.1f} GB"
    )
    return seconds <= MOST_SECONDS[name]


def one(*values: float) -> np.ndarray:
    """A column of figures."""
    return np.array(values, float)


def days(level: float, quantity: float) -> Played:
    """Tempelmeier's item, day by day."""
    used = np.random.default_rng(SEED).normal(100, 40, (3000, FUTURES))
    return play(used, np.ones(used.shape, int), level=level, quantity=quantity, warm_up=50)


def weeks(level: float, lead: int, review: int, lead_sd: float) -> Played:
    """Ordering up to a level, week by week."""
    rng = np.random.default_rng(SEED)
    used = rng.normal(100, 30, (3000, FUTURES))
    periods = np.maximum(np.rint(rng.normal(lead, lead_sd, used.shape)), 1).astype(int)
    return play(used, periods, level=level, quantity=None, review=review, warm_up=50)


PERIODS_PER_YEAR = 1200


def yearly_item(level: float, quantity: float) -> Played:
    """Snyder and Shen's item in small steps of time, after a year of running in."""
    n = PERIODS_PER_YEAR
    used = np.random.default_rng(SEED).normal(1300 / n, 150 / np.sqrt(n), (n * 4, FUTURES))
    return play(used, np.full(used.shape, n // 12), level=level, quantity=quantity, warm_up=n)


def yearly_cost(played: Played) -> float:
    """Cost a year of Snyder and Shen's item as it was played."""
    return 0.225 * played.on_shelf + 7.5 * played.waiting + 8 * played.orders_per_period * PERIODS_PER_YEAR


def chain():
    """Example 6.3."""
    cost = one(2, 4, 7)[:, None] * np.sqrt(np.arange(4))
    return best_promises(
        FeedingTree(np.array([-1, 0, 1]), np.array([1, 0, 1]), np.array([1, 0, 0]), np.array([0, 0, 1]), cost)
    )


def tree():
    """Example 6.5: what is used at two places is pooled above them."""
    cost = (one(1, 2, 3, 3) * np.sqrt(one(2, 2, 1, 1)))[:, None] * np.sqrt(np.arange(6))
    parent, weeks_of = np.array([-1, 0, 1, 1]), np.array([2, 1, 1, 1])
    return best_promises(FeedingTree(parent, weeks_of, np.array([1, 0, 0, 0]), np.array([0, 0, 0, 1]), cost))


def together() -> float:
    """Least service of three camps and their depot, set together for 95 %, when played."""
    factor, depot, camps = float(safety_factor(one(0.95))[0]), 3, np.array([2, 2, 3])
    spread = np.append(30 * np.sqrt(3), np.full(3, 30.0))
    cost = factor * (spread * one(1, 1.5, 1.5, 1.5))[:, None] * np.sqrt(np.arange(10))
    nothing = np.zeros(4, int)
    covered = best_promises(
        FeedingTree(np.array([-1, 0, 0, 0]), np.append(depot, camps), nothing, nothing, cost)
    ).covered_weeks
    level = one(300, 100, 100, 100) * covered + factor * spread * np.sqrt(covered)
    used = np.random.default_rng(SEED).normal(100, 30, (3, 2000, FUTURES))
    reached = play_depot_and_camps(
        used, depot_level=level[0], depot_lead=depot, camp_levels=level[1:], camp_leads=camps - 1, warm_up=50
    )
    return float(reached.min())
