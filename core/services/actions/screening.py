"""What easing one limit would bring, by the live model: which few changes are worth a plan of their own."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.allocation.easing import Ease, Move
from core.services.actions.standing import Standing

MOST_MOVES, MOST_ITEMS = 6, 4
"""Arrivals in earlier weeks, and items, that are solved again: those whose prices promise most."""

NEARLY_ALL = 0.9
"""Share of an arrival's best gain for which fewer days are enough."""

GIFT_USD_PER_T = 100.0
"""What a tonne that is asked for counts, so that no more is asked for than serves somebody."""


@dataclass(frozen=True)
class EasedLimit:
    """A limit eased without bound: how much more of it is used, in its unit, and by how much the objective falls."""

    ease: Ease
    amount: float
    gain_usd: float


@dataclass(frozen=True)
class Moved:
    """An arrival brought forward, and by how much the objective falls."""

    move: Move
    gain_usd: float


class Screening:
    """One limit eased at a time, the objective that of the plan without its fairness rule."""

    def __init__(self, standing: Standing) -> None:
        self.eased = standing.eased
        self.cost = self.eased.program.cost
        self.eased.allow_only()
        values = self.eased.minimise(self.cost, _WORDS)
        self.objective = float(self.cost @ values)
        self.begun = self.eased.session.standing()
        # a price is a bound on what a unit is worth, so what promises little need not be solved
        self.prices = {name: -self.eased.session.reduced_costs(self._columns(name)) for name in ("ease", "earlier")}
        self.weight_kg = self.eased.problem.weight_kg

    def moves(self) -> list[Moved]:
        """Of each arrival the fewest days earlier that bring nearly all there is to gain, the best first."""
        eased, found = self.eased, []
        promised = self.prices["earlier"] * np.array([move.quantity for move in eased.moves])
        for position in (int(n) for n in np.argsort(-promised, kind="stable")[:MOST_MOVES] if promised[n] > 0):
            eased.session.go_back_to(self.begun)
            eased.move(position)
            found.append(Moved(eased.moves[position], self._gain(self.cost)))
        eased.move(None)
        eased.session.go_back_to(self.begun)
        best = {moved.move.row: moved.gain_usd for moved in sorted(found, key=lambda each: each.gain_usd)}
        enough = [moved for moved in found if 0 < NEARLY_ALL * best[moved.move.row] <= moved.gain_usd]
        fewest = {moved.move.row: moved for moved in sorted(enough, key=lambda each: -each.move.days)}
        return sorted(fewest.values(), key=lambda each: -each.gain_usd)

    def goods(self, short: pd.DataFrame) -> list[EasedLimit]:
        """Of each item that is short the depot where more of it brings most, the best first."""
        eases, items, prices = self.eased.eases, self.eased.problem.items, self.prices["ease"]
        wanted = short["item_id"].unique()[:MOST_ITEMS]
        found = []
        for item in (items.get_loc(name) for name in wanted):
            at = [n for n, each in enumerate(eases) if each.kind == "stock" and each.item == item and prices[n] > 0]
            if at:
                position = max(at, key=lambda n: prices[n])
                price = GIFT_USD_PER_T * max(float(self.weight_kg[item]), 1e-3) / 1000
                found.append(self._without_bound(position, eases[position], price))
        return sorted((each for each in found if each.gain_usd > 0), key=lambda each: -each.gain_usd)

    def money(self) -> list[EasedLimit]:
        """More money, of the horizon or of each week."""
        found = [
            self._without_bound(position, each, 0.0)
            for position, each in enumerate(self.eased.eases)
            if each.kind in ("budget", "weekly_budget")
        ]
        return [each for each in found if each.gain_usd > 0]

    def _without_bound(self, position: int, each: Ease, price: float) -> EasedLimit:
        eased = self.eased
        eased.session.go_back_to(self.begun)
        eased.allow_only([position])
        weights = np.zeros(len(eased.eases))
        weights[position] = price
        values = eased.minimise(self.cost + eased.costs_of(weights), _WORDS)
        eased.allow_only()
        amount = float(eased.eased(values)[position])
        return EasedLimit(each, amount, self.objective - float(self.cost @ values))

    def _columns(self, block: str) -> np.ndarray:
        place = self.eased.program.columns[block]
        return np.arange(place.start, place.stop)

    def _gain(self, costs: np.ndarray) -> float:
        return self.objective - float(costs @ self.eased.minimise(costs, _WORDS))


_WORDS = "Looking for what would help most"
