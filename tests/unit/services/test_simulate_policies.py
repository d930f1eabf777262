"""Policies side by side as a use case: tables, summary, files, cancelling, and what is refused."""

import json

import pandas as pd
import pytest

from core.domain.scenario import Scenario
from core.domain.schemas import SIMULATION_TABLES
from core.domain.simulation import SimulationQuestion
from core.errors import InvalidScenario, SolveCancelled, SourceUnavailable
from core.services.answer_question import is_question, simulate_question
from core.services.simulate_policies import cached_simulation, make_simulation, simulate, what_a_simulation_lacks
from core.services.simulation_files import keep_simulation, refuse_occupied_simulation_folder
from tests.builders import PLANNING_START, small_operation

SHORT = Scenario(weeks=3)
ASKED = SimulationQuestion(policies=("planner", "pro_rata"), weeks=2, futures=2)


def test_tables_add_up_to_the_summary_and_have_the_columns_declared(resources, tmp_path):
    operation = small_operation()
    made = simulate(resources, operation, SHORT, ASKED)
    for name, schema in SIMULATION_TABLES.items():
        assert list(made.tables[name]) == schema.column_names()
    weeks, figures = made.tables["outcomes"], made.tables["figures"]
    assert (weeks["need"] - weeks["delivered"] - weeks["unmet"]).abs().max() < 1e-6
    assert sorted(zip(figures["policy"], figures["future"], strict=True)) == [
        ("planner", 0), ("planner", 1), ("pro_rata", 0), ("pro_rata", 1)
    ]  # fmt: skip
    mean = figures.groupby("policy")["weighted_unmet"].mean()
    for name, of in made.summary["policies"].items():
        assert of["weighted_unmet"] == pytest.approx(mean[name])
        assert of["spread"]["weighted_unmet"]["q10"] <= of["spread"]["weighted_unmet"]["q90"]
        assert {"cost_usd", "worst_coverage", "waste_t", "weeks_late"} <= of.keys()
    keep_simulation(made, tmp_path / "out")
    assert json.loads((tmp_path / "out" / "summary.json").read_text())["futures"] == 2
    read = pd.read_csv(tmp_path / "out" / "outcomes.csv")
    assert list(read) == ["policy", "future", "week", "camp_id", "item_id", "need", "delivered", "unmet"]
    assert read["unmet"].sum() == pytest.approx(weeks["unmet"].sum())


def test_a_folder_with_other_things_is_not_written_over(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(SourceUnavailable):
        refuse_occupied_simulation_folder(tmp_path)


def test_it_is_kept_for_the_pages_and_the_same_question_has_the_same_answer(resources):
    operation = small_operation()
    told = {"progress": lambda share, words: None, "cancelled": lambda: False}
    question = SimulationQuestion(policies=("last_count",), weeks=2, futures=1)
    key = make_simulation(resources, operation, SHORT, question, **told)
    kept = cached_simulation(resources, key)
    again = simulate(resources, operation, SHORT, question)
    pd.testing.assert_frame_equal(kept.tables["outcomes"], again.tables["outcomes"], check_dtype=False)
    assert kept.summary["policies"] == again.summary["policies"]


def test_a_cancelled_simulation_stops(resources):
    with pytest.raises(SolveCancelled):
        simulate(resources, small_operation(), SHORT, ASKED, cancelled=lambda: True)


def test_real_counts_need_a_count_after_the_start(resources):
    question = ASKED.model_copy(update={"real_counts": True})
    with pytest.raises(InvalidScenario, match="No count is dated after"):
        simulate(resources, small_operation(), SHORT, question)
    earlier = pd.Timestamp(PLANNING_START) - pd.Timedelta(weeks=4)
    made = simulate(resources, small_operation(), SHORT, question.model_copy(update={"futures": 1}), as_of=earlier)
    assert made.summary["real_counts"] is True


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"policies": ("planer",)}, "There is no policy “planer”"),
        ({"policies": ("planner", "planner")}, "named twice"),
        ({"policies": ()}, "No policy is named"),
        ({"policies": ("planner",), "weeks": 0}, "weeks"),
        ({"policies": ("planner",), "futures": 10_000}, "futures"),
    ],
)
def test_what_cannot_be_asked_is_named(values, words):
    with pytest.raises(InvalidScenario, match=words):
        SimulationQuestion.from_values(values)


def test_the_question_can_be_sent_to_the_worker():
    assert is_question(json.loads(json.dumps(simulate_question(SHORT, ASKED))))


def test_what_is_missing_is_named():
    assert what_a_simulation_lacks(small_operation()) == ()
    assert what_a_simulation_lacks(small_operation(stock=None, arrivals=None, offers=None)) == ("stock",)
