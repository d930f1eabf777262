"""A plan is made once per question, checked, and never shown when the check fails."""

import json
import shutil
from dataclasses import replace

import pandas as pd
import pytest

from core.allocation.fairness import RULES
from core.bootstrap import build_resources
from core.domain.change import apply_scenario
from core.domain.plan import CANCELLED
from core.domain.scenario import PriorityChange, Scenario
from core.errors import SolverFailed
from core.forecasting.storage import read_model
from core.registry import METADATA, ModelRegistry
from core.results import ResultCache
from core.services import plan_distribution as service
from core.services.check_operation import load_folder
from core.services.forecast_people import PEOPLE_TABLES, forecast_people
from core.services.load_situation import coverage_of_camps
from core.services.plan_distribution import cached_plan, keep_audited, plan_distribution, plan_key
from core.settings import PROJECT
from tests.builders import small_operation, small_tables

SCENARIO = Scenario(weeks=4)


def test_the_same_question_is_answered_from_the_cache_with_equal_tables(resources, monkeypatch):
    operation = small_operation()
    first = plan_distribution(resources, operation, SCENARIO)
    monkeypatch.setattr(service, "solve_plan", lambda *a, **k: pytest.fail("solved again"))
    again = plan_distribution(resources, operation, SCENARIO.model_copy(update={"name": "Other name"}))
    assert again.key == first.key
    assert again.plan.summary["scenario"] == "Other name"
    assert again.audit.notes == first.audit.notes
    for name, table in first.plan.tables.items():
        pd.testing.assert_frame_equal(table, again.plan.tables[name], check_dtype=False)


@pytest.fixture
def two_models(resources, tmp_path):
    """The same use cases over a folder of models that may be changed: the served version, and a copy of it."""
    shipped, version = resources.registry.folder, resources.registry.current_version()
    for name in (version, "another"):
        shutil.copytree(shipped / version, tmp_path / "models" / name)
    (tmp_path / "models" / "CURRENT").write_text(version)
    return replace(resources, registry=ModelRegistry(tmp_path / "models", read_model))


def test_every_input_of_a_plan_is_in_its_key(two_models):
    resources, operation = two_models, small_operation()
    base = plan_key(resources, operation, SCENARIO)
    needs = pd.DataFrame(
        {"camp_id": ["north"], "item_id": ["soap"], "week": [pd.Timestamp("2025-07-06")], "need": [1.0]}
    )
    others = {
        plan_key(resources, small_operation(settings={"budget_usd_per_week": "1"}), SCENARIO),
        plan_key(resources, operation, Scenario(weeks=5)),
        plan_key(resources, operation, SCENARIO, as_of="2025-06-01"),
        plan_key(resources, operation, SCENARIO, version="another"),
        plan_key(resources, operation, SCENARIO, needs=needs),
        plan_key(resources, operation, SCENARIO, needs=needs.assign(need=2.0)),
        plan_key(
            resources, operation, SCENARIO, needs=needs.rename(columns={"camp_id": "item_id", "item_id": "camp_id"})
        ),
    }
    assert len(others | {base}) == 8


def test_another_growth_of_young_camps_asks_every_question_again(resources, tmp_path):
    other = tmp_path / "young_growth.json"
    other.write_text(resources.settings.young_growth.read_text() + " ")
    changed = build_resources(replace(resources.settings, young_growth=other))
    changed.store.close()
    assert plan_key(changed, small_operation(), SCENARIO) != plan_key(resources, small_operation(), SCENARIO)


def test_a_model_made_anew_under_its_old_name_is_asked_again(two_models):
    operation, start, registry = small_operation(), small_operation().planning_start, two_models.registry
    key, before = plan_key(two_models, operation, SCENARIO), forecast_people(two_models, operation, start, 2)
    folder = registry.folder / registry.current_version()
    blend = json.loads((folder / "artifacts" / "blend.json").read_text())
    wider = {**blend, "factors": [2 * factor for factor in blend["factors"]]}
    metadata = json.loads((folder / METADATA).read_text())

    def write(into):
        shutil.copytree(folder / "artifacts", into / "artifacts")
        (into / "artifacts" / "blend.json").write_text(json.dumps(wider))

    registry.save(folder.name, write, metadata, "", replace=True)
    assert plan_key(two_models, operation, SCENARIO) != key
    again = forecast_people(two_models, operation, start, 2)
    assert (again.table["q90"] > before.table["q90"]).any()


def test_a_renamed_what_if_asks_for_the_same_forecast():
    influx = ({"camp_id": "north", "date": "2025-07-10", "people": 500},)
    first, second = (
        apply_scenario(small_operation(), Scenario.from_values({"name": name, "influx": influx})) for name in "ab"
    )
    assert first.fingerprint_of(*PEOPLE_TABLES) == second.fingerprint_of(*PEOPLE_TABLES)


