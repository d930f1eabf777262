"""People's own figures for a camp and a week: entered beside the forecast, kept, withdrawn; never mixed with either."""

import datetime as dt
import math
from dataclasses import dataclass

import pandas as pd

from core.domain.access import Actor, Right, alone, require
from core.domain.count_answers import is_copied
from core.domain.operation import Operation
from core.domain.schemas import Camps, ForecastTable, Population
from core.domain.weeks import planning_weeks
from core.errors import DataError, NotEnoughHistory
from core.services.forecast_people import forecast_people
from core.services.open_operation import OpenOperation
from core.services.resources import Resources
from core.store import Override

__all__ = ["Override", "OverrideDraft", "enter_override", "overrides_of", "withdraw_override"]

MOST_WEEKS = 52
MOST_PEOPLE = 1e8
LONGEST_REASON = 500
LONGEST_NAME = 200


@dataclass(frozen=True)
class OverrideDraft:
    """What a person fills in; ``week`` is any day of the week that is meant."""

    camp_id: str
    week: pd.Timestamp
    people: float | None
    reason: str
    low: float | None = None
    high: float | None = None


def enter_override(resources: Resources, opened: OpenOperation, draft: OverrideDraft, actor: Actor) -> Override:
    """Store a person's figure with the forecast and the last count as they stand now.

    Raises
    ------
    NotAllowed
        Unless the actor may give a figure of their own.
    DataError
        If it cannot be used, or the actor gave no name; every fault is named.
    StoreError
        If the same person's figure for the camp and week stands already.
    """
    require(actor, Right.OVERRIDE)
    operation = opened.operation
    start = operation.planning_start
    sundays = planning_weeks(start, MOST_WEEKS)
    horizon = int(sundays.searchsorted(draft.week.normalize())) + 1 if not pd.isna(draft.week) else 0
    faults = [*_faults(operation, draft), *_faults_of_week(draft.week, start, horizon), *_faults_of_name(actor)]
    if faults:
        raise DataError(
            f"The figure cannot be kept: {'; '.join(faults)}.",
            "Correct this and enter it again; nothing was stored.",
        )
    assert draft.people is not None  # a blank figure is a fault
    version = resources.registry.current_version()
    model = _model_then(resources, operation, draft.camp_id, horizon, version)
    count, day = _last_count(operation, draft.camp_id)
    return resources.store.overrides.add(
        Override(
            operation=opened.version.operation,
            camp_id=draft.camp_id,
            week=sundays[horizon - 1].date(),
            people=float(draft.people),
            low=None if draft.low is None else float(draft.low),
            high=None if draft.high is None else float(draft.high),
            reason=draft.reason.strip(),
            author=actor.name.strip(),
            as_of=start.date(),
            data_version=opened.version.id,
            model_version=version,
            model_low=model[0],
            model_median=model[1],
            model_high=model[2],
            last_count=count,
            last_count_date=day,
        ),
        actor,
    )


def overrides_of(resources: Resources, opened: OpenOperation, camp_id: str | None = None) -> list[Override]:
    """Every override of an operation or of one of its camps, withdrawn ones too, the newest first."""
    every = resources.store.overrides.of(opened.version.operation)
    return [override for override in every if camp_id in (None, override.camp_id)]


def withdraw_override(resources: Resources, opened: OpenOperation, override: int, actor: Actor) -> None:
    """Take a figure back; it stays in the record with the name of who did it.

    Raises
    ------
    NotAllowed
        Unless the actor may give figures of their own.
    DataError
        If the actor gave no usable name.
    StoreError
        If it does not stand any more.
    """
    require(actor, Right.OVERRIDE)
    if faults := _faults_of_name(actor):
        raise DataError(f"The figure was not withdrawn: {faults[0]}.", "Enter your name; the record keeps it.")
    resources.store.overrides.withdraw(opened.version.operation, override, actor.name.strip(), actor)


def _faults(operation: Operation, draft: OverrideDraft) -> list[str]:
    faults = []
    if draft.camp_id not in set(operation.camps[Camps.camp_id]):
        faults.append("the camp is not one of this operation")
    for what, value in (("the figure", draft.people), ("the low end", draft.low), ("the high end", draft.high)):
        if value is None:
            faults += ["the figure is blank"] if what == "the figure" else []
        elif not math.isfinite(value) or not 0 <= value <= MOST_PEOPLE:
            faults.append(f"{what} must be from 0 to {MOST_PEOPLE:,.0f} people")
    if not faults and draft.people is not None:
        if draft.low is not None and draft.low > draft.people:
            faults.append(f"the low end, {draft.low:,.0f}, is above the figure, {draft.people:,.0f}")
        if draft.high is not None and draft.high < draft.people:
            faults.append(f"the high end, {draft.high:,.0f}, is below the figure, {draft.people:,.0f}")
    return faults + _faults_of_text("the reason", draft.reason, LONGEST_REASON)


def _faults_of_name(actor: Actor) -> list[str]:
    """A figure is somebody's: at a machine without accounts its owner has to say who they are."""
    is_unnamed = not actor.signed_in and actor.name == alone(actor.door).name
    return _faults_of_text("your name", "" if is_unnamed else actor.name, LONGEST_NAME)


def _faults_of_week(week: pd.Timestamp, start: pd.Timestamp, horizon: int) -> list[str]:
    if pd.isna(week):
        return ["the week is blank"]
    if week <= start:
        return [f"{week.date()} is not after the planning day, {start.date()}"]
    return [f"{week.date()} is more than {MOST_WEEKS} weeks ahead"] if horizon > MOST_WEEKS else []


def _faults_of_text(what: str, words: str, most: int) -> list[str]:
    if not words.strip():
        return [f"{what} is blank"]
    if "\x00" in words:
        return [f"{what} holds a character that is no text"]
    return [f"{what} has {len(words):,} characters, at most {most} are kept"] if len(words) > most else []


def _model_then(
    resources: Resources, operation: Operation, camp_id: str, horizon: int, version: str
) -> tuple[float | None, float | None, float | None]:
    """Quantiles q10, q50, q90 of one camp and week; None where there is no forecast."""
    try:
        table = forecast_people(resources, operation, operation.planning_start, horizon, version).table
    except NotEnoughHistory:
        return None, None, None
    own = table[(table[ForecastTable.camp_id] == camp_id) & (table[ForecastTable.horizon_weeks] == horizon)]
    if own.empty:
        return None, None, None
    row = own.iloc[0]
    return float(row[ForecastTable.q10]), float(row[ForecastTable.q50]), float(row[ForecastTable.q90])


def _last_count(operation: Operation, camp_id: str) -> tuple[float | None, dt.date | None]:
    counts = operation.population
    known = counts[Population.camp_id].eq(camp_id) & counts[Population.population].notna() & ~is_copied(counts)
    known &= counts[Population.date] <= operation.planning_start
    if not known.any():
        return None, None
    last = counts[known].sort_values(Population.date).iloc[-1]
    return float(last[Population.population]), last[Population.date].date()
