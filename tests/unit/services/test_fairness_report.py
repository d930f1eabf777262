"""Every rule on one question: what is kept, what has no plan, what can be cancelled."""

import pytest

from core.domain.scenario import CampLimit, Scenario
from core.domain.wording import FAIRNESS, RULES_EXPLAINED
from core.errors import Infeasible, SolveCancelled, SolverFailed
from core.services import plan_scenarios as service
from core.services.beside_pro_rata import beside_pro_rata
from core.services.fairness_report import FIGURES, cached_fairness, fairness_key, make_fairness, with_rule
from core.services.plan_distribution import plan_distribution
from tests.builders import small_operation, small_tables

SCENARIO = Scenario(weeks=3)


def test_every_rule_stands_beside_the_curve_with_the_figures_of_its_own_plan(resources):
    # in parts of units the curve and the plans are of one kind
    items = small_tables()["items"].drop(columns="whole_units")
    operation, told = small_operation(items=items), []
    assert cached_fairness(resources, operation, SCENARIO) is None
    key = make_fairness(resources, operation, SCENARIO, progress=lambda share, words: told.append(share))
    report = cached_fairness(resources, operation, SCENARIO)
    assert key == fairness_key(resources, operation, with_rule(SCENARIO, "leximin"))
    assert report.rules["rule"].tolist() == list(FAIRNESS)
    assert told == sorted(told)
    assert 0 <= told[0] <= told[-1] <= 1
    for row in report.rules.to_dict("records"):
        summary = plan_distribution(resources, operation, with_rule(SCENARIO, row["rule"])).plan.summary
        for name in FIGURES:
            assert row[name] == pytest.approx(summary[name] if summary[name] is not None else row[name], nan_ok=True)
    assert not report.parts_of_units
    rules = report.rules.set_index("rule")
    efficient, fairest = rules.loc["efficiency"], rules.loc["worst_off"]
    assert report.points["worst_coverage"].iloc[0] == pytest.approx(efficient["worst_coverage"], abs=1e-6)
    assert report.points["worst_coverage"].iloc[-1] == pytest.approx(fairest["worst_coverage"], abs=1e-5)
    assert report.points["objective"].iloc[0] == pytest.approx(efficient["objective"], rel=1e-6)
    assert report.points["objective"].iloc[-1] == pytest.approx(fairest["objective"], rel=1e-5)
    assert efficient["price_share"] == 0


def test_a_rule_without_a_plan_is_told_and_the_others_stand(resources, monkeypatch):
    solved = service.plan_distribution

    def refusing(resources, operation, scenario, **asked):
        if scenario.fairness == "equal_shares":
            raise Infeasible("These limits cannot hold together: a; b.", limits=["a", "b"], hint="Ease one.")
        return solved(resources, operation, scenario, **asked)

    monkeypatch.setattr(service, "plan_distribution", refusing)
    operation = small_operation()
    make_fairness(resources, operation, SCENARIO)
    rules = cached_fairness(resources, operation, SCENARIO).rules.set_index("rule")
    assert rules.loc["equal_shares", "why"] == "These limits cannot hold together: a; b."
    assert rules.loc["equal_shares", list(FIGURES)].isna().all()
    assert (rules.drop("equal_shares")["why"] == "").all()


def test_a_question_that_no_plan_fits_fails_as_a_plan_does(resources):
    limit = (CampLimit(camp_id="north", min_coverage=0.9), CampLimit(camp_id="north", max_coverage=0.2))
    with pytest.raises(Infeasible):
        make_fairness(resources, small_operation(), SCENARIO.model_copy(update={"camp_limits": limit}))


def test_it_can_be_cancelled_and_keeps_nothing(resources):
    operation = small_operation()
    with pytest.raises(SolveCancelled):
        make_fairness(resources, operation, SCENARIO, cancelled=lambda: True)
    assert cached_fairness(resources, operation, SCENARIO) is None


def test_every_rule_is_explained():
    assert list(RULES_EXPLAINED) == list(FAIRNESS)


def test_pro_rata_stands_in_the_summary_of_another_rule(resources):
    operation = small_operation()
    other = plan_distribution(resources, operation, with_rule(SCENARIO, "equal_shares"))
    for rule in ("efficiency", "equal_shares"):
        plan = plan_distribution(resources, operation, with_rule(SCENARIO, rule))
        told = beside_pro_rata(resources, operation, plan).plan.summary["pro_rata"]
        assert told == {name: other.plan.summary[name] for name in FIGURES}


def test_pro_rata_is_left_out_of_large_operations_unless_asked_for_and_that_is_noted(resources, monkeypatch):
    monkeypatch.setattr("core.services.beside_pro_rata.MOST_WARM_CELLS", 5)
    operation = small_operation()
    plan = plan_distribution(resources, operation, SCENARIO)
    left_out = beside_pro_rata(resources, operation, plan).plan.summary
    assert left_out["pro_rata"] is None
    assert "beyond 5 camps x items x weeks" in left_out["notes"][-1]
    assert beside_pro_rata(resources, operation, plan, always=True).plan.summary["pro_rata"] is not None


def test_pro_rata_without_a_plan_is_noted(resources, monkeypatch):
    operation = small_operation()
    plan = plan_distribution(resources, operation, SCENARIO)

    def refusing(*given, **asked):
        raise SolverFailed("No plan was found before the time limit.")

    monkeypatch.setattr("core.services.beside_pro_rata.plan_distribution", refusing)
    summary = beside_pro_rata(resources, operation, plan).plan.summary
    assert summary["pro_rata"] is None
    assert summary["notes"][-1] == "Pro-rata does not stand beside this plan: No plan was found before the time limit."
