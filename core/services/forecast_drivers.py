"""What drives one camp's forecast: its trend, the age of its count, influx, re-counts, and each method's part."""

import math
from dataclasses import dataclass

import pandas as pd

from core.domain.operation import Operation
from core.domain.planning_figures import planning_figures
from core.domain.real_counts import real_counts
from core.domain.schemas import ForecastTable, Population
from core.domain.weeks import as_day
from core.forecasting.contributions import MedianShift, median_shift
from core.services.forecast_people import forecast_people
from core.services.resources import Resources

VERIFYING = ("registration", "recount")
"""Kinds of count in which people were seen or registered one by one."""
INFLUX_WEEKS = 8
"""Weeks before the planning day in which an influx is recent."""


@dataclass(frozen=True)
class PlanningFigure:
    """People somebody expects at a camp; not a count."""

    people: float
    by: str | None
    date: pd.Timestamp | None
    counts: int


@dataclass(frozen=True)
class Drivers:
    """What the forecast of a camp for one week rests on.

    Attributes
    ----------
    week
        The Sunday told of.
    weeks
        Weeks ahead.
    median
        Of the forecast served, people.
    shift
        From the last count to the blend, in parts; None where the camp was never counted.
    planned_people
        What the planning figure adds beyond the blend, people; 0 where there is none.
    figure
        The planning figure the forecast rests on, wholly (no count) or beside the one count.
    last_kind
        Kind of the last real count; None where it was not noted.
    count_age_days
        Days since it; None where there is none.
    verified
        Day of the newest registration or re-count; None where there is none.
    influx
        People added at counts of kind ``movement`` in the weeks before; what such counts took away is not among them.
    recounts, camp_weeks
        Re-counts in the whole operation, and weeks its camps were counted over.
    recount_chance
        That this camp is re-counted by the week, 0 to 1, at the operation's rate; None where none was ever noted.
    recount_change_share
        Middle of what re-counts changed, as a share of the count before; None where none was ever noted.
    """

    week: pd.Timestamp
    weeks: int
    median: float
    shift: MedianShift | None
    planned_people: float
    figure: PlanningFigure | None
    last_kind: str | None
    count_age_days: float | None
    verified: pd.Timestamp | None
    influx: float
    recounts: int
    camp_weeks: float
    recount_chance: float | None
    recount_change_share: float | None

    @property
    def change(self) -> float | None:
        """People more (or fewer) than at the last count; None where there is none."""
        return None if self.shift is None else self.median - self.shift.last_count

    @property
    def rest(self) -> float:
        """What no part explains, people; every part and the rest add up to ``change``."""
        if self.shift is None:
            return 0.0
        of_model = sum(part.people for part in self.shift.parts) + self.shift.young
        explained = of_model + self.shift.announced + self.planned_people
        return self.median - self.shift.last_count - explained


def forecast_drivers(
    resources: Resources,
    operation: Operation,
    camp_id: str,
    as_of: pd.Timestamp | str,
    weeks: int,
    version: str | None = None,
) -> Drivers | None:
    """Drivers of a camp's forecast for a week ahead; None where it has no forecast.

    Raises
    ------
    NotEnoughHistory
        If no camp has a count on or before ``as_of``, nor a planning figure.
    ModelNotFound, ModelIntegrity
        If the model cannot be used.
    """
    as_of = as_day(as_of)
    version = version or resources.registry.current_version()
    forecast = forecast_people(resources, operation, as_of, weeks, version)
    own = forecast.table[forecast.table[ForecastTable.camp_id] == camp_id]
    if own.empty:
        return None
    end = own.loc[own[ForecastTable.week].idxmax()]
    shift = median_shift(operation, camp_id, as_of, weeks, resources.registry.load(version))
    figure = _figure_of(operation, camp_id, as_of)
    median = float(end[ForecastTable.q50])
    counts = _steps(real_counts(operation, as_of))
    of_camp = counts[counts[Population.camp_id] == camp_id]
    recounts = counts[counts["kind_known"] == "recount"]
    camp_weeks = _weeks_counted(counts)
    rate = len(recounts) / camp_weeks if camp_weeks > 0 else 0.0
    changed = recounts["step"] / recounts["before"].where(recounts["before"] > 0)
    verified = of_camp.loc[of_camp["kind_known"].isin(VERIFYING), Population.date]
    moved = of_camp[(of_camp["kind_known"] == "movement") & (of_camp["step"] > 0)]
    recent = moved[Population.date] > as_of - pd.Timedelta(weeks=INFLUX_WEEKS)
    last_kind = of_camp["kind_known"].iloc[-1] if len(of_camp) else ""
    return Drivers(
        week=end[ForecastTable.week],
        weeks=weeks,
        median=median,
        shift=shift,
        planned_people=median - shift.median if shift is not None and figure is not None else 0.0,
        figure=figure,
        last_kind=last_kind or None,
        count_age_days=float((as_of - of_camp[Population.date].max()).days) if len(of_camp) else None,
        verified=verified.max() if len(verified) else None,
        influx=float(moved.loc[recent, "step"].sum()),
        recounts=len(recounts),
        camp_weeks=camp_weeks,
        recount_chance=1 - math.exp(-rate * weeks) if rate else None,
        recount_change_share=float(changed.median()) if changed.notna().any() else None,
    )


def _figure_of(operation: Operation, camp_id: str, as_of: pd.Timestamp) -> PlanningFigure | None:
    figures = planning_figures(operation, as_of)
    if camp_id not in figures.index:
        return None
    row = figures.loc[camp_id]
    by, date = (None if pd.isna(row[name]) else row[name] for name in ("by", "date"))
    return PlanningFigure(float(row["people"]), by, date, int(row["counts"]))


def _steps(counts: pd.DataFrame) -> pd.DataFrame:
    """Counts by camp and day, with their kind (empty where not noted), the count before and the step from it."""
    table = counts.assign(
        kind_known=counts[Population.kind].astype("object").where(counts[Population.kind].notna(), "")
    )
    table = table.sort_values([Population.camp_id, Population.date], kind="stable")
    before = table.groupby(Population.camp_id)[Population.population].shift()
    return table.assign(before=before, step=table[Population.population] - before)


def _weeks_counted(counts: pd.DataFrame) -> float:
    days = counts.groupby(Population.camp_id)[Population.date].agg(["min", "max"])
    return float((days["max"] - days["min"]).dt.days.sum()) / 7.0
