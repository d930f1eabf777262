"""Sums of a cycle: tonnes of what is known, and how much is not."""

import pandas as pd
import pytest

from core.receipts import CycleTable
from core.services.heard import heard
from core.services.look_back import Cycle, arrived_share, camp_sums
from core.services.tell_cycle import tell_cycle
from tests.builders import PLANNING_START, small_operation

WEEK = pd.Timestamp("2025-07-06")


def cycle(*rows):
    """A row is camp, item, planned, dispatched, good, damaged, missing, handed out; nothing was planned out."""
    columns = ["camp_id", "item_id", "planned", "dispatched", "good", "damaged", "missing", "handed_out"]
    table = pd.DataFrame(rows, columns=columns).assign(week=WEEK, planned_out=0.0, days_late=float("nan"))
    table = table.reindex(columns=CycleTable.column_names())
    numbers = [name for name in table if name not in ("camp_id", "item_id", "week")]
    return Cycle(table.astype(dict.fromkeys(numbers, float)), pd.DatetimeIndex([WEEK]), WEEK, ())


def test_sums_are_tonnes_of_what_is_known_and_count_what_is_not():
    seen = cycle(
        ("north", "cereal", 2000, 2000, 1800, 150, 50, None),
        ("north", "soap", 4000, 4000, None, None, None, None),
        ("south", "cereal", 1000, 500, None, None, None, 700),
        ("south", "soap", 0, 0, 0, 0, 0, 0),
    )
    sums = camp_sums(seen, small_operation().items)
    assert sums.loc["north", ["planned", "dispatched", "good"]].tolist() == [3.0, 3.0, 1.8]
    assert sums.loc["north", ["good_unknown", "handed_out_unknown"]].tolist() == [1, 2]
    assert sums.loc["north", "loss_share"] == pytest.approx(0.1)
    assert pd.isna(sums.loc["north", "handed_out"])
    # beside what is not known, a zero that is known makes no sum
    assert pd.isna(sums.loc["south", "good"])
    assert sums.loc["south", "handed_out"] == pytest.approx(0.7)
    assert arrived_share(seen, small_operation().items) == pytest.approx(0.9)
    told = tell_cycle(small_operation(), seen)
    assert "1.8\u00a0t received good, not known of 2 items and weeks." in told
    assert "North Camp: 10\u00a0% lost on the way." in told


def test_what_arrived_of_a_plan_is_not_known_where_no_receipt_tells():
    assert arrived_share(cycle(("north", "cereal", 9, 9, None, None, None, 1)), small_operation().items) is None


def test_the_newest_answer_of_everybody_counts_and_old_ones_do_not():
    day = PLANNING_START
    rows = [
        ("north", day, None, None, "received", 0.5),
        ("north", day - pd.Timedelta(days=9), None, None, "received", 0.9),
        ("north", day, None, "women", "received", 0.1),
        ("north", day, "soap", None, "received", 0.2),
        ("south", day - pd.Timedelta(weeks=8), None, None, "received", 0.3),
    ]
    table = pd.DataFrame(rows, columns=["camp_id", "date", "item_id", "group", "indicator", "share_yes"])
    said = heard(small_operation(monitoring=table.assign(people_asked=100.0)))
    assert said.newest_shares().to_dict() == {"received": {"north": 0.5}}
    assert len(said.monitoring) == 4
