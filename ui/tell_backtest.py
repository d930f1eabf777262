"""The words of the backtest page: its answer, its figures, its tables, and the stories of the worst weeks."""

import pandas as pd

from core.domain.schemas import ForecastTable
from core.locale import message
from core.services.backtest_report import (
    CUTOFF,
    EVERY_WEEKS,
    FEWEST_COUNTS,
    FEWEST_WEEKS,
    BacktestReport,
    MostCounted,
)
from core.services.score_forecasts import LEAST_GAIN, METHOD_TITLES, NAIVE, SERVED
from core.services.score_overrides import OverrideTally
from core.services.worst_weeks import Cause, WorstWeek
from ui import text
from ui.components import KeyFigure
from ui.language import say

SCORES = (
    message("Gain"),
    message("80\u00a0% holds"),
    message("Miss"),
    message("Last count’s"),
    message("Bias"),
    message("Forecasts"),
)
"""Columns of the tables of scores."""

SMALLEST_SHOWN = 0.005
"""Gains nearer to zero are printed as 0 %."""

DRAWN = {SERVED: message("This forecast"), NAIVE: METHOD_TITLES[NAIVE]}
"""Methods of the chart of misses."""

FIGURES = (
    message("Figures"),
    message("Person off by"),
    message("Forecast off by"),
    message("Last count off by"),
    message("Nearer than forecast"),
)
"""Columns of the table of people's own figures."""


def not_yet(name: str) -> str:
    """Headline while nothing can be scored."""
    return say("How good past forecasts for {name} were is not known yet", name=name)


def what_is_needed(nearest: MostCounted | None) -> str:
    """What an operation must have for a backtest, and how near it is."""
    needed = say(
        "It takes {fewest_counts} counts over {fewest_weeks} weeks at one camp, and a count "
        "after them, within ten days of a week that was forecast. The forecast itself needs a "
        "single count.",
        fewest_counts=FEWEST_COUNTS,
        fewest_weeks=FEWEST_WEEKS,
    )
    if nearest is None:
        return say("{needed} No camp was counted yet.", needed=needed)
    over = say(" over {counted}", counted=text.counted(int(nearest.weeks), "week")) if nearest.counts > 1 else ""
    return say(
        "{needed} The camp counted most, {name}, has {counted}{over}.",
        needed=needed,
        name=nearest.name,
        counted=text.counted(nearest.counts, "count"),
        over=over,
    )


def answer(report: BacktestReport, name: str) -> str:
    """The headline: how much nearer than the last count, and how often the band held."""
    row = report.overall.iloc[0]
    held = say("its 80\u00a0% band held {coverage_80} of later counts", coverage_80=text.percent(row["coverage_80"]))
    skill = row["skill"]
    if not text.known(skill):
        return say("Counts for {name} never changed, so “same as last count” was right; {held}", name=name, held=held)
    if skill < 0:
        return say(
            "Past forecasts for {name} missed by {share} more than “same as last count”; {held}",
            name=name,
            share=text.percent(-skill),
            held=held,
        )
    if skill < LEAST_GAIN:
        return say("Past forecasts for {name} were no better than “same as last count”; {held}", name=name, held=held)
    return say(
        "Past forecasts for {name} missed by {share} less than “same as last count”; {held}",
        name=name,
        share=text.percent(skill),
        held=held,
    )


def lead(report: BacktestReport) -> str:
    """Under the headline: what was forecast, from when to when."""
    points = report.points
    cutoffs = points[CUTOFF]
    made = points.groupby([ForecastTable.camp_id, CUTOFF]).ngroups
    return say(
        "{past} of {camps}, made every {every_weeks} weeks from {first} to {last}, each with "
        "what was known that day; {horizons} ahead were compared with later counts.",
        past=text.counted(made, "forecast"),
        camps=text.counted(len(report.camps), "camp"),
        every_weeks=EVERY_WEEKS,
        first=text.date(cutoffs.min(), year=True),
        last=text.date(cutoffs.max(), year=True),
        horizons=text.counted(len(points), "week"),
    )


def learnt_from(report: BacktestReport) -> tuple[str, str] | None:
    """That the model has seen these counts, where it has."""
    if not report.was_learnt_from:
        return None
    return (
        say("Model {model_version} has learnt from these counts", model_version=report.model_version),
        say(
            "The figures here flatter it. How it does on emergencies it did not learn from stands on "
            "the Model card page."
        ),
    )


