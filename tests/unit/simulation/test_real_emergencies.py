"""Real emergencies as operations: one limit binds in each regime, and the people are those really counted."""

import numpy as np
import pytest

from core.domain.scenario import Scenario
from core.simulation import POLICIES, lay_ground, real_worlds, run_policy
from tests.real_emergencies import EMERGENCIES, REGIMES, SHARE, emergency_operation, real_history

WEEKS = 2


@pytest.mark.parametrize("name", EMERGENCIES)
def test_the_binding_limit_leaves_some_without_and_all_start_alike(name):
    history = real_history(name)
    starts = history.starts(WEEKS)
    start = starts[len(starts) // 2]
    for regime in REGIMES:
        ground = lay_ground(emergency_operation(history, name, regime, start), Scenario(weeks=2), start, WEEKS)
        world = real_worlds(ground, [0])[0]
        people = world.last_counts(start)
        assert people == pytest.approx(history.last_known(start).to_numpy())
        ahead = np.broadcast_to(people[:, None, None], (len(people), 2, 9)).copy()
        run = run_policy(ground, world, POLICIES["planner"], lambda _day, _counts, ahead=ahead: ahead)
        food = ~ground.standards.once
        met = run.delivered[:, food].sum() / run.need[:, food].sum()
        assert SHARE / 3 < met < 1
