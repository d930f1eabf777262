"""Seeded generator of camp populations as they are counted: training data that ships with the code.

Every camp has a daily population of people really present and a register that only follows it. What moves them:

- an opening influx that decays over weeks to months (young camps) and in two camps of five stops from one day to the
  next, as when a border shuts or a site is full; or a settled population (old camps);
- arrivals whose intensity wanders, surges of a few weeks, saturation against a capacity in most camps;
- departures, natural growth, in some camps a season of return or a closure within weeks;
- transfers: sudden steps when people are moved from or to another site;
- a register that keeps part of those who left until a re-count corrects it downwards in one step.

What is counted: counting rhythms from every three days to monthly, slower as a camp ages; gaps of one to nine months;
counts copied forward; rounded figures; one-off errors. Two fifths of the camps hardly move at all, and one settled
register in three is brought up to date only every month, quarter or half-year, or never. In two new camps of five the
register grows by registration drives a week to three months apart: a steep rise that says little of the next weeks.

The rates are estimates chosen to span what published registration series show; they are fitted to no single emergency.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.schemas import Population
from core.forecasting.counts import day_dates, day_numbers
from core.forecasting.hyperparameters import Simulation

FIRST_DAY = pd.Timestamp("2020-01-01")
"""First day of the simulated calendar; the date means nothing."""

DRIVES_DAYS = 180
"""Age of a camp, days, up to which its register may grow by drives."""


@dataclass(frozen=True, eq=False)
class _Nature:
    """Traits of each camp, shape (n,)."""

    opens: np.ndarray
    size: np.ndarray
    still: np.ndarray
    initial_share: np.ndarray
    influx_tau: np.ndarray
    influx_days: np.ndarray
    arrival_rate: np.ndarray
    departure_rate: np.ndarray
    intensity_sd: np.ndarray
    surge_rate: np.ndarray
    transfer_rate: np.ndarray
    return_day: np.ndarray
    return_rate: np.ndarray
    closure_day: np.ndarray
    closing_rate: np.ndarray
    capacity: np.ndarray
    ghost_share: np.ndarray
    recount_rate: np.ndarray
    update_days: np.ndarray
    drive_days: np.ndarray


def simulate_population(simulation: Simulation, seed: int) -> pd.DataFrame:
    """Simulated ``population`` table.

    Parameters
    ----------
    simulation
        Number of camps and weeks.
    seed
        Same seed, same table.

    Returns
    -------
    pd.DataFrame
        camp_id (``sim-0000``...), date, population.
    """
    rng = np.random.default_rng(seed)
    days = simulation.weeks * 7
    nature = _draw_nature(rng, simulation.camps, days)
    registered = _live(rng, nature, days)
    return _count(rng, nature, registered)


def _draw_nature(rng: np.random.Generator, n: int, days: int) -> _Nature:
    opens = rng.integers(0, int(days * 0.8), n)
    old = rng.random(n) < 0.35
    opens = np.where(rng.random(n) < 0.4, 0, opens)
    still = rng.random(n) < 0.4
    size = np.exp(rng.normal(np.log(12_000), 1.3, n)).clip(300, 1_500_000)
    lively = np.where(still, 0.1, 1.0)
    returning = rng.random(n) < 0.25
    closing = rng.random(n) < 0.06
    return _Nature(
        opens=opens,
        size=size,
        still=still,
        initial_share=np.where(old | still, rng.uniform(0.7, 1.0, n), rng.uniform(0.02, 0.5, n)),
        influx_tau=np.exp(rng.normal(np.log(70), 0.8, n)).clip(10, 500),
        influx_days=np.where(rng.random(n) < 0.4, rng.exponential(60, n), 1e6),
        arrival_rate=lively * np.exp(rng.normal(np.log(0.004), 1.0, n)) / 7,
        departure_rate=lively * np.exp(rng.normal(np.log(0.0025), 1.0, n)) / 7,
        intensity_sd=rng.uniform(0.2, 1.2, n),
        surge_rate=lively * np.exp(rng.normal(np.log(1 / 40), 0.7, n)) / 7,
        transfer_rate=np.where(still, 0.3, 1.0) * np.exp(rng.normal(np.log(1 / 110), 0.7, n)) / 7,
        return_day=np.where(returning, opens + rng.integers(100, 900, n), days + 1),
        return_rate=rng.uniform(0.002, 0.02, n) / 7,
        closure_day=np.where(closing, opens + rng.integers(150, 900, n), days + 1),
        closing_rate=rng.choice([0.03, 0.1, 1.0], n),
        capacity=np.where(rng.random(n) < 0.6, rng.uniform(1.0, 1.8, n), 1e3),
        ghost_share=rng.uniform(0.0, 0.7, n),
        recount_rate=np.exp(rng.normal(np.log(1 / 60), 0.6, n)) / 7,
        update_days=np.where((old | still) & (rng.random(n) < 0.35), rng.choice([30, 90, 180, 2000], n), 1),
        drive_days=np.where(rng.random(n) < 0.4, rng.integers(7, 90, n), 1),
    )


def _live(rng: np.random.Generator, nature: _Nature, days: int) -> np.ndarray:
    """People on the register, by camp and day; NaN before a camp opens."""
    n = len(nature.size)
    present = np.zeros(n)
    ghosts = np.zeros(n)
    intensity = np.zeros(n)
    surge_left, surge_rate = np.zeros(n), np.zeros(n)
    register = np.full((n, days), np.nan)
    for day in range(days):
        age = day - nature.opens
        opening = age == 0
        present = np.where(opening, nature.size * nature.initial_share, present)
        is_open = age >= 0
        intensity = 0.97 * intensity + nature.intensity_sd * np.sqrt(1 - 0.97**2) * rng.normal(size=n)
        burst = np.exp(intensity - nature.intensity_sd**2 / 2)
        influx = (
            nature.size
            * (1 - nature.initial_share)
            / nature.influx_tau
            * np.exp(-np.maximum(age, 0) / nature.influx_tau)
            * (age < nature.influx_days)
        )
        starts = rng.random(n) < nature.surge_rate
        surge_length = rng.uniform(5, 60, n)
        share = np.exp(rng.normal(np.log(0.08), 0.9, n)).clip(0, 0.8)
        surge_rate = np.where(starts, share * nature.size / surge_length, surge_rate)
        surge_left = np.where(starts, surge_length, surge_left - 1)
        room = np.clip(1 - present / (nature.size * nature.capacity), 0, 1)
        surging = np.where(surge_left > 0, surge_rate, 0.0)
        arrivals = (influx * burst + nature.arrival_rate * nature.size * burst + surging * burst) * np.where(
            nature.capacity < 100, room**0.5, 1.0
        )
        closed = day >= nature.closure_day
        arrivals = np.where(closed, 0.0, arrivals)
        leaving = nature.departure_rate + np.where(day >= nature.return_day, nature.return_rate * burst, 0.0)
        leaving = np.where(closed, nature.closing_rate, leaving)
        departures = present * np.minimum(leaving, 1.0)
        moved = rng.random(n) < nature.transfer_rate
        step = present * np.where(rng.random(n) < 0.6, -1, 1) * rng.beta(1.0, 5.0, n) * moved
        present = np.maximum(present + arrivals - departures + step + present * 0.00007, 0.0) * is_open
        ghosts = np.where(
            closed, ghosts * (1 - nature.closing_rate), ghosts + departures * nature.ghost_share * is_open
        )
        recounted = rng.random(n) < nature.recount_rate
        ghosts = np.where(recounted, ghosts * rng.uniform(0, 0.4, n), ghosts * 0.9995)
        # A re-count may also find people nobody had registered.
        ghosts += np.where(recounted, present * rng.normal(0, 0.02, n), 0.0)
        rhythm = np.where(age < DRIVES_DAYS, np.maximum(nature.drive_days, nature.update_days), nature.update_days)
        kept = is_open & (age > 0) & (age % rhythm != 0) & ~closed
        written = np.where(kept, register[:, max(day - 1, 0)], np.maximum(present + ghosts, 0.0))
        register[:, day] = np.where(is_open, written, np.nan)
    return register


def _count(rng: np.random.Generator, nature: _Nature, register: np.ndarray) -> pd.DataFrame:
    n, days = register.shape
    pieces = []
    rhythm = rng.choice([3.0, 7.0, 10.0, 14.0, 30.0], n, p=[0.15, 0.3, 0.15, 0.15, 0.25])
    for camp in range(n):  # one pass per camp, each over its own counting dates
        first = int(nature.opens[camp])
        drawn = rhythm[camp] * rng.gamma(6.0, 1 / 6.0, size=int(2 * (days - first) / rhythm[camp]) + 5)
        slower = np.where(np.cumsum(drawn) > rng.uniform(120, 900), rng.choice([1.0, 2.0, 4.0]), 1.0)
        gap = np.where(
            rng.random(len(drawn)) < drawn / 7 / 70, np.exp(rng.normal(np.log(60), 0.6, len(drawn))).clip(30, 270), 0
        )
        steps = np.maximum(np.rint(np.minimum(drawn * slower, 35) + gap), 1)
        if rhythm[camp] == 30.0 and rng.random() < 0.6:
            # Monthly reports are dated at the end of the month, to the day.
            steps = np.where(gap > 0, np.rint(gap / 30.4) * 30.4, 30.4)
        when = np.rint(first + np.concatenate([[0], np.cumsum(steps)])).astype(int)
        when = np.unique(when[when < days])
        people = register[camp, when]
        noise = rng.choice([0.0, 0.0005, 0.003], p=[0.6, 0.3, 0.1])
        people = people * np.exp(noise * rng.normal(size=len(people)))
        wrong = rng.random(len(people)) < 0.002
        people = np.where(wrong, people * rng.choice([0.1, 0.5, 1.4], len(people)), people)
        people = _copied_forward(people, rng.random(len(people)) < rng.choice([0.0, 0.05, 0.3], p=[0.6, 0.25, 0.15]))
        digit = rng.choice([1.0, 10.0, 100.0], p=[0.75, 0.15, 0.1])
        people = np.rint(people / digit) * digit
        pieces.append((np.full(len(when), camp), when, people))
    camp_of, when_of, people_of = (np.concatenate(part) for part in zip(*pieces, strict=True))
    return pd.DataFrame(
        {
            Population.camp_id: pd.Series([f"sim-{camp:04d}" for camp in range(n)], dtype="str").to_numpy()[camp_of],
            Population.date: day_dates(day_numbers(FIRST_DAY)[0] + when_of),
            Population.population: people_of,
        }
    )


def _copied_forward(people: np.ndarray, copied: np.ndarray) -> np.ndarray:
    copied[:1] = False
    source = np.maximum.accumulate(np.where(copied, 0, np.arange(len(people))))
    return people[source]
