"""Fairness rules, one file each: ``extend`` adds to the model what the rule needs, ``optimise`` solves it."""

from collections.abc import Callable
from dataclasses import dataclass

from core.allocation.fairness import coverage_floor, efficiency, equal_shares, ledger, leximin, worst_off
from core.allocation.linear_program import ProgramBuilder
from core.allocation.problem import Problem
from core.allocation.solve import Session


@dataclass(frozen=True)
class FairnessRule:
    """What a rule adds to the model, and the stages in which it is solved."""

    extend: Callable[[ProgramBuilder, Problem], None]
    optimise: Callable[[Session], None]


RULES: dict[str, FairnessRule] = {
    name: FairnessRule(rule.extend, rule.optimise)
    for name, rule in (
        ("efficiency", efficiency),
        ("equal_shares", equal_shares),
        ("coverage_floor", coverage_floor),
        ("worst_off", worst_off),
        ("leximin", leximin),
        ("ledger", ledger),
    )
}
"""Rules by the name a scenario gives."""
