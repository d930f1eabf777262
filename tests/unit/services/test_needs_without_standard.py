"""An item without a standard may still be needed: the file's need is planned for, and the audit agrees."""

import pandas as pd
import pytest

from core.domain.scenario import Scenario
from core.services.plan_distribution import plan_distribution
from core.services.plan_figures import plan_figures
from tests.builders import PLANNING_START, small_operation, small_tables


@pytest.mark.parametrize("fairness", ["efficiency", "worst_off"])
def test_a_given_need_of_an_item_without_standard_is_planned_and_audited(resources, fairness):
    items = small_tables()["items"].assign(need_quantity=[0.4, 0.0, 2.0])
    needs = pd.DataFrame(
        {
            "camp_id": ["north", "south"],
            "item_id": ["soap", "soap"],
            "week": [PLANNING_START + pd.Timedelta(days=7)] * 2,
            "need": [4000.0, 90000.0],
        }
    )
    scenario = Scenario(weeks=1, fairness=fairness)
    operation = small_operation(items=items)
    result = plan_distribution(resources, operation, scenario, needs=needs)
    assert result.audit.passed
    assert result.plan.coverage["delivered"].sum() > 0
    assert plan_figures(operation, result).worst_coverage == pytest.approx(result.plan.summary["worst_coverage"])
