"""How well totals hold on real emergencies, and what their dependence rests on: refits that leave one emergency out.

    python -m tests.benchmark totals

For each emergency the models are trained anew without it and without the sites of its countries, then forecast every
second Sunday. Two things are printed: how the errors of two camps go together, by how near the camps are (what
``core/forecasting/dependence.py`` stores), and how often later totals of the camps that were counted lie in the 80 %
band of the joint samples, beside the camps' own bands, the naive band that sums the camps' quantiles, and the band that
the correlation of pairs alone would give.
"""

import dataclasses

import numpy as np
import pandas as pd

from core.forecasting.counts import Counts
from core.forecasting.dependence import MEASURED, Dependence, measured_correlations, measured_weeks_exponent
from core.forecasting.hyperparameters import read_hyperparameters
from core.forecasting.joint_paths import CampForecasts, region_samples, score_of
from core.forecasting.model import ForecastModel
from core.forecasting.scores import pinball
from core.forecasting.train import train_models
from core.forecasting.truth import truth_at
from core.forecasting.views import build_views
from core.services.train_models import rebuilt_examples
from core.settings import PROJECT
from core.sources.wash_reports import read_wash_reports
from tests.benchmark.forecast import DATA, NEIGHBOURS, population

WEEKS = np.arange(1, 13)
SCORED_WEEKS = (1, 2, 4, 6, 8, 10, 12)
FEWEST_CAMPS = 3
"""A total of fewer camps is not scored."""
FEWEST_PEOPLE = 100
"""A camp below it at the cutoff is not scored, as in the comparison of forecasts."""
PAIRS = dataclasses.replace(MEASURED, between_countries=0.0, within_country=0.13, within_region=0.13)
"""What pairs of camps alone would tell."""
AS_OFTEN = 0.03
"""How far the share of totals held may lie from that of the camps."""
NARROWER = 0.85
"""Width of the joint band, at most this share of the naive one."""
CLOSE = 0.08
"""How far a correlation measured again may lie from the one stored."""


def main() -> bool:
    """Print the tables; whether totals hold as often as camps, in narrower bands than the naive sum."""
    if not (DATA / "unhcrwash.csv").is_file():
        print("SKIPPED: the raw counts are not beside the project; nothing was measured")
        return True
    choices = read_hyperparameters(PROJECT / "models" / "hyperparameters.toml")
    real, sites = rebuilt_examples(DATA, choices), read_wash_reports(DATA / "unhcrwash.csv")
    past = []
    for case, countries in NEIGHBOURS.items():
        left_out = [case, *(f"unhcrwash/{country}" for country in countries)]
        model = train_models(choices, real.without(left_out)).model
        camps = pd.read_csv(DATA / case / "camps.csv", dtype=str).set_index("camp_id")
        past.append(past_forecasts(case, population(case), camps["country"], camps["admin1"], model))
        for country in countries:
            if country in sites:
                # the region of a site is not told, so each has one of its own
                of = pd.Series(country, index=sites[country]["camp_id"].unique())
                region = pd.Series(of.index, index=of.index)
                past.append(past_forecasts(f"sites around {case}", sites[country], of, region, model))
    return report(pd.concat(past, ignore_index=True))


def past_forecasts(
    name: str, counted: pd.DataFrame, country: pd.Series, region: pd.Series, model: ForecastModel
) -> pd.DataFrame:
    """A row per camp, cutoff and horizon with a later count: place, quantiles q0 to q8, truth."""
    counts = Counts.from_population(counted)
    first, last = int(counts.day.min()), int(counts.day.max())
    # one calendar for all sources, so that cutoffs of different countries meet
    sundays = np.arange(first + (3 - first) % 14, last + 1, 14)
    camp, cutoff = np.repeat(np.arange(len(counts.camp_ids)), len(sundays)), np.tile(sundays, len(counts.camp_ids))
    known = counts.last_known(camp, cutoff) >= 0
    views = build_views(counts, camp[known], cutoff[known])
    views = views.part(np.flatnonzero(views.level >= FEWEST_PEOPLE))
    truth = truth_at(counts, views.camp, views.cutoff, views.cutoff[:, None] + 7 * WEEKS)
    quantiles = model.predict(views, np.tile(WEEKS.astype(float), (len(views), 1)))
    view, week = np.nonzero(~np.isnan(truth) & np.isin(WEEKS, SCORED_WEEKS))
    ids = counts.camp_ids[views.camp[view]].astype(str)
    table = pd.DataFrame(quantiles[view, week], columns=[f"q{level}" for level in range(9)])
    return table.assign(
        emergency=name,
        camp_id=ids,
        country=country.reindex(ids).to_numpy(),
        region=region.reindex(ids).to_numpy(),
        cutoff=views.cutoff[view],
        horizon_weeks=WEEKS[week],
        truth=truth[view, week],
        score=score_of(quantiles[view, week], truth[view, week]),
    )


