"""How well demand is foreseen on real stock reports, and what reorder rules made of it lose.

    python -m tests.benchmark demand

``aid demand`` forecasts the cutoffs of the published comparison, the score script judges it. Then two rules are
replayed on the same sites: order up to three times the average, as is done today, and order up to a quantile of
forecast demand, with the same mean stock. Monthly review, one month until goods come, lost demand counted; months whose
demand is not known run with the demand of another month of their series, drawn at random, and are not counted.
"""

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from core.demand import panel_of
from core.demand.likes import numbers_of
from core.demand.trailing import trailing_mean
from core.domain.schemas import Consumption
from core.inventory.reorder.lost_sales import factor_for_stock, loss_ratio, replay
from core.services.read_stock_reports import load_stock_reports
from core.settings import PROJECT

DATA = PROJECT.parent / "shared" / "data" / "health_stock"
SCORE = PROJECT.parent / "shared" / "bench" / "score_demand.py"
MOST_SQL, HOLDS, MOST_LOST = 0.95, (0.75, 0.88), 0.90
TIMES_THE_AVERAGE = 3.0
DRAWS, SEED = 2000, 20261127


def main() -> bool:
    """Print the figures; whether every bound holds."""
    if not SCORE.is_file():
        print("SKIPPED: the stock reports and the score script are not beside the project; nothing was measured")
        return True
    with tempfile.TemporaryDirectory() as folder:
        asked, made = Path(folder) / "cutoffs.csv", Path(folder) / "demand.csv"
        subprocess.run([sys.executable, SCORE, "--tasks", asked], check=True)
        began = time.monotonic()
        command = [sys.executable, "-m", "entrypoints.cli", "demand", DATA, "--cutoffs", asked, "--out", made]
        subprocess.run(command, check=True, cwd=PROJECT, capture_output=True)
        print(f"aid demand took {time.monotonic() - began:.0f} s")
        told = subprocess.run(
            [sys.executable, SCORE, "--pred", made], check=True, capture_output=True, text=True
        ).stdout
        print(told.strip())
        forecast = pd.read_csv(made, dtype={"place_id": str, "item_id": str}, parse_dates=["cutoff"])
    sql = float(re.findall(r"median: SQL ([\d.]+)", told)[0])
    holds = float(re.findall(r"interval holds ([\d.]+)", told)[0])
    lost = reorder_rules(forecast)
    return sql <= MOST_SQL and HOLDS[0] <= holds <= HOLDS[1] and lost <= MOST_LOST


def reorder_rules(forecast: pd.DataFrame) -> float:
    """Replay both rules and print what they lose; the larger of the ratios of shares and units lost."""
    panel = panel_of(load_stock_reports(DATA))
    cutoffs = forecast["cutoff"].drop_duplicates().sort_values()
    series = forecast.groupby(["place_id", "item_id"])["cutoff"].nunique()
    series = series[series == len(cutoffs)].index.to_frame(index=False)
    number = numbers_of(panel, series)
    period = np.array([panel.calendar.ended_by(day) for day in cutoffs])
    keys = pd.MultiIndex.from_product([cutoffs, pd.MultiIndex.from_frame(series)])
    keys = pd.MultiIndex.from_tuples([(day, *pair) for day, pair in keys])

    def over_two_months(quantile: str) -> np.ndarray:
        near = forecast[forecast["horizon"] <= 2].groupby(["cutoff", "place_id", "item_id"])[quantile].sum()
        return near.reindex(keys).to_numpy().reshape(len(cutoffs), len(series)).T

    full = np.where(panel.ran_out, np.nan, panel.seen)[number]
    demand, scored = demand_to_run(full, panel.given[number], period + 1)
    average = trailing_mean(panel.seen, 3)[number][:, period]
    average = np.where(np.isfinite(average), average, trailing_mean(panel.seen)[number][:, period])
    unit = np.nanmean(full, axis=1)
    use = (demand * scored).sum(axis=1) > 0
    demand, scored, average, unit = demand[use], scored[use], average[use], unit[use]
    today = replay(demand, scored, TIMES_THE_AVERAGE * average)
    held = float((today.mean_stock / unit).mean())
    middle = over_two_months("q50")[use]
    spread = np.maximum(over_two_months("q90")[use] - middle, 1e-9)
    factor = factor_for_stock(demand, middle, spread, unit, held)
    ours = replay(demand, scored, np.maximum(middle + factor * spread, 0.0))
    site = pd.factorize(series.loc[use, Consumption.place_id])[0]
    share = loss_ratio(ours.lost / ours.wanted, today.lost / today.wanted, site, DRAWS, SEED)
    units = loss_ratio(ours.lost, today.lost, site, DRAWS, SEED)
    print(
        f"{use.sum()} series at {site.max() + 1} sites, {scored.sum()} months counted; both hold {held:.2f} months of "
        f"demand (ours {(ours.mean_stock / unit).mean():.2f}, {factor:.2f} spreads above the median of two months)"
    )
    print(
        f"share of demand lost: three times the average {(today.lost / today.wanted).mean():.4f}, quantile of demand "
        f"{(ours.lost / ours.wanted).mean():.4f}: ratio {share[0]:.3f} "
        f"(80 % over sites {share[1]:.3f} to {share[2]:.3f})"
    )
    print(f"units lost: ratio {units[0]:.3f} (80 % over sites {units[1]:.3f} to {units[2]:.3f})")
    return max(share[0], units[0])


def demand_to_run(full: np.ndarray, given: np.ndarray, periods: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Demand of some periods and whether it is known; unknown ones are drawn from known ones of their series.

    Never filled with an average: that would hand the average rule its own forecast.
    """
    draw = np.random.default_rng(SEED)
    at = draw.random((len(full), len(periods)))
    order = np.argsort(np.where(np.isfinite(full), np.arange(full.shape[1]), np.inf), axis=1)
    count = np.isfinite(full).sum(axis=1)
    picked = np.take_along_axis(order, (at * np.maximum(count, 1)[:, None]).astype(int), axis=1)
    drawn = np.nan_to_num(np.take_along_axis(full, picked, axis=1))
    # where the shelf ran empty, people wanted at least what was given out
    drawn = np.maximum(drawn, np.nan_to_num(given[:, periods]))
    known = np.isfinite(full[:, periods])
    return np.where(known, full[:, periods], drawn), known
