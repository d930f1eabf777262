"""The kinds of change a what-if can make, and the cells of each; forms and tables are made from these."""

from dataclasses import dataclass
from typing import Literal

CellKind = Literal["camp", "depot", "place", "route", "item", "date", "number", "percent", "text"]


@dataclass(frozen=True)
class Cell:
    """One value of a change.

    Attributes
    ----------
    name
        Key in the scenario's values.
    label
        Words above it.
    needed
        Whether it must be filled in.
    low, high, start
        Bounds and first value of numbers; percentages are shares times 100.
    """

    name: str
    label: str
    kind: CellKind
    needed: bool = True
    low: float = 0.0
    high: float = 1e12
    start: float = 0.0


@dataclass(frozen=True)
class ChangeKind:
    """A list of the scenario and the cells of one entry.

    Attributes
    ----------
    field
        Field of ``Scenario``.
    title, button
        Words of the choice, and of the button that adds one.
    tables
        Tables the operation must have for it.
    """

    field: str
    title: str
    button: str
    cells: tuple[Cell, ...]
    tables: tuple[str, ...] = ()


KINDS: tuple[ChangeKind, ...] = (
    ChangeKind(
        "closures",
        "Close a route",
        "Add the closure",
        (
            Cell("route_id", "Route", "route", needed=False),
            Cell("depot_id", "or every route of a depot", "depot", needed=False),
            Cell("from", "From (blank: the start)", "date", needed=False),
            Cell("to", "To (blank: the end)", "date", needed=False),
        ),
        ("routes",),
    ),
    ChangeKind(
        "influx",
        "People arrive",
        "Add the people",
        (
            Cell("camp_id", "Camp", "camp"),
            Cell("date", "On", "date"),
            Cell("people", "People (below zero: they leave)", "number", low=-1e8, high=1e8, start=1000),
        ),
    ),
    ChangeKind(
        "lost_arrivals",
        "Lose an arrival",
        "Add the loss",
        (
            Cell("depot_id", "Place", "place"),
            Cell("item_id", "Item (blank: all)", "item", needed=False),
            Cell("date", "Date (blank: all)", "date", needed=False),
            Cell("lot_id", "Lot (blank: all)", "text", needed=False),
        ),
        ("arrivals",),
    ),
    ChangeKind(
        "stock",
        "Stock",
        "Add the stock",
        (
            Cell("place_id", "Place", "place"),
            Cell("item_id", "Item", "item"),
            Cell("quantity", "Opening stock, units", "number"),
        ),
    ),
    ChangeKind(
        "priorities",
        "Priority",
        "Add the priority",
        (Cell("item_id", "Item", "item"), Cell("priority", "Counts times", "number", low=0.01, high=1e6, start=1)),
    ),
    ChangeKind(
        "vulnerability",
        "Vulnerability",
        "Add the weight",
        (
            Cell("camp_id", "Camp", "camp"),
            Cell("vulnerability", "A person counts times", "number", low=0.01, high=1000, start=1),
        ),
    ),
    ChangeKind(
        "household_size",
        "Household size",
        "Add the size",
        (
            Cell("camp_id", "Camp (blank: all)", "camp", needed=False),
            Cell("household_size", "People in a household", "number", low=1, high=30, start=5),
        ),
    ),
    ChangeKind(
        "camp_limits",
        "Least or most for a camp",
        "Add the limit",
        (
            Cell("camp_id", "Camp", "camp"),
            Cell("item_id", "Item (blank: over all)", "item", needed=False),
            Cell("min_coverage", "At least, % of need", "percent", needed=False, high=100),
            Cell("max_coverage", "At most, % of need", "percent", needed=False, high=100),
        ),
    ),
)
