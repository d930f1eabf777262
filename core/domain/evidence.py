"""How sure a share or a rate is that was counted among few people, and whether it differs from the others'."""

import math
from dataclasses import dataclass

Z = 2.5758
"""Standard deviations of a 99 % interval: many camps and statements are looked at at once."""


@dataclass(frozen=True)
class Counted:
    """A share or a rate with what it was counted from.

    Attributes
    ----------
    count, base
        Times it was counted, and of how many it could have been; people for a rate of complaints.
    value, low, high
        ``count / base`` and the ends of its 99 % interval.
    """

    count: float
    base: float
    value: float
    low: float
    high: float

    def is_below(self, other: "Counted") -> bool:
        """Whether the whole interval lies below that of another; the two do not touch."""
        return self.high < other.low

    def is_above(self, other: "Counted") -> bool:
        """Whether the whole interval lies above that of another."""
        return self.low > other.high


def share(yes: float, asked: float) -> Counted:
    """A share of people asked, with Wilson's interval (Wilson 1927, doi:10.1080/01621459.1927.10502953).

    Examples
    --------
    >>> found = share(45, 60)
    >>> [round(figure, 3) for figure in (found.value, found.low, found.high)]
    [0.75, 0.586, 0.864]
    """
    if not 0 <= yes <= asked or asked <= 0:
        raise ValueError(f"Expected 0 <= yes <= asked and somebody asked, got {yes} of {asked}.")
    value, square = yes / asked, Z * Z
    middle = (value + square / (2 * asked)) / (1 + square / asked)
    half = Z / (1 + square / asked) * math.sqrt(value * (1 - value) / asked + square / (4 * asked * asked))
    return Counted(yes, asked, value, max(0.0, middle - half), min(1.0, middle + half))


def rate(count: float, people: float) -> Counted:
    """Events a person, with an interval of the square root of the count (variance-stabilised Poisson).

    Examples
    --------
    >>> found = rate(25, 1000)
    >>> [round(figure, 4) for figure in (found.value, found.low, found.high)]
    [0.025, 0.0138, 0.0395]
    """
    if count < 0 or people <= 0:
        raise ValueError(f"Expected a count of at least 0 and people, got {count} and {people}.")
    root = math.sqrt(count)
    return Counted(count, people, count / people, max(0.0, root - Z / 2) ** 2 / people, (root + Z / 2) ** 2 / people)
