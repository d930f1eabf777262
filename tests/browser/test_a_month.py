"""A month of an operation: counts arrive, coverage falls, Prometheus calls, a model is learnt, served, withdrawn.

Everything is real but the calendar: the app, Prometheus, the flows, training (small) and the record of decisions.
"""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from core.bootstrap import build_resources
from core.domain.access import alone
from core.domain.decision import Act
from core.errors import NotAllowed
from core.forecasting.card import model_card
from core.forecasting.hyperparameters import read_hyperparameters
from core.forecasting.storage import model_metadata, read_model, write_model
from core.forecasting.train import train_models
from core.registry import ModelRegistry
from core.services.deploy_model import deploy_model
from core.services.flow_steps import FlowContext, run_unattended
from core.services.open_operation import open_named
from core.services.review_promotion import accept_promotion
from core.services.roll_back_model import roll_back_model
from core.settings import read_environment
from core.store import ModelState, Outcome
from tests.browser.conftest import Visit
from tests.builders import PLANNING_START, small_operation, small_tables
from tests.prometheus import needs_prometheus, running_prometheus
from tests.serving import running_app
from tests.unit.services.test_retrain import tiny_recipe

pytestmark = [
    needs_prometheus,
    pytest.mark.nightly,
    # Keras makes arrays in the old way of NumPy
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]

NAME = "Small operation"
SUNDAY = dt.date.today() - dt.timedelta(days=(dt.date.today().weekday() + 1) % 7)
"""The last Sunday: the month ends on it."""


@pytest.fixture
def models(tmp_path):
    """A folder of models with one that has learnt little, so that one trained anew is no worse."""
    folder = tmp_path / "models"
    folder.mkdir()
    recipe = folder / "hyperparameters.toml"
    larger = tiny_recipe().replace("iterations = 8", "iterations = 40").replace("trees = 5", "trees = 30")
    recipe.write_text(larger.replace("depth = 8", "depth = 12").replace("epochs = 2", "epochs = 8"), encoding="utf-8")
    choices = read_hyperparameters(recipe)
    little = {
        "examples": choices.examples.model_copy(update={"most_rows": 150}),
        "boosting": choices.boosting.model_copy(update={"iterations": 1}),
        "forest": choices.forest.model_copy(update={"trees": 1, "depth": 1}),
        "net": choices.net.model_copy(update={"epochs": 1}),
    }
    trained = train_models(choices.model_copy(update={"version": "base", **little}), None)
    registry = ModelRegistry(folder, read_model)
    card = model_card(trained, "")
    registry.save("base", lambda made: write_model(trained, made), model_metadata(trained), card)
    registry.promote("base")
    registry.record_promotion({"version": "base", "day": SUNDAY.isoformat(), "reason": "", "needed": []})
    return folder


@pytest.fixture
def resources(tmp_path, models):
    built = build_resources(read_environment({"AID_HOME": str(tmp_path / "home"), "AID_MODELS": str(models)}))
    yield built
    built.store.close()


def as_of_week(week):
    """The operation as it is known after so many weeks of the month; each count far from the one before."""
    shift = pd.Timestamp(SUNDAY) - pd.Timedelta(weeks=4) - PLANNING_START
    counts = small_tables()["population"]
    counts = counts.assign(date=counts["date"] + shift)
    last = counts.sort_values("date").groupby("camp_id")["population"].last()
    new = [
        pd.DataFrame(
            {
                "camp_id": last.index,
                "date": pd.Timestamp(SUNDAY) - pd.Timedelta(weeks=4 - number),
                "population": np.round(last.to_numpy() * (1.8 if number % 2 else 0.6)),
            }
        )
        for number in range(1, week + 1)
    ]
    return small_operation(population=pd.concat([counts, *new], ignore_index=True), settings={"illustrative": "false"})


