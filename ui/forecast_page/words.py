"""The words of people's own figures: beside the forecast, and how they did."""

from collections.abc import Sequence

import pandas as pd

from core.domain.schemas import ForecastTable
from core.locale import message
from core.services.score_overrides import OverrideTally, ScoredOverride
from core.store import Override
from ui import text
from ui.language import say


def heading(name: str, number: int) -> str:
    """How many figures stand."""
    if not number:
        return say("Another figure than the forecast’s for {name}?", name=name)
    return say(
        "{counted} that people expect at {name}, beside the forecast", counted=text.counted(number, "figure"), name=name
    )


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
                else say("beyond the weeks shown")
                if week > start
                else "past",
                text.signed(round(figure.people - now[ForecastTable.q50], -2)) if now is not None else "",
                f"{figure.author}: {figure.reason}",
            )
        )
    return pd.DataFrame(
        rows,
        columns=[
            message("Week to"),
            message("Expected"),
            message("Forecast"),
            message("Difference"),
            message("Who and why"),
        ],
    )


def with_range(figure: Override) -> str:
    """A figure and its range."""
    if figure.low is None and figure.high is None:
        return text.whole(figure.people)
    low = text.whole(figure.low if figure.low is not None else figure.people)
    high = text.whole(figure.high if figure.high is not None else figure.people)
    return say("{people} ({low} to {high})", people=text.whole(figure.people), low=low, high=high)


def option(figure: Override, start: pd.Timestamp) -> str:
    """One figure among others in a select box."""
    return say(
        "{people} in the week to {week}, {author}",
        people=text.whole(figure.people),
        week=day(pd.Timestamp(figure.week), start),
        author=figure.author,
    )


def kept(figure: Override, start: pd.Timestamp) -> str:
    """What was done."""
    week = day(pd.Timestamp(figure.week), start)
    return say(
        "{people} people in the week to {week} is kept beside the forecast, which stays as it is.",
        people=text.whole(figure.people),
        week=week,
    )


def tally(record: OverrideTally) -> str:
    """How figures did against later counts, in words."""
    if not record.compared:
        if not record.waiting:
            return ""
        wait = f"{text.counted(record.waiting, 'figure')} {'waits' if record.waiting == 1 else 'wait'}"
        return say(
            "{wait} for a count near the week; then it is told whether people or the model came nearer.", wait=wait
        )
    people, model, last = (text.whole(miss) for miss in (record.miss, record.model_miss, record.last_count_miss))
    said = say(
        "{counted} could be compared with later counts: people missed by {people} on average, "
        "the forecast of that day by {model}, “same as last count” by {last}. People came nearer "
        "than the forecast in {beat_model} of {compared}, nearer than the last count in "
        "{beat_last_count}.",
        counted=text.counted(record.compared, "figure"),
        people=people,
        model=model,
        last=last,
        beat_model=record.beat_model,
        compared=record.compared,
        beat_last_count=record.beat_last_count,
    )
    if record.ranges:
        said += say(
            " The count lay inside the range given in {inside} of {ranges}.", inside=record.inside, ranges=record.ranges
        )
    return said + (
        say(" {counted} wait for a count.", counted=text.counted(record.waiting, "figure"))
        if record.waiting > 1
        else ""
    )


def record_table(
    record: Sequence[Override], scored: Sequence[ScoredOverride], start: pd.Timestamp, names: dict[str, str]
) -> pd.DataFrame:
    """Every figure ever entered, with what was counted and how far each way was off, as words."""
    by_id = {one.override.id: one for one in scored}
    rows = []
    for figure in record:
        one = by_id.get(figure.id)
        if figure.withdrawn is not None:
            state = say(
                "withdrawn by {withdrawn_by}, {day}",
                withdrawn_by=figure.withdrawn_by,
                day=text.date(pd.Timestamp(figure.withdrawn).tz_localize(None)),
            )
        else:
            state = say("not yet") if one is None or one.counted is None else text.whole(one.counted)
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
    columns = [say("Camp"), say("Week to"), say("Expected"), say("Median then"), say("Last count then"), say("Counted")]
    return pd.DataFrame(
        rows, columns=[*columns, message("Person off by"), message("Forecast off by"), message("Last count off by")]
    )


def day(date: pd.Timestamp, start: pd.Timestamp) -> str:
    """A day, with its year where that is not the year of the planning day."""
    return text.date(date, year=date.year != start.year)
