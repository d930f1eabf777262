"""Policies: from what is known on a day to what is sent and bought in the week that begins."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, Protocol

import numpy as np

from core.allocation.fairness import RULES
from core.allocation.model import build_model
from core.allocation.problem import Problem, Spread
from core.allocation.read_back import read_flows
from core.allocation.solve import Session
from core.domain.scenario import Fairness
from core.domain.schemas import LEVELS
from core.simulation.known import Known
from core.simulation.spread import need_spread

SECONDS_A_PLAN = 60.0


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
        Whom it plans for: a quantile of the forecast, as many as were last counted, or the whole spread.
    level
        The quantile, where one is planned for.
    rule
        Fairness rule of the plan; ``equal_shares`` is pro-rata.
    """

    name: str
    people: Literal["forecast", "last_count", "spread"] = "forecast"
    level: float = 0.5
    rule: Fairness = "efficiency"

    def decide(self, known: Known) -> FirstWeek:
        """Solve the weeks ahead, read off the first."""
        return first_week_of(self._problem(known), self.rule)

    def _problem(self, known: Known) -> Problem:
        if self.people == "last_count":
            people = np.repeat(known.last_count[:, None], known.ground.horizon, axis=1)
        else:
            people = known.forecast[:, :, LEVELS.index(self.level)]
        need = known.need(people)
        spread: Spread | None = need_spread(known) if self.people == "spread" else None
        return replace(known.problem, need=need, spread=spread)


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
        PlanningPolicy("robust", people="spread"),
        PlanningPolicy("pro_rata", people="last_count", rule="equal_shares"),
        PlanningPolicy("last_count", people="last_count"),
        PlanningPolicy("worst_off", rule="worst_off"),
        PlanningPolicy("leximin", rule="leximin"),
    )
}
"""By the name a command or page gives."""
