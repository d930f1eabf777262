"""Closed loop, week by week: what is known, what a policy sends, what really happens, and what came of it."""

from core.simulation.ground import Ground, lay_ground
from core.simulation.outcomes import Outcomes, outcomes_of
from core.simulation.policies import POLICIES, PlanningPolicy, Policy
from core.simulation.run import Run, run_policy
from core.simulation.world import World, drawn_worlds, real_worlds

__all__ = [
    "POLICIES",
    "Ground",
    "Outcomes",
    "PlanningPolicy",
    "Policy",
    "Run",
    "World",
    "drawn_worlds",
    "lay_ground",
    "outcomes_of",
    "real_worlds",
    "run_policy",
]
