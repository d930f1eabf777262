"""The words of the backtest page: its answer, its figures, its tables, and the stories of the worst weeks."""

import pandas as pd

from core.domain.schemas import ForecastTable
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

SCORES = ("Gain", "80\u00a0% holds", "Miss", "Last count’s", "Bias", "Forecasts")
"""Columns of the tables of scores."""

SMALLEST_SHOWN = 0.005
"""Gains nearer to zero are printed as 0 %."""

DRAWN = {SERVED: "This forecast", NAIVE: METHOD_TITLES[NAIVE]}
"""Methods of the chart of misses."""

FIGURES = ("Figures", "Person off by", "Forecast off by", "Last count off by", "Nearer than forecast")
"""Columns of the table of people's own figures."""


def not_yet(name: str) -> str:
    """Headline while nothing can be scored."""
    return f"How good past forecasts for {name} were is not known yet"


def what_is_needed(nearest: MostCounted | None) -> str:
    """What an operation must have for a backtest, and how near it is."""
    needed = (
        f"It takes {FEWEST_COUNTS} counts over {FEWEST_WEEKS} weeks at one camp, and a count after them, within ten "
        "days of a week that was forecast. The forecast itself needs a single count."
    )
    if nearest is None:
        return f"{needed} No camp was counted yet."
    over = f" over {text.counted(int(nearest.weeks), 'week')}" if nearest.counts > 1 else ""
    return f"{needed} The camp counted most, {nearest.name}, has {text.counted(nearest.counts, 'count')}{over}."


def answer(report: BacktestReport, name: str) -> str:
    """The headline: how much nearer than the last count, and how often the band held."""
    row = report.overall.iloc[0]
    held = f"its 80\u00a0% band held {text.percent(row['coverage_80'])} of later counts"
    skill = row["skill"]
    if not text.known(skill):
        return f"Counts for {name} never changed, so “same as last count” was right; {held}"
    if skill < 0:
        return f"Past forecasts for {name} missed by {text.percent(-skill)} more than “same as last count”; {held}"
    if skill < LEAST_GAIN:
        return f"Past forecasts for {name} were no better than “same as last count”; {held}"
    return f"Past forecasts for {name} missed by {text.percent(skill)} less than “same as last count”; {held}"


def lead(report: BacktestReport) -> str:
    """Under the headline: what was forecast, from when to when."""
    points = report.points
    cutoffs = points[CUTOFF]
    made = points.groupby([ForecastTable.camp_id, CUTOFF]).ngroups
    return (
        f"{text.counted(made, 'forecast')} of {text.counted(len(report.camps), 'camp')}, made every {EVERY_WEEKS} "
        f"weeks from {text.date(cutoffs.min(), year=True)} to {text.date(cutoffs.max(), year=True)}, each with what "
        f"was known that day; {text.counted(len(points), 'week')} ahead were compared with later counts."
    )


def learnt_from(report: BacktestReport) -> tuple[str, str] | None:
    """That the model has seen these counts, where it has."""
    if not report.was_learnt_from:
        return None
    return (
        f"Model {report.model_version} has learnt from these counts",
        "The figures here flatter it. How it does on emergencies it did not learn from stands on the Model card page.",
    )


def figures(report: BacktestReport) -> list[KeyFigure]:
    """Typical miss, gain, share inside the band, bias."""
    row = report.overall.iloc[0]
    first, last = report.horizons.iloc[0], report.horizons.iloc[-1]
    ahead = f"{text.counted(int(first[ForecastTable.horizon_weeks]), 'week')} ahead"
    far = f"{text.counted(int(last[ForecastTable.horizon_weeks]), 'week')} ahead"
    better = int((report.camps["skill"] > 0).sum())
    return [
        KeyFigure(
            "Typical miss",
            f"{text.whole(row['miss'])}{text.NBSP}people",
            f"same as last count: {text.whole(row['naive_miss'])}",
            f"{text.whole(first['miss'])} at {ahead}, {text.whole(last['miss'])} at {far}",
        ),
        KeyFigure(
            "Gain over the last count",
            text.signed_percent(row["skill"]),
            f"better at {better} of {text.counted(len(report.camps), 'camp')}",
            "1 less the ratio of the misses",
        ),
        KeyFigure(
            "Later counts inside the 80\u00a0% band",
            text.percent(row["coverage_80"]),
            "80\u00a0% is wanted",
            f"{text.percent(first['coverage_80'])} at {ahead}, {text.percent(last['coverage_80'])} at {far}",
        ),
        KeyFigure(
            "Bias",
            text.signed_percent(row["bias_share"], 1),
            "too low" if row["bias_share"] < 0 else "too high",
            "mean of median less later count, share of people",
        ),
    ]


def by_horizon_finding(report: BacktestReport) -> str:
    """Heading of the chart of misses."""
    gains = report.horizons[report.horizons["skill"] > 0]
    weeks = len(report.horizons)
    if len(gains) == weeks:
        return "The forecast missed by less than the last count at every week ahead"
    if gains.empty:
        return "The forecast missed by no less than the last count at any week ahead"
    return f"The forecast missed by less than the last count at {len(gains)} of {text.counted(weeks, 'week')} ahead"


def held_finding(report: BacktestReport) -> str:
    """Heading of the chart of coverage."""
    shares = report.horizons["coverage_80"]
    if text.percent(shares.min()) == text.percent(shares.max()):
        return f"The 80\u00a0% band held {text.percent(shares.min())} at every week ahead"
    return f"The 80\u00a0% band held {text.percent_between(shares.min(), shares.max())}, by weeks ahead"


