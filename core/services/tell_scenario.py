"""A scenario as a list of changes in words, each of which can be taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.domain import wording
from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.domain.schemas import Items, Routes

TRIPS = {"continuous": "parts of trips", "whole": "whole trips"}


@dataclass(frozen=True)
class Change:
    """One change of a scenario.

    Attributes
    ----------
    field, position
        Where it stands: a field of ``Scenario``, and the position in it where the field is a list.
    words
        What it says; plain text, names as the operation has them.
    """

    field: str
    position: int | None
    words: str


def changes_in_words(operation: Operation, scenario: Scenario) -> list[Change]:
    """Every change a scenario makes; what names something the operation does not have is told by its identifier."""
    tell = _Teller(operation)
    changes = []
    for field, words in _LISTS.items():
        for position, change in enumerate(getattr(scenario, field)):
            changes.append(Change(field, position, words(tell, change)))
    plain = Scenario()
    for field, told in _VALUES.items():
        value = getattr(scenario, field)
        if value != getattr(plain, field):
            changes.append(Change(field, None, told(tell, value)))
    return changes


def without_change(scenario: Scenario, change: Change) -> Scenario:
    """The scenario with one change taken back."""
    if change.position is None:
        return scenario.model_copy(update={change.field: getattr(Scenario(), change.field)})
    entries = getattr(scenario, change.field)
    kept = entries[: change.position] + entries[change.position + 1 :]
    return scenario.model_copy(update={change.field: kept})


def route_names(operation: Operation) -> dict[str, str]:
    """Every route by its ends: ``Kigoma to Nyarugusu``."""
    routes, names = operation.routes, operation.place_names
    ends = zip(routes[Routes.route_id], routes[Routes.origin_id], routes[Routes.destination_id], strict=True)
    return {str(route): f"{names.get(start, start)} to {names.get(end, end)}" for route, start, end in ends}


class _Teller:
    """Names of one operation."""

    def __init__(self, operation: Operation) -> None:
        self.places = operation.place_names
        self.routes = route_names(operation)
        items = operation.items
        self.items = dict(zip(items[Items.item_id], items[Items.name], strict=True))
        self.units = dict(zip(items[Items.item_id], items[Items.unit], strict=True))

    def place(self, place_id: str | None) -> str:
        return self.places.get(place_id or "", place_id or "every camp")

    def route(self, route_id: str) -> str:
        return self.routes.get(route_id, route_id)

    def item(self, item_id: str | None) -> str:
        return wording.in_sentence(self.items.get(item_id or "", item_id or "every item"))

    def closure(self, change: Any) -> str:
        what = (
            f"{self.route(change.route_id)} is closed"
            if change.route_id
            else f"{self.place(change.depot_id)} is closed, with every route from and to it,"
        )
        return f"{what}{_when(change.start, change.end)}".rstrip(",")

    def influx(self, change: Any) -> str:
        verb = "come to" if change.people >= 0 else "leave"
        count = f"{abs(change.people):,.0f}{wording.SPACE}people"
        return f"{count} {verb} {self.place(change.camp_id)} on {_day(change.date)}, on top of the forecast"

    def lost_arrival(self, change: Any) -> str:
        what = self.item(change.item_id) if change.item_id else "every item"
        when = f" of {_day(change.date)}" if change.date else ""
        lot = f", lot {change.lot_id}" if change.lot_id else ""
        return f"The arrival{when} of {what}{lot} at {self.place(change.depot_id)} does not come"

    def earlier_arrival(self, change: Any) -> str:
        lot = f", lot {change.lot_id}" if change.lot_id else ""
        what = (
            f"The arrival of {_day(change.date)} of {self.item(change.item_id)}{lot} at {self.place(change.depot_id)}"
        )
        return f"{what} comes on {_day(change.to)} already"

    def transfer(self, change: Any) -> str:
        unit = self.units.get(change.item_id, "units")
        amount = f"{change.quantity:,.0f}{wording.SPACE}{unit} of {self.item(change.item_id)}"
        ends = f"from {self.place(change.origin_id)} to {self.place(change.destination_id)}"
        return f"{amount} move {ends} and are there on {_day(change.arrives)}"

    def lifted_earmark(self, change: Any) -> str:
        item = self.item(change.item_id).capitalize()
        return f"{item} at {self.place(change.place_id)} is no longer reserved for one camp"

    def stock(self, change: Any) -> str:
        unit = self.units.get(change.item_id, "units")
        amount = f"{change.quantity:,.0f}{wording.SPACE}{unit}"
        return f"{self.place(change.place_id)} opens with {amount} of {self.item(change.item_id)}"

    def limit(self, change: Any) -> str:
        bounds = [
            f"{words} {wording.percent(share)}"
            for words, share in (("at least", change.min_coverage), ("at most", change.max_coverage))
            if share is not None
        ]
        of = f" of {self.item(change.item_id)}" if change.item_id else ""
        return f"{self.place(change.camp_id)} gets {' and '.join(bounds) or 'what it gets'} of its need{of}"

    def decision(self, change: Any) -> str:
        verb = {"frozen": "stays at", "forced": "is at least", "forbidden": "is not sent:"}[change.kind]
        route = self.route(change.route_id)
        amount = "nothing" if change.kind == "forbidden" else f"{change.quantity:,.0f}"
        return f"{self.item(change.item_id).capitalize()} on {route} in the week of {_day(change.week)} {verb} {amount}"


def _day(date: Any) -> str:
    return wording.day(pd.Timestamp(date))


def _when(start: Any, end: Any) -> str:
    first = f" from {_day(start)}" if start else ""
    return f"{first} to {_day(end)}" if end else first or " throughout"


_LISTS: dict[str, Callable[[_Teller, Any], str]] = {
    "closures": _Teller.closure,
    "influx": _Teller.influx,
    "lost_arrivals": _Teller.lost_arrival,
    "earlier_arrivals": _Teller.earlier_arrival,
    "stock": _Teller.stock,
    "transfers": _Teller.transfer,
    "lifted_earmarks": _Teller.lifted_earmark,
    "priorities": lambda t, c: f"{t.item(c.item_id).capitalize()} counts {c.priority:g} times",
    "vulnerability": lambda t, c: f"A person at {t.place(c.camp_id)} counts {c.vulnerability:g} times",
    "household_size": lambda t, c: f"Households at {t.place(c.camp_id)} have {c.household_size:g} people",
    "camp_limits": _Teller.limit,
    "decisions": _Teller.decision,
}

_VALUES: dict[str, Callable[[_Teller, Any], str]] = {
    "weeks": lambda t, v: f"Plan {v} week{'s' if v != 1 else ''} ahead",
    "budget_usd": lambda t, v: f"Budget of the whole horizon {wording.usd(v)}",
    "budget_usd_per_week": lambda t, v: f"Budget of each week {wording.usd(v)}",
    "fairness": lambda t, v: f"Rule: {wording.FAIRNESS[v]}",
    "plan_for": lambda t, v: "Plan for the spread of need" if v == "spread" else "Plan for one quantile of people",
    "caution": lambda t, v: f"Lean {v:.0%} to the worst tenth of futures".replace("%", f"{wording.SPACE}%"),
    "arrival_service_level": lambda t, v: (
        f"Goods on their way count once they are there with a chance of {wording.percent(v)}"
    ),
    "coverage_floor": lambda t, v: f"Coverage floor {v:.0%}".replace("%", f"{wording.SPACE}%"),
    "ledger_evidence": lambda t, v: f"Who waited is judged by {wording.LEDGER_EVIDENCE[v]}",
    "look_back": lambda t, v: (
        "The worst-off camp is the one with least of past and planned weeks together"
        if v
        else "The worst-off camp is the one with least of the planned weeks"
    ),
    "promised": lambda t, v: f"Change little of the promised plan {v[:8] if len(v) == 64 else v}",
    "stability_usd_per_t": lambda t, v: f"A tonne sent otherwise than promised counts {wording.usd(v)}",
    "sooner_share": lambda t, v: f"Need counts {v:.0%} more for each week sooner".replace("%", f"{wording.SPACE}%"),
    "keep_back_usd_per_t": lambda t, v: f"A tonne that lies at a camp over a week's end counts {wording.usd(v)}",
    "trips": lambda t, v: f"Count {TRIPS[v]}",
    "planning_quantile": lambda t, v: f"Plan for the {v:.0%} quantile of people".replace("%", f"{wording.SPACE}%"),
    "needs_basis": lambda t, v: f"Need is {wording.NEEDS_BASIS[v]}",
    "penalty_usd": lambda t, v: f"A weighted person-week without an item counts {wording.usd(v)}",
}
