"""Counts that a person should be asked about: steps, counts that stand alone, figures copied forward.

A step may be a re-count, people moving, or an error, and only people know which. Nothing is repaired here.
"""

import numpy as np
import pandas as pd

from core.domain.count_answers import EXPLAINED, is_copied, stands_as_it_is
from core.domain.geography import great_circle_km
from core.domain.schemas import Camps, Population

STEP_SHARE = 0.30
STEP_DAYS = 60
"""A change of more than ``STEP_SHARE`` between two counts no more than ``STEP_DAYS`` apart is asked about."""

SMALLEST_STEP = 100
"""People; smaller changes are not asked about, however large their share."""

NEIGHBOURS_AGREE_SHARE = 0.20
"""Neighbours of a count agree where they differ by no more than this share."""

NEIGHBOURS_NEAR_SHARE = 0.50
NEIGHBOURS_NEAR_TIMES = 2.0
"""They agree too where they differ by no more than this share of what lies between them and the count, and by no more
than this factor: a camp may have grown around a slip of the pen."""

COPIED_COUNTS = 4
"""So many equal counts in a row look copied forward."""

MOVED_DAYS = 14
"""Days between what left one camp and came to another."""

MOVED_KM = 250.0
"""How far apart two camps may lie for people to have moved between them."""

MOVED_TIMES = 2.0
"""What came may be at most this many times what left, and the other way round."""

MOST_COMPARED = 500
"""Steps for which a camp that mirrors them is looked for, the largest first."""

BEARING_DAYS = 728
"""Days before a camp's last count that the forecast looks at; what is older is asked last."""

RULES = ("outlier", "step", "copied_forward")


def ask_about_counts(population: pd.DataFrame, camps: pd.DataFrame) -> pd.DataFrame:
    """Every open question about counts, the worst first.

    Parameters
    ----------
    population, camps
        Typed tables; they may still hold errors.

    Returns
    -------
    pandas.DataFrame
        By row label of ``population``: rule, camp_id, date, population, before, before_date, after, after_date, days
        (since the count before), through (last day of a run of equal counts), times (equal counts), and where another
        camp mirrors a step: beside (camp_id), beside_people (its change), beside_date, beside_km.
    """
    series = _real_counts(population)
    by_camp = series.groupby(Population.camp_id, sort=False)
    series = series.assign(
        before=by_camp[Population.population].shift(),
        before_date=by_camp[Population.date].shift(),
        after=by_camp[Population.population].shift(-1),
        after_date=by_camp[Population.date].shift(-1),
        through=series[Population.date],
        times=1,
        position=np.arange(len(series)),
        last=by_camp[Population.date].transform("max"),
    )
    series["days"] = (series[Population.date] - series["before_date"]).dt.days
    series = series.assign(**_alone(series))
    jumps = _jumps(series)
    jumps = jumps.join(_mirrors(jumps[jumps["rule"] == "step"].head(MOST_COMPARED), series, camps))
    return pd.concat([jumps, _copied(series)]).reindex(columns=_COLUMNS)


_BESIDE = ["beside", "beside_people", "beside_date", "beside_km"]
_COLUMNS = [
    "rule", Population.camp_id, Population.date, Population.population, "before", "before_date", "after", "after_date",
    "days", "through", "times", *_BESIDE,
]  # fmt: skip


def _real_counts(population: pd.DataFrame) -> pd.DataFrame:
    """Counts as the forecast reads them: by camp and day, without blank and copied ones."""
    columns = [Population.camp_id, Population.date, Population.population, Population.kind]
    series = population[columns].assign(stands=stands_as_it_is(population), copied=is_copied(population))
    series = series.dropna(subset=columns[:3]).sort_values(columns[:2], kind="stable")
    series = series[~series.duplicated(columns[:2], keep="last")]
    first = ~series[Population.camp_id].duplicated()
    return series[first | ~series["copied"]]


def _alone(series: pd.DataFrame) -> dict[str, pd.Series]:
    """Which counts stand alone between two neighbours that agree, and which only lead back from such a one."""
    people, before, after = series[Population.population], series["before"], series["after"]
    away, back = (people - before).abs(), (people - after).abs()
    apart = (after - before).abs()
    near = (apart <= NEIGHBOURS_NEAR_SHARE * np.minimum(away, back)) & (
        np.maximum(before, after) <= NEIGHBOURS_NEAR_TIMES * np.minimum(before, after)
    )
    agree = (apart <= NEIGHBOURS_AGREE_SHARE * before) | near
    alone = agree & (away > STEP_SHARE * before) & (away > SMALLEST_STEP) & (back > STEP_SHARE * after)
    leads_back = alone.groupby(series[Population.camp_id], sort=False).shift(fill_value=False).astype(bool)
    return {"alone": alone, "leads_back": leads_back}


