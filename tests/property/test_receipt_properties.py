"""Whatever is entered: more received than a waybill says is asked about, and sums over receipts hold."""

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from core.domain.schemas import Receipts
from core.domain.validation import typed_table
from core.intake.checks.records import check_receipts
from core.receipts import check_against_waybills, received_lines, waybill_lines
from tests.waybills import line, waybill

AMOUNT = st.integers(0, 120)
BILL = waybill(lines=(line(quantity=100.0), line("soap", 60.0, lot_id="")))
LINES = {("cereal", "L1"): 100, ("soap", None): 60}


@st.composite
def receipts(draw):
    rows = draw(st.lists(st.tuples(st.sampled_from(list(LINES)), AMOUNT, AMOUNT, AMOUNT), max_size=4))
    table = pd.DataFrame(
        [
            (BILL.id, "north", item, lot, "2025-07-01", LINES[item, lot], good, damaged, missing)
            for (item, lot), good, damaged, missing in rows
        ],
        columns=Receipts.column_names(),
    )
    return typed_table("receipts", table, Receipts)[0]


@settings(max_examples=100, deadline=None)
@given(receipts())
def test_receipts_never_exceed_waybills_without_a_finding(table):
    arrived = (table["good"] + table["damaged"]).groupby(table["item_id"]).sum()
    more = {item for (item, _), sent in LINES.items() if arrived.get(item, 0) > sent}
    by_waybill = check_against_waybills(waybill_lines([BILL]), table)
    for findings in (by_waybill, check_receipts(table)):
        asked = [f for f in findings if f.rule == "received_above_waybill"]
        assert {item for item in more if any(item in f.message for f in asked)} == more
        assert len(asked) == len(more)


@settings(max_examples=100, deadline=None)
@given(receipts())
def test_what_a_line_received_is_the_sum_of_its_receipts(table):
    seen = received_lines(waybill_lines([BILL]), table).set_index("item_id")
    for item in ("cereal", "soap"):
        own = table[table["item_id"] == item]
        assert seen.loc[item, "receipts"] == len(own)
        for amount in ("good", "damaged", "missing"):
            expected = own[amount].sum() if len(own) else float("nan")
            assert seen.loc[item, amount] == pytest.approx(expected, nan_ok=True)
