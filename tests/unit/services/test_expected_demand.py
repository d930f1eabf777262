"""Need by standard and by expected demand side by side, and what stock reports say that does not add up."""

import pandas as pd
import pytest

from core.domain.change import apply_scenario
from core.domain.scenario import Scenario
from core.domain.schemas import NEED_QUANTILES
from core.errors import InvalidScenario
from core.intake import check_tables
from core.plan_folder import read_plan, write_plan
from core.services.expected_demand import recovered_demand
from core.services.needs_of_people import needs_of_scenario
from core.services.plan_distribution import plan_distribution
from tests.builders import PLANNING_START, small_operation, small_tables
from tests.unit.demand.stock_reports import monthly_reports


def reports(places: tuple[str, ...] = ("north", "south"), factor: float = 50.0) -> pd.DataFrame:
    """Reports of soap and blankets at two camps, up to the month before the planning start."""
    table = monthly_reports(places=2, items=2, months=17)
    table["place_id"] = table["place_id"].map(dict(zip(("p0", "p1"), places, strict=True)))
    table["item_id"] = table["item_id"].map({"i0": "soap", "i1": "blanket"})
    amounts = ["distributed", "received", "stock_end", "ordered"]
    return table.assign(**{name: table[name] * factor for name in amounts})


@pytest.fixture
def operation():
    return small_operation(consumption=reports())


def needs_by(resources, operation, basis):
    scenario = Scenario(weeks=4, needs_basis=basis)
    return needs_of_scenario(resources, apply_scenario(operation, scenario), scenario, PLANNING_START)


def test_the_standard_stays_the_standard_and_both_figures_are_told(resources, operation):
    bare, told = needs_by(resources, small_operation(), "standard"), needs_by(resources, operation, "standard")
    pd.testing.assert_frame_equal(bare.table, told.table)
    assert bare.basis is None
    assert told.basis.items["item_id"].tolist() == ["soap"], "blankets are needed once and keep the standard"
    assert "Planned for: by standard" in told.notes[-1]


def test_expected_demand_replaces_the_standard_where_it_is_known(resources, operation):
    standard, expected = (needs_by(resources, operation, b).table for b in ("standard", "expected_demand"))
    known = standard["item_id"].eq("soap") & standard["camp_id"].isin(["north", "south"])
    pd.testing.assert_frame_equal(standard[~known], expected[~known])
    north = expected[known & expected["camp_id"].eq("north")]
    assert north["need"].to_numpy() == pytest.approx([1000 * 7 / 30.4] * 4, rel=0.35)
    assert (north["need"] == north["need_q50"]).all()
    assert (expected["net_need"] <= expected["need"] + 1e-9).all()


def test_the_larger_is_never_below_either(resources, operation):
    standard, expected, larger = (
        needs_by(resources, operation, b).table[list(NEED_QUANTILES)].to_numpy()
        for b in ("standard", "expected_demand", "larger")
    )
    assert (larger >= standard).all()
    assert (larger >= expected - 1e-9).all()
    assert (larger > standard).any() or (larger > expected).any()


def test_without_reports_a_wish_for_demand_is_told_to_rest_on_the_standard(resources):
    needs = needs_by(resources, small_operation(), "expected_demand")
    assert needs.notes[-1] == "No stock report tells expected demand, so need is by standard."


def test_a_plan_by_expected_demand_is_audited_and_tells_both(resources, operation, tmp_path):
    audited = plan_distribution(resources, operation, Scenario(weeks=2, needs_basis="expected_demand"))
    assert audited.audit.passed
    assert audited.plan.summary["needs_basis"]["used"] == "expected_demand"
    (soap,) = audited.plan.summary["needs_basis"]["items"]
    assert soap["used"] == pytest.approx(soap["expected_demand"])
    assert soap["standard"] > soap["used"]
    write_plan(audited.plan, tmp_path / "plan")
    assert read_plan(tmp_path / "plan").scenario.needs_basis == "expected_demand"


def test_an_unknown_basis_is_refused():
    with pytest.raises(InvalidScenario, match="needs_basis"):
        Scenario.from_values({"needs_basis": "wish"})


def test_hidden_months_are_recovered_and_counted():
    found = recovered_demand(small_operation(consumption=reports()))
    assert found.hidden
    assert found.at_least
    assert found.missed_units["soap"] > 0
    assert recovered_demand(small_operation()) is None


@pytest.mark.parametrize(
    ("change", "level", "rule"),
    [
        ({"stock_end": 77777.0}, "question", "stock_sum"),
        ({"distributed": -5.0}, "error", "minimum"),
        ({"stockout_days": 300.0}, "question", "stockout_days_above_period"),
    ],
)
def test_reports_that_cannot_be_right_are_named_by_row(change, level, rule):
    table = reports()
    for column, value in change.items():
        table.loc[5, column] = value
    _, findings = check_tables(small_tables(consumption=table))
    assert ("consumption", level, rule, 7) in {(f.table, f.level, f.rule, f.row) for f in findings}


def test_one_period_and_shelves_always_empty_are_notes():
    table = reports().groupby(["place_id", "item_id"]).head(1).reset_index(drop=True)
    _, findings = check_tables(small_tables(consumption=table))
    assert sum(f.rule == "one_period" for f in findings) == 4
    empty = reports().assign(distributed=0.0, stock_end=0.0, received=0.0)
    _, findings = check_tables(small_tables(consumption=empty))
    assert sum(f.rule == "shelf_always_empty" for f in findings) == 4
    assert not any(f.level == "error" for f in findings)
