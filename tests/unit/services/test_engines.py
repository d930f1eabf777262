"""What is worked on in batches has the same answer to the last bit wherever it is worked on."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.domain.scenario import Scenario
from core.domain.simulation import SimulationQuestion
from core.domain.wording import FAIRNESS
from core.forecasting import past_forecasts, views_asked
from core.forecasting.past_forecasts import rolling_forecasts
from core.parallel import HERE, Engine, local_processes
from core.services import simulate_policies, stress_plans
from core.services.backtest_forecast import backtest_cutoffs
from core.services.fairness_report import cached_fairness, make_fairness, with_rule
from core.services.forecast_people import forecast_people
from core.services.plan_distribution import cached_plan, plan_distribution, plan_key
from core.services.resources import for_workers
from tests.builders import PLANNING_START, small_operation
from tests.unit.parallel.cluster import running_cluster

PROCESSES = Engine("processes", 2)
SHORT = Scenario(weeks=3)


@pytest.fixture(params=["threads", *(pytest.param(kind, marks=pytest.mark.nightly) for kind in ("processes", "dask"))])
def engine(request, tmp_path_factory):
    if request.param != "dask":
        yield Engine(request.param, 2)
        return
    with running_cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield Engine("dask", address=cluster.address)


def at(resources, engine, home):
    """The same with another engine and nothing in its cache."""
    return replace(
        resources,
        settings=replace(resources.settings, parallel=engine),
        results=type(resources.results)(home / engine.kind, 10**9),
    )


def test_everything_is_the_same_on_every_engine(resources, tmp_path, monkeypatch, engine):
    monkeypatch.setattr(local_processes, "SECONDS_TO_BEGIN", 0.0)
    # small enough batches that a small operation has several
    monkeypatch.setattr(simulate_policies, "FUTURES_AT_ONCE", 1)
    monkeypatch.setattr(stress_plans, "CHUNK_CAMPS", 2)
    monkeypatch.setattr(past_forecasts, "VIEWS_AT_ONCE", 8)
    monkeypatch.setattr(views_asked, "CAMPS_AT_ONCE", 1)
    operation = small_operation()
    plan = plan_distribution(resources, operation, SHORT).plan
    cutoffs = pd.DataFrame({"camp_id": ["north", "south"], "cutoff": [PLANNING_START, PLANNING_START]})
    question = SimulationQuestion(policies=("planner", "pro_rata"), weeks=2, futures=3)
    told = []
    for each in (Engine("threads", 1), engine):
        using = at(resources, each, tmp_path)
        simulated = simulate_policies.simulate(using, operation, SHORT, question)
        stressed = stress_plans.stress_plans(operation, {"plan": plan}, 20, engine=each)
        past = rolling_forecasts(operation, 4, using.registry.load(), engine=each)
        people = forecast_people(using, operation, PLANNING_START, 4)
        told.append(
            [
                *simulated.tables.values(),
                stressed.stress.camps,
                stressed.regret,
                *(pd.DataFrame(quantiles.reshape(-1, 9)) for quantiles in past.quantiles.values()),
                people.table,
                backtest_cutoffs(using, operation, cutoffs),
            ]
        )
    for one, other in zip(*told, strict=True):
        pd.testing.assert_frame_equal(one, other, check_exact=True)


@pytest.mark.nightly
def test_plans_of_several_scenarios_are_those_of_one_process(resources, tmp_path, engine):
    operation = small_operation()
    mine, theirs = at(resources, HERE, tmp_path / "here"), at(resources, engine, tmp_path / "there")
    reports = []
    for using in (mine, theirs):
        shares = []
        make_fairness(using, operation, SHORT, progress=lambda share, words, told=shares: told.append(share))
        assert shares == sorted(shares)
        reports.append(cached_fairness(using, operation, SHORT))
    pd.testing.assert_frame_equal(reports[0].rules, reports[1].rules, check_exact=True)
    for rule in FAIRNESS:
        scenario = with_rule(SHORT, rule)
        here, there = (cached_plan(using, plan_key(using, operation, scenario), scenario) for using in (mine, theirs))
        assert here.plan.summary["objective"] == there.plan.summary["objective"]
        for name, table in here.plan.tables.items():
            pd.testing.assert_frame_equal(table, there.plan.tables[name], check_exact=True)


def test_no_password_leaves_for_a_worker(resources):
    secret = "postgresql://aid:secret-word@host/planner"
    told = replace(resources, settings=replace(resources.settings, database_url=secret, metrics_token="t" * 20))
    sent = for_workers(told)
    assert "secret-word" not in json.dumps({name: str(value) for name, value in vars(sent.settings).items()})
    assert sent.settings.metrics_token is None
    assert sent.store.url == ""
    assert np.isfinite(sent.settings.time_limit_seconds)
