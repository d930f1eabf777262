"""How a language writes numbers and days: English as the pages of this product do, others by CLDR."""

from dataclasses import dataclass
from functools import cache

MINUS = "\u2212"


@dataclass(frozen=True)
class Conventions:
    """Signs and names of one language.

    Attributes
    ----------
    group, decimal
        Between thousands, and before decimals.
    least_grouped
        Digits that a whole number must have before thousands are parted.
    months
        Names as they follow a day, January first.
    weekdays
        Short names, Monday first.
    pair, middle, end
        How a list is joined: two parts, all but the last, the last; each with ``{0}`` and ``{1}``.
    """

    group: str
    decimal: str
    least_grouped: int
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    pair: str
    middle: str
    end: str


_ENGLISH = Conventions(
    group=",",
    decimal=".",
    least_grouped=4,
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    pair="{0} and {1}",
    middle="{0}, {1}",
    end="{0} and {1}",
)


@cache
def conventions_of(code: str) -> Conventions:
    """Conventions of a language by its code; Arabic with the digits 0 to 9."""
    if code == "en":
        return _ENGLISH
    from babel import Locale

    locale = Locale.parse(code)
    signs, lists = locale.number_symbols["latn"], locale.list_patterns["standard"]
    names, days = locale.months["format"]["abbreviated"], locale.days["format"]["abbreviated"]
    return Conventions(
        group=signs["group"],
        decimal=signs["decimal"],
        # CLDR's minimum of grouping digits, which babel does not give out: Spanish parts from five digits on
        least_grouped=5 if code == "es" else 4,
        months=tuple(names[month] for month in range(1, 13)),
        weekdays=tuple(days[day] for day in range(7)),
        pair=lists["2"],
        middle=lists["middle"],
        end=lists["end"],
    )


def written(value: float, decimals: int, by: Conventions) -> str:
    """A number with its thousands parted, a true minus sign and so many decimals; never minus nothing.

    Examples
    --------
    >>> written(-1234.5, 1, conventions_of("en")), written(-0.2, 0, conventions_of("en"))
    ('−1,234.5', '0')
    """
    whole, _, rest = f"{abs(value):,.{decimals}f}".partition(".")
    digits = whole.replace(",", "")
    shown = whole.replace(",", by.group) if len(digits) >= by.least_grouped else digits
    shown = f"{shown}{by.decimal}{rest}" if rest else shown
    is_nothing = not (digits + rest).strip("0")
    return f"{MINUS}{shown}" if value < 0 and not is_nothing else shown


def joined(parts: list[str], by: Conventions) -> str:
    """Parts as a list: ``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    if len(parts) == 2:
        return by.pair.replace("{0}", parts[0], 1).replace("{1}", parts[1], 1)
    text = parts[0]
    for part in parts[1:-1]:
        text = by.middle.replace("{0}", "\0", 1).replace("{1}", part, 1).replace("\0", text, 1)
    return by.end.replace("{0}", "\0", 1).replace("{1}", parts[-1], 1).replace("\0", text, 1)