def _jumps(series: pd.DataFrame) -> pd.DataFrame:
    """Counts that stand alone, and steps."""
    before, alone = series["before"], series["alone"]
    away = (series[Population.population] - before).abs()
    step = (away > STEP_SHARE * before) & (away > SMALLEST_STEP) & (before > 0) & (series["days"] <= STEP_DAYS)
    step &= ~alone & ~series["leads_back"]
    explained = series[Population.kind].isin(EXPLAINED) | series["stands"]
    asked = series.assign(rule=np.where(alone, "outlier", "step"))[(alone | step) & ~explained]
    is_old = (asked["last"] - asked[Population.date]).dt.days > BEARING_DAYS
    size = (asked[Population.population] - asked["before"]).abs()
    # what stands alone is hardly ever true; a step may be
    order = pd.DataFrame({"old": is_old, "may_be_true": asked["rule"] == "step", "size": -size})
    return asked.loc[order.sort_values(list(order), kind="stable").index]


def _copied(series: pd.DataFrame) -> pd.DataFrame:
    """The first of each run of equal counts; those of a run that a person found right ask nothing more."""
    # a camp's first count differs from "nothing before it", so each camp begins a run
    run = series.groupby(Population.camp_id, sort=False)[Population.population].diff().ne(0).cumsum()
    first = ~run.duplicated()
    open_counts = (first | ~series["stands"]).groupby(run).transform("sum")
    end = series.groupby(run)["position"].transform("max")
    ends = series.iloc[end]
    rows = series.assign(
        rule="copied_forward",
        after=ends["after"].to_numpy(),
        after_date=ends["after_date"].to_numpy(),
        through=ends[Population.date].to_numpy(),
        times=series.groupby(run)[Population.population].transform("size"),
    )
    asked = rows[first & (open_counts >= COPIED_COUNTS) & rows[Population.population].gt(0)]
    return asked.sort_values(["times", Population.population], ascending=False, kind="stable")


def _mirrors(steps: pd.DataFrame, series: pd.DataFrame, camps: pd.DataFrame) -> pd.DataFrame:
    """For each step the change at a near camp at about the same time and of about the same size, if there is one."""
    change = series[Population.population] - series["before"]
    moved = (change.abs() >= SMALLEST_STEP) & (series["days"] <= STEP_DAYS) & ~series["alone"] & ~series["leads_back"]
    moves = series.assign(change=change)[moved].sort_values(Population.date, kind="stable")
    at = camps.dropna(subset=[Camps.camp_id]).drop_duplicates(Camps.camp_id).set_index(Camps.camp_id)
    at = at[[Camps.latitude, Camps.longitude]]
    place = at.reindex(moves[Population.camp_id]).to_numpy(dtype=float)
    here = at.reindex(steps[Population.camp_id]).to_numpy(dtype=float)
    camp, size = moves[Population.camp_id].to_numpy(dtype=object), moves["change"].to_numpy(dtype=float)
    day, since = _days(moves[Population.date]), _days(moves["before_date"])
    own_camp = steps[Population.camp_id].to_numpy(dtype=object)
    by = (steps[Population.population] - steps["before"]).to_numpy(dtype=float)
    begin = _days(steps["before_date"]) - MOVED_DAYS
    end = _days(steps[Population.date]) + MOVED_DAYS
    # a change may be dated as late as the next count
    first, last = np.searchsorted(day, begin), np.searchsorted(day, end + STEP_DAYS, side="right")
    found = {}
    for row, label in enumerate(steps.index):
        near = np.arange(first[row], last[row])
        other = size[near] / -by[row]
        fits = (other >= 1 / MOVED_TIMES) & (other <= MOVED_TIMES) & (since[near] <= end[row])
        near = near[fits & (camp[near] != own_camp[row])]
        km = great_circle_km(here[row, 0], here[row, 1], place[near, 0], place[near, 1])
        if (km <= MOVED_KM).any():
            best = np.where(km <= MOVED_KM, np.abs(size[near] + by[row]), np.inf).argmin()
            chosen = near[best]
            found[label] = (camp[chosen], size[chosen], moves[Population.date].iloc[chosen], km[best])
    return pd.DataFrame.from_dict(found, orient="index", columns=_BESIDE)


def _days(dates: pd.Series) -> np.ndarray:
    """Whole days since 1970-01-01."""
    return dates.to_numpy(dtype="datetime64[D]").astype(np.int64)