def figures(report: BacktestReport) -> list[KeyFigure]:
    """Typical miss, gain, share inside the band, bias."""
    row = report.overall.iloc[0]
    first, last = report.horizons.iloc[0], report.horizons.iloc[-1]
    ahead = say("{counted} ahead", counted=text.counted(int(first[ForecastTable.horizon_weeks]), "week"))
    far = say("{counted} ahead", counted=text.counted(int(last[ForecastTable.horizon_weeks]), "week"))
    better = int((report.camps["skill"] > 0).sum())
    return [
        KeyFigure(
            say("Typical miss"),
            f"{text.whole(row['miss'])}{text.NBSP}people",
            say("same as last count: {naive_miss}", naive_miss=text.whole(row["naive_miss"])),
            say(
                "{miss} at {ahead}, {miss_far} at {far}",
                miss=text.whole(first["miss"]),
                ahead=ahead,
                miss_far=text.whole(last["miss"]),
                far=far,
            ),
        ),
        KeyFigure(
            say("Gain over the last count"),
            text.signed_percent(row["skill"]),
            say("better at {better} of {counted}", better=better, counted=text.counted(len(report.camps), "camp")),
            say("1 less the ratio of the misses"),
        ),
        KeyFigure(
            say("Later counts inside the 80\u00a0% band"),
            text.percent(row["coverage_80"]),
            say("80\u00a0% is wanted"),
            say(
                "{held} at {ahead}, {held_far} at {far}",
                held=text.percent(first["coverage_80"]),
                ahead=ahead,
                held_far=text.percent(last["coverage_80"]),
                far=far,
            ),
        ),
        KeyFigure(
            say("Bias"),
            text.signed_percent(row["bias_share"], 1),
            say("too low") if row["bias_share"] < 0 else say("too high"),
            say("mean of median less later count, share of people"),
        ),
    ]


def by_horizon_finding(report: BacktestReport) -> str:
    """Heading of the chart of misses."""
    gains = report.horizons[report.horizons["skill"] > 0]
    weeks = len(report.horizons)
    if len(gains) == weeks:
        return say("The forecast missed by less than the last count at every week ahead")
    if gains.empty:
        return say("The forecast missed by no less than the last count at any week ahead")
    return say(
        "The forecast missed by less than the last count at {gains} of {counted} ahead",
        gains=len(gains),
        counted=text.counted(weeks, "week"),
    )


def held_finding(report: BacktestReport) -> str:
    """Heading of the chart of coverage."""
    shares = report.horizons["coverage_80"]
    if text.percent(shares.min()) == text.percent(shares.max()):
        return say("The 80\u00a0% band held {share} at every week ahead", share=text.percent(shares.min()))
    return say(
        "The 80\u00a0% band held {band}, by weeks ahead",
        band=text.percent_between(shares.min(), shares.max()),
    )


def horizons(report: BacktestReport) -> pd.DataFrame:
    """Scores by weeks ahead, as words."""
    rows = [(str(int(r[ForecastTable.horizon_weeks])), *_scores(r)) for r in report.horizons.to_dict("records")]
    return pd.DataFrame(rows, columns=[message("Weeks ahead"), *SCORES])


def camps_finding(report: BacktestReport) -> str:
    """Heading of the scores by camp: where the forecast loses."""
    behind = report.camps[report.camps["skill"] < -SMALLEST_SHOWN]
    if behind.empty:
        return say("No camp of {number} would have been better off with the last count", number=len(report.camps))
    shown = [f"{r['name']} ({text.signed_percent(r['skill'])})" for r in behind.head(3).to_dict("records")]
    more = [say("{number} more", number=len(behind) - 3)] if len(behind) > 3 else []
    return say("The last count would have been nearer at {shown}", shown=text.joined(shown + more))


def camps(report: BacktestReport, most: int) -> pd.DataFrame:
    """Scores by camp, the least gain first, as words."""
    rows = [(r["name"], *_scores(r)) for r in report.camps.head(most).to_dict("records")]
    return pd.DataFrame(rows, columns=[message("Camp"), *SCORES])


def camp_by_week(report: BacktestReport, most: int) -> pd.DataFrame:
    """Typical miss of every camp at every week ahead, with that of the last count, as words."""
    errors = report.errors[report.errors["method"].isin([SERVED, NAIVE])]
    miss = errors.pivot_table(
        index=ForecastTable.camp_id, columns=["method", ForecastTable.horizon_weeks], values="mean_absolute_error"
    )
    weeks = sorted({int(week) for week in errors[ForecastTable.horizon_weeks]})
    rows = []
    for row in report.camps.head(most).to_dict("records"):
        own = miss.loc[row[ForecastTable.camp_id]]
        rows.append((row["name"], *(_beside(own.get((SERVED, w)), own.get((NAIVE, w))) for w in weeks)))
    return pd.DataFrame(rows, columns=[message("Camp"), *(say("{weeks} wk", weeks=week) for week in weeks)])


def scores_explained() -> list[str]:
    """What the columns of the tables of scores are."""
    return [
        say(
            "Miss: mean difference of the median to the later count, people. Gain: 1 less its ratio "
            "to the miss of “same as last count”."
        ),
        say("Bias: mean of median less later count, share of people; below zero the forecast was too low."),
    ]


def left_out(report: BacktestReport) -> str:
    """Camps that could not be scored."""
    if not report.unscored:
        return ""
    shown = list(report.unscored[:6])
    more = [say("{number} more", number=len(report.unscored) - 6)] if len(report.unscored) > 6 else []
    return say("Not scored, too few counts: {shown}.", shown=text.joined(shown + more))


