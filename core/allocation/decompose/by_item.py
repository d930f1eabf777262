"""A plan bettered item by item: trips and room that other items leave, depots and camps all at once."""

import numpy as np
from scipy import sparse

from core.allocation.array_problem import ArrayProblem
from core.allocation.decompose.blocks import matrix_of, part_of
from core.allocation.decompose.watch import Watch
from core.allocation.linear_program import LinearProgram
from core.allocation.problem import Problem

OPTIMALITY = 1e-3
"""Share of the optimum to which the plan of one item is solved."""

KEPT_SHARE = 0.33
"""Of the ways of an item, those that look best at the prices of the best bound, besides all that are used: with 300
camps and 12 depots a turn of 12 items took 8.5 s so, 20 s with all, and was as good."""

HAIR = 1e-4
"""Share by which a limit may be broken in the plan that is bettered."""

NO_ITEM = -1


def goes_by_item(program: LinearProgram) -> bool:
    """Whether trips follow from what is shipped: not where both directions of a road share them."""
    return "shared_trips" not in program.families or program.families["shared_trips"].size == 0


class ByItem:
    """The program of each item, given the plans of the others.

    Trips are no columns there. They are what the load asks for, so the room for one more good on an arc is known, and
    a good counts with the trips it takes alone. That is never too little: with a kilogram a and a volume b of each
    good as shares of a trip, max(sum a, sum b) <= sum max(a, b).
    """

    def __init__(self, problem: Problem, program: LinearProgram, watch: Watch) -> None:
        self._program, self._watch = program, watch
        goods, network = problem.commodities, problem.network
        blocks, columns = program.blocks, program.columns
        self.item = np.full(program.n_columns, NO_ITEM)
        self.item[columns["ship"]] = goods.item[blocks["ship"]["commodity"]]
        self.item[columns["buy"]] = goods.offer_item[blocks["buy"]["offer"]]
        self.item[columns["unmet"]] = problem.pair_item[blocks["unmet"]["pair"]]
        for name in ("hold", "deliver", "dispose"):
            self.item[columns[name]] = goods.item[goods.site_commodity[blocks[name]["site"]]]

        self._ship, self._trips = columns["ship"], columns["trips"]
        ship, trips = blocks["ship"], blocks["trips"]
        trip_of = np.full((problem.n_weeks, network.n_arcs), NO_ITEM)
        trip_of[trips["week"], trips["arc"]] = np.arange(trips.size)
        trip = trip_of[ship["week"], ship["arc"]]
        item = goods.item[ship["commodity"]]
        self._counted = trip >= 0
        self._trip = np.where(self._counted, trip, 0)
        self._by_weight, self._by_volume = (
            np.divide(amount, room, out=np.zeros(ship.size), where=self._counted & (amount > 0))
            for amount, room in (
                (problem.weight_kg[item], network.payload_kg[ship["arc"]]),
                (problem.volume_m3[item], network.volume_m3[ship["arc"]]),
            )
        )

        whole = self._whole = matrix_of(program)
        of_load = np.zeros(program.n_rows, bool)
        for name in ("payload", "trip_volume"):
            of_load[program.rows[name]] = True
        self._of_trips = (sparse.diags((~of_load).astype(float)) @ whole[:, self._trips]).tocsc()
        kept = sparse.diags((~of_load).astype(float)) @ whole
        alone = np.maximum(self._by_weight, self._by_volume)
        counted = np.flatnonzero(self._counted)
        shape = (trips.size, ship.size)
        taken = sparse.csc_matrix((alone[counted], (self._trip[counted], counted)), shape=shape)
        folded = (self._of_trips @ taken).tocsc()
        before, after = self._ship.start, self._ship.stop
        self._matrix = sparse.hstack([kept[:, :before], kept[:, before:after] + folded, kept[:, after:]]).tocsc()
        self._matrix.eliminate_zeros()
        self._cost = program.cost.copy()
        self._cost[self._ship] += taken.T @ program.cost[self._trips]
        self._limit = program.upper[self._trips]

    def with_trips(self, values: np.ndarray) -> np.ndarray:
        """The same with the trips that what is shipped asks for."""
        values = values.copy()
        values[self._trips] = np.maximum(*self._loads(values[self._ship]))
        return values

    def bettered(self, values: np.ndarray, row_prices: np.ndarray) -> np.ndarray:
        """Values that cost no more, after one turn of all items; as many items as time allows.

        Parameters
        ----------
        row_prices
            Of all rows: they say which ways are worth looking at.
        """
        values = self.with_trips(values)
        loss = self._program.cost - self._whole.T @ row_prices
        for item in np.unique(self.item[self.item != NO_ITEM]):
            found = self._of_item(values, self._worth_looking_at(self.item == item, values, loss))
            if found is not None and self._program.cost @ found <= self._program.cost @ values:
                values = found
            if self._watch.is_over():
                break
        return values

    def _worth_looking_at(self, mine: np.ndarray, values: np.ndarray, loss: np.ndarray) -> np.ndarray:
        ways = np.zeros(mine.size, bool)
        ways[self._ship] = mine[self._ship]
        if not ways.any():
            return mine
        far = ways & (values <= 0) & (loss > np.quantile(loss[ways], KEPT_SHARE))
        return mine & ~far

    def _of_item(self, values: np.ndarray, mine: np.ndarray) -> np.ndarray | None:
        program, columns = self._program, np.flatnonzero(mine)
        others = self.with_trips(np.where(mine, 0.0, values))
        most = program.upper.copy()
        most[self._ship] = np.minimum(most[self._ship], self._room(others[self._ship]))
        matrix = self._matrix[:, columns].tocsr()
        rows = np.flatnonzero(np.diff(matrix.indptr))
        used = self._used(others)[rows]
        lower, upper = program.row_lower[rows] - used, program.row_upper[rows] - used
        # What the other items break by a hair is no reason to find no plan for this one; a repair follows.
        mine_now, hair = matrix[rows] @ values[columns], HAIR * (1.0 + np.abs(used))
        lower -= np.clip(lower - mine_now, 0.0, hair)
        upper += np.clip(mine_now - upper, 0.0, hair)
        loads, left = self._shared_loads(columns, others[self._ship])
        part = ArrayProblem(
            part_of(
                sparse.vstack([matrix[rows], loads]).tocsc(),
                self._cost[columns],
                most[columns],
                np.concatenate([lower, np.full(left.size, -np.inf)]),
                np.concatenate([upper, left]),
            )
        )
        options = {"solver": "ipx", "run_crossover": "off", "ipm_optimality_tolerance": OPTIMALITY}
        if not self._watch.solve(part, proved=False, **options) or part.column_values is None:
            return None
        found = values.copy()
        found[columns] = np.clip(part.column_values, 0.0, most[columns])
        return self.with_trips(found)

    def _used(self, others: np.ndarray) -> np.ndarray:
        """What all columns of ``others`` take of each row, their trips as they share them."""
        apart = others.copy()
        apart[self._trips] = 0.0
        ship = others[self._ship]
        alone = self._by_trip(np.maximum(self._by_weight, self._by_volume) * ship)
        return self._matrix @ apart + self._of_trips @ (others[self._trips] - alone)

    def _loads(self, ship: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self._by_trip(self._by_weight * ship), self._by_trip(self._by_volume * ship)

    def _by_trip(self, amounts: np.ndarray) -> np.ndarray:
        counted = self._counted
        return np.bincount(self._trip[counted], amounts[counted], minlength=self._limit.size).astype(float)

    def _shared_loads(self, columns: np.ndarray, ship: np.ndarray) -> tuple[sparse.csr_matrix, np.ndarray]:
        """Rows for trips on which several lots of an item can go, and what they may add up to in trips."""
        at = np.flatnonzero((columns >= self._ship.start) & (columns < self._ship.stop))
        way = columns[at] - self._ship.start
        at, way = at[self._counted[way]], way[self._counted[way]]
        several = np.bincount(self._trip[way], minlength=self._limit.size) > 1
        at, way = at[several[self._trip[way]]], way[several[self._trip[way]]]
        trips, row = np.unique(self._trip[way], return_inverse=True)
        parts, left = [sparse.csr_matrix((0, columns.size))], [np.zeros(0)]
        for load, share in zip(self._loads(ship), (self._by_weight, self._by_volume), strict=True):
            parts.append(sparse.csr_matrix((share[way], (row, at)), shape=(trips.size, columns.size)))
            left.append(np.maximum(self._limit - load, 0.0)[trips])
        return sparse.vstack(parts).tocsr(), np.concatenate(left)

    def _room(self, ship: np.ndarray) -> np.ndarray:
        """Units of each good that the trips still carry beside ``ship``, if nothing else were added, (n_ship,)."""
        room = np.full(ship.size, np.inf)
        for load, share in zip(self._loads(ship), (self._by_weight, self._by_volume), strict=True):
            takes = np.flatnonzero(share > 0)
            left = np.maximum(self._limit - load, 0.0)[self._trip[takes]]
            room[takes] = np.minimum(room[takes], left / share[takes])
        return room
