"""The optimiser: from need, stock and routes to a plan."""

from core.allocation.solve_plan import solve_plan as solve_plan
