"""Equal shares, the practice of today: each item is shared in proportion to need, whatever can be made of it.

The goods there are for all camps are what the plan that leaves least need unmet would hand out. Of these no camp gets
more than its share by need; what a road then keeps from a camp is not given to another. A camp keeps what already lies
on its own shelf.
"""

import numpy as np

from core.allocation.linear_program import ProgramBuilder
from core.allocation.problem import Problem
from core.allocation.solve import Session


def extend(builder: ProgramBuilder, problem: Problem) -> None:
    """Add for each camp and item what goes unmet in all weeks, to be held from below once the shares are known."""
    first = builder.add_rows("share", {"pair": np.arange(problem.n_pairs)}, upper=np.inf)
    unmet = builder.blocks["unmet"]
    unmet.enter(first + unmet["pair"], 1.0)


def optimise(session: Session) -> None:
    """First the goods there are, then the objective with every camp held to its share of each item."""
    program, problem = session.program, session.problem
    values = session.minimise(program.cost, "Adding up what can be handed out")
    due = problem.due.sum(axis=1)
    unmet = np.bincount(program.blocks["unmet"]["pair"], values[program.columns["unmet"]], minlength=problem.n_pairs)
    of_item = np.bincount(problem.pair_item, due - unmet, minlength=len(problem.items))
    in_all = np.bincount(problem.pair_item, due, minlength=len(problem.items))
    share = np.divide(of_item, in_all, out=np.ones_like(of_item), where=in_all > 0)[problem.pair_item]
    most = np.clip(np.maximum(share, _own_share(problem)), 0.0, 1.0)
    rows = program.rows["share"]
    session.limit_rows(np.arange(rows.start, rows.stop), lower=(1 - most) * due)
    # the first plan shares nothing: it must not pass for one of this rule where time runs out
    session.minimise(program.cost, "Sharing each item in proportion to need", or_earlier=False)


def _own_share(problem: Problem) -> np.ndarray:
    """Share of need that a camp's own stock and arrivals would meet, shape (n_pairs,)."""
    pair = problem.pair_of_site
    own = np.bincount(pair[pair >= 0], problem.supplied.sum(axis=0)[pair >= 0], minlength=problem.n_pairs)
    need = problem.need.sum(axis=1)
    return np.divide(own, need, out=np.zeros(problem.n_pairs), where=need > 0)