def horizons(report: BacktestReport) -> pd.DataFrame:
    """Scores by weeks ahead, as words."""
    rows = [(str(int(r[ForecastTable.horizon_weeks])), *_scores(r)) for r in report.horizons.to_dict("records")]
    return pd.DataFrame(rows, columns=["Weeks ahead", *SCORES])


def camps_finding(report: BacktestReport) -> str:
    """Heading of the scores by camp: where the forecast loses."""
    behind = report.camps[report.camps["skill"] < -SMALLEST_SHOWN]
    if behind.empty:
        return f"No camp of {len(report.camps)} would have been better off with the last count"
    shown = [f"{r['name']} ({text.signed_percent(r['skill'])})" for r in behind.head(3).to_dict("records")]
    more = [f"{len(behind) - 3} more"] if len(behind) > 3 else []
    return f"The last count would have been nearer at {text.joined(shown + more)}"


def camps(report: BacktestReport, most: int) -> pd.DataFrame:
    """Scores by camp, the least gain first, as words."""
    rows = [(r["name"], *_scores(r)) for r in report.camps.head(most).to_dict("records")]
    return pd.DataFrame(rows, columns=["Camp", *SCORES])


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
    return pd.DataFrame(rows, columns=["Camp", *(f"{week} wk" for week in weeks)])


def scores_explained() -> list[str]:
    """What the columns of the tables of scores are."""
    return [
        "Miss: mean difference of the median to the later count, people. Gain: 1 less its ratio to the miss of “same "
        "as last count”.",
        "Bias: mean of median less later count, share of people; below zero the forecast was too low.",
    ]


def left_out(report: BacktestReport) -> str:
    """Camps that could not be scored."""
    if not report.unscored:
        return ""
    shown = list(report.unscored[:6])
    more = [f"{len(report.unscored) - 6} more"] if len(report.unscored) > 6 else []
    return f"Not scored, too few counts: {text.joined(shown + more)}."


def sources(report: BacktestReport) -> str:
    """Model, and on what the errors rest."""
    return f"Model {report.model_version}; announced changes are not added to past forecasts."


def worst_finding(report: BacktestReport) -> str:
    """Heading of the worst weeks: what lay behind most of them."""
    weeks = report.worst
    sudden = sum(bool(w.causes) and w.causes[0].kind in ("step", "recount", "movement") for w in weeks)
    if not sudden:
        return (
            f"The {text.counted(len(weeks), 'worst camp-week')} of this operation: no single count explains one of them"
        )
    return f"Of the {text.counted(len(weeks), 'worst camp-week')}, {sudden} turn on one single count"


def story(week: WorstWeek) -> tuple[str, str]:
    """A forecast that missed: its bold beginning, and what lay behind it."""
    end = text.date(week.week, year=True)
    more = "more" if week.miss > 0 else "fewer"
    begin = f"{week.name}, week to {end}: {text.people(abs(week.miss))} {more} than forecast."
    inside = week.low <= week.counted <= week.high
    band = "inside" if inside else ("above" if week.counted > week.high else "below")
    told = (
        f"On {text.date(week.cutoff, year=True)}, {text.counted(week.horizon_weeks, 'week')} ahead, "
        f"{text.with_spread(week.median, week.low, week.high)} were forecast; {text.whole(week.counted)} came, {band} "
        f"the 80\u00a0% band. The last count then was {text.whole(week.last_count)}."
    )
    return begin, " ".join([told, *(_cause(cause, week) for cause in week.causes)])


def own_figures_finding(every: OverrideTally) -> str:
    """Heading of people's own figures against the model."""
    against = f"nearer than the forecast {every.beat_model} of {every.compared} times"
    return f"People’s own figures came {against}"


def own_figures(every: OverrideTally, by_camp: dict[str, OverrideTally], names: dict[str, str]) -> pd.DataFrame:
    """People's own figures by camp beside the model and the last count, as words."""
    groups = [("All camps", every), *((names.get(camp, camp), tally) for camp, tally in by_camp.items())]
    rows = [
        (
            name,
            text.whole(tally.compared),
            text.whole(tally.miss),
            text.whole(tally.model_miss),
            text.whole(tally.last_count_miss),
            f"{tally.beat_model} of {tally.compared}",
        )
        for name, tally in groups
    ]
    return pd.DataFrame(rows, columns=["Camp", *FIGURES])


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
    change = f"{text.signed(cause.people)} people"
    if cause.kind in ("step", "recount", "movement"):
        told = f"The count of {day} went from {text.whole(cause.before)} to {text.whole(cause.after)}"
        if cause.kind == "recount":
            return f"{told}: it was a re-count that corrected the register, and nobody moved."
        if cause.kind == "movement":
            return f"{told}: people really moved."
        return told + _ASKED[cause.asked]
    over = text.counted(cause.number or 0, "count")
    way = "grow" if (cause.people or 0) > 0 else "shrink"
    return {
        "announced": f"Announced from {day}: {change}, which a backtest does not add.",
        "stale": f"That count was {text.days_long(cause.number)} old.",
        "young": f"The camp was {text.counted(cause.number or 0, 'week')} old.",
        "question": f"The count of {day} is an open question on the Data page.",
        "turned": f"It was forecast to {way} and did the opposite.",
        "gradual": f"No single count stands out: {change} over {over}.",
    }[cause.kind]


_ASKED = {
    "": ".",
    "answered": ", and was answered as right.",
    "open": "; what that was is an open question on the Data page.",
}
