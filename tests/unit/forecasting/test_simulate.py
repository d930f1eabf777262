"""The generator of training data."""

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.forecasting.hyperparameters import Simulation
from core.forecasting.simulate import simulate_population

SIZE = Simulation(camps=40, weeks=104)


def test_the_same_seed_gives_the_same_table_and_another_seed_another():
    pd.testing.assert_frame_equal(simulate_population(SIZE, 3), simulate_population(SIZE, 3))
    assert not simulate_population(SIZE, 3).equals(simulate_population(SIZE, 4))


def test_simulated_counts_make_a_valid_operation():
    population = simulate_population(SIZE, 3)
    ids = population["camp_id"].unique()
    camps = pd.DataFrame({"camp_id": ids, "name": ids, "country": "KEN", "latitude": 1.0, "longitude": 36.0})
    assert len(Operation.build({"camps": camps, "population": population}).population) == len(population)


def test_simulated_camps_have_gaps_still_weeks_and_steps():
    population = simulate_population(SIZE, 3)
    gaps = population.groupby("camp_id")["date"].diff().dt.days.dropna()
    change = population.groupby("camp_id")["population"].pct_change().replace([np.inf, -np.inf], np.nan).dropna()
    assert gaps.max() > 40
    assert (change.abs() < 0.002).mean() > 0.15
    assert (change.abs() > 0.1).any()
