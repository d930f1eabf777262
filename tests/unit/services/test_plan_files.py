"""A written plan is taken for the operation it was made of, and for no other."""

import pytest

from core.errors import InvalidScenario
from core.plan_folder import write_plan
from core.services.plan_files import plan_of_folder
from tests.unit.dispatch.hand_made import CAMPS, ITEMS, operation, plan


@pytest.mark.parametrize(
    ("other", "named"),
    [({"camps": CAMPS.replace("north", "elsewhere")}, "north"), ({"items": ITEMS.replace("maize", "rice")}, "maize")],
)
def test_a_plan_that_names_what_the_operation_does_not_have_is_refused(tmp_path, other, named):
    write_plan(plan(("hub_north", "maize", 900.0)), tmp_path / "plan")
    assert plan_of_folder(operation(), tmp_path / "plan").shipments["quantity"].tolist() == [900.0]
    tables = {"routes": None, "population": "camp_id,date,population\nsouth,2026-10-25,1000", **other}
    with pytest.raises(InvalidScenario, match=f"names {named}, which the operation does not have"):
        plan_of_folder(operation(**tables), tmp_path / "plan")
