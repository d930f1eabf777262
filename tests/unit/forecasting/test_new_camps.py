"""Camps with a planning figure: forecast from it, widely, and never taken for counted ones."""

import json
import runpy

import numpy as np
import pandas as pd
import pytest

from core.domain.planning_figures import LABEL, are_people_known, planning_figures
from core.domain.schemas import QUANTILES, ForecastTable
from core.errors import ModelIntegrity
from core.forecasting.examples import ExampleSet
from core.forecasting.new_camps import with_planning_figures
from core.forecasting.predict import forecast_population
from core.forecasting.real_examples import RealExamples
from core.forecasting.storage import EXAMPLES, read_model
from core.forecasting.young_growth import GRID, fit_young_growth, read_young_growth
from core.registry import ModelRegistry
from core.settings import PROJECT
from tests.builders import PLANNING_START, small_operation, small_tables

GROWTH = read_young_growth(PROJECT / "data" / "young_growth.json")
MODEL = ModelRegistry(PROJECT / "models", read_model).load()
LEVELS = list(QUANTILES)
SET_ON = PLANNING_START - pd.Timedelta(weeks=2)


def tables_with_figure(camp="east", people=9000.0, date=SET_ON, counts=0, first=4000.0, **more):
    """The small tables with a planning figure at one camp, and only so many counts of it."""
    tables = small_tables()
    is_camp = tables["camps"]["camp_id"] == camp
    figure = {"planning_people": people, "planning_people_by": "UNHCR", "planning_people_date": date, **more}
    for name, value in figure.items():
        blank = pd.NaT if name in ("planning_people_date", "closed") else None
        tables["camps"][name] = [value if own else blank for own in is_camp]
    population = tables["population"]
    own = population[population["camp_id"] == camp].tail(counts) if counts else population.iloc[:0]
    own = own.assign(population=first)
    tables["population"] = pd.concat([population[population["camp_id"] != camp], own])
    return tables


def operation_with_figure(**choices):
    return small_operation(**tables_with_figure(**choices))


def completed(operation, weeks=4):
    forecast = forecast_population(operation, PLANNING_START, weeks, MODEL)
    return with_planning_figures(operation, forecast, PLANNING_START, weeks, GROWTH, MODEL.version)


def of(table, camp):
    return table[table[ForecastTable.camp_id] == camp]


def test_a_camp_without_a_count_is_forecast_around_its_planning_figure_and_labelled():
    made = completed(operation_with_figure())
    rows = of(made.table, "east")
    assert made.planned == ("east",)
    assert len(rows) == 4
    assert rows["last_count_date"].isna().all()
    assert rows["model_version"].str.endswith(LABEL).all()
    assert ((rows["q10"] < 9000) & (rows["q90"] > 9000)).all()
    ForecastTable.validate(made.table)


def test_the_band_of_a_planning_figure_is_far_wider_than_that_of_a_counted_camp():
    made = completed(operation_with_figure())
    width = {c: ((r["q90"] - r["q10"]) / r["q50"]).to_numpy() for c in ("east", "north") for r in [of(made.table, c)]}
    assert (width["east"] > 5 * width["north"]).all()
    assert (width["east"] > 1.0).all()


def test_other_camps_are_forecast_as_if_there_were_no_figure():
    operation = operation_with_figure()
    before = forecast_population(operation, PLANNING_START, 4, MODEL)
    after = completed(operation).table
    pd.testing.assert_frame_equal(after[after["camp_id"] != "east"].reset_index(drop=True), before)


def test_one_count_and_the_figure_are_held_by_one_band():
    operation = operation_with_figure(counts=1, first=3000.0, people=9000.0)
    counted = of(forecast_population(operation, PLANNING_START, 4, MODEL), "east")
    both = of(completed(operation).table, "east")
    assert both["last_count_date"].notna().all()
    assert both["model_version"].str.endswith(LABEL).all()
    assert (both["q50"].to_numpy() > counted["q50"].to_numpy()).all()
    assert (both["q10"].to_numpy() <= counted["q50"].to_numpy() + 1e-6).all()
    assert (both["q90"] >= 9000).all()
    assert (np.diff(both[LEVELS].to_numpy(), axis=1) >= 0).all()


def test_two_counts_are_facts_enough():
    operation = operation_with_figure(counts=2)
    assert completed(operation).planned == ()


