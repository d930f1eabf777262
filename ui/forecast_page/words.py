"""The words of people's own figures: beside the forecast, and how they did."""

from collections.abc import Sequence

import pandas as pd

from core.domain.schemas import ForecastTable
from core.services.score_overrides import OverrideTally, ScoredOverride
from core.store import Override
from ui import text


def heading(name: str, number: int) -> str:
    """How many figures stand."""
    if not number:
        return f"Another figure than the forecast’s for {name}?"
    return f"{text.counted(number, 'figure')} that people expect at {name}, beside the forecast"


def beside_forecast(figures: Sequence[Override], forecast: pd.DataFrame, start: pd.Timestamp) -> pd.DataFrame:
    """Each figure with the forecast of today for its week, as words."""
    by_week = forecast.set_index(ForecastTable.week)
    rows = []
    for figure in figures:
        week = pd.Timestamp(figure.week)
        known = week in by_week.index
        now = by_week.loc[week] if known else None
        rows.append(
            (
                day(week, start),
                with_range(figure),
                text.with_spread(now[ForecastTable.q50], now[ForecastTable.q10], now[ForecastTable.q90])
                if now is not None
                else "beyond the weeks shown"
                if week > start
                else "past",
                text.signed(round(figure.people - now[ForecastTable.q50], -2)) if now is not None else "",
                f"{figure.author}: {figure.reason}",
            )
        )
    return pd.DataFrame(rows, columns=["Week to", "Expected", "Forecast", "Difference", "Who and why"])


def with_range(figure: Override) -> str:
    """A figure and its range."""
    if figure.low is None and figure.high is None:
        return text.whole(figure.people)
    low = text.whole(figure.low if figure.low is not None else figure.people)
    high = text.whole(figure.high if figure.high is not None else figure.people)
    return f"{text.whole(figure.people)} ({low} to {high})"


def option(figure: Override, start: pd.Timestamp) -> str:
    """One figure among others in a select box."""
    return f"{text.whole(figure.people)} in the week to {day(pd.Timestamp(figure.week), start)}, {figure.author}"


def kept(figure: Override, start: pd.Timestamp) -> str:
    """What was done."""
    week = day(pd.Timestamp(figure.week), start)
    return (
        f"{text.whole(figure.people)} people in the week to {week} is kept beside the forecast, which stays as it is."
    )


def tally(record: OverrideTally) -> str:
    """How figures did against later counts, in words."""
    if not record.compared:
        if not record.waiting:
            return ""
        wait = f"{text.counted(record.waiting, 'figure')} {'waits' if record.waiting == 1 else 'wait'}"
        return f"{wait} for a count near the week; then it is told whether people or the model came nearer."
    people, model, last = (text.whole(miss) for miss in (record.miss, record.model_miss, record.last_count_miss))
    said = (
        f"{text.counted(record.compared, 'figure')} could be compared with later counts: people missed by {people} on "
        f"average, the forecast of that day by {model}, “same as last count” by {last}. People came nearer than the "
        f"forecast in {record.beat_model} of {record.compared}, nearer than the last count in {record.beat_last_count}."
    )
    if record.ranges:
        said += f" The count lay inside the range given in {record.inside} of {record.ranges}."
    return said + (f" {text.counted(record.waiting, 'figure')} wait for a count." if record.waiting > 1 else "")


def record_table(
    record: Sequence[Override], scored: Sequence[ScoredOverride], start: pd.Timestamp, names: dict[str, str]
) -> pd.DataFrame:
    """Every figure ever entered, with what was counted and how far each way was off, as words."""
    by_id = {one.override.id: one for one in scored}
    rows = []
    for figure in record:
        one = by_id.get(figure.id)
        if figure.withdrawn is not None:
            state = f"withdrawn by {figure.withdrawn_by}, {text.date(pd.Timestamp(figure.withdrawn).tz_localize(None))}"
        else:
            state = "not yet" if one is None or one.counted is None else text.whole(one.counted)
        misses = (one.miss, one.model_miss, one.last_count_miss) if one is not None else (None, None, None)
        rows.append(
            (
                names.get(figure.camp_id, figure.camp_id),
                day(pd.Timestamp(figure.week), start),
                f"{text.whole(figure.people)}, {figure.author}",
                text.hundreds(figure.model_median) if figure.model_median is not None else "none",
                text.whole(figure.last_count) if figure.last_count is not None else "none",
                state,
                *(text.whole(miss) if miss is not None else "" for miss in misses),
            )
        )
    columns = ["Camp", "Week to", "Expected", "Median then", "Last count then", "Counted"]
    return pd.DataFrame(rows, columns=[*columns, "Person off by", "Forecast off by", "Last count off by"])


def day(date: pd.Timestamp, start: pd.Timestamp) -> str:
    """A day, with its year where that is not the year of the planning day."""
    return text.date(date, year=date.year != start.year)
