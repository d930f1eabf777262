"""How much sooner a what-if is solved from the plan without the change than from nothing, on the demonstration.

Run on a quiet machine: ``python -m tests.benchmark what_ifs``.
"""

import os
import statistics
import tempfile

from core.bootstrap import build_resources
from core.domain.change import apply_scenario
from core.domain.plan import Basis
from core.domain.scenario import Scenario
from core.services.needs_of_people import needs_of_people
from core.services.open_operation import open_operation, operation_names
from core.services.quick_what_if import quick_what_if

BUDGETS = (-0.5, -0.2, -0.1, -0.05, 0.05, 0.1, 0.2)
INFLUXES = (-0.25, 0.05, 0.25)
CAMPS = 5
ROUNDS = 3
WANTED = 10.0
"""Times sooner than a fresh solve that the median what-if is solved."""
SLOWEST = 1.6
"""A start that is far away may cost this many times a fresh solve at most."""


def main() -> bool:
    """Print the table; whether the median is ``WANTED`` times sooner and none slower than ``SLOWEST`` times fresh."""
    from core.allocation import solve_plan

    with tempfile.TemporaryDirectory() as folder:
        os.environ["AID_HOME"] = folder
        resources = build_resources()
        operation = open_operation(resources, operation_names(resources)[0]).operation
        camps = operation.camps["camp_id"].head(CAMPS)
        people = operation.population.groupby("camp_id")["population"].last()
        asked = [quick_what_if(operation, Scenario(), share, None, 0.0, 0.0) for share in BUDGETS]
        asked += [
            quick_what_if(operation, Scenario(), 0.0, camp, share, float(people[camp]))
            for camp in camps
            for share in INFLUXES
        ]

        def solved(scenario: Scenario, bases: tuple[Basis, ...] = (), keep: bool = False):
            changed = apply_scenario(operation, scenario)
            needs = needs_of_people(resources, changed, operation.planning_start, scenario.weeks).table
            return solve_plan(
                changed, needs, scenario, operation.planning_start, start_from=bases, keep_bases=keep
            )  # fmt: skip

        bases = solved(Scenario(), keep=True).bases
        rows = []
        for scenario in asked:
            tried = [(solved(scenario), solved(scenario, bases)) for _ in range(ROUNDS)]
            cold, warm = (min(plan.report.seconds["solve"] for plan in plans) for plans in zip(*tried, strict=True))
            apart = tried[0][1].summary["objective"] / tried[0][0].summary["objective"] - 1
            rows.append((scenario.name, cold, warm, apart))
        resources.store.close()
    print(f"{'what-if':28} {'fresh s':>8} {'warm s':>8} {'times':>6} {'objective apart':>16}")
    for name, cold, warm, apart in rows:
        print(f"{name:28} {cold:8.3f} {warm:8.3f} {cold / warm:6.1f} {apart:16.1e}")
    median = statistics.median(cold / warm for _, cold, warm, _ in rows)
    slowest = max(warm / cold for _, cold, warm, _ in rows)
    print(f"median: {median:.1f} times sooner; slowest: {slowest:.2f} times a fresh solve")
    return median >= WANTED and slowest <= SLOWEST


if __name__ == "__main__":
    raise SystemExit(not main())
