"""How well days, lateness and freight of past orders are told, beside the plain rule.

    python -m tests.benchmark leadtime

Orders of health commodities, 2006 to 2012 (docs/lead-times.md). Each of five days is asked through the command line as
an outside program would, and judged by the published script; then each large country is left out and asked about from
the others alone, and freight is asked half a year ahead.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from core.domain.schemas import LEVELS, QUANTILES, Orders
from core.forecasting.scores import inside_80, pinball
from core.lead_times.forest import forest_quantiles
from core.lead_times.freight import forest_logs, log_usd_per_kg, with_freight
from core.lead_times.plain_rule import plain_quantiles
from core.lead_times.shipments import DESTINATION, known_on, one_row_per_order, sound_orders
from core.lead_times.spans import lasted, spans_of
from core.lead_times.target import TARGETS, Target
from core.services.forecast_orders import load_orders
from core.settings import PROJECT

SHARED = PROJECT.parent / "shared"
SCRIPT = SHARED / "bench" / "score_leadtime.py"
ORDERS = SHARED / "data" / "shipments"
CUTOFFS = pd.to_datetime(["2010-01-01", "2010-07-01", "2011-01-01", "2011-07-01", "2012-01-01"])
RECORDS_END = pd.Timestamp("2012-06-30")
UNFINISHED_DAYS = {"lead": 420, "late": 60}
"""Before the end of the records, orders of which only the quick ones are in."""
LARGEST = 10
"""Countries left out one by one."""
BOUNDS = {"lead": 0.72, "late": 0.90, "freight": 0.56}
LEAST_HELD = {"lead": 0.72, "late": 0.72}


def main() -> bool:
    """Print every figure; False if a bound does not hold."""
    if not SCRIPT.exists():
        print("The orders and the script that judges are not here; nothing is measured.")
        return True
    held = [_judged(target) for target in TARGETS]
    orders, _ = sound_orders(one_row_per_order(load_orders(ORDERS)))
    for target in TARGETS.values():
        _countries_left_out(target, orders)
    return all([*held, _freight(orders)])


def _judged(target: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        questions = Path(folder)
        _run(SCRIPT, "--questions", questions, "--target", target)
        answers = []
        for day in sorted(questions.iterdir()):
            began, out = time.perf_counter(), day / "out.csv"
            _run(
                *("-m", "entrypoints.cli", "leadtime", day, "--as-of", day.name, "--orders", day / "ask.csv"),
                *("--target", target, "--out", out),
            )
            answers.append(pd.read_csv(out).assign(cutoff=day.name))
            seconds = time.perf_counter() - began
            print(f"{target} {day.name}: {len(answers[-1]):4d} orders answered in {seconds:.0f} s")
        predictions = questions / "predictions.csv"
        pd.concat(answers).to_csv(predictions, index=False)
        told = _run(SCRIPT, "--pred", predictions, "--target", target).strip()
    print(told)
    ratio = float(told.split("ratio ")[1].split(",")[0])
    inside = float(told.rsplit(" ", 1)[1])
    print(f"  bounds: ratio at most {BOUNDS[target]}, 80 % interval at least {LEAST_HELD[target]}")
    return ratio <= BOUNDS[target] and inside >= LEAST_HELD[target]


def _run(*words: object) -> str:
    return subprocess.run(
        [sys.executable, *map(str, words)], cwd=PROJECT, check=True, capture_output=True, text=True
    ).stdout


def _asked(target: Target, orders: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    starts = orders[target.starts]
    seen = starts <= RECORDS_END - pd.Timedelta(days=UNFINISHED_DAYS[target.name])
    soon = starts < day + pd.DateOffset(months=6)
    return orders[(orders[Orders.recorded] >= day) & soon & seen].reset_index(drop=True)


def _countries_left_out(target: Target, orders: pd.DataFrame) -> None:
    """The ratio to the plain rule without age, for each country from the others' orders alone, and for each day."""
    rows = []
    for country in orders[DESTINATION].value_counts().index[:LARGEST]:
        there = orders[DESTINATION] == country
        for day in CUTOFFS:
            asked = _asked(target, orders[there], day)
            if asked.empty:
                continue
            past = spans_of(target, known_on(orders[~there], day), day)
            days = (asked[Orders.delivered] - asked[target.starts]).dt.days.to_numpy(float)
            truth, age = np.clip(days, target.least_days, target.most_days), lasted(target, asked, day)
            answers = {
                "past": plain_quantiles(past, asked, np.full(len(asked), -np.inf)),
                "rule": plain_quantiles(past, asked, age),
                "forest": forest_quantiles(target, past, asked, age, 100),
            }
            loss = {name: pinball(truth, quantiles) for name, quantiles in answers.items()}
            held = inside_80(truth, answers["forest"])
            rows.append(pd.DataFrame({"country": country, "day": str(day.date()), "held": held, **loss}))
    table = pd.concat(rows)
    print(f"\n{target.name}, country left out: past quantiles, the same given the age, forest (days)")
    for by in ("country", "day"):
        sums = table.groupby(by, sort=False)[["past", "rule", "forest", "held"]].mean()
        sums.insert(0, "orders", table.groupby(by, sort=False).size())
        print(sums.assign(ratio=sums["forest"] / sums["past"]).round(3).to_string())
    whole = table[["past", "rule", "forest", "held"]].mean()
    print(f"all: ratio {whole['forest'] / whole['past']:.3f}, 80 % interval holds {whole['held']:.3f}")


def _freight(orders: pd.DataFrame) -> bool:
    """Pinball of the logarithm beside the median rate by country and mode; freight billed in the next half year."""
    loss: dict[str, list[np.ndarray]] = {"median": [], "forest": []}
    held, missed = [], []
    for day in CUTOFFS:
        past = with_freight(known_on(orders, day))
        soon = (orders[Orders.recorded] >= day) & (orders[Orders.delivered] < day + pd.DateOffset(months=6))
        asked = with_freight(orders[soon])
        truth = log_usd_per_kg(asked)
        rates = pd.Series(log_usd_per_kg(past)).groupby([past[DESTINATION], past[Orders.mode]]).median()
        pairs = pd.MultiIndex.from_frame(asked[[DESTINATION, Orders.mode]])
        median = rates.reindex(pairs).fillna(np.median(log_usd_per_kg(past))).to_numpy()
        quantiles = forest_logs(past, asked, day)
        loss["median"].append(pinball(truth, np.repeat(median[:, None], len(QUANTILES), axis=1)))
        loss["forest"].append(pinball(truth, quantiles))
        held.append(inside_80(truth, quantiles))
        missed.append(np.abs(np.exp(quantiles[:, LEVELS.index(0.5)] - truth) - 1))
        ratio = loss["forest"][-1].mean() / loss["median"][-1].mean()
        print(f"freight {day.date()}: {len(asked):4d} orders, ratio {ratio:.3f}, 80 % holds {held[-1].mean():.3f}")
    ratio = np.concatenate(loss["forest"]).mean() / np.concatenate(loss["median"]).mean()
    print(
        f"freight: ratio {ratio:.3f}, 80 % interval holds {np.concatenate(held).mean():.3f}, median error "
        f"{np.median(np.concatenate(missed)):.0%}; bound {BOUNDS['freight']}"
    )
    return ratio <= BOUNDS["freight"]
