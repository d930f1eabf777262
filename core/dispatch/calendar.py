"""When a vehicle may work, when a place receives it, and how long work takes on the clock."""

from dataclasses import dataclass, field

import pandas as pd

from core.dispatch.fleet import DAY_SECONDS, Kind, seconds_of
from core.dispatch.roads import EVERY_DAY
from core.domain.operation import Operation
from core.domain.schemas import Camps, Depots
from core.domain.weeks import DAYS_PER_WEEK

Span = tuple[int, int]
"""Begin and end in seconds after the Monday of the week, 00:00."""

NEVER = 10**9
"""Seconds; later than any week that is asked about."""


@dataclass(frozen=True)
class Place:
    """When a place receives vehicles, seconds after midnight, and how long one takes to load or unload."""

    opens: int = 0
    closes: int = DAY_SECONDS
    service: int = 0

    @property
    def is_backwards(self) -> bool:
        """Whether the window ends before it begins, so that nobody is ever received."""
        return self.closes <= self.opens


def places_of(operation: Operation) -> dict[str, Place]:
    """Windows and service times of every camp and depot; what is not known does not bind."""
    found = {}
    for table, name in ((operation.camps, Camps.camp_id), (operation.depots, Depots.depot_id)):
        for place_id, opens, closes, minutes in table[
            [name, Camps.window_start, Camps.window_end, Camps.service_minutes]
        ].itertuples(index=False):
            found[str(place_id)] = Place(
                opens=0 if pd.isna(opens) else seconds_of(str(opens)),
                closes=DAY_SECONDS if pd.isna(closes) else seconds_of(str(closes)),
                service=0 if pd.isna(minutes) else round(float(minutes) * 60),
            )
    return found


@dataclass(frozen=True)
class Calendar:
    """Working days of the weeks looked at, as spans in which something may be done.

    Attributes
    ----------
    working_days
        Days of the week, Monday is 0.
    days
        Days looked at from the Monday of the week on.
    first_day
        Days after that Monday on which work begins; those before lie before the planning start.
    """

    working_days: frozenset[int]
    days: int
    first_day: int = 0
    _spans: dict[object, tuple[Span, ...]] = field(default_factory=dict, compare=False)

    def duty(self, kind: Kind, days: frozenset[int] | None = None) -> tuple[Span, ...]:
        """Spans in which a kind of vehicle works, on some days of the week only where ``days`` says so."""
        key = (kind.duty_begins, kind.duty_seconds, days)
        if key not in self._spans:
            allowed = self.working_days & (EVERY_DAY if days is None else days)
            worked = [day for day in range(self.first_day, self.days) if day % DAYS_PER_WEEK in allowed]
            begins = [day * DAY_SECONDS + kind.duty_begins for day in worked]
            self._spans[key] = joined((begin, begin + kind.duty_seconds) for begin in begins)
        return self._spans[key]

    def received(self, kind: Kind, place: Place) -> tuple[Span, ...]:
        """Spans in which a kind of vehicle works and the place receives it."""
        key = (kind.duty_begins, kind.duty_seconds, place.opens, place.closes)
        if key not in self._spans:
            windows = joined((d * DAY_SECONDS + place.opens, d * DAY_SECONDS + place.closes) for d in range(self.days))
            self._spans[key] = common(self.duty(kind), () if place.is_backwards else windows)
        return self._spans[key]


def joined(spans: "object") -> tuple[Span, ...]:
    """Spans in order, those that touch made one.

    Examples
    --------
    >>> joined([(0, 5), (5, 7), (9, 10)])
    ((0, 7), (9, 10))
    """
    found: list[Span] = []
    for begin, end in sorted(spans):  # type: ignore[call-overload]
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return tuple(found)


def common(one: tuple[Span, ...], other: tuple[Span, ...]) -> tuple[Span, ...]:
    """What two lists of spans have in common.

    Examples
    --------
    >>> common(((0, 5), (8, 12)), ((3, 9),))
    ((3, 5), (8, 9))
    """
    found = []
    a = b = 0
    while a < len(one) and b < len(other):
        begin, end = max(one[a][0], other[b][0]), min(one[a][1], other[b][1])
        if begin < end:
            found.append((begin, end))
        if one[a][1] < other[b][1]:
            a += 1
        else:
            b += 1
    return tuple(found)


def in_one_piece(spans: tuple[Span, ...], earliest: int, seconds: int) -> int:
    """First moment from which work of this length fits into one span; ``NEVER`` where it fits into none.

    Examples
    --------
    >>> in_one_piece(((0, 5), (8, 12)), 2, 4)
    8
    """
    for begin, end in spans:
        start = max(begin, earliest)
        if start + seconds <= end:
            return start
    return NEVER


def in_pieces(spans: tuple[Span, ...], earliest: int, seconds: int) -> Span:
    """First and last moment of work that goes on over the nights; ends at ``NEVER`` where spans do not suffice.

    Examples
    --------
    >>> in_pieces(((0, 5), (8, 12)), 2, 4)
    (2, 9)
    """
    began = NEVER
    for begin, end in spans:
        start = max(begin, earliest)
        if start >= end:
            continue
        began = min(began, start)
        if seconds <= end - start:
            return began, start + seconds
        seconds -= end - start
    return began, NEVER


def seconds_within(spans: tuple[Span, ...], begin: int, end: int) -> int:
    """Seconds of the spans between two moments."""
    return sum(max(0, min(end, e) - max(begin, b)) for b, e in spans)