def test_a_lone_count_of_nobody_leaves_the_figure_alone():
    operation = operation_with_figure(counts=1, first=0.0)
    assert planning_figures(operation, PLANNING_START)["counts"].tolist() == [0]
    np.testing.assert_allclose(
        of(completed(operation).table, "east")[LEVELS], of(completed(operation_with_figure()).table, "east")[LEVELS]
    )


@pytest.mark.parametrize(
    "choices", [{"date": PLANNING_START + pd.Timedelta(days=1)}, {"closed": SET_ON}], ids=["set later", "closed"]
)
def test_a_figure_set_later_or_of_a_closed_camp_is_not_seen(choices):
    assert planning_figures(operation_with_figure(**choices), PLANNING_START).empty


def test_ten_times_the_figure_gives_ten_times_the_forecast():
    one, ten = (of(completed(operation_with_figure(people=p)).table, "east")[LEVELS] for p in (5000.0, 50_000.0))
    np.testing.assert_allclose(ten, one * 10, rtol=1e-9)


def test_people_are_known_by_a_figure_alone():
    tables = tables_with_figure()
    later = tables["population"].assign(date=PLANNING_START + pd.Timedelta(weeks=5)).drop_duplicates("camp_id")
    operation = small_operation(**{**tables, "population": later})
    assert are_people_known(operation, PLANNING_START)
    assert not are_people_known(small_operation(population=later), PLANNING_START)


def test_announced_arrivals_come_on_top_of_the_figure():
    tables = tables_with_figure()
    expected = pd.DataFrame(
        {"camp_id": ["east"], "date": [PLANNING_START + pd.Timedelta(days=10)], "people": [500.0], "reason": ["convoy"]}
    )
    plain, more = (
        of(completed(small_operation(**t)).table, "east") for t in (tables, {**tables, "expected": expected})
    )
    added = more[LEVELS].to_numpy() - plain[LEVELS].to_numpy()
    np.testing.assert_allclose(added[0], 0.0, atol=1e-9)
    np.testing.assert_allclose(added[1:], 500.0)


def real_examples() -> ExampleSet:
    version = (PROJECT / "models" / "CURRENT").read_text(encoding="utf-8").strip()
    return RealExamples.from_bytes((PROJECT / "models" / version / EXAMPLES).read_bytes()).examples


def test_young_camps_of_an_emergency_left_out_fall_within_the_band():
    """The later count of a camp of 4 to 13 weeks, taken as a planning figure that was right on its day."""
    examples = real_examples()
    source = examples.source.astype(str)
    held = []
    for emergency in ("burundi2015", "mali2012", "syria2013"):
        learnt = examples.part(np.flatnonzero(source != emergency))
        growth = fit_young_growth(learnt, learnt, {})
        age = examples.views.age_weeks
        young = examples.part(
            np.flatnonzero((source == emergency) & (age >= 4) & (age < 13) & (examples.views.level > 0))
        )
        band = growth.grown(young.views.level, young.lead_weeks)
        known = ~np.isnan(young.truth)
        held.append(((young.truth >= band[..., 0]) & (young.truth <= band[..., -1]))[known])
    assert np.concatenate(held).mean() >= 0.8


def test_growth_is_kept_as_a_file_and_read_back(tmp_path):
    path = tmp_path / "growth.json"
    path.write_text(GROWTH.to_json(), encoding="utf-8")
    np.testing.assert_allclose(read_young_growth(path).log_ratio, GROWTH.log_ratio)
    assert read_young_growth(path).log_ratio.shape[1] == len(GRID)


@pytest.mark.parametrize("content", ["", "{}", json.dumps({"log_ratio": [[1.0]], "learnt_from": {}})])
def test_another_file_is_refused_in_words(tmp_path, content):
    path = tmp_path / "growth.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ModelIntegrity, match=r"growth\.json"):
        read_young_growth(path)


@pytest.mark.nightly
def test_the_file_is_what_its_program_makes_of_the_shipped_examples():
    made = runpy.run_path(str(PROJECT / "data" / "make_young_growth.py"))["made"]()
    assert made.learnt_from["real_sha256"] == GROWTH.learnt_from["real_sha256"], (
        "the promoted model ships other real examples: run `python data/make_young_growth.py`"
    )
    np.testing.assert_allclose(made.log_ratio, GROWTH.log_ratio, atol=1e-3)