def test_a_month(tmp_path, models, resources, browser):
    with (
        running_app(tmp_path / "home", AID_MODELS=str(models), AID_LOG="json") as app,
        running_prometheus(tmp_path / "prometheus", app.address.removeprefix("http://")) as prometheus,
    ):
        page = Visit(browser.new_context(viewport={"width": 1280, "height": 900}).new_page(), app)

        # week by week: new counts, then the flows of the night
        for week in range(5):
            before = resources.store.latest_version(NAME)
            resources.store.save_version(as_of_week(week), before.id if before else None, author="Ana")
            turns = run_unattended(night(resources, week), ["refresh", "monitor"])
            assert [turn.fault for turn in turns] == [None, None]
            if week == 0:
                prometheus.wait(lambda: prometheus.ask("aid_data_age_days"), 150, "the first look is told")
                assert "AidIntervalsTooNarrow" not in prometheus.firing()
        seen = resources.store.health_records.of(NAME)
        assert len(seen) == 5
        assert seen[0].content["coverage_basis"] == "on record"

        # coverage fell, and Prometheus calls
        prometheus.wait(lambda: "AidIntervalsTooNarrow" in prometheus.firing(), 150, "coverage fell")
        (share,) = prometheus.ask('aid_interval_coverage_share{group="all"}').values()
        assert share < 0.8
        page.open("health")
        page.says("Forecast intervals hold fewer of the later counts than they promise")
        page.shoot("month-coverage-fell")

        # the schedule trains anew, compares and suggests; nothing that is served changes
        (turn,) = run_unattended(night(resources, 4), ["retrain"])
        assert turn.fault is None, turn.fault and turn.fault.message
        messages = {run.step: run.message for run in resources.store.flow_runs.newest(50) if run.flow == "retrain"}
        assert "no worse than base" in messages["compare"]
        (proposal,) = resources.store.model_proposals.of(state=ModelState.PROPOSED)
        assert resources.registry.current_version() == "base"
        page.open("model_card")
        page.says("Waits for a second person")
        page.open("health")
        page.says("waits for a person to promote it")

        # who proposed may not accept; a second person does, and it is served after its tests
        with pytest.raises(NotAllowed):
            accept_promotion(resources, proposal.id, night(resources, 4).actor)
        ben = alone("command line", "Ben")
        accept_promotion(resources, proposal.id, ben, "looked at the evidence")
        deploy_model(resources, proposal.version, "it learnt from the month", SUNDAY, ben)
        assert resources.registry.current_version() == proposal.version
        page.open("health")
        page.says(f"Model {proposal.version} is served.")
        served = f'aid_model_info{{version="{proposal.version}"}}'
        prometheus.wait(lambda: prometheus.ask(served), 120, "the new model is served")

        # back again in one step
        roll_back_model(resources, "only a test of the way", SUNDAY, ben)
        assert resources.registry.current_version() == "base"
        page.open("health")
        page.says("Model base is served.")
        page.shoot("month-rolled-back")
        prometheus.wait(lambda: prometheus.ask('aid_model_info{version="base"}'), 120, "the old model is served")
        assert page.errors == []

    # the record tells every step and by whom; the log tells events without a name
    record = [(entry.act, entry.name) for entry in resources.store.decisions.entries()]
    for act, who in (
        (Act.PUBLISH, "Ana"),
        (Act.PROPOSE_MODEL, "Schedule"),
        (Act.ACCEPT_MODEL, "Ben"),
        (Act.PROMOTE_MODEL, "Ben"),
        (Act.ROLL_BACK_MODEL, "Ben"),
    ):
        assert (act, who) in record
    assert all(run.outcome in (Outcome.DONE, Outcome.KEPT) for run in resources.store.flow_runs.newest(100))
    log = app.log.read_text()
    assert "Ana" not in log
    assert "Ben" not in log
    assert open_named(resources, NAME).version.number == 5


def night(resources, week):
    """The flows of the night after a week of the month."""
    today = SUNDAY - dt.timedelta(weeks=4 - week)
    return FlowContext(resources, build_resources, alone("flow", "Schedule"), today, pause=lambda _: None)
