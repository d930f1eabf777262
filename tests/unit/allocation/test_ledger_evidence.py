"""The ledger by the least that is known: people's answers and receipts bound what was handed out on paper, by hand."""

import pandas as pd
import pytest

from core.allocation import solve_plan
from core.domain.past_aid import past_aid
from core.domain.scenario import Scenario
from tests.random_operations import table
from tests.unit.allocation.test_fairness import needs, three_camps

START = pd.Timestamp("2025-06-29")
SINCE = pd.Timestamp("2025-05-04")
ASKED = "camp_id,date,indicator,item_id,group,share_yes,people_yes,people_asked"
RECEIPTS = "waybill_id,place_id,item_id,date,sent,good,damaged,missing\n"
REPORT = "place_id,item_id,period_start,days,distributed,stock_end\na,maize,2025-04-04,30,0,{}"


def first_served(evidence, **tables):
    """The camp whose need is met whole, and the notes; 1,200 kg for a need of 3,000."""
    operation = three_camps(hub=1200.0).replaced(**{name: table(text) for name, text in tables.items()})
    scenario = Scenario(weeks=1, fairness="ledger", ledger_evidence=evidence)
    plan = solve_plan(operation, needs(), scenario, START)
    met = plan.coverage.set_index("camp_id")["coverage"]
    return [camp for camp, share in met.items() if share > 0.999], " ".join(plan.summary["notes"])


def test_on_paper_the_camp_that_was_handed_little_comes_first_whatever_people_say():
    asked = f"{ASKED}\na,2025-06-21,received,maize,,0,,100"
    assert first_served("handed_out", monitoring=asked)[0] == ["b"]


@pytest.mark.parametrize("item", ["maize", ""])
def test_where_nobody_received_it_the_camp_has_waited_and_the_source_is_named(item):
    camps, notes = first_served("least", monitoring=f"{ASKED}\na,2025-06-21,received,{item},,0,,100")
    assert camps == ["a"]
    assert "fewer people say that they received it: maize at a." in notes


@pytest.mark.parametrize(
    "answer",
    [
        "a,2025-06-21,received,maize,,0,,29",  # too few
        "a,2025-06-21,received,maize,,0,,",  # nobody knows of how many
        "a,2025-06-21,quality_good,maize,,0,,100",  # another statement
        "a,2025-05-04,received,maize,,0,,100",  # before the weeks
        "a,2025-06-21,received,maize,women,0,,100",  # of a group
    ],
)
def test_answers_that_say_nothing_of_the_camp_in_these_weeks_are_not_used(answer):
    camps, notes = first_served("least", monitoring=f"{ASKED}\n{answer}")
    assert camps == ["b"]
    assert "less than handed out" not in notes


def test_no_more_can_have_been_handed_out_than_the_shelf_and_receipts_brought():
    received = f"{RECEIPTS}W1,a,maize,2025-06-01,50,10,0,40"
    camps, notes = first_served("least", consumption=REPORT.format(20), receipts=received)
    assert camps == ["a"]
    assert "receipts brought less: maize at a." in notes
    # a full shelf at the beginning explains what was handed out
    assert first_served("least", consumption=REPORT.format(9000), receipts=received)[0] == ["b"]
    # without a stock report nobody knows what lay there
    assert first_served("least", receipts=received)[0] == ["b"]


def test_answers_are_weighed_by_people_asked_and_shelves_by_what_left_them():
    operation = three_camps(hub=1200.0, a=5.0).replaced(
        monitoring=table(f"{ASKED}\na,2025-06-01,received,maize,,0.5,,100\na,2025-06-21,received,maize,,,270,300"),
        consumption=table(REPORT.format(20)),
        receipts=table(f"{RECEIPTS}W1,a,maize,2025-06-01,50,40,0,10\nW2,a,maize,2025-05-03,50,50,0,0"),
        losses=table("place_id,item_id,date,quantity,reason\na,maize,2025-06-02,7,rats"),
    )
    known = past_aid(operation, SINCE, START)
    assert known.share_asked.to_dict() == {("a", "maize"): pytest.approx((50 + 270) / 400)}
    assert known.available.to_dict() == {("a", "maize"): 20 + 40 - 7 - 5}