def report(past: pd.DataFrame) -> bool:
    """Print correlations and coverage; whether the bounds hold."""
    found = measured_correlations(past).set_index("near")
    exponent = measured_weeks_exponent(past)
    print(found.to_string(float_format=lambda value: f"{value:.3f}"))
    print(f"exponent of weeks {exponent:.2f} (stored {MEASURED.weeks_exponent})\n")
    table = coverage(past)
    print(table.to_string(float_format=lambda value: f"{value:.3f}"))
    whole = table.loc["all"]
    return bool(
        abs(whole["held joint"] - whole["held camps"]) <= AS_OFTEN
        and whole["loss joint"] <= whole["loss naive"]
        and whole["width joint"] <= NARROWER * whole["width naive"]
        and abs(found.loc["country", "correlation"] - PAIRS.within_country) <= CLOSE
        and abs(found.loc["emergency", "correlation"] - PAIRS.between_countries) <= CLOSE
        and abs(exponent - MEASURED.weeks_exponent) <= CLOSE
    )


def coverage(past: pd.DataFrame) -> pd.DataFrame:
    """Share of later totals inside the 80 % band, and mean quantile loss over the total, by source and way."""
    rows = []
    levels = [f"q{level}" for level in range(9)]
    for source, part in past.groupby("emergency"):
        # sites of one country are added up, and so are all camps of an emergency
        total = part["country"] if source.startswith("sites") else "all"
        for (_, cutoff, _), camps in part.assign(total=total).groupby(["total", "cutoff", "horizon_weeks"]):
            if len(camps) >= FEWEST_CAMPS:
                quantiles, truth = camps[levels].to_numpy(), camps["truth"].sum()
                made = {
                    "joint": total_quantiles(camps, quantiles, MEASURED, f"{cutoff}"),
                    "naive": quantiles.sum(axis=0),
                    "by pairs": total_quantiles(camps, quantiles, PAIRS, f"{cutoff}"),
                }
                row = {"source": source, "camps": len(camps)}
                inside = (quantiles[:, 0] <= camps["truth"]) & (camps["truth"] <= quantiles[:, -1])
                row["held camps"] = float(inside.mean())
                for method, q in made.items():
                    row[f"held {method}"] = float(q[0] <= truth <= q[-1])
                    row[f"loss {method}"] = float(pinball(np.array([truth]), q[None])[0]) / truth
                    row[f"width {method}"] = float(q[-1] - q[0]) / truth
                rows.append(row)
    scored = pd.DataFrame(rows)
    by = scored.groupby("source").mean()
    by.insert(0, "totals", scored.groupby("source").size())
    # every source has one say, however often its camps were counted
    by.loc["all"] = by.mean()
    by.loc["all", "totals"] = len(scored)
    return by


def total_quantiles(camps: pd.DataFrame, quantiles: np.ndarray, dependence: Dependence, occasion: str) -> np.ndarray:
    """Quantiles of the sum of camps at one horizon, shape (9,)."""
    asked = CampForecasts(
        camps["camp_id"].to_numpy(object),
        camps["country"].to_numpy(object),
        camps["region"].to_numpy(object),
        quantiles[:, None, :],
        np.array([1.0]),
        occasion,
    )
    ones = np.ones((len(camps), 1))
    people = sum(found.people[0, 0] for found in region_samples(asked, ones, dependence))
    return np.quantile(people, np.arange(1, 10) / 10)
