"""Policies: from what is known on a day to what is sent and bought in the week that begins."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Literal, Protocol

import numpy as np

from core.allocation.fairness import RULES
from core.allocation.model import build_model
from core.allocation.problem import Problem, Spread
from core.allocation.read_back import read_flows
from core.allocation.solve import Session
from core.domain.scenario import Fairness
from core.domain.schemas import LEVELS
from core.forecasting.joint_paths import people_at
from core.simulation.ground import Ground
from core.simulation.known import Known

SECONDS_A_PLAN = 60.0

SOONER_SHARE = 0.02
"""By which need counts more for each week it falls sooner, in the plans of every policy. Without it a plan keeps goods
for the last weeks it looks at where that saves freight, and the next plan does so again: planned anew each week, goods
were held back for good."""

KEEP_BACK_USD_PER_T = 1.0
"""What a tonne counts that lies at a camp at a week's end, in the plans of every policy: far less than moving it, so
only of two plans that are else alike the one that keeps goods at depots is taken. Without it goods for weeks ahead lay
at some camps while arrivals that were late left others without."""

SAFE_LEVEL = 0.8
"""Quantile that ``robust`` plans for: goods that lie at a camp serve its next week, people nobody expected wait."""

PARTS = 9
"""Equally likely parts of a forecast that a plan for its spread is made over, each by its middle: an odd number, so
that one of them is the median, which stands for the need as planned."""

MOST_CELLS = 20_000
"""Camps x items x weeks of a plan up to which the spread is planned for, as by a scenario: the problem is nine times as
large. Beyond it the quantile of ``robust`` stands for the spread."""


@dataclass(frozen=True, eq=False)
class FirstWeek:
    """What a policy decides.

    Attributes
    ----------
    arc, kind, units
        What is sent, by position of arc and kind of goods, shape (n_sent,).
    offer, bought_units
        What is bought, shape (n_bought,).
    """

    arc: np.ndarray
    kind: np.ndarray
    units: np.ndarray
    offer: np.ndarray
    bought_units: np.ndarray


class Policy(Protocol):
    """From what is known on a day to this week's shipments and purchases; the same knowledge, the same decision."""

    @property
    def name(self) -> str:
        """By which it is asked for."""

    def decide(self, known: Known) -> FirstWeek:
        """What is sent and bought in the week that begins."""


@dataclass(frozen=True)
class PlanningPolicy:
    """Plan the weeks ahead with the optimiser and carry out the first.

    Attributes
    ----------
    people
        Whom it plans for: all parts of the forecast's spread at once, one quantile of it, or as many as were last
        counted.
    level
        The quantile, where one is planned for or the operation is too large for the spread.
    fairness
        Fairness rule of the plan; ``equal_shares`` is pro-rata.
    look_back
        Whether the rule goes by the weeks gone by and the weeks planned together.
    """

    name: str
    people: Literal["spread", "quantile", "last_count"] = "spread"
    level: float = SAFE_LEVEL
    fairness: Fairness = "efficiency"
    look_back: bool = False
    sooner_share: float = SOONER_SHARE
    keep_back_usd_per_t: float = KEEP_BACK_USD_PER_T

    def decide(self, known: Known) -> FirstWeek:
        """Solve the weeks ahead, read off the first."""
        return first_week_of(self._problem(known), self.fairness)

    def _problem(self, known: Known) -> Problem:
        need, spread = self._need(known)
        gone_by = known.gone_by
        return replace(
            known.problem,
            need=need,
            spread=spread,
            caution=0.0,
            past_needed=gone_by.needed if self.look_back else known.problem.past_needed,
            past_without=gone_by.without if self.look_back else known.problem.past_without,
            sooner_share=self.sooner_share,
            keep_back_usd_per_t=self.keep_back_usd_per_t,
        )

    def _need(self, known: Known) -> tuple[np.ndarray, Spread | None]:
        """Need as planned and, where the spread is planned for, that of the other parts."""
        if self.people == "last_count":
            return known.need(np.repeat(known.last_count[:, None], known.ground.horizon, axis=1)), None
        if self.people == "quantile" or is_too_large_for_spread(known.ground):
            return known.need(known.forecast[:, :, LEVELS.index(self.level)]), None
        needs = np.stack([known.need(people) for people in parts_of(known.forecast)])
        middle = PARTS // 2
        return needs[middle], Spread(np.delete(needs, middle, axis=0), np.full(PARTS - 1, 1 / (PARTS - 1)))


def is_too_large_for_spread(ground: Ground) -> bool:
    """Whether plans have more than ``MOST_CELLS``."""
    return ground.problem.n_pairs * ground.horizon > MOST_CELLS


def parts_of(forecast: np.ndarray) -> np.ndarray:
    """People in the middle of each equally likely part of a forecast, shape (PARTS, n_camps, horizon).

    In a part all camps stand equally high in their spread. That leaves nothing out: goods sent to a camp serve nobody
    else, so that the mean over the parts depends on the spread of each camp alone.

    Parameters
    ----------
    forecast
        Shape (n_camps, horizon, 9).
    """
    middles = np.array([NormalDist().inv_cdf((part + 0.5) / PARTS) for part in range(PARTS)])
    return np.moveaxis(people_at(forecast, np.broadcast_to(middles, (*forecast.shape[:2], PARTS))), 2, 0)


def first_week_of(problem: Problem, rule: Fairness) -> FirstWeek:
    """What the best plan by a rule sends and buys in its first week.

    Raises
    ------
    Infeasible, SolverFailed
        If no plan keeps the limits, or none was found in time.
    """
    chosen = RULES[rule]
    program = build_model(problem, chosen.extend)
    session = Session(problem, program, time_limit_seconds=SECONDS_A_PLAN)
    chosen.optimise(session)
    flows = read_flows(problem, program, session.solution.values)
    ship, buy = program.blocks["ship"], program.blocks["buy"]
    sent = np.flatnonzero((ship["week"] == 0) & (flows.ship > 0))
    bought = np.flatnonzero((buy["week"] == 0) & (flows.buy > 0))
    return FirstWeek(
        ship["arc"][sent], ship["commodity"][sent], flows.ship[sent], buy["offer"][bought], flows.buy[bought]
    )


POLICIES: Mapping[str, PlanningPolicy] = {
    policy.name: policy
    for policy in (
        PlanningPolicy("planner"),
        PlanningPolicy("robust", people="quantile"),
        PlanningPolicy("pro_rata", people="last_count", fairness="equal_shares"),
        PlanningPolicy("last_count", people="last_count"),
        PlanningPolicy("worst_off", fairness="worst_off", look_back=True),
        PlanningPolicy("leximin", fairness="leximin", look_back=True),
    )
}
"""By the name a command or page gives."""
