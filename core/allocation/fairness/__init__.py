"""Fairness rules, one file each: ``extend`` adds to the model what the rule needs, ``optimise`` solves it."""

from collections.abc import Callable
from dataclasses import dataclass

from core.allocation.fairness import efficiency, worst_off
from core.allocation.linear_program import ProgramBuilder
from core.allocation.problem import Problem
from core.allocation.solve import Session


@dataclass(frozen=True)
class FairnessRule:
    """What a rule adds to the model, and the stages in which it is solved."""

    extend: Callable[[ProgramBuilder, Problem], None]
    optimise: Callable[[Session], None]


RULES: dict[str, FairnessRule] = {
    "efficiency": FairnessRule(efficiency.extend, efficiency.optimise),
    "worst_off": FairnessRule(worst_off.extend, worst_off.optimise),
}
"""Rules by the name a scenario gives."""
