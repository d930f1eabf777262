"""The kinds of change a what-if can make, and the cells of each; forms and tables are made from these."""

from dataclasses import dataclass
from typing import Literal

from core.locale import message

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
        message("Close a route"),
        message("Add the closure"),
        (
            Cell("route_id", message("Route"), "route", needed=False),
            Cell("depot_id", message("or every route of a depot"), "depot", needed=False),
            Cell("from", message("From (blank: the start)"), "date", needed=False),
            Cell("to", message("To (blank: the end)"), "date", needed=False),
        ),
        ("routes",),
    ),
    ChangeKind(
        "influx",
        message("People arrive"),
        message("Add the people"),
        (
            Cell("camp_id", message("Camp"), "camp"),
            Cell("date", message("On"), "date"),
            Cell("people", message("People (below zero: they leave)"), "number", low=-1e8, high=1e8, start=1000),
        ),
    ),
    ChangeKind(
        "lost_arrivals",
        message("Lose an arrival"),
        message("Add the loss"),
        (
            Cell("depot_id", message("Place"), "place"),
            Cell("item_id", message("Item (blank: all)"), "item", needed=False),
            Cell("date", message("Date (blank: all)"), "date", needed=False),
            Cell("lot_id", message("Lot (blank: all)"), "text", needed=False),
        ),
        ("arrivals",),
    ),
    ChangeKind(
        "earlier_arrivals",
        message("Bring an arrival forward"),
        message("Add the earlier day"),
        (
            Cell("depot_id", message("Place"), "place"),
            Cell("item_id", message("Item"), "item"),
            Cell("date", message("Day it is expected"), "date"),
            Cell("to", message("Earlier day"), "date"),
            Cell("lot_id", message("Lot (blank: all)"), "text", needed=False),
        ),
        ("arrivals",),
    ),
    ChangeKind(
        "transfers",
        message("Move goods between places"),
        message("Add the transfer"),
        (
            Cell("origin_id", message("From place"), "place"),
            Cell("destination_id", message("To place"), "place"),
            Cell("item_id", message("Item"), "item"),
            Cell("quantity", message("Units moved"), "number"),
            Cell("arrives", message("There on"), "date"),
        ),
        ("stock",),
    ),
    ChangeKind(
        "lifted_earmarks",
        message("Lift a reservation"),
        message("Add the lifting"),
        (
            Cell("place_id", message("Place"), "place"),
            Cell("item_id", message("Item"), "item"),
        ),
    ),
    ChangeKind(
        "stock",
        message("Stock"),
        message("Add the stock"),
        (
            Cell("place_id", message("Place"), "place"),
            Cell("item_id", message("Item"), "item"),
            Cell("quantity", message("Opening stock, units"), "number"),
        ),
    ),
    ChangeKind(
        "priorities",
        message("Priority"),
        message("Add the priority"),
        (
            Cell("item_id", message("Item"), "item"),
            Cell("priority", message("Counts times"), "number", low=0.01, high=1e6, start=1),
        ),
    ),
    ChangeKind(
        "vulnerability",
        message("Vulnerability"),
        message("Add the weight"),
        (
            Cell("camp_id", message("Camp"), "camp"),
            Cell("vulnerability", message("A person counts times"), "number", low=0.01, high=1000, start=1),
        ),
    ),
    ChangeKind(
        "household_size",
        message("Household size"),
        message("Add the size"),
        (
            Cell("camp_id", message("Camp (blank: all)"), "camp", needed=False),
            Cell("household_size", message("People in a household"), "number", low=1, high=30, start=5),
        ),
    ),
    ChangeKind(
        "camp_limits",
        message("Least or most for a camp"),
        message("Add the limit"),
        (
            Cell("camp_id", message("Camp"), "camp"),
            Cell("item_id", message("Item (blank: over all)"), "item", needed=False),
            Cell("min_coverage", message("At least, % of need"), "percent", needed=False, high=100),
            Cell("max_coverage", message("At most, % of need"), "percent", needed=False, high=100),
        ),
    ),
)
