"""One policy through one future: know, decide, live through the week, go on."""

from dataclasses import dataclass

import numpy as np

from core.simulation.conservation import check_conservation
from core.simulation.ground import Ground
from core.simulation.known import Forecast, what_is_known
from core.simulation.policies import Policy
from core.simulation.state import first_state
from core.simulation.week import live_through
from core.simulation.world import World


@dataclass(frozen=True, eq=False)
class Run:
    """What came of a policy in a future.

    Attributes
    ----------
    need, delivered
        Units by camp, item and week, shape (n_camps, n_items, n_weeks); need holds what is still unmet of once items.
    needed
        The same if nothing were delivered at all: what coverage is a share of, the same for every policy.
    transport_usd, purchase_usd, cut_t
        By week, shape (n_weeks,); ``cut_t`` is what was decided and could not be sent.
    expired_t, disposed_t
        Tonnes lost.
    over_delivered_t
        Tonnes that lie at camps at the end beyond what their people need in one more week.
    """

    need: np.ndarray
    delivered: np.ndarray
    needed: np.ndarray
    transport_usd: np.ndarray
    purchase_usd: np.ndarray
    cut_t: np.ndarray
    expired_t: float
    disposed_t: float
    over_delivered_t: float


def run_policy(ground: Ground, world: World, policy: Policy, forecast: Forecast) -> Run:
    """Let a policy decide every week of a future, on what it can know by then.

    Raises
    ------
    Infeasible, SolverFailed
        If a week has no plan.
    SimulationFault
        If goods do not add up.
    """
    state = first_state(ground)
    weeks = []
    for week in range(ground.weeks):
        decided = policy.decide(what_is_known(ground, world, state, week, forecast))
        before = state.in_all()
        done = live_through(ground, world, state, week, decided)
        check_conservation(before, done, state.in_all())
        weeks.append(done)
    kinds, problem = ground.kinds, ground.problem
    tonnes = problem.weight_kg[kinds.item] / 1000.0
    before_start = ground.standards.served_before
    needed = np.stack(
        [ground.standards.due(world.people[:, week], before_start[:, :, week]) for week in range(ground.weeks)],
        axis=2,
    )
    return Run(
        need=np.stack([done.need for done in weeks], axis=2),
        delivered=np.stack([done.delivered for done in weeks], axis=2),
        needed=needed,
        transport_usd=np.array([done.transport_usd for done in weeks]),
        purchase_usd=np.array([done.purchase_usd for done in weeks]),
        cut_t=np.array([done.cut_t for done in weeks]),
        expired_t=float(sum(done.expired for done in weeks) @ tonnes),
        disposed_t=float(sum(done.disposed for done in weeks) @ tonnes),
        over_delivered_t=_left_over_t(ground, world, state.stock, state.handed),
    )


def _left_over_t(ground: Ground, world: World, stock: np.ndarray, handed: np.ndarray) -> float:
    problem, kinds = ground.problem, ground.kinds
    left = np.zeros((problem.n_camps, len(problem.items)))
    np.add.at(left.T, kinds.item, stock[: problem.n_camps].T)
    served = ground.standards.served(handed)[:, :, ground.weeks]
    next_week = ground.standards.due(world.people[:, -1], served)
    return float((np.maximum(left - next_week, 0.0) @ problem.weight_kg).sum()) / 1000.0
