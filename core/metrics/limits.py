"""The limits of ``deploy/monitoring.toml``: read once, every one named, unknown ones refused."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from core.errors import AidError


@dataclass(frozen=True)
class Limits:
    """Beyond which somebody is told; the file says what each is for."""

    hold_minutes: float
    page_p95_seconds: float
    fewest_pages: float
    failures_per_hour: float
    refused_sign_ins_per_hour: float
    solve_p95_seconds: float
    gap_p95_share: float
    fewest_solves: float
    queue_oldest_seconds: float
    home_free_bytes: float
    home_free_share: float
    data_age_days: float
    promised_share: float
    least_skill_share: float
    fewest_scored: float
    out_of_range_camps: float
    implausible_forecasts: float
    flow_age_hours: float
    health_age_hours: float


BOUNDS = {"share": (0.0, 1.0), "minutes": (0.0, 1440.0)}
"""Of a limit by the last word of its name; all others are any number from 0 on."""


def read_limits(path: Path) -> Limits:
    """Limits of a file.

    Raises
    ------
    AidError
        If it cannot be read, a limit is missing, unknown, no number, or out of bounds; names it.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AidError(f"The limits of monitoring in {path.name} cannot be read: {error}.", _MEND) from error
    known = [field.name for field in fields(Limits)]
    unknown, missing = sorted(set(told) - set(known)), sorted(set(known) - set(told))
    if unknown:
        raise AidError(f"{path.name} names {', '.join(unknown)}, which is no limit.", f"Known: {', '.join(known)}.")
    if missing:
        raise AidError(f"{path.name} does not name {', '.join(missing)}.", _MEND)
    for name, value in told.items():
        least, most = BOUNDS.get(name.rsplit("_", 1)[-1], (0.0, float("inf")))
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            bounds = f"from {least:g} to {most:g}" if most < float("inf") else f"from {least:g} on"
            raise AidError(f"{name} in {path.name} is {value!r}; a number {bounds} was expected.", _MEND)
    return Limits(**{name: float(value) for name, value in told.items()})


_MEND = "Compare it with deploy/monitoring.toml as it came, or point AID_MONITORING at another file."
