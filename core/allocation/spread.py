"""A plan for the spread of need: what is sent is decided once, what is handed out follows each future.

Two stages: the shipments of the model hold in every future; deliveries, shelves and unmet need of the camps are there
once per future. The objective is the mean over the futures, leaning by ``caution`` to the mean of the worst tenth
(conditional value at risk; Rockafellar and Uryasev 2000). What makes need count more for falling sooner, and goods that
lie at a camp count, holds in every future alike.
"""

import numpy as np

from core.allocation.linear_program import NO_ROW, ProgramBuilder
from core.allocation.problem import KG_PER_TONNE, Problem

WORST_SHARE = 0.1
"""Share of the futures that count as the worst."""


def plan_for_spread(builder: ProgramBuilder, problem: Problem) -> None:
    """Add the second stage to a model whose first stage is complete, costs included.

    The need as planned stays one of the futures, with the chance of the others' mean, so that the tables of the plan
    show what it does then. What is over in a future may be left lying: a camp's storage does not bind there.
    """
    spread = problem.spread
    if spread is None:
        return
    goods, sent, b = problem.commodities, problem.sendings, builder.blocks
    chance = np.r_[1.0 / (len(spread.chance) + 1), spread.chance * len(spread.chance) / (len(spread.chance) + 1)]
    unmet, deliver, ship = b["unmet"], b["deliver"], b["ship"]
    price = unmet.cost_usd * problem.waiting_weight[problem.pair_camp[unmet["pair"]]]
    sooner = unmet.tie_break
    unmet.cost_usd = unmet.cost_usd * (1 - problem.caution) * chance[0]
    unmet.tie_break = sooner * chance[0]
    at_camp = goods.site_place < problem.n_camps
    lying = np.where(at_camp, problem.keep_back_usd_per_t * problem.weight_kg[goods.item[goods.site_commodity]], 0.0)
    lying /= KG_PER_TONNE
    b["hold"].tie_break = b["hold"].tie_break * np.where(at_camp[b["hold"]["site"]], chance[0], 1.0)
    week, site = np.nonzero(problem.can_be & at_camp[None, :])
    scale = max(float((price.reshape(problem.need.shape) * problem.due).sum()), 1.0)
    tail = builder.add_columns("tail", {"future": np.arange(len(chance))})
    tail.tie_break = problem.caution * scale * chance / WORST_SHARE
    level = builder.add_columns("tail_level", {"all": np.zeros(1, int)})
    level.tie_break = np.array([problem.caution * scale])
    tail_rows = builder.add_rows("tail", {"future": np.arange(len(chance))}, upper=0.0)
    tail.enter(tail_rows + np.arange(len(chance)), -1.0)
    for future in range(len(chance)):
        level.enter(tail_rows + future, -1.0)
    unmet.enter(tail_rows, price / scale)

    for future, need in enumerate(spread.need, start=1):
        handed = builder.add_columns(f"deliver_{future}", deliver.keys)
        left = builder.add_columns(f"hold_{future}", {"week": week, "site": site})
        short = builder.add_columns(f"unmet_{future}", unmet.keys)
        first = builder.add_rows(f"shelf_{future}", {"week": week, "site": site}, upper=problem.supplied[week, site])
        row = np.full((problem.n_weeks + 1, goods.n_sites), NO_ROW, np.int32)
        row[week, site] = first + np.arange(week.size, dtype=np.int32)
        left.enter(row[week, site], 1.0)
        left.enter(row[week + 1, site], -1.0)
        handed.enter(row[deliver["week"], deliver["site"]], 1.0)
        ship.enter(row, 1.0, rows_at=sent.leaving)
        ship.enter(row, -1.0, rows_at=sent.landing)
        first = builder.add_rows(
            f"need_{future}", {"pair": unmet["pair"], "week": unmet["week"]}, lower=need.ravel(), upper=need.ravel()
        )
        due = (first + np.arange(need.size, dtype=np.int32)).reshape(need.shape)
        handed.enter(due[deliver["pair"], deliver["week"]], 1.0)
        short.enter(due.ravel(), 1.0)
        short.enter(np.where(problem.waits, np.roll(due, -1, axis=1), NO_ROW).ravel(), -1.0)
        short.enter(tail_rows + future, price / scale)
        # no money of the plan as it is planned: it is weighed, not reported
        short.tie_break = chance[future] * ((1 - problem.caution) * price + sooner)
        left.tie_break = chance[future] * lying[left["site"]]