def test_a_plan_that_fails_the_audit_is_not_returned_and_not_kept(resources, monkeypatch):
    honest = service.solve_plan

    def cheating(*arguments, **options):
        plan = honest(*arguments, **options)
        shipments = plan.shipments
        shipments["quantity"] *= 2
        return type(plan)({**plan.tables, "shipments": shipments}, plan.needs, plan.scenario, plan.report, plan.summary)

    monkeypatch.setattr(service, "solve_plan", cheating)
    with pytest.raises(SolverFailed, match="audit"):
        plan_distribution(resources, small_operation(), SCENARIO)
    assert resources.results.get(plan_key(resources, small_operation(), SCENARIO)) is None


def test_coverage_of_camps_agrees_with_the_plan_and_its_band_holds_it(resources):
    operation = small_operation()
    plan = plan_distribution(resources, operation, SCENARIO).plan
    table = coverage_of_camps(operation, plan)
    assert table["coverage"].min() == pytest.approx(plan.summary["worst_coverage"])
    assert (table["coverage_low"] <= table["coverage"] + 1e-9).all()
    assert (table["coverage"] <= table["coverage_high"] + 1e-9).all()


def test_progress_is_told_and_a_cancel_is_heard(resources):
    from core.errors import SolveCancelled

    told = []
    plan_distribution(resources, small_operation(), SCENARIO, progress=lambda share, message: told.append(share))
    assert told == sorted(told)
    assert told[-1] > 0.9
    with pytest.raises(SolveCancelled):
        plan_distribution(resources, small_operation(), Scenario(weeks=5), cancelled=lambda: True)


def divisible_operation():
    """Goods that may be cut, so that the simplex method finds the plan."""
    return small_operation(items=small_tables()["items"].assign(whole_units=False))


def test_a_what_if_has_the_same_plan_whatever_was_solved_before(resources, tmp_path):
    operation = divisible_operation()
    what_if = SCENARIO.model_copy(update={"name": "Less", "budget_usd": 900.0})
    alone = plan_distribution(resources, operation, what_if)
    other = replace(resources, results=ResultCache(tmp_path / "other", 10**8))
    plan_distribution(other, operation, SCENARIO.model_copy(update={"budget_usd": 400.0}))
    plan_distribution(other, operation, SCENARIO)
    later = plan_distribution(other, operation, what_if)
    assert later.key == alone.key
    for name, table in alone.plan.tables.items():
        pd.testing.assert_frame_equal(table, later.plan.tables[name], check_exact=True, check_dtype=False)


def test_a_what_if_departs_from_the_same_money_and_that_from_the_unchanged_plan(resources):
    operation, less = divisible_operation(), SCENARIO.model_copy(update={"budget_usd": 900.0})
    dearer = less.model_copy(update={"priorities": (PriorityChange(item_id="soap", priority=2.0),)})
    assert plan_distribution(resources, operation, dearer).plan.bases == ()
    for simpler in (less, SCENARIO):
        known = cached_plan(resources, plan_key(resources, operation, simpler), simpler)
        assert len(known.plan.bases) == 1
        assert (known.plan.bases[0].codes[1:] > known.plan.bases[0].codes[:-1]).all()


def test_goods_in_whole_units_are_not_solved_twice(resources):
    operation, less = small_operation(), SCENARIO.model_copy(update={"budget_usd": 900.0})
    plan_distribution(resources, operation, less)
    assert cached_plan(resources, plan_key(resources, operation, SCENARIO), SCENARIO) is None


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("trips", ["continuous", "whole"])
def test_every_rule_has_a_plan_without_any_money(resources, rule, trips):
    operation = load_folder(PROJECT / "data" / "demo")
    scenario = Scenario(weeks=3, fairness=rule, trips=trips, budget_usd=0)
    result = plan_distribution(resources, operation, scenario)
    assert result.plan.summary["cost_usd"] == 0
    assert result.audit.passed
    assert result.plan.coverage["delivered"].sum() > 0


def test_a_plan_that_was_cut_short_is_found_as_such_and_solved_when_it_is_asked_for_again(resources):
    operation = small_operation()
    made = plan_distribution(resources, operation, SCENARIO)
    resources.results.discard(made.key)
    assert cached_plan(resources, made.key, SCENARIO) is None
    cut_short = replace(
        made.plan, report=replace(made.plan.report, status="best_found", termination=CANCELLED, gap=0.1)
    )
    keep_audited(resources, replace(made, plan=cut_short))
    assert cached_plan(resources, made.key, SCENARIO).plan.report.was_cancelled()
    assert not plan_distribution(resources, operation, SCENARIO).plan.report.was_cancelled()
    assert not cached_plan(resources, made.key, SCENARIO).plan.report.was_cancelled()