def sources(report: BacktestReport) -> str:
    """Model, and on what the errors rest."""
    return say(
        "Model {model_version}; announced changes are not added to past forecasts.", model_version=report.model_version
    )


def worst_finding(report: BacktestReport) -> str:
    """Heading of the worst weeks: what lay behind most of them."""
    weeks = report.worst
    sudden = sum(bool(w.causes) and w.causes[0].kind in ("step", "recount", "movement") for w in weeks)
    if not sudden:
        return say(
            "The {counted} of this operation: no single count explains one of them",
            counted=text.counted(len(weeks), "worst camp-week"),
        )
    return say(
        "Of the {counted}, {sudden} turn on one single count",
        counted=text.counted(len(weeks), "worst camp-week"),
        sudden=sudden,
    )


def story(week: WorstWeek) -> tuple[str, str]:
    """A forecast that missed: its bold beginning, and what lay behind it."""
    end = text.date(week.week, year=True)
    more = "more" if week.miss > 0 else "fewer"
    begin = say(
        "{name}, week to {end}: {miss} {more} than forecast.",
        name=week.name,
        end=end,
        miss=text.people(abs(week.miss)),
        more=more,
    )
    inside = week.low <= week.counted <= week.high
    band = "inside" if inside else ("above" if week.counted > week.high else "below")
    told = say(
        "On {cutoff}, {counted} ahead, {median} were forecast; {counted_2} came, {band} the 80\u00a0% "
        "band. The last count then was {last_count}.",
        cutoff=text.date(week.cutoff, year=True),
        counted=text.counted(week.horizon_weeks, "week"),
        median=text.with_spread(week.median, week.low, week.high),
        counted_2=text.whole(week.counted),
        band=band,
        last_count=text.whole(week.last_count),
    )
    return begin, " ".join([told, *(_cause(cause, week) for cause in week.causes)])


def own_figures_finding(every: OverrideTally) -> str:
    """Heading of people's own figures against the model."""
    against = say(
        "nearer than the forecast {beat_model} of {compared} times",
        beat_model=every.beat_model,
        compared=every.compared,
    )
    return say("People’s own figures came {against}", against=against)


def own_figures(every: OverrideTally, by_camp: dict[str, OverrideTally], names: dict[str, str]) -> pd.DataFrame:
    """People's own figures by camp beside the model and the last count, as words."""
    groups = [(say("All camps"), every), *((names.get(camp, camp), tally) for camp, tally in by_camp.items())]
    rows = [
        (
            name,
            text.whole(tally.compared),
            text.whole(tally.miss),
            text.whole(tally.model_miss),
            text.whole(tally.last_count_miss),
            say("{part} of {all_}", part=tally.beat_model, all_=tally.compared),
        )
        for name, tally in groups
    ]
    return pd.DataFrame(rows, columns=[message("Camp"), *FIGURES])


def _scores(row: dict[str, object]) -> tuple[str, ...]:
    return (
        text.signed_percent(_float(row["skill"])),
        text.percent(_float(row["coverage_80"])),
        text.whole(_float(row["miss"])),
        text.whole(_float(row["naive_miss"])),
        text.signed_percent(_float(row["bias_share"]), 1),
        text.whole(_float(row["n"])),
    )


def _float(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _beside(miss: float | None, naive: float | None) -> str:
    return (
        text.NOT_KNOWN if miss is None or not text.known(float(miss)) else f"{text.whole(miss)} ({text.whole(naive)})"
    )


def _cause(cause: Cause, week: WorstWeek) -> str:
    """One thing that lay behind a miss, as a sentence."""
    day = (
        text.date(cause.day, year=cause.day is not None and cause.day.year != week.week.year)
        if cause.day is not None
        else ""
    )
    change = say("{signed} people", signed=text.signed(cause.people))
    if cause.kind in ("step", "recount", "movement"):
        told = say(
            "The count of {day} went from {before} to {after}",
            day=day,
            before=text.whole(cause.before),
            after=text.whole(cause.after),
        )
        if cause.kind == "recount":
            return say("{told}: it was a re-count that corrected the register, and nobody moved.", told=told)
        if cause.kind == "movement":
            return say("{told}: people really moved.", told=told)
        return told + say(_ASKED[cause.asked])
    over = text.counted(cause.number or 0, "count")
    way = "grow" if (cause.people or 0) > 0 else "shrink"
    return {
        "announced": say("Announced from {day}: {change}, which a backtest does not add.", day=day, change=change),
        "stale": say("That count was {number} old.", number=text.days_long(cause.number)),
        "young": say("The camp was {counted} old.", counted=text.counted(cause.number or 0, "week")),
        "question": say("The count of {day} is an open question on the Data page.", day=day),
        "turned": say("It was forecast to {way} and did the opposite.", way=way),
        "gradual": say("No single count stands out: {change} over {over}.", change=change, over=over),
    }[cause.kind]


_ASKED = {
    "": ".",
    "answered": message(", and was answered as right."),
    "open": message("; what that was is an open question on the Data page."),
}
