"""A published joint ration and supply problem, and one of its size: the optimum of an independent model is met."""

import warnings

import pytest

from core.audit import audit_ration
from core.domain.ration import RationQuestion
from core.ration import design_ration
from tests.unit.ration.cases import of_that_size, syria
from tests.unit.ration.plain_ration import plain_optimum

EXACT = 1e-6


@pytest.fixture(scope="module", params=[syria, of_that_size], ids=["published", "its size, seeded"])
def solved(request):
    operation = request.param()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # PuLP's, about its CBC
        oracle = plain_optimum(operation, 30)
    return operation, design_ration(operation, RationQuestion(30)), oracle


def test_the_case_has_its_published_size(solved):
    operation, design, _ = solved
    assert len(operation.items) == 25
    assert len(operation.nutrient_requirements) == 12
    assert len(operation.routes) in (39, 38 + 3)
    assert design.summary["days"] == 30


def test_the_cost_is_the_optimum_of_the_plain_model(solved):
    _, design, (usd, _) = solved
    assert design.summary["cost_usd"] == pytest.approx(usd, rel=EXACT)
    parts = design.summary["procurement_usd"] + design.summary["transport_usd"]
    assert design.summary["cost_usd"] == pytest.approx(parts, rel=1e-12)


def test_salt_and_sugar_are_fixed_at_5_and_20_grams(solved):
    _, design, _ = solved
    assert design.grams["Salt"] == pytest.approx(5.0, abs=1e-9)
    assert design.grams["Sugar"] == pytest.approx(20.0, abs=1e-9)


def test_every_limit_holds_by_the_auditor(solved):
    operation, design, _ = solved
    report = audit_ration(operation, design)
    assert report.violations.empty
    assert report.limits_checked > 300


def test_the_plain_model_gives_no_cheaper_cost_for_our_ration(solved):
    """Our grams, fixed in the plain model, cost there what they cost here."""
    operation, design, _ = solved
    items = operation.items
    fixed = items["item_id"].map(design.grams).fillna(0.0)
    narrowed = operation.replaced(
        items=items.assign(ration_min_g=fixed * (1 - 1e-9), ration_max_g=fixed * (1 + 1e-9)),
        nutrient_requirements=operation.nutrient_requirements.assign(amount_per_person_day=0.0),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        usd, _ = plain_optimum(narrowed, 30)
    assert design.summary["cost_usd"] == pytest.approx(usd, rel=EXACT)
