"""A limit and an amount of it in words."""

import math
from collections.abc import Callable, Iterable

from core.allocation.explain import Limit
from core.comparison.compare import WEIGHED_UNITS, amount_words
from core.domain import wording
from core.domain.operation import Operation
from core.domain.schemas import Arrivals, Items, Routes
from core.domain.wording import SPACE


class LimitWords:
    """Words for the limits of one operation; plain text, names as it has them."""

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.names = operation.place_names
        self.items = operation.items.set_index(Items.item_id)
        self._more: dict[str, Callable[[Limit, float], str]] = {
            "budget": lambda limit, amount: f"{wording.usd(amount)} more",
            "weekly_budget": lambda limit, amount: f"{wording.usd(amount)} more a week",
            "trips": self._of_trips,
            "throughput": lambda limit, amount: f"{tonnes(amount)} a week more handled at {self.place(limit)}",
            "storage": lambda limit, amount: f"{_number(amount)}{SPACE}m3 more storage at {self.place(limit)}",
            "offer": self._of_offers,
            "stock": self._of_stock,
            "earlier": self._of_days,
        }

    def more(self, limit: Limit, amount: float) -> str:
        """``2 more trips a week on Hub to South``, ``USD 5,000 more``."""
        return self._more[limit.kind](limit, amount)

    def alone(self, limit: Limit) -> str:
        """``more trips on Hub to South``."""
        words = {
            "budget": "more money",
            "weekly_budget": "more money a week",
            "trips": f"more trips on {self.route(limit.route_id)}",
            "throughput": f"more handling at {self.place(limit)}",
            "storage": f"more storage at {self.place(limit)}",
            "stock": f"more stock at {self.place(limit)}",
        }
        return words.get(limit.kind) or f"more {self.item(limit.item_id)} on offer at {self.place(limit)}"

    def _of_stock(self, limit: Limit, amount: float) -> str:
        goods = self.goods(limit.item_id, amount) if limit.item_id else tonnes(amount)
        return f"{goods} more at {self.place(limit)}"

    def _of_trips(self, limit: Limit, amount: float) -> str:
        return f"{_number(amount)} more {'trip' if amount == 1 else 'trips'} a week on {self.route(limit.route_id)}"

    def _of_offers(self, limit: Limit, amount: float) -> str:
        return f"{tonnes(amount)} a week more {self.item(limit.item_id)} on offer at {self.place(limit)}"

    def _of_days(self, limit: Limit, amount: float) -> str:
        return f"{self.arrival(limit)} {int(amount)}{SPACE}{'day' if amount == 1 else 'days'} earlier"

    def stands(self, limit: Limit) -> str:
        """Where a limit stands now, in brackets; empty where nothing is to be said."""
        kind, now = limit.kind, limit.stands
        if kind in ("budget", "weekly_budget"):
            return f" (now {wording.usd(now)})"
        if kind == "trips":
            return f" (now {_number(now)})"
        if kind in ("throughput", "offer"):
            return f" (now {wording.tonnes(now)})"
        if kind == "storage":
            return f" (now {_number(now)}{SPACE}m3)"
        return ""

    def route(self, route_id: str) -> str:
        """A route by its ends, with its identifier where several join the same places."""
        routes = self.operation.routes
        rows = routes[routes[Routes.route_id] == route_id]
        if rows.empty:
            return route_id
        ends = rows.iloc[0][[Routes.origin_id, Routes.destination_id]]
        same = routes[(routes[Routes.origin_id] == ends.iloc[0]) & (routes[Routes.destination_id] == ends.iloc[1])]
        words = f"{self.names.get(ends.iloc[0], ends.iloc[0])} to {self.names.get(ends.iloc[1], ends.iloc[1])}"
        return words if len(same) == 1 else f"{words} ({route_id})"

    def place(self, limit: Limit) -> str:
        """The place of a limit."""
        return self.names.get(limit.place_id, limit.place_id)

    def item(self, item_id: str) -> str:
        """An item inside a sentence."""
        return wording.in_sentence(str(self.items.loc[item_id, Items.name]))

    def parts(self, parts: tuple[tuple[str, float], ...]) -> str:
        """``12 t maize and 400 units of blanket``."""
        return and_(self.goods(item, units) for item, units in parts)

    def goods(self, item_id: str, units: float) -> str:
        """A quantity of an item, tonnes rounded up so that no less is told than is needed."""
        item = self.items.loc[item_id]
        if str(item[Items.unit]).strip().lower() in WEIGHED_UNITS:
            return f"{tonnes(units * float(item[Items.weight_kg]) / 1000)} {self.item(item_id)}"
        return amount_words(self.items, item_id, units)

    def arrival(self, limit: Limit) -> str:
        """An arrival: amount, place and day."""
        arrival = self.operation.arrivals.loc[limit.row]
        amount = amount_words(self.items, str(arrival[Arrivals.item_id]), float(arrival[Arrivals.quantity]))
        place = self.names.get(str(arrival[Arrivals.depot_id]), str(arrival[Arrivals.depot_id]))
        return f"{amount} due at {place} on {wording.day(arrival[Arrivals.date])}"


def and_(words: Iterable[str]) -> str:
    """``a, b and c``."""
    every = list(words)
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} and {every[-1]}"


def tonnes(value: float) -> str:
    r"""Tonnes that are needed, rounded up: to tenths, small amounts to kilograms.

    Examples
    --------
    >>> tonnes(26.41), tonnes(0.0456)
    ('26.5\xa0t', '0.046\xa0t')
    """
    parts = 10 if value >= 0.1 else 1000
    up = math.ceil(value * parts - 1e-6) / parts
    return f"{up:,.0f}{SPACE}t" if float(up).is_integer() else f"{up:,.{1 if parts == 10 else 3}f}{SPACE}t"


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
