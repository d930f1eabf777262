"""What an audit says, and the comparison of amounts with limits that every rule uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

ABSOLUTE_TOLERANCE = 1e-4
"""Units, USD or trips that a sum may be off."""

RELATIVE_TOLERANCE = 1e-6
"""Share of the larger of the figures compared that a sum may be off."""

VIOLATION_COLUMNS = ("rule", "place", "item_id", "week", "message", "amount", "limit")


@dataclass(frozen=True, eq=False)
class AuditReport:
    """Outcome of an audit.

    Attributes
    ----------
    violations
        One row per broken limit: ``rule, place`` (camp, depot or route)``, item_id, week, message, amount, limit``.
    limits_checked
        Comparisons made.
    figures
        Figures of the summary, added up anew.
    notes
        What the plan's files do not say, so that it could not be checked, or was checked less closely.
    """

    violations: pd.DataFrame
    limits_checked: int
    figures: Mapping[str, float | None]
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether no limit is broken."""
        return self.violations.empty


class Checker:
    """Compares amounts with limits, counts the comparisons and keeps what is broken.

    Parameters
    ----------
    weeks
        Sundays of the horizon; rules name weeks by their position, negative for no week.
    """

    def __init__(self, weeks: pd.DatetimeIndex) -> None:
        self._weeks = weeks
        self._found: list[pd.DataFrame] = []
        self._notes: dict[str, None] = {}
        self.limits_checked = 0

    def at_most(
        self,
        rule: str,
        amount: npt.ArrayLike,
        limit: npt.ArrayLike,
        says: str,
        *,
        place: Any = "",
        item: Any = "",
        week: Any = -1,
        scale: npt.ArrayLike = 0.0,
    ) -> None:
        """Every amount is at most its limit; a limit of NaN is not known and does not bind.

        Parameters
        ----------
        amount, limit, scale
            Numbers or arrays that broadcast; ``scale`` is the size of the sums the amount comes from.
        says
            Message with the fields ``{place} {item} {week} {amount} {limit} {excess}``.
        place, item, week
            Where: one value, or an array as long as ``amount``; ``week`` is a position in the horizon.
        """
        amount, limit, scale = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (amount, limit, scale)))
        bound = ~np.isnan(limit)
        # written so that an amount that is no number counts as broken
        broken = bound & ~(amount <= limit + _tolerance(amount, limit, scale))
        self._keep(rule, bound, broken, amount, limit, says, place, item, week)

    def equal(
        self,
        rule: str,
        amount: npt.ArrayLike,
        limit: npt.ArrayLike,
        says: str,
        *,
        place: Any = "",
        item: Any = "",
        week: Any = -1,
        scale: npt.ArrayLike = 0.0,
    ) -> None:
        """Every amount equals its limit; arguments as in ``at_most``."""
        amount, limit, scale = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (amount, limit, scale)))
        bound = ~np.isnan(limit)
        broken = bound & ~(np.abs(amount - limit) <= _tolerance(amount, limit, scale))
        self._keep(rule, bound, broken, amount, limit, says, place, item, week)

    def note(self, text: str) -> None:
        """Something that could not be checked; said once."""
        self._notes[text] = None

    def report(self, figures: Mapping[str, float | None]) -> AuditReport:
        """All that was found."""
        columns = list(VIOLATION_COLUMNS)
        violations = pd.concat(self._found, ignore_index=True) if self._found else pd.DataFrame(columns=columns)
        violations["week"] = pd.to_datetime(violations["week"]).astype("datetime64[ns]")
        for name in ("amount", "limit"):
            violations[name] = violations[name].astype("float64")
        return AuditReport(violations[columns], self.limits_checked, figures, tuple(self._notes))

    def _keep(
        self,
        rule: str,
        bound: np.ndarray,
        broken: np.ndarray,
        amount: np.ndarray,
        limit: np.ndarray,
        says: str,
        place: Any,
        item: Any,
        week: Any,
    ) -> None:
        self.limits_checked += int(np.count_nonzero(bound))
        if not broken.any():
            return
        shape = np.shape(broken)
        hit = broken.ravel()
        position = np.broadcast_to(np.asarray(week, dtype=np.int64), shape).ravel()[hit]
        in_horizon = (position >= 0) & (position < len(self._weeks))
        weeks = pd.Series(self._weeks[np.where(in_horizon, position, 0)]).where(in_horizon)
        found = pd.DataFrame(
            {
                "rule": rule,
                "place": np.broadcast_to(np.asarray(place, dtype=object), shape).ravel()[hit],
                "item_id": np.broadcast_to(np.asarray(item, dtype=object), shape).ravel()[hit],
                "week": weeks,
                "amount": amount.ravel()[hit],
                "limit": limit.ravel()[hit],
            }
        )
        found["message"] = [
            says.format(
                place=row.place,
                item=row.item_id,
                week="no week" if pd.isna(row.week) else row.week.date(),
                amount=number(row.amount),
                limit=number(row.limit),
                excess=number(abs(row.amount - row.limit)),
            )
            for row in found.itertuples()
        ]
        self._found.append(found)


def number(value: float) -> str:
    """A number as messages show it: thousands parted, at most four decimals."""
    return f"{value:,.4f}".rstrip("0").rstrip(".") if np.isfinite(value) else "not a number"


def _tolerance(amount: np.ndarray, limit: np.ndarray, scale: np.ndarray) -> np.ndarray:
    size = np.fmax(np.fmax(np.abs(amount), np.abs(limit)), np.abs(scale))
    return ABSOLUTE_TOLERANCE + RELATIVE_TOLERANCE * np.where(np.isfinite(size), size, 0.0)
